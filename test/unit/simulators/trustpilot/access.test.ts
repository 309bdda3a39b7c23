import { aClient, ada, bluelamp, idsOf, listPath, redchair, rex, stopAll, tokenPath } from './support.ts';

afterEach(stopAll);

test('a private call without a live bearer is 401 in the gateway’s shape', async () => {
  const { sim, bare, get } = await aClient();
  for (const headers of [{}, { authorization: 'Bearer tpa-unknown' }, { apikey: 'tpk-demo' }]) {
    const { status, json } = await bare('GET', listPath(), headers);
    expect(status).toBe(401);
    expect(json).toMatchObject({ fault: { detail: { errorcode: 'oauth.v2.InvalidAccessToken' } } });
  }
  sim.expireAccessTokens();
  expect((await get(listPath())).status).toBe(401);
  sim.setSwitches({ expiredTokenAnswers403: true });
  expect((await get(listPath())).status).toBe(403);
});

test('an access token dies after 100 hours', async () => {
  const { sim, get } = await aClient();
  sim.advanceClock(359_000_000);
  expect((await get(listPath())).status).toBe(200);
  sim.advanceClock(1_000_000);
  expect((await get(listPath())).status).toBe(401);
});

test('the apikey beside a bearer is optional, or required by a switch, and never a wrong one', async () => {
  const { sim, bare } = await aClient();
  const authorization = `Bearer ${sim.issueTokens().accessToken}`;
  expect((await bare('GET', listPath(), { authorization })).status).toBe(200);
  expect((await bare('GET', listPath(), { authorization, apikey: 'tpk-no' })).status).toBe(401);
  sim.setSwitches({ apiKeyBesideBearerRequired: true });
  expect((await bare('GET', listPath(), { authorization })).status).toBe(401);
});

test('public calls want a known apikey, not a bearer', async () => {
  const { sim, bare } = await aClient();
  const path = '/v1/business-units/find?name=bluelamp.example';
  const authorization = `Bearer ${sim.issueTokens().accessToken}`;
  expect((await bare('GET', path, { authorization })).status).toBe(401);
  expect((await bare('GET', path, { apikey: 'tpk-no' })).status).toBe(401);
  expect((await bare('GET', path, { apikey: 'tpk-demo' })).status).toBe(200);
  expect((await bare('GET', `${path}&apikey=tpk-demo`)).status).toBe(200);
});

test('a domain out of reach is 403, also one that does not exist; in public paths 404', async () => {
  const { sim, get } = await aClient();
  const review = sim.createReview({ domain: 'redchair.example' });
  expect((await get(listPath('', redchair))).status).toBe(403);
  expect((await get(listPath('', 'f'.repeat(24)))).status).toBe(403);
  expect((await get(`/v1/private/reviews/${review.id}`)).status).toBe(403);
  expect((await get(`/v1/business-units/${'f'.repeat(24)}`)).status).toBe(404);
  sim.grantDomains(ada, ['redchair.example']);
  expect(idsOf(await get(listPath('', redchair)))).toEqual([review.id]);
  expect((await get(listPath())).status).toBe(403);
});

test('a user finds out which domains they reach, unless the undocumented endpoints are off', async () => {
  const { sim, get } = await aClient();
  const me = await get('/v1/private/me');
  expect(me.json).toMatchObject({ businessUser: { id: ada, email: 'ada@bluelamp.example' } });
  const units = await get(`/v1/private/business-users/${ada}/business-units`);
  expect(units.json['businessUnits']).toEqual([
    { links: [], id: bluelamp },
    { links: [], id: '5f0c1d2e3a4b5c6d7e8f9013' },
  ]);
  expect((await get(`/v1/private/business-users/${rex}/business-units`)).status).toBe(403);
  expect((await get(`/v1/private/business-units/${bluelamp}`)).json).toMatchObject({
    displayName: 'Blue Lamp Shop',
    name: { identifying: 'bluelamp.example' },
  });
  expect((await get(`/v1/private/business-units/${redchair}`)).status).toBe(403);
  sim.setSwitches({ undocumentedEndpoints: false });
  expect((await get('/v1/private/me')).status).toBe(404);
});

test('find wants the exact name in any case; search a part of it', async () => {
  const { get } = await aClient();
  expect((await get('/v1/business-units/find?name=WWW.BlueLamp.example')).json).toMatchObject({
    id: bluelamp,
  });
  expect((await get('/v1/business-units/find?name=bluelamp')).status).toBe(404);
  const found = await get('/v1/business-units/search?query=bluelamp&perpage=1');
  expect(found.json['businessUnits']).toHaveLength(1);
  expect((await get('/v1/business-units/search?query=')).status).toBe(400);
});

test('a deleted user’s tokens are worth nothing', async () => {
  const { sim, get } = await aClient();
  sim.deleteUser(ada);
  expect((await get('/v1/private/me')).status).toBe(401);
});

test('unknown paths, invitations among them, are 404, wrong methods 405, both with a correlationId', async () => {
  const { get, call } = await aClient();
  const unknown = await get('/v1/private/business-units/x/email-invitations');
  expect(unknown.status).toBe(404);
  expect(unknown.json).toHaveProperty('correlationId');
  const wrong = await call('PUT', listPath());
  expect(wrong.status).toBe(405);
  expect(wrong.json).toHaveProperty('correlationId');
});

test('two applications share nothing but the people', async () => {
  const { sim, form } = await aClient({
    seed: {
      keys: [
        { key: 'tpk-demo', secret: 'tps-demo' },
        { key: 'tpk-two', secret: 'tps-two' },
      ],
    },
  });
  const { refreshToken } = sim.issueTokens({ key: 'tpk-demo' });
  const stolen = await form(`${tokenPath}/refresh`, {
    client_id: 'tpk-two',
    client_secret: 'tps-two',
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
  });
  expect(stolen.status).toBe(400);
});
