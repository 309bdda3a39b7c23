import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const commentsOf = (accountId: string, reviewId: string) =>
  (world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`)?.comments ?? []).map(
    ({ externalId }) => externalId?.split(':')[4] ?? 'review',
  );

/** An account whose domain has its webhook at Trustpilot. */
async function subscribed() {
  const { accountId, account } = await world.connect();
  await world.sync();
  const [domain] = account.domains;
  const url = `${world.url}/trustpilot/webhooks/${domain?.webhookKey ?? ''}`;
  world.trustpilot.subscribeWebhook('bluelamp.example', url);
  return { accountId, url };
}

/** What happens without any poll. */
async function webhooksOnly(): Promise<void> {
  await world.trustpilot.webhooksSettled();
  await world.drain();
  await world.zendesk.tick();
}

const post = (url: string, body: string, type = 'application/json') =>
  fetch(url, { method: 'POST', headers: { 'content-type': type }, body });

test('a new review, its edit and its deletion arrive without a poll; the resource is ready within two seconds', async () => {
  const { accountId } = await subscribed();
  const startedAt = performance.now();
  const { id } = world.trustpilot.createReview({ title: 'Lamp' });
  await webhooksOnly();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(commentsOf(accountId, id)).toEqual(['review']);
  world.clock.advance(1_000);
  world.trustpilot.editReview(id, { stars: 1 });
  await webhooksOnly();
  expect(commentsOf(accountId, id)).toEqual(['review', 'edit']);
  world.trustpilot.deleteReview(id);
  await webhooksOnly();
  world.clock.advance(6 * 60_000);
  await world.sync();
  expect(commentsOf(accountId, id)).toEqual(['review', 'edit', 'removed']);
  expect(world.logLines.join('')).not.toContain('Lamp');
});

test.each(['webhook first', 'poll first', 'both at once'])(
  '%s: one ticket, one comment per edit, also of repeated and reordered events',
  async (order) => {
    const { accountId } = await subscribed();
    world.trustpilot.setSwitches({ webhookDuplicates: true, webhookReordered: true, webhookBatchSize: 3 });
    const both = async () => {
      await world.trustpilot.webhooksSettled();
      if (order === 'webhook first') await world.drain();
      if (order === 'both at once') await Promise.all([world.drain(), world.poll()]);
      await world.sync();
    };
    const { id } = world.trustpilot.createReview();
    await both();
    world.clock.advance(1_000);
    world.trustpilot.editReview(id, { text: 'Changed my mind.' });
    await both();
    await both();
    expect(commentsOf(accountId, id)).toEqual(['review', 'edit']);
    expect(world.zendesk.tickets()).toHaveLength(1);
  },
);

test('an unknown key is answered 404 and nothing, unknown events 200, nonsense 400', async () => {
  const { url } = await subscribed();
  const wrong = await post(`${url}x`, '{"events":[]}');
  expect([wrong.status, await wrong.text()]).toEqual([404, '']);
  const events = [
    { eventName: 'product-review-created', eventData: { id: '66a1b2c3d4e5f60718293a01' } },
    { eventName: 'service-review-created', eventData: { id: '../../secrets' } },
    null,
  ];
  expect((await post(url, JSON.stringify({ events }))).status).toBe(200);
  expect((await post(url, 'nonsense')).status).toBe(400);
  expect((await post(`${url}x`, 'nonsense')).status).toBe(404);
  const before = world.trustpilot.calls().length;
  await world.drain();
  expect(world.trustpilot.calls()).toHaveLength(before);
});

test('an event about a review of another company makes no ticket', async () => {
  const { url } = await subscribed();
  const foreign = world.trustpilot.createReview({ domain: 'redchair.example' });
  const events = [{ eventName: 'service-review-created', eventData: { id: foreign.id } }];
  await post(url, JSON.stringify({ events }));
  await world.drain();
  await world.sync();
  expect(world.zendesk.tickets()).toEqual([]);
});

test('while Trustpilot is down hints wait as one list call per domain, and nothing is parked', async () => {
  const { accountId } = await subscribed();
  world.trustpilot.failNext({ kind: '503', route: 'review', times: 'always' });
  const reviews = world.trustpilot.createReviews([{}, {}, {}]);
  await world.trustpilot.webhooksSettled();
  expect(await world.drain()).toEqual([]);
  const before = world.trustpilot.callCounts().byRoute.list ?? 0;
  await world.sync();
  expect(world.trustpilot.callCounts().byRoute.list).toBe(before + 1);
  expect(reviews.map(({ id }) => commentsOf(accountId, id))).toEqual([['review'], ['review'], ['review']]);
});
