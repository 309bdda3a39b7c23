import { type Client, type Reply, aClient, ada, basic, listPath, stopAll, tokenPath } from './support.ts';

afterEach(stopAll);

const redirectUri = 'https://product.example/callback';
const credentials = { authorization: basic };

async function aCode({ bare, form }: Client): Promise<string> {
  const query = { client_id: 'tpk-demo', response_type: 'code', redirect_uri: redirectUri, state: 's-1' };
  const page = await bare('GET', `/?${new URLSearchParams(query).toString()}`);
  expect(page.text).toContain('to access Trustpilot on your behalf?');
  const decided = await form('/authenticate/decision', { ...query, user: ada, decision: 'allow' });
  const location = new URL(decided.headers.get('location') ?? '');
  expect(location.searchParams.get('state')).toBe('s-1');
  return location.searchParams.get('code') ?? '';
}

const exchange = ({ form }: Client, code: string, uri = redirectUri): Promise<Reply> =>
  form(
    `${tokenPath}/accesstoken`,
    { grant_type: 'authorization_code', code, redirect_uri: uri },
    credentials,
  );

const refresh = ({ form }: Client, token: unknown, path = 'refresh'): Promise<Reply> =>
  form(`${tokenPath}/${path}`, { grant_type: 'refresh_token', refresh_token: String(token) }, credentials);

const secondsPattern = /^\d{10}$/;

test('a code is exchanged once for a token pair whose numbers are strings', async () => {
  const client = await aClient();
  const code = await aCode(client);
  const { status, json } = await exchange(client, code);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    expires_in: '360000',
    refresh_token_expires_in: '7776000',
    app_enduser: ada,
    client_id: 'tpk-demo',
  });
  expect(json['issued_at']).toMatch(secondsPattern);
  const again = await exchange(client, code);
  expect(again.status).toBe(400);
  expect(again.json).toHaveProperty('ErrorCode');
  const headers = { authorization: `Bearer ${String(json['access_token'])}` };
  expect((await client.bare('GET', listPath(), headers)).status).toBe(200);
});

test('a code is bound to its redirect_uri and dies after five minutes', async () => {
  const client = await aClient();
  expect((await exchange(client, await aCode(client), `${redirectUri}/`)).status).toBe(400);
  const late = await aCode(client);
  client.sim.advanceClock(301_000);
  expect((await exchange(client, late)).status).toBe(400);
});

test('a refresh brings a new pair and kills the old refresh token at once', async () => {
  const client = await aClient();
  const first = client.sim.issueTokens().refreshToken;
  const second = await refresh(client, first);
  expect(second.status).toBe(200);
  expect(second.json).not.toHaveProperty('app_enduser');
  expect(second.json).not.toHaveProperty('client_id');
  expect(second.json['refresh_token']).not.toBe(first);
  expect((await refresh(client, first)).status).toBe(400);
  expect((await refresh(client, second.json['refresh_token'], 'accesstoken')).status).toBe(200);
});

test('a switch gives a rotated refresh token some seconds of grace', async () => {
  const client = await aClient({ switches: { refreshGraceSeconds: 10 } });
  client.sim.stopClock();
  const first = client.sim.issueTokens().refreshToken;
  await refresh(client, first);
  client.sim.advanceClock(9_000);
  expect((await refresh(client, first)).status).toBe(200);
  client.sim.advanceClock(1_000);
  expect((await refresh(client, first)).status).toBe(400);
});

test('refresh tokens die after 30 days whatever the token answer said', async () => {
  const client = await aClient();
  const { refreshToken } = client.sim.issueTokens();
  client.sim.advanceClock(30 * 86_400_000);
  expect((await refresh(client, refreshToken)).status).toBe(400);
});

test('an application token has no refresh token and reaches the application’s domains', async () => {
  const client = await aClient();
  const { json } = await client.form(`${tokenPath}/accesstoken`, {
    grant_type: 'client_credentials',
    client_id: 'tpk-demo',
    client_secret: 'tps-demo',
  });
  expect(json).not.toHaveProperty('refresh_token');
  const headers = { authorization: `Bearer ${String(json['access_token'])}` };
  expect((await client.bare('GET', listPath(), headers)).status).toBe(200);
  expect((await client.bare('GET', '/v1/private/me', headers)).status).toBe(403);
});

test('the password grant works without a second factor only', async () => {
  const client = await aClient();
  client.sim.addUser({
    name: 'Moa',
    email: 'moa@x.example',
    domains: [],
    hasSecondFactor: true,
    password: 'p',
  });
  const login = (username: string, password: string): Promise<Reply> =>
    client.form(`${tokenPath}/accesstoken`, { grant_type: 'password', username, password }, credentials);
  expect((await login('ada@bluelamp.example', 'secret')).status).toBe(200);
  expect((await login('moa@x.example', 'p')).status).toBe(400);
});

test('token endpoints want POST, a form and the right secret', async () => {
  const { bare, form } = await aClient();
  expect((await bare('GET', `${tokenPath}/accesstoken`)).status).toBe(405);
  const asJson = { ...credentials, 'content-type': 'application/json' };
  expect((await bare('POST', `${tokenPath}/accesstoken`, asJson, '{}')).status).toBe(415);
  const wrong = { authorization: `Basic ${Buffer.from('tpk-demo:no').toString('base64')}` };
  expect((await form(`${tokenPath}/accesstoken`, { grant_type: 'client_credentials' }, wrong)).status).toBe(
    401,
  );
});

test('a revoked refresh token is refused', async () => {
  const client = await aClient();
  const { refreshToken } = client.sim.issueTokens();
  const revoked = await client.form(`${tokenPath}/revoke`, { token: String(refreshToken) }, credentials);
  expect([revoked.status, revoked.text]).toEqual([200, '']);
  expect((await refresh(client, refreshToken)).status).toBe(400);
});

test('the eleventh token call within a minute is refused', async () => {
  const client = await aClient();
  client.sim.stopClock();
  const ask = (): Promise<Reply> =>
    client.form(`${tokenPath}/accesstoken`, { grant_type: 'client_credentials' }, credentials);
  for (let call = 0; call < 10; call += 1) expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(429);
  client.sim.advanceClock(60_000);
  expect((await ask()).status).toBe(200);
});

test('a user who takes the consent back is out: 401, and 400 for the refresh', async () => {
  const client = await aClient();
  const { refreshToken } = client.sim.issueTokens();
  client.sim.revokeUser(ada);
  expect((await client.get(listPath())).status).toBe(401);
  expect((await refresh(client, refreshToken)).status).toBe(400);
});
