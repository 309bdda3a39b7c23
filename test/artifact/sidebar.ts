import { sign } from '../integration/sidebar/sidebar.ts';
import type { ArtifactWorld } from './world.ts';

/** The key as an admin copies it from the account's dialogue. */
export async function readSidebarKey({ zendesk }: ArtifactWorld): Promise<string> {
  const { page } = await zendesk.openDialogue({ accountId: zendesk.accounts()[0]?.id ?? 0 });
  return /value="(tps_[\w-]+)"/.exec(page.html)?.[1] ?? '';
}

/** What Zendesk's proxy sends for the sidebar, signed with this key. */
export async function askSidebar({ deployment }: ArtifactWorld, key: string, op: string, body: object) {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const token = sign(key, { iss: 'acme.zendesk.com', aud: deployment.url, op, exp });
  const answer = await fetch(`${deployment.url}/sidebar/v1/${op}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}
