import { watchTable } from '../../support/watch-table.ts';
import {
  expectOneTicketEach,
  hourMs,
  minuteMs,
  pullAll,
  threadOf,
  ticketsOf,
  useWorld,
  withDeps,
  withPagesOf,
  withUser,
  writeReviews,
} from './setup.ts';

const theWorld = useWorld();

/** Calls that walked along the list. */
const listCalls = () =>
  theWorld()
    .trustpilot.calls()
    .filter(({ route, query }) => route === 'list' && query['orderBy'] === 'createdat.asc');

test('201 reviews at once: at most 200 a pull, in the order of their creation, nothing lost and nothing twice', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 201);
  await world.poll();
  const handed = await pullAll(world, account);
  expect(handed.map(({ length }) => length)).toEqual([200, 1]);
  expect(handed.flat()).toEqual(reviews.map((review) => threadOf(account, review)));
  expectOneTicketEach(world, account, reviews);
});

test.each([
  ['includes', true],
  ['excludes', false],
])(
  '300 reviews of the same second all arrive once, when startDateTime %s its second',
  async (_, inclusive) => {
    const world = theWorld();
    world.trustpilot.setSwitches({ startDateTimeInclusive: inclusive });
    const account = await world.connect();
    if (inclusive) withPagesOf(world, 50);
    const reviews = writeReviews(world, 300, 0);
    await world.poll();
    const handed = await pullAll(world, account);
    expect(new Set(handed.flat()).size).toBe(300);
    expect(handed.flat()).toHaveLength(300);
    expectOneTicketEach(world, account, reviews);
  },
);

test('reviews that vanish in the middle of a scan hide no other one', async () => {
  const world = theWorld();
  const account = await world.connect();
  withPagesOf(world, 10);
  const reviews = writeReviews(world, 35);
  const gone = new Set<string>();
  withUser(world, ({ listReviews }) => ({
    listReviews: async (query) => {
      const page = await listReviews(query);
      for (const { id } of reviews.slice(gone.size * 2, gone.size * 2 + 4)) {
        world.trustpilot.deleteReview(id);
        gone.add(id);
      }
      return page;
    },
  }));
  await world.poll();
  await pullAll(world, account);
  const arrived = new Set(ticketsOf(world, account).map(({ threadId }) => threadId));
  const lost = reviews.filter(
    ({ id }) => !gone.has(id) && !arrived.has(`tp:${account.accountId}:review:${id}`),
  );
  expect(gone.size).toBeGreaterThan(10);
  expect(lost).toEqual([]);
});

test('a review that a deletion hides inside a crowded second arrives with the next poll', async () => {
  const world = theWorld();
  const account = await world.connect();
  withPagesOf(world, 10);
  const reviews = writeReviews(world, 25, 0);
  let pages = 0;
  withUser(world, ({ listReviews }) => ({
    listReviews: async (query) => {
      const page = await listReviews(query);
      pages += 1;
      if (pages === 2)
        for (const { reviewId } of page.reviews.slice(0, 4)) world.trustpilot.deleteReview(reviewId);
      return page;
    },
  }));
  await world.poll();
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, reviews);
});

test('a scan that runs out of time goes on where it stopped', async () => {
  const world = theWorld();
  const account = await world.connect();
  withPagesOf(world, 10);
  const reviews = writeReviews(world, 35);
  let callsBefore = 0;
  withDeps(world, () => ({ hasTime: () => listCalls().length === callsBefore }));
  for (let tick = 1; tick <= 5; tick += 1) {
    callsBefore = listCalls().length;
    await world.poll();
    expect(listCalls()).toHaveLength(tick);
  }
  const starts = listCalls().map(({ query }) => query['startDateTime'] ?? '');
  expect(starts).toEqual([...new Set(starts)].sort());
  await pullAll(world, account);
  expectOneTicketEach(world, account, reviews);
});

test.each([1, 2, 3])(
  'a scan that Trustpilot breaks off after page %i is resumed, and nothing is lost',
  async (skip) => {
    const world = theWorld();
    const account = await world.connect();
    withPagesOf(world, 10);
    const reviews = writeReviews(world, 35);
    world.trustpilot.failNext({ kind: '503', match: 'createdat.asc', skip });
    await world.poll();
    expect(listCalls()).toHaveLength(skip + 1);
    const failed = listCalls().at(-1)?.query;
    await world.poll();
    expect(listCalls()).toHaveLength(skip + 1);
    world.clock.advance(minuteMs);
    await world.poll();
    expect(listCalls().at(skip + 1)?.query).toEqual(failed);
    await pullAll(world, account);
    expectOneTicketEach(world, account, reviews);
  },
);

test('a scan that dies of an unknown error after a page is repeated, and nothing is lost', async () => {
  const world = theWorld();
  const account = await world.connect();
  withPagesOf(world, 10);
  const reviews = writeReviews(world, 25);
  let pages = 0;
  withUser(world, ({ listReviews }) => ({
    listReviews: async (query) => {
      pages += 1;
      if (pages % 2 === 0) throw new TypeError('out of memory');
      return listReviews(query);
    },
  }));
  for (let tick = 1; tick <= 3; tick += 1) await world.poll().catch(() => undefined);
  world.deps = world.newDeps();
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, reviews);
});

test('a date in the future does not move the watermark ahead, so what is written meanwhile arrives too', async () => {
  const world = theWorld();
  const account = await world.connect();
  const early = world.trustpilot.createReview({ createdAt: world.clock.nowMs() + 3 * hourMs });
  await world.poll();
  world.clock.advance(20 * minuteMs);
  const late = world.trustpilot.createReview();
  await world.poll();
  world.clock.advance(4 * hourMs);
  const later = world.trustpilot.createReview();
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, [early, late, later]);
});

test('a domain starts at the second in which it was added: nothing older becomes a ticket', async () => {
  const world = theWorld();
  const nowMs = world.clock.nowMs();
  world.trustpilot.createReview({ createdAt: nowMs - 2000 });
  world.trustpilot.createReview({ createdAt: nowMs - 20 * minuteMs });
  const account = await world.connect();
  const same = world.trustpilot.createReview({ createdAt: account.account.domains[0]?.addedAtMs ?? 0 });
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, [same]);
});

test('an idle poll puts nothing into the queue and costs one write, though the list shows every review again', async () => {
  const world = theWorld();
  await world.connect();
  writeReviews(world, 50);
  await world.poll();
  const wire = watchTable(world.db);
  const { queue } = world.deps;
  let sent = 0;
  withDeps(world, () => ({
    queue: Object.assign(Object.create(queue) as typeof queue, {
      sendAll: async (messages: unknown[]) => void (sent += messages.length),
    }),
  }));
  const callsBefore = listCalls().length;
  await world.poll();
  wire.stop();
  expect(listCalls().length).toBeGreaterThan(callsBefore);
  expect(sent).toBe(0);
  expect(wire.writes).toHaveLength(1);
});

test('an item that cannot be read loses only itself, and is reported', async () => {
  const world = theWorld();
  const account = await world.connect();
  const readable = writeReviews(world, 5);
  world.trustpilot.createReviews([
    { stars: 9 },
    { id: 'not-an-id' },
    { createdAt: '2099-01-01T00:00:00Z', stars: 0 },
  ]);
  const later = world.trustpilot.createReview();
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, [...readable, later]);
  const reported = world.logLines.filter((line) => line.includes('reviews unreadable'));
  expect(reported).toHaveLength(1);
  expect(reported[0]).toContain('"reviews":3');
});

test('a page of which nothing can be read does not end the scan', async () => {
  const world = theWorld();
  const account = await world.connect();
  withPagesOf(world, 10);
  writeReviews(world, 10, 1000, { stars: 7 });
  const later = writeReviews(world, 3);
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, later);
});
