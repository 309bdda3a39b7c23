import { createHash } from 'node:crypto';
import { json } from '../../runtime/http.ts';
import type { Page } from '../handler.ts';

/** Shown to admins as the name of the channel; at most 255 characters. */
export const integrationName = 'Trustpilot service reviews';

export interface ManifestOptions {
  /** Fixed per deployment: a moved URL is still the same integration. */
  integrationId: string;
  publicUrl: string;
}

/** The integration manifest (Channel framework 1.1): absolute URLs, the version changes when anything else does. */
export function toManifest({ integrationId, publicUrl }: ManifestOptions) {
  const at = (path: string) => `${publicUrl}${path}`;
  const content = {
    name: integrationName,
    id: integrationId,
    author: 'Trustpilot reviews for Zendesk',
    channelback_files: false,
    create_followup_tickets: true,
    urls: {
      admin_ui: at('/zendesk/admin'),
      pull_url: at('/zendesk/pull'),
      channelback_url: at('/zendesk/channelback'),
      clickthrough_url: at('/zendesk/clickthrough'),
      healthcheck_url: at('/zendesk/health'),
      event_callback_url: at('/zendesk/events'),
      about_url: at('/'),
      dashboard_url: at('/zendesk/dashboard'),
    },
  };
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  return { ...content, version: `1-${version}` };
}

export const manifestPage =
  (options: ManifestOptions): Page =>
  async () =>
    json(200, toManifest(options));
