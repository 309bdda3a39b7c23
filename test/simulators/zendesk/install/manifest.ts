import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Manifest } from '../model.ts';
import { isSecureUrl } from './secure-url.ts';
import type { Simulation } from '../simulation.ts';

/** What Zendesk shows when an installation fails, mostly without saying why; the simulator says why. */
export class InstallError extends Error {
  override name = 'InstallError';
  readonly reasons: string[];

  constructor(reasons: string[]) {
    super(`Error creating requirements: ${reasons.join('; ')}`);
    this.reasons = reasons;
  }
}

const text = (max: number) => z.string().min(1).max(max);
const url = z.string().max(limits.url);

/** any_channel_json_schemas/manifest.json; unknown keys are tolerated there, too. */
const manifestSchema = z.object({
  name: text(limits.manifestText),
  id: text(limits.manifestId),
  version: text(limits.manifestText).optional(),
  author: text(limits.manifestText).optional(),
  push_client_id: text(limits.pushClientId).optional(),
  channelback_files: z.boolean().optional(),
  create_followup_tickets: z.boolean().optional(),
  urls: z.object({
    admin_ui: url,
    pull_url: url.optional(),
    channelback_url: url.optional(),
    clickthrough_url: url.optional(),
    healthcheck_url: url.optional(),
    event_callback_url: url.optional(),
    about_url: url.optional(),
    dashboard_url: url.optional(),
  }),
});

export interface FetchedManifest {
  manifest: Manifest;
  baseUrl: string;
}

const MOST_REDIRECTS = 5;

/** GETs the manifest and checks it. Only 301 is followed: nothing documented says that another redirect is. */
export async function fetchManifest(simulation: Simulation, manifestUrl: string): Promise<FetchedManifest> {
  let address = manifestUrl;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    if (!isSecureUrl(address, simulation.trustLocalhost))
      throw new InstallError([`manifest_url ${address} is not https`]);
    const { behaviour, send } = simulation;
    const sent = await send({
      kind: 'manifest',
      method: 'GET',
      url: address,
      timeoutMs: behaviour.pullTimeoutMs,
    });
    if (!sent.arrived) throw new InstallError([`manifest: ${sent.error}`]);
    const { status, headers, body } = sent.answer;
    const location = headers['location'];
    if (status !== 301 || location === undefined) {
      if (status !== 200) throw new InstallError([`manifest: HTTP ${status}`]);
      return { manifest: readManifest(simulation, body, address), baseUrl: address };
    }
    address = new URL(location, address).href;
  }
  throw new InstallError([`manifest: more than ${MOST_REDIRECTS} redirects`]);
}

function readManifest(simulation: Simulation, body: string, baseUrl: string): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(({ path, message }) => `manifest ${path.join('.')}: ${message}`);
    for (const reason of reasons) simulation.transcript.violation('manifest', reason);
    throw new InstallError(reasons);
  }
  const urls = absoluteUrls(parsed.data.urls, baseUrl);
  const insecure = absoluteEntries(urls, baseUrl).filter(
    ([, value]) => value.length > limits.url || !isSecureUrl(value, simulation.trustLocalhost),
  );
  if (insecure.length > 0) {
    const reasons = insecure.map(
      ([name, value]) => `manifest urls.${name}: ${value} is not https or too long`,
    );
    for (const reason of reasons) simulation.transcript.violation('manifest', reason);
    throw new InstallError(reasons);
  }
  return { ...parsed.data, urls };
}

/** Zendesk's sample manifest has "./pull": relative values resolve against the manifest's final URL. */
function absoluteEntries(urls: Manifest['urls'], baseUrl: string): [string, string][] {
  return Object.entries(urls as unknown as Record<string, string | undefined>)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => [name, URL.parse(value, baseUrl)?.href ?? value]);
}

function absoluteUrls(urls: Manifest['urls'], baseUrl: string): Manifest['urls'] {
  return { ...urls, ...Object.fromEntries(absoluteEntries(urls, baseUrl)) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new InstallError(['manifest: not JSON']);
  }
}
