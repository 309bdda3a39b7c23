import { aClient, basic, listPath, stopAll, tokenPath } from './support.ts';

afterEach(stopAll);

test('calls are counted per key: data calls and client failures, not 5xx, deletions, tokens or the login page', async () => {
  const { sim, get, form, bare } = await aClient();
  sim.stopClock('2026-12-31T23:59:00Z');
  await get(listPath());
  await get(listPath('?perPage=101'));
  await get(listPath('', 'f'.repeat(24)));
  sim.failNext({ kind: '500' });
  await get(listPath());
  sim.failNext({ kind: 'reset-before' });
  await expect(get(listPath())).rejects.toThrow();
  await get('/v1/reviews/deletions');
  await form(`${tokenPath}/accesstoken`, { grant_type: 'client_credentials' }, { authorization: basic });
  await bare('GET', '/?client_id=tpk-demo&response_type=code&redirect_uri=https://x.example');
  sim.advanceClock(120_000);
  await get('/v1/business-units/find?name=bluelamp.se');
  expect(sim.callCounts('tpk-demo')).toEqual({
    total: 8,
    yearly: { '2026': 3, '2027': 1 },
    tokenCalls: 1,
    deletionsCalls: 1,
    serverFailures: 2,
    byRoute: { list: 5, 'review-deletions': 1, accesstoken: 1, find: 1 },
  });
});

test('a full window is 429 with the time to wait, and opens again', async () => {
  const { sim, get } = await aClient({ switches: { callsPer5Minutes: 3 } });
  sim.stopClock();
  for (let call = 0; call < 3; call += 1) expect((await get(listPath())).status).toBe(200);
  sim.advanceClock(100_000);
  const refused = await get(listPath());
  expect(refused.status).toBe(429);
  expect(refused.json).toHaveProperty('message');
  expect(refused.headers.get('retry-after')).toBe('200');
  expect((await get('/v1/reviews/deletions')).status).toBe(200);
  sim.advanceClock(200_000);
  expect((await get(listPath())).status).toBe(200);
});

test('the hour has its own window; 429 may keep the waiting time to itself', async () => {
  const { sim, get } = await aClient({ switches: { callsPerHour: 2, retryAfterOnLimit: false } });
  sim.stopClock();
  await get(listPath());
  sim.advanceClock(301_000);
  await get(listPath());
  const refused = await get(listPath());
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
});

test('the call log names the kind of credentials and never shows them', async () => {
  const { sim, get, bare } = await aClient();
  const { accessToken } = sim.issueTokens();
  await get(listPath('?page=1'));
  await bare('GET', '/v1/business-units/find?name=x&apikey=tpk-demo');
  await bare('GET', '/v1/private/me', { authorization: `Bearer ${accessToken}` });
  expect(sim.calls()).toMatchObject([
    {
      method: 'GET',
      path: listPath(),
      query: { page: '1' },
      route: 'list',
      authKind: 'bearer+apikey',
      status: 200,
    },
    { route: 'find', query: { name: 'x', apikey: '***' }, authKind: 'apikey', status: 404 },
    { route: 'me', authKind: 'bearer', key: 'tpk-demo', status: 200 },
  ]);
  expect(JSON.stringify(sim.calls())).not.toContain(accessToken);
});
