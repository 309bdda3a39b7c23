import { html, type Html } from '../html/html.ts';
import { hidden } from '../html/fields.ts';
import type { Session } from './session.ts';

/** Paths of the dialogue's steps. */
export const paths = {
  open: '/zendesk/admin',
  connect: '/zendesk/admin/connect',
  connectContinue: '/zendesk/admin/connect/continue',
  connected: '/zendesk/admin/connected',
  form: '/zendesk/admin/form',
  addDomain: '/zendesk/admin/add-domain',
  count: '/zendesk/admin/count',
  counts: '/zendesk/admin/counts',
  cancelBackfill: '/zendesk/admin/cancel-backfill',
  testTicket: '/zendesk/admin/test-ticket',
  erasure: '/zendesk/admin/erasure',
  sidebarKey: '/zendesk/admin/sidebar-key',
  submit: '/zendesk/admin/submit',
  callback: '/trustpilot/oauth/callback',
} as const;

/** Name of the window with the consent: a form's `target`, so that it works without a script as well. */
export const popupName = 'trustpilot-connect';

/** Trustpilot's name is theirs; the star is only a star. */
export const header = ({ texts, dialogue }: Session): Html =>
  html`<header class="header">
    <span class="logo" aria-hidden="true"></span>
    <div>
      <h1>${texts.text('product')}</h1>
      <p>${texts.text('forZendesk', { subdomain: dialogue.subdomain })}</p>
    </div>
  </header>`;

/** What every form of the dialogue carries. */
export const carried = ({ token, metadata }: Session): Html =>
  html`${hidden('dialogue', token)}${metadata !== undefined && hidden('metadata', metadata)}`;
