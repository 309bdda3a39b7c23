import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const notesOf = (accountId: string, reviewId: string) =>
  (world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`)?.comments ?? [])
    .slice(1)
    .map(({ externalId }) => externalId?.split(':')[4]);

const listCalls = () => world.trustpilot.callCounts().byRoute.list ?? 0;

async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    world.clock.advance(6 * 60_000);
    await world.sync();
  }
}

/** Time goes by with a poll a day: an account that Zendesk does not ask about would fall asleep. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    world.clock.advance(dayMs);
    await world.sync();
  }
}

test('a regular poll of a quiet domain reads again the last 30 days in one call, and finds an edit, a reply and a removal', async () => {
  const { accountId } = await world.connect();
  const [edited, answered, removed] = world.trustpilot.createReviews([{}, {}, {}]).map(({ id }) => id);
  await days(20);
  world.trustpilot.editReview(edited ?? '', { stars: 1, text: 'Broken after all.' });
  world.trustpilot.colleagueReplies(answered ?? '', 'Thank you.');
  world.trustpilot.deleteReview(removed ?? '');
  const before = listCalls();
  await world.sync();
  expect(listCalls() - before).toBe(1);
  expect(notesOf(accountId, edited ?? '')).toEqual(['edit']);
  expect(notesOf(accountId, answered ?? '')).toEqual(['company-reply']);
  await settle();
  expect(notesOf(accountId, removed ?? '')).toEqual(['removed']);
});

test('a poll that finds nothing puts nothing into the queue', async () => {
  await world.connect();
  world.trustpilot.createReviews(Array.from({ length: 50 }, () => ({})));
  await world.sync();
  world.clock.advance(hourMs);
  let sent = 0;
  const { queue } = world.deps;
  const sendAll = queue.sendAll.bind(queue);
  queue.sendAll = async (messages) => {
    sent += messages.filter(({ kind }) => kind === 'observation').length;
    await sendAll(messages);
  };
  await world.sync();
  expect(sent).toBe(0);
});

test('of a busy domain older reviews are read again in tiers, which also import what was missed', async () => {
  const { accountId } = await world.connect();
  const old = world.trustpilot.createReview();
  world.clock.advance(hourMs);
  world.trustpilot.createReviews(Array.from({ length: 250 }, () => ({})));
  await world.sync();
  await world.sync();
  const missed = world.trustpilot.createReview({
    createdAt: world.clock.nowMs() - 50 * 60_000,
    title: 'Came late into the list',
  });
  world.trustpilot.editReview(old.id, { stars: 5 });
  world.clock.advance(hourMs);
  await world.sync();
  expect(notesOf(accountId, old.id)).toEqual([]);
  world.clock.advance(6 * hourMs);
  await world.sync();
  expect(notesOf(accountId, old.id)).toEqual(['edit']);
  expect(world.zendesk.ticketOf(`tp:${accountId}:review:${missed.id}`)).toBeDefined();
});

test('a lost permission marks no review as removed', async () => {
  const { accountId } = await world.connect();
  const review = world.trustpilot.createReview();
  await world.sync();
  world.trustpilot.deleteReview(review.id);
  await world.sync();
  const [user] = world.trustpilot.users();
  world.trustpilot.failNext({ kind: '403', times: 'always' });
  await days(2);
  expect(notesOf(accountId, review.id)).toEqual([]);
  expect(user).toBeDefined();
  world.trustpilot.clearFaults();
  await days(2);
  await settle();
  expect(notesOf(accountId, review.id)).toEqual(['removed']);
});

test('a mass disappearance writes nothing and raises the alarm', async () => {
  const { accountId } = await world.connect();
  const reviews = world.trustpilot.createReviews(Array.from({ length: 30 }, () => ({})));
  await world.sync();
  for (const { id } of reviews) world.trustpilot.hideReview(id, 'absent');
  await settle();
  expect(reviews.flatMap(({ id }) => notesOf(accountId, id))).toEqual([]);
  expect(world.logLines.some((line) => line.includes('mass disappearance'))).toBe(true);
  for (const { id } of reviews) world.trustpilot.restoreReview(id);
  await settle();
  expect(reviews.flatMap(({ id }) => notesOf(accountId, id))).toEqual([]);
});
