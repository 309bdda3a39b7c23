import type { ArtifactWorld } from './world.ts';

/** An admin adds an account: the dialogue, the consent in its own window, a domain, Submit. */
export async function connectAccount(world: ArtifactWorld, domain: string) {
  const { zendesk, trustpilot } = world;
  const dialogue = await zendesk.openDialogue();
  const token = dialogue.page.forms[0]?.controls.find(({ name }) => name === 'dialogue')?.value ?? '';
  await consent(world.deployment.url, token);
  await dialogue.submit({ button: 'I have allowed access, go on' });
  const unit = trustpilot.domains().find(({ identifyingName }) => identifyingName === domain);
  await dialogue.submit({ button: 'Submit', values: { domain: unit?.id ?? '' } });
  if (dialogue.account === undefined) throw new Error(`The dialogue did not end: ${dialogue.page.html}`);
  await zendesk.eventsDelivered();
  return dialogue.account;
}

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
