import type { WebWorld } from '../../support/web-world.ts';

type DialogueBrowser = Awaited<ReturnType<WebWorld['zendesk']['openDialogue']>>;
type SubmitOptions = NonNullable<Parameters<DialogueBrowser['submit']>[0]>;

/** One answer of ours, as a test looks at it. */
export interface Answer {
  status: number;
  headers: Headers;
  cookies: string[];
  html: string;
}

async function toAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers, cookies: headers.getSetCookie(), html: await response.text() };
}

/** Sends a form to one of our paths as a browser would from our own page. */
export async function post(
  world: Pick<WebWorld, 'publicUrl'>,
  path: string,
  fields: Record<string, string> | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return toAnswer(
    await fetch(world.publicUrl + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: world.publicUrl, ...headers },
      redirect: 'manual',
    }),
  );
}

export const get = async (url: string, headers: Record<string, string> = {}): Promise<Answer> =>
  toAnswer(await fetch(url, { headers, redirect: 'manual' }));

/** What Zendesk's browser posts to open the dialogue. */
export const opening = (world: Pick<WebWorld, 'zendesk'>, change: Record<string, string> = {}) => ({
  return_url: `${world.zendesk.url}/zendesk/channels/integration_service_instances/editor_finalizer`,
  subdomain: 'acme',
  locale: 'en-US',
  name: '',
  metadata: '',
  state: '',
  ...change,
});

export const hiddenField = (html: string, name: string): string => {
  const value = new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) throw new Error(`The page has no hidden field ${name}`);
  return value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
};

export const tokenOf = (page: { html: string }): string => hiddenField(page.html, 'dialogue');

/** Metadata whose key differs from the real one in its first character, whatever that was. */
export const withAnotherKey = (metadata: string): string =>
  metadata.replace(/(?<="key":")./, (first) => (first === '_' ? 'a' : '_'));

/** The window with the consent up to Trustpilot's answer: our cookie, and where Trustpilot sends the browser. */
export async function beginConsent(world: Pick<WebWorld, 'publicUrl'>, token: string) {
  const page = await post(world, '/zendesk/admin/connect', { dialogue: token });
  const answer = await post(world, '/zendesk/admin/connect/continue', { dialogue: tokenOf(page) });
  const location = answer.headers.get('location') ?? '';
  const cookie = answer.cookies[0]?.split(';')[0] ?? '';
  return { page, answer, location, cookie };
}

/** Trustpilot decides as its `consent` switch says; the answer is the address it sends the browser back to. */
export async function decide(location: string): Promise<string> {
  return (await get(location)).headers.get('location') ?? '';
}

/** The whole consent in one browser. */
export async function connect(world: Pick<WebWorld, 'publicUrl'>, token: string): Promise<Answer> {
  const { location, cookie } = await beginConsent(world, token);
  return get(await decide(location), { cookie });
}

/** Opens the dialogue in Zendesk's browser and connects it, up to the form. */
export async function openForm(
  world: Pick<WebWorld, 'publicUrl' | 'zendesk'>,
  options: { accountId?: number; locale?: string } = {},
) {
  const browser = await world.zendesk.openDialogue(options);
  if (options.accountId === undefined) {
    await connect(world, tokenOf(browser.page));
    await browser.submit({ button: 'I have allowed access, go on' });
  }
  return browser;
}

export const bluelamp = '5f0c1d2e3a4b5c6d7e8f9012';
export const bluelampSe = '5f0c1d2e3a4b5c6d7e8f9013';
export const redchair = '5f0c1d2e3a4b5c6d7e8f9099';

/** Submit with these values. */
export const submitting = (values: NonNullable<SubmitOptions['values']> = {}): SubmitOptions => ({
  values,
  button: 'Submit',
});

/** All that the page says in its error places. */
export const errorsOf = ({ html }: { html: string }): string[] =>
  [...html.matchAll(/<p class="error" id="([^"]+)-error">([^<]*)<\/p>/g)].map(
    ([, id = '', text = '']) => `${id}: ${text.trim()}`,
  );

export const titleOf = (html: string): string => /<h1>\s*([^<]*?)\s*<\/h1>/.exec(html)?.[1] ?? '';
