import { allowanceYear } from '../../../lambdas/core/allowance.ts';
import { startWorld, type World } from '../../support/world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let world: World;
afterEach(() => world.close());

const allowanceOf = (yearlyCalls: number) => {
  const today = new Date().toISOString().slice(5, 10);
  return { yearlyCalls, starts: today === '02-29' ? '03-01' : today };
};
const called = async () => (await world.deps.allowance.read()).calls;
const counted = () => Object.values(world.trustpilot.callCounts().yearly).reduce((sum, one) => sum + one, 0);
const lastTick = () =>
  JSON.parse(world.logLines.findLast((line) => line.includes('"tick"')) ?? '{}') as object;

test('counts exactly what Trustpilot counts: polls, hints, replies and refusals, but neither failures nor logins', async () => {
  world = await startWorld({ allowance: allowanceOf(200_000) });
  const { accountId } = await world.connect();
  const { id } = world.trustpilot.createReview();
  await world.sync();
  await world.zendesk.agentReplies(
    world.zendesk.ticketOf(`tp:${accountId}:review:${id}`)?.id ?? 0,
    'Thanks!',
  );
  world.trustpilot.failNext({ kind: '500', route: 'list', times: 2 });
  world.trustpilot.failNext({ kind: '403', route: 'list', skip: 2 });
  world.trustpilot.expireAccessTokens();
  for (let round = 0; round < 5; round += 1) {
    world.clock.advance(2 * minuteMs);
    await world.sync();
  }
  expect(counted()).toBeGreaterThan(5);
  expect(await called()).toBe(counted());
  expect(lastTick()).toMatchObject({ domains: 1, callsUsed: expect.any(Number) as number });
});

test('at the end of the bucket planned calls stop, an agent can still reply, and hints wait', async () => {
  const allowance = allowanceOf(365);
  world = await startWorld({ allowance });
  const { accountId, account } = await world.connect();
  const { id } = world.trustpilot.createReview();
  await world.sync();
  for (let tick = 0; tick < 60; tick += 1) {
    world.clock.advance(minuteMs);
    await world.poll();
  }
  expect(counted()).toBeLessThanOrEqual(30);
  const stopped = counted();
  const ticket = world.zendesk.ticketOf(`tp:${accountId}:review:${id}`);
  await world.deps.usages.add(allowanceYear(world.clock.nowMs(), allowance.starts).name, 40);
  const comment = await world.zendesk.agentReplies(ticket?.id ?? 0, 'Thanks!');
  expect(comment.delivery).toMatchObject({ state: 'delivered' });
  const [domain] = account.domains;
  world.trustpilot.subscribeWebhook(
    'bluelamp.example',
    `${world.url}/trustpilot/webhooks/${domain?.webhookKey ?? ''}`,
  );
  world.clock.advance(minuteMs);
  world.trustpilot.createReview();
  await world.trustpilot.webhooksSettled();
  await world.drain();
  await world.poll();
  expect(counted()).toBe(stopped + 2);
});

test('where webhooks are seen to tell of reviews, a small allowance is spent on hints: polls only make sure', async () => {
  world = await startWorld({ allowance: allowanceOf(365) });
  const { account } = await world.connect();
  const hours = async (count: number) => {
    world.clock.advance(count * 60 * minuteMs);
    await world.sync();
    const [sync] = (await world.deps.syncs.all()).records.values();
    return (sync?.intervalMs ?? 0) / minuteMs / 60;
  };
  for (const day of [24, 24]) await hours(day);
  expect(await hours(24)).toBe(8);
  const url = `${world.url}/trustpilot/webhooks/${account.domains[0]?.webhookKey ?? ''}`;
  world.trustpilot.subscribeWebhook('bluelamp.example', url);
  world.trustpilot.createReview();
  await world.trustpilot.webhooksSettled();
  await world.drain();
  await hours(9);
  expect(world.zendesk.tickets()).toHaveLength(1);
  expect(await hours(25)).toBe(24);
  world.trustpilot.unsubscribeWebhooks();
  await hours(24);
  world.trustpilot.createReview();
  await hours(25);
  expect(world.zendesk.tickets()).toHaveLength(2);
  expect(await hours(25)).toBe(8);
});

test('429 pauses everything that is planned until Trustpilot asks for more, also in another Lambda', async () => {
  world = await startWorld();
  await world.connect({ domains: ['bluelamp.example', 'bluelamp.se'] });
  await world.sync();
  world.trustpilot.failNext({ kind: '429', retryAfterSeconds: 600 });
  await world.poll();
  const before = world.trustpilot.calls().length;
  world.deps = world.newDeps();
  world.clock.advance(9 * minuteMs);
  await world.poll();
  expect(world.trustpilot.calls()).toHaveLength(before);
  world.clock.advance(2 * minuteMs);
  await world.poll();
  expect(world.trustpilot.calls().length).toBeGreaterThan(before);
});

test('webhooks that tell of edits and deletions only spare no poll: a new review still comes within eight hours', async () => {
  world = await startWorld({ allowance: allowanceOf(365) });
  const { accountId, account } = await world.connect();
  const { id: edited } = world.trustpilot.createReview();
  const days = async (count: number) => {
    world.clock.advance(count * 24 * hourMs);
    await world.sync();
  };
  for (let day = 0; day < 3; day += 1) await days(1);
  const url = `${world.url}/trustpilot/webhooks/${account.domains[0]?.webhookKey ?? ''}`;
  world.trustpilot.subscribeWebhook('bluelamp.example', url, [
    'service-review-updated',
    'service-review-deleted',
  ]);
  world.trustpilot.editReview(edited, { stars: 1 });
  await world.trustpilot.webhooksSettled();
  await world.drain();
  await days(1);
  expect(world.zendesk.ticketOf(`tp:${accountId}:review:${edited}`)?.comments).toHaveLength(2);
  const { id } = world.trustpilot.createReview();
  await days(8 / 24);
  expect(world.zendesk.ticketOf(`tp:${accountId}:review:${id}`)).toBeDefined();
});
