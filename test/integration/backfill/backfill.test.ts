import { periodMs, periods, type Period } from '../../../lambdas/core/account.ts';
import { tick } from '../../../lambdas/poll/tick.ts';
import { startWorld, type World } from '../../support/world.ts';

const dayMs = 86_400_000;
const year = 365;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => world.trustpilot.reset());

/** Reviews over a year, `unanswered` of `total` without a reply, none newer than now. */
function aYearOfReviews(total: number, unanswered: number) {
  const endMs = world.clock.nowMs() - 60_000;
  return world.trustpilot.createReviews(
    Array.from({ length: total }, (_, index) => {
      const isAnswered =
        Math.floor((index * unanswered) / total) === Math.floor(((index + 1) * unanswered) / total);
      return {
        stars: (index % 5) + 1,
        title: `Review ${index}`,
        text: 'The lamp came late.',
        createdAt: new Date(endMs - Math.floor((index / total) * year * dayMs)).toISOString(),
        ...(isAnswered && { companyReply: { text: 'Thank you.', createdAt: new Date(endMs).toISOString() } }),
      };
    }),
  );
}

const isUnanswered = (id: string) => world.trustpilot.review(id)?.companyReply === null;
const listCalls = () => world.trustpilot.calls().filter(({ query }) => query['responded'] === 'false');

const settings = (period: Period, requestedAtMs: number) => ({
  backfill: { on: true, period, requestedAtMs },
});

/** Reviews of the account in the order in which Zendesk made tickets of them. */
const ticketed = (accountId: string): string[] =>
  world.zendesk
    .tickets()
    .flatMap(({ threadId = '' }) =>
      threadId.startsWith(`tp:${accountId}:`) ? [threadId.split(':')[3] ?? ''] : [],
    );

test.each(periods)(
  'the period %s brings exactly the unanswered reviews of that time, oldest first, each once',
  async (period) => {
    const reviews = aYearOfReviews(400, 150);
    const nowMs = world.clock.nowMs();
    const { accountId } = await world.connect({ settings: settings(period, nowMs) });
    await world.sync();
    const expected = reviews
      .filter(({ id, createdAt }) => isUnanswered(id) && Date.parse(createdAt) >= nowMs - periodMs[period])
      .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
      .map(({ id }) => id);
    expect(ticketed(accountId)).toEqual(expected);
  },
);

test('1,500 unanswered of 4,000: killed five times, asked again, with new and answered ones meanwhile', async () => {
  const reviews = aYearOfReviews(4_000, 1_500);
  const nowMs = world.clock.nowMs();
  const { accountId } = await world.connect({ settings: settings('12m', nowMs) });
  world.clock.advance(5_000);

  for (const pages of [1, 3, 2, 4, 1]) {
    await dieAfterPages(pages);
    await world.drain();
  }
  const early = new Set(ticketed(accountId));
  expect(early.size).toBe(0);

  const waiting = reviews
    .filter(({ id }) => isUnanswered(id))
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  const answered = waiting.slice(0, 500);
  for (const { id } of answered) world.trustpilot.colleagueReplies(id, 'Answered meanwhile.');
  const fresh = world.trustpilot.createReviews(
    Array.from({ length: 50 }, (_, index) => ({
      title: `New ${index}`,
      createdAt: new Date(world.clock.nowMs()).toISOString(),
    })),
  );
  world.clock.advance(120_000);
  await world.sync();

  const made = ticketed(accountId);
  expect(new Set(made).size).toBe(made.length);
  expect(new Set(made.slice(0, 50))).toEqual(new Set(fresh.map(({ id }) => id)));
  const old = waiting.filter((review) => !answered.includes(review)).map(({ id }) => id);
  expect(made.slice(50)).toEqual(old.toReversed());

  for (let again = 0; again < 3; again += 1) {
    world.clock.advance(25 * 3_600_000);
    await world.sync();
  }
  expect(ticketed(accountId)).toHaveLength(made.length);
  expect(world.zendesk.violations()).toEqual([]);
}, 120_000);

test('an undisturbed backfill of N reviews costs at most 1.1 × ceil(N/100) + 2 calls', async () => {
  aYearOfReviews(1_500, 1_500);
  const { accountId } = await world.connect({ settings: settings('12m', world.clock.nowMs()) });
  world.trustpilot.forgetCalls();
  await tick(world.deps);
  expect(listCalls().length).toBeLessThanOrEqual(1.1 * 15 + 2);
  const records = await world.deps.syncs.all(accountId);
  expect([...records.records.values()].map(({ backfill }) => backfill?.queued)).toEqual([1_500]);
});

/** One tick that reads so many pages of backfill and dies before it has stored the last one. */
async function dieAfterPages(pages: number): Promise<void> {
  const { syncs } = world.deps;
  let saved = 0;
  const save: typeof syncs.save = async (record) => {
    if (record.backfill !== undefined) saved += 1;
    if (saved > pages) throw new Error('killed');
    return syncs.save(record);
  };
  const dying = new Proxy(syncs, {
    get: (target, name) =>
      name === 'save' ? save : (Reflect.get(target, name) as () => unknown).bind(target),
  });
  await expect(tick({ ...world.deps, syncs: dying })).rejects.toThrow('killed');
}
