import type { Deployment } from '../deployment.ts';
import { bad, ok, type Verdict } from './verdict.ts';

const timeoutMs = 10_000;

/** The way that Zendesk takes: name, certificate, API and function. */
export async function checkHealth({ PublicUrl }: Deployment): Promise<Verdict> {
  const point = 'address';
  const answer = await get(`${PublicUrl}/zendesk/health`);
  if (answer === undefined) {
    return bad(
      point,
      `${PublicUrl} cannot be reached`,
      'Does the DNS record of your domain point to the output DnsTarget?',
    );
  }
  if (answer.status === 200) return ok(point, `${PublicUrl} answers`);
  return bad(
    point,
    `${PublicUrl}/zendesk/health answers ${answer.status}`,
    'See the log of the function web.',
  );
}

/** Zendesk remembers the addresses in the manifest for ever. */
export async function checkManifest({ PublicUrl }: Deployment): Promise<Verdict> {
  const point = 'manifest';
  const url = `${PublicUrl}/zendesk/manifest.json`;
  const answer = await get(url);
  const manifest = answer?.status === 200 ? toJson(answer.body) : undefined;
  if (manifest === undefined) return bad(point, `${url} is no manifest`, 'See the log of the function web.');
  const foreign = Object.values(manifest.urls ?? {}).filter((each) => !each.startsWith(`${PublicUrl}/`));
  if (foreign.length === 0)
    return ok(point, `id ${manifest.id ?? 'missing'}, all addresses under ${PublicUrl}`);
  return bad(point, `it names ${foreign.join(', ')}`, 'Deploy again with the domainName that Zendesk knows.');
}

async function get(url: string): Promise<{ status: number; body: string } | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return undefined;
  }
}

function toJson(body: string): { id?: string; urls?: Record<string, string> } | undefined {
  try {
    return JSON.parse(body) as { id?: string; urls?: Record<string, string> };
  } catch {
    return undefined;
  }
}
