import { aClient, ada, stopAll } from './support.ts';

afterEach(stopAll);

const wanted = {
  client_id: 'tpk-demo',
  response_type: 'code',
  redirect_uri: 'http://localhost:8787/trustpilot/oauth/callback?x=1',
  state: 's',
};
const query = (changes: Record<string, string> = {}): string =>
  new URLSearchParams({ ...wanted, ...changes }).toString();

test('both addresses show the Allow page', async () => {
  const { bare } = await aClient();
  for (const path of ['/', '/authenticate']) {
    const page = await bare('GET', `${path}?${query()}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('>Allow</button>');
    expect(page.text).toContain('>Deny</button>');
  }
});

test.each([
  ['an unknown application', { client_id: 'tpk-other' }],
  ['another response type', { response_type: 'token' }],
  ['plain http elsewhere', { redirect_uri: 'http://product.example/callback' }],
  ['no URL', { redirect_uri: 'callback' }],
])('%s is refused with a page, not a redirect', async (_, changes) => {
  const { bare } = await aClient();
  const page = await bare('GET', `/authenticate?${query(changes)}`);
  expect(page.status).toBe(400);
  expect(page.headers.get('location')).toBeNull();
});

test('only registered hosts get the code', async () => {
  const { bare } = await aClient({
    seed: { keys: [{ key: 'tpk-demo', secret: 'tps-demo', redirectHosts: ['product.example'] }] },
  });
  expect((await bare('GET', `/?${query()}`)).status).toBe(400);
  expect((await bare('GET', `/?${query({ redirect_uri: 'https://product.example/cb' })}`)).status).toBe(200);
});

test('Deny comes back as an error with the state', async () => {
  const { form } = await aClient();
  const denied = await form('/authenticate/decision', { ...wanted, user: ada, decision: 'deny' });
  expect(denied.status).toBe(302);
  const { searchParams } = new URL(denied.headers.get('location') ?? '');
  expect(Object.fromEntries(searchParams)).toMatchObject({ error: 'access_denied', state: 's', x: '1' });
});

test('switches decide at once and drop the state', async () => {
  const { bare } = await aClient({ switches: { consent: 'allow', echoState: false } });
  const { status, headers } = await bare('GET', `/?${query()}`);
  const { searchParams } = new URL(headers.get('location') ?? '');
  expect(status).toBe(302);
  expect(searchParams.get('code')).toMatch(/^tpc-/);
  expect(searchParams.has('state')).toBe(false);
});
