import type { TrustpilotClient } from '../../../lambdas/clients/trustpilot/client.ts';
import { followDeletions } from '../../../lambdas/poll/follow-deletions.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const dayMs = 86_400_000;
const minuteMs = 60_000;
type Feed = TrustpilotClient['listDeletions'];

/** Trustpilot's feed with so few ids on a page that it has many pages. */
function inSmallPages(): Feed {
  const { trustpilot } = world.deps;
  return (kind, query) => trustpilot.listDeletions(kind, { ...query, limit: 2 } as typeof query);
}

/** Time is up when it has been asked about so often. */
const timeFor = (questions: number) => {
  let left = questions;
  return () => (left -= 1) >= 0;
};

/** Three accounts with reviews, of which seven are deleted: five one by one, two with their reviewer. */
async function aDayOfDeletions() {
  const domains = ['bluelamp.example', 'bluelamp.se', 'redchair.example'];
  world.trustpilot.grantDomains(world.trustpilot.users()[0]?.id ?? '', domains);
  for (const domain of domains) await world.connect({ domains: [domain] });
  const reviews = world.trustpilot.createReviews(
    Array.from({ length: 9 }, (_, n) => ({ domain: domains[n % 3] ?? '', title: `Review ${n}` })),
  );
  const consumerId = '64d0c0ffee0123456789abcd';
  const byOne = domains.slice(0, 2).map((domain) => world.trustpilot.createReview({ domain, consumerId }));
  await world.sync();
  await world.sync();
  const [, , ...others] = reviews;
  for (const { id } of others.slice(0, 5)) world.trustpilot.deleteReview(id);
  world.trustpilot.deleteConsumer(consumerId);
  world.clock.advance(dayMs);
  return [...others.slice(0, 5), ...byOne].map(({ id }) => id).sort();
}

/** Named by the feed of reviews and by that of reviewers, a review may be erased twice. */
function erased(): (string | undefined)[] {
  const lines = world.logLines.map((line) => JSON.parse(line) as { event: string; reviewId?: string });
  const ids = lines.filter(({ event }) => event === 'review erased').map(({ reviewId }) => reviewId);
  return [...new Set(ids)].sort();
}

const lastAtMs = async () => (await world.deps.erasures.readRun())?.lastAtMs ?? 0;

test.each([1, 2, 3, 5, 1_000])(
  'a feed of many pages, with time for %d steps a tick: it goes on where it stopped, and nobody is left out',
  async (steps) => {
    const deleted = await aDayOfDeletions();
    const before = await lastAtMs();
    const trustpilot = { listDeletions: inSmallPages() };
    let ticks = 0;
    for (; (await lastAtMs()) === before && ticks < 100; ticks += 1)
      await followDeletions({ ...world.deps, trustpilot, hasTime: timeFor(steps) });
    await world.drain();
    expect(erased()).toEqual(deleted);
    expect(steps === 1_000 ? ticks === 1 : ticks > 1).toBe(true);
    await followDeletions({ ...world.deps, trustpilot: { listDeletions: neverAgain } });
  },
);

const neverAgain = async () => {
  throw new Error('The day is not over.');
};

test('a failure in between is waited out, then the walk goes on from there', async () => {
  const deleted = await aDayOfDeletions();
  const feed = inSmallPages();
  const asked: (string | undefined)[] = [];
  const trustpilot: { listDeletions: Feed } = {
    listDeletions: async (kind, query) => {
      asked.push(query?.nextToken);
      if (asked.length === 3) world.trustpilot.failNext({ kind: '503', route: 'review-deletions' });
      return feed(kind, query);
    },
  };
  const tick = () => followDeletions({ ...world.deps, trustpilot, hasTime: timeFor(2) });
  await tick();
  await tick();
  await tick();
  expect(asked).toHaveLength(3);
  world.clock.advance(15 * minuteMs);
  for (let ticks = 0; ticks < 60; ticks += 1) await tick();
  await world.drain();
  expect(erased()).toEqual(deleted);
});

test('a place that Trustpilot does not know any more: the walk begins again', async () => {
  const deleted = await aDayOfDeletions();
  const trustpilot = { listDeletions: inSmallPages() };
  await followDeletions({ ...world.deps, trustpilot, hasTime: timeFor(2) });
  const run = await world.deps.erasures.readRun();
  if (run?.walk === undefined) throw new Error('The walk was not interrupted.');
  await world.deps.erasures.saveRun({
    ...run,
    walk: { ...run.walk, next: { feed: 'reviews', token: 'long gone' } },
  });
  await followDeletions({ ...world.deps, trustpilot });
  world.clock.advance(15 * minuteMs);
  await followDeletions({ ...world.deps, trustpilot });
  await world.drain();
  expect(erased()).toEqual(deleted);
});

test('deletions are followed before a backfill takes all the time there is', async () => {
  const { id } = world.trustpilot.createReview();
  const { accountId } = await world.connect({ settings: { backfill: { on: true, period: '7d' } } });
  await world.sync();
  await world.sync();
  expect(await world.deps.reviews.read(accountId, id)).toBeDefined();
  world.trustpilot.createReviews(Array.from({ length: 3 }, () => ({})));
  world.trustpilot.deleteReview(id);
  world.clock.advance(dayMs);
  const calls = () => world.trustpilot.calls().length;
  const before = calls();
  // Enough for the poll and the two feeds, not for what comes behind them.
  world.deps = { ...world.deps, hasTime: () => calls() < before + 3 };
  await world.poll();
  expect(await world.deps.reviews.read(accountId, id)).toBeUndefined();
});
