import { findIntegration } from './memory.ts';
import type { Answer } from './http/send.ts';
import type { Simulation } from './simulation.ts';

/** The link that an agent clicks on a comment: nothing but the id, no metadata, no cookies. */
export function clickthroughUrl(simulation: Simulation, externalId: string, integrationId?: number): string {
  const base = findIntegration(simulation.memory, integrationId).manifest.urls.clickthrough_url;
  if (base === undefined) throw new Error('The manifest has no clickthrough_url');
  const url = new URL(base);
  url.searchParams.set('external_id', externalId);
  return url.href;
}

/** Follows the link up to the first answer; a redirect to another host than the allowed ones is a violation. */
export async function clickthrough(
  simulation: Simulation,
  externalId: string,
  { integrationId, allowedHosts }: { integrationId?: number; allowedHosts?: string[] } = {},
): Promise<{ status: number; location: string | undefined }> {
  const url = clickthroughUrl(simulation, externalId, integrationId);
  const answer = await get(simulation, 'clickthrough', url);
  const location = answer.headers['location'];
  const host = location === undefined ? undefined : URL.parse(location, url)?.host;
  if (location !== undefined && allowedHosts !== undefined && !allowedHosts.includes(host ?? '')) {
    simulation.transcript.violation('clickthrough', `${externalId} redirects to ${location}`);
  }
  return { status: answer.status, location };
}

/** GETs the health check; anything but 200 is a violation. */
export async function healthcheck(
  simulation: Simulation,
  integrationId?: number,
): Promise<{ status: number }> {
  const url = findIntegration(simulation.memory, integrationId).manifest.urls.healthcheck_url;
  if (url === undefined) throw new Error('The manifest has no healthcheck_url');
  const { status } = await get(simulation, 'healthcheck', url);
  if (status !== 200) simulation.transcript.violation('healthcheck', `HTTP ${status}`);
  return { status };
}

async function get(
  simulation: Simulation,
  kind: 'clickthrough' | 'healthcheck',
  url: string,
): Promise<Answer> {
  const sent = await simulation.send({
    kind,
    method: 'GET',
    url,
    timeoutMs: simulation.behaviour.eventTimeoutMs,
  });
  if (!sent.arrived) throw new Error(`${url}: ${sent.error}`);
  return sent.answer;
}
