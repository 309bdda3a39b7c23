import { type Reply, type Client, aClient, ada, idsOf, listPath, stopAll } from './support.ts';

afterEach(stopAll);

const admin = ({ bare }: Client, method: string, path: string, body?: unknown): Promise<Reply> =>
  bare(method, `/admin${path}`, {}, body === undefined ? undefined : JSON.stringify(body));

test('other processes make, edit, hide, restore and delete reviews', async () => {
  const client = await aClient();
  const made = await admin(client, 'POST', '/reviews', { domain: 'bluelamp.example', stars: 1, name: 'Bo' });
  const id = String(made.json['id']);
  await admin(client, 'PATCH', `/reviews/${id}`, { stars: 3 });
  await admin(client, 'POST', `/reviews/${id}/reply`, { text: 'From the pages', author: 'Ada Agent' });
  expect((await admin(client, 'GET', `/reviews/${id}`)).json).toMatchObject({
    stars: 3,
    companyReply: { text: 'From the pages', authorBusinessUserId: ada },
  });
  await admin(client, 'DELETE', `/reviews/${id}/reply`);
  await admin(client, 'POST', `/reviews/${id}/hide`, {});
  expect(idsOf(await client.get(listPath()))).toEqual([]);
  await admin(client, 'POST', `/reviews/${id}/restore`);
  expect(idsOf(await client.get(listPath()))).toEqual([id]);
  await admin(client, 'DELETE', `/reviews/${id}`);
  expect(client.sim.review(id)?.state).toBe('deleted');
  const many = await admin(client, 'POST', '/reviews', { reviews: [{}, {}] });
  expect(many.json['reviews']).toHaveLength(2);
});

test('time, switches, faults and the record of calls', async () => {
  const client = await aClient();
  await admin(client, 'POST', '/clock', { now: '2030-01-01T00:00:00Z', stop: true });
  expect((await admin(client, 'POST', '/clock', { advanceMs: 60_000 })).json['now']).toContain(
    '2030-01-01T00:01:0',
  );
  expect((await admin(client, 'PATCH', '/switches', { staleReadSeconds: 5 })).json).toMatchObject({
    staleReadSeconds: 5,
    echoState: true,
  });
  await admin(client, 'POST', '/clock', { now: Date.now(), run: true });
  await admin(client, 'POST', '/faults', { match: '/perPage=9$/', kind: '503', times: 2 });
  expect((await client.get(listPath('?perPage=9'))).status).toBe(503);
  expect((await admin(client, 'GET', '/state')).json['pendingFaults']).toMatchObject([{ left: 1 }]);
  expect((await admin(client, 'GET', '/calls')).json['calls']).toMatchObject([
    { route: 'list', status: 503 },
  ]);
  expect((await admin(client, 'GET', '/call-counts')).json).toMatchObject({ total: 1, serverFailures: 1 });
});

test('reset brings the start back: people, switches, no reviews, no calls, dead tokens', async () => {
  const client = await aClient({ seed: { reviews: [{ stars: 1 }] }, switches: { replyMaxLength: 9 } });
  await admin(client, 'PATCH', '/switches', { replyMaxLength: 5 });
  await admin(client, 'POST', '/reviews', {});
  await client.get(listPath());
  await admin(client, 'POST', '/reset');
  expect(client.sim.reviews()).toMatchObject([{ stars: 1 }]);
  expect(client.sim.switches().replyMaxLength).toBe(9);
  expect(client.sim.calls()).toEqual([]);
  expect((await client.get(listPath())).status).toBe(401);
});

test('a seed of one’s own: many domains and users', async () => {
  const client = await aClient({
    seed: { businessUnits: [{ domain: 'a.example' }, { domain: 'b.example' }] },
  });
  await admin(client, 'POST', '/seed', {
    businessUnits: [{ domain: 'c.example', id: 'c'.repeat(24) }],
    users: [{ name: 'Cy', email: 'cy@c.example', domains: ['c.example', 'a.example'] }],
    reviews: [{ domain: 'c.example' }],
  });
  expect(client.sim.domains().map(({ identifyingName }) => identifyingName)).toEqual([
    'a.example',
    'b.example',
    'c.example',
  ]);
  expect(client.sim.users().map(({ businessUnitIds }) => businessUnitIds.length)).toEqual([2, 2]);
  expect((await client.get('/v1/private/me')).status).toBe(200);
});

test('bad input is 400 with the reason, unknown things 404', async () => {
  const client = await aClient();
  const bad = await admin(client, 'POST', '/reviews', { stars: 9 });
  expect(bad.status).toBe(400);
  expect(bad.json['message']).toContain('stars');
  expect((await admin(client, 'GET', `/reviews/${'a'.repeat(24)}`)).status).toBe(404);
  expect((await admin(client, 'GET', '/nonsense')).status).toBe(404);
});
