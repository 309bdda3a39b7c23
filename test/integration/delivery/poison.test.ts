import { factOfSortKey } from '../../../lambdas/core/outbox-entry.ts';
import { keys } from '../../../lambdas/store/table.ts';
import {
  dayMs,
  expectOneTicketEach,
  minuteMs,
  rowsIn,
  threadOf,
  ticketsOf,
  useWorld,
  writeReviews,
  type Connected,
} from './setup.ts';

const theWorld = useWorld();

const parkedOf = async ({ accountId }: Connected) => rowsIn(theWorld(), keys.parkedAll(accountId));

/** Pulls two minutes apart until it is done; the number of pulls it took. */
async function pullUntil(
  { zendeskId }: Connected,
  isDone: () => Promise<boolean>,
  most: number,
): Promise<number> {
  for (let pulls = 0; pulls <= most; pulls += 1) {
    if (await isDone()) return pulls;
    await theWorld().zendesk.pull(zendeskId);
    theWorld().clock.advance(2 * minuteMs);
  }
  throw new Error(`Not done after ${most} pulls.`);
}

const arrived = (account: Connected, reviews: { id: string }[]) => async () => {
  const threads = new Set(ticketsOf(theWorld(), account).map(({ threadId }) => threadId));
  return reviews.every((review) => threads.has(threadOf(account, review)));
};

/** Other reviews go on coming in: a trial says something only when others are accepted in between. */
async function pullWithTraffic(
  account: Connected,
  isDone: () => Promise<boolean>,
  most: number,
): Promise<number> {
  const { trustpilot, zendesk, clock } = theWorld();
  for (let pulls = 0; pulls <= most; pulls += 1) {
    if (await isDone()) return pulls;
    trustpilot.createReview();
    await theWorld().poll();
    await zendesk.pull(account.zendeskId);
    clock.advance(2 * minuteMs);
  }
  throw new Error(`Not done after ${most} pulls.`);
}

test('one resource among 200 that makes Zendesk refuse the batch holds up nobody, is parked, and arrives when Zendesk takes it', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 200);
  const poison = reviews[77];
  if (poison === undefined) throw new Error('no review');
  const others = reviews.filter(({ id }) => id !== poison.id);
  await world.poll();
  world.zendesk.setBadDay({ refusesBatchWith: [threadOf(account, poison)] });
  expect(await pullUntil(account, arrived(account, others), 20)).toBeLessThanOrEqual(20);
  expect(
    await pullWithTraffic(account, async () => (await parkedOf(account)).length === 1, 12),
  ).toBeLessThanOrEqual(12);
  expect((await parkedOf(account)).map(({ SK }) => factOfSortKey(SK).reviewId)).toEqual([poison.id]);
  world.zendesk.setGoodDay();
  world.clock.advance(dayMs);
  await pullWithTraffic(account, arrived(account, [poison]), 5);
  expect(await parkedOf(account)).toEqual([]);
  expect(
    ticketsOf(world, account).filter(({ threadId }) => threadId === threadOf(account, poison)),
  ).toHaveLength(1);
});

test('as long as Zendesk refuses it, it gets one try a day and is parked again, and the others go on', async () => {
  const world = theWorld();
  const account = await world.connect();
  const [poison] = writeReviews(world, 6);
  if (poison === undefined) throw new Error('no review');
  await world.poll();
  world.zendesk.setBadDay({ refusesBatchWith: [threadOf(account, poison)] });
  const isParked = async () => (await parkedOf(account)).length === 1;
  await pullWithTraffic(account, isParked, 20);
  for (let day = 1; day <= 2; day += 1) {
    world.clock.advance(dayMs);
    const refusedBefore = world.zendesk.events().filter(({ event }) => event.error !== undefined).length;
    await pullWithTraffic(account, async () => !(await isParked()), 3);
    await pullWithTraffic(account, isParked, 4);
    const refused =
      world.zendesk.events().filter(({ event }) => event.error !== undefined).length - refusedBefore;
    expect(refused).toBe(1);
  }
  expect(ticketsOf(world, account).some(({ threadId }) => threadId === threadOf(account, poison))).toBe(
    false,
  );
});

test('several poisonous resources are all parked, and everything else arrives', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 40);
  const poisons = reviews.filter((_, index) => [0, 13, 14, 39].includes(index));
  const others = reviews.filter((review) => !poisons.includes(review));
  await world.poll();
  world.zendesk.setBadDay({ refusesBatchWith: poisons.map((review) => threadOf(account, review)) });
  await pullUntil(account, arrived(account, others), 40);
  await pullWithTraffic(account, async () => (await parkedOf(account)).length === 4, 40);
  world.zendesk.setGoodDay();
  world.clock.advance(dayMs);
  await pullWithTraffic(account, arrived(account, reviews), 12);
  expect(await parkedOf(account)).toEqual([]);
});

test('edits of a parked review wait behind it, and follow it in their order', async () => {
  const world = theWorld();
  const account = await world.connect();
  const review = world.trustpilot.createReview({ text: 'The first version of it.' });
  const id = threadOf(account, review);
  await world.poll();
  world.zendesk.setBadDay({ refusesBatchWith: [id] });
  await pullWithTraffic(account, async () => (await parkedOf(account)).length === 1, 20);
  for (const text of ['The second version of it.', 'The third version of it.']) {
    world.trustpilot.editReview(review.id, { text });
    await world.poll();
    world.clock.advance(2 * minuteMs);
    await world.zendesk.pull(account.zendeskId);
  }
  expect(ticketsOf(world, account).some(({ threadId }) => threadId === id)).toBe(false);
  world.zendesk.setGoodDay();
  world.clock.advance(dayMs);
  const comments = () => world.zendesk.ticketOf(id)?.comments ?? [];
  await pullWithTraffic(account, async () => comments().length === 3, 6);
  expect(comments().map(({ text }) => /The (\w+) version/.exec(text)?.[1])).toEqual([
    'first',
    'second',
    'third',
  ]);
});

test('an outage of Zendesk parks nothing: everything arrives afterwards', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 30);
  await world.poll();
  world.zendesk.setBadDay({ refusesBatchWith: ['*'] });
  for (let pull = 0; pull < 30; pull += 1) {
    await world.zendesk.pull(account.zendeskId);
    world.clock.advance(2 * minuteMs);
  }
  world.zendesk.setGoodDay();
  await pullUntil(account, arrived(account, reviews), 40);
  expect(await parkedOf(account)).toEqual([]);
  expectOneTicketEach(world, account, reviews);
});
