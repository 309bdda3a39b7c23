import type { ArtifactWorld } from './world.ts';

/** An admin adds an account: the dialogue, the consent in its own window, a domain, Submit. */
export async function connectAccount(world: ArtifactWorld, domain: string) {
  const dialogue = await connectedDialogue(world);
  await dialogue.submit({ button: 'Submit', values: { domain: unitOf(world, domain) } });
  if (dialogue.account === undefined) throw new Error(`The dialogue did not end: ${dialogue.page.html}`);
  await world.zendesk.eventsDelivered();
  return dialogue.account;
}

/** Sends the form with these domains, whether or not it offers them; the page that answers. */
export async function submitDomains(world: ArtifactWorld, domains: string[]): Promise<string> {
  const { page } = await connectedDialogue(world);
  const form = new URLSearchParams();
  for (const { name, value, type, checked } of page.forms[0]?.controls ?? []) {
    const isSent = !['checkbox', 'radio', 'option'].includes(type) || checked;
    if (isSent && name !== 'domain') form.append(name, value);
  }
  for (const domain of domains) form.append('domain', unitOf(world, domain));
  const answer = await fetch(`${world.deployment.url}/zendesk/admin/submit`, { method: 'POST', body: form });
  return answer.text();
}

/** A new account's dialogue, as far as the form. */
async function connectedDialogue(world: ArtifactWorld) {
  const dialogue = await world.zendesk.openDialogue();
  const token = dialogue.page.forms[0]?.controls.find(({ name }) => name === 'dialogue')?.value ?? '';
  await consent(world.deployment.url, token);
  await dialogue.submit({ button: 'I have allowed access, go on' });
  return dialogue;
}

const unitOf = (world: ArtifactWorld, domain: string): string =>
  world.trustpilot.domains().find(({ identifyingName }) => identifyingName === domain)?.id ?? '';

/** Continue on our page, Allow on Trustpilot's, and back, as a browser with cookies goes. */
async function consent(url: string, token: string): Promise<void> {
  const marked = await fetch(`${url}/zendesk/admin/connect/continue`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ dialogue: token }),
  });
  const allowed = await fetch(locationOf(marked), { redirect: 'manual' });
  const cookie = (marked.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const back = await fetch(locationOf(allowed), { headers: { cookie } });
  if (!back.ok) throw new Error(`The consent ended with ${back.status}.`);
}

function locationOf({ headers, status }: Response): string {
  const location = headers.get('location');
  if (location === null) throw new Error(`No redirect but ${status}.`);
  return location;
}
