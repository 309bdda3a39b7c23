import { createTrustpilotClient } from '../../../../lambdas/clients/trustpilot/client.ts';
import { startScriptedServer, type ScriptedAnswer } from '../../../support/scripted-server.ts';

const answered = {
  access_token: 'tpa-new',
  refresh_token: 'tpr-new',
  issued_at: '1740395920',
  expires_in: '360000',
  token_type: 'BearerToken',
  refresh_token_expires_in: '7776000',
  app_enduser: '61f2a0b3c4d5e6f708192a3b',
};
const redirectUri = 'https://hook.example/trustpilot/oauth/callback';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function against(...answers: ScriptedAnswer[]) {
  const server = await startScriptedServer(...answers);
  close = server.close;
  const client = createTrustpilotClient({ apiUrl: server.url, apiKey: 'tpk-test', apiSecret: 'tps-test' });
  return { client, server };
}

test('a code is exchanged with Basic credentials and the same redirect address', async () => {
  const { client, server } = await against({ json: answered });
  expect(await client.exchangeCode({ code: 'c+d/&e', redirectUri })).toEqual({
    accessToken: 'tpa-new',
    refreshToken: 'tpr-new',
    accessExpiresInSeconds: 360_000,
    refreshExpiresInSeconds: 7_776_000,
    businessUserId: '61f2a0b3c4d5e6f708192a3b',
  });
  const [request] = server.requests;
  expect(request).toMatchObject({
    method: 'POST',
    url: '/v1/oauth/oauth-business-users-for-applications/accesstoken',
    headers: {
      authorization: `Basic ${Buffer.from('tpk-test:tps-test').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
  });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    grant_type: 'authorization_code',
    code: 'c+d/&e',
    redirect_uri: redirectUri,
  });
});

test.each([
  ['numbers', { expires_in: 1_000, refresh_token_expires_in: 2_000 }, 1_000, 2_000],
  ['missing', { expires_in: undefined, refresh_token_expires_in: undefined }, 360_000, 2_592_000],
  ['nonsense', { expires_in: 'soon', refresh_token_expires_in: null }, 360_000, 2_592_000],
])('lives that are %s are read with care', async (_, change, access, refresh) => {
  const { client } = await against({ json: { ...answered, ...change, app_enduser: 'someone' } });
  expect(await client.refresh('tpr-old')).toEqual({
    accessToken: 'tpa-new',
    refreshToken: 'tpr-new',
    accessExpiresInSeconds: access,
    refreshExpiresInSeconds: refresh,
  });
});

test('a refresh that does not rotate keeps the refresh token', async () => {
  const { client } = await against({ json: { access_token: 'tpa-new' } });
  expect(await client.refresh('tpr-old')).toMatchObject({ refreshToken: 'tpr-old' });
});

test('an exchange without refresh token cannot be kept up and is refused', async () => {
  const { client } = await against({ json: { ...answered, refresh_token: undefined } });
  await expect(client.exchangeCode({ code: 'c', redirectUri })).rejects.toMatchObject({
    reason: 'unreadable',
  });
});

test.each([{ access_token: 'with\nline' }, { access_token: '' }, { access_token: 7 }, []])(
  'tokens that cannot be used in a header are refused without being quoted',
  async (change) => {
    const json: unknown = Array.isArray(change) ? change : { ...answered, ...change };
    const { client } = await against({ json });
    await expect(client.refresh('tpr-old')).rejects.toMatchObject({ reason: 'unreadable' });
    await expect(client.refresh('tpr-old')).rejects.not.toThrow(/line|tpr/);
  },
);

test('a refused code is the fault of the attempt: rejected', async () => {
  const { client } = await against({
    status: 400,
    json: { ErrorCode: 'invalid_grant', Error: 'Invalid code' },
  });
  await expect(client.exchangeCode({ code: 'c', redirectUri })).rejects.toMatchObject({ reason: 'rejected' });
});

test('400 on refresh means that the login is dead', async () => {
  const { client, server } = await against({ status: 400, json: { ErrorCode: 'invalid_grant' } });
  await expect(client.refresh('tpr-old')).rejects.toMatchObject({ reason: 'connection-dead' });
  expect(server.requests).toHaveLength(1);
});

test('401 on refresh means that the login is dead only if key and secret are good', async () => {
  const good = await against({ status: 401 }, { json: { access_token: 'tpa-app' } });
  await expect(good.client.refresh('tpr-old')).rejects.toMatchObject({ reason: 'connection-dead' });
  await close();
  const notForApplications = await against({ status: 401 }, { status: 403 });
  await expect(notForApplications.client.refresh('tpr-old')).rejects.toMatchObject({
    reason: 'connection-dead',
  });
  await close();
  const bad = await against({ status: 401 });
  await expect(bad.client.refresh('tpr-old')).rejects.toMatchObject({ reason: 'forbidden' });
});

test.each([429, 500, 502, 503])('%i on refresh says nothing about the login', async (status) => {
  const { client } = await against({ status });
  await expect(client.refresh('tpr-old')).rejects.toMatchObject({
    name: 'RetryableError',
    outcomeUnknown: false,
  });
});

test('a key that was changed is read again after a 401, and the call repeated once', async () => {
  const server = await startScriptedServer({ status: 401 }, { json: answered });
  close = server.close;
  let apiKey = 'tpk-old';
  const keys = {
    read: async () => ({ apiKey, apiSecret: 'tps' }),
    forget: () => {
      apiKey = 'tpk-new';
    },
  };
  const client = createTrustpilotClient({ apiUrl: server.url, keys });
  expect(await client.refresh('tpr-old')).toMatchObject({ accessToken: 'tpa-new' });
  expect(
    server.requests.map(({ headers }) =>
      Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString(),
    ),
  ).toEqual(['tpk-old:tps', 'tpk-new:tps']);
});

test.each([
  [200, true],
  [400, true],
  [403, true],
  [401, false],
])('%i for a token of the application: key and secret are a pair is %s', async (status, work) => {
  const { client } = await against({ status });
  expect(await client.keysWork()).toBe(work);
});

test.each([200, 204, 400, 404])('a login is over after %i on revoke', async (status) => {
  const { client, server } = await against({ status });
  await expect(client.revoke('tpr-old')).resolves.toBeUndefined();
  expect(server.requests[0]?.body).toBe('token=tpr-old');
});

test('a revoke that did not get through is an error', async () => {
  const refused = await against({ status: 401 });
  await expect(refused.client.revoke('tpr-old')).rejects.toMatchObject({ reason: 'forbidden' });
  await close();
  const down = await against({ status: 503 });
  await expect(down.client.revoke('tpr-old')).rejects.toMatchObject({ name: 'RetryableError' });
});
