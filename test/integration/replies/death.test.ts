import { settleReply } from '../../../lambdas/reply/settle-reply.ts';
import { deathsWithin, dieAt, survive, type Death } from '../../support/die-at.ts';
import { minuteMs, useDesk, type Case } from './desk.ts';

const desk = useDesk();

/** All that a channelback and a look at an open reply do outside of their process. */
const parts = ['replies', 'reviews', 'outbox', 'due', 'userOf'] as const;

const colleague = 'We look into it.';
const textOf = ({ review }: Case) => `Sorry for this, ${review.id}.`;
const send = (one: Case) => desk().send(one, textOf(one), `death-${one.review.id}`);

/** Lets `work` happen in a process that dies; answers the calls that it made. */
async function dying(death: Death, work: () => Promise<unknown>): Promise<string[]> {
  const { world } = desk();
  const healthy = world.deps;
  const { deps, calls } = dieAt(healthy, parts, death);
  world.deps = deps;
  await work();
  world.deps = healthy;
  return calls;
}

/** A review that a colleague answered a moment ago, for every death within the calls that `work` makes. */
async function withEveryDeath(work: (one: Case) => Promise<unknown>): Promise<[Death, Case][]> {
  const [model] = await openAnswered(1);
  const calls = await dying(survive, () => work(model ?? fail()));
  const deaths = deathsWithin(calls.length);
  expect(deaths.length).toBeGreaterThan(40);
  const cases = await openAnswered(deaths.length);
  return cases.flatMap((one, index): [Death, Case][] => {
    const death = deaths[index];
    return death === undefined ? [] : [[death, one]];
  });
}

async function openAnswered(count: number): Promise<Case[]> {
  const cases = await desk().openMany(count);
  for (const { review } of cases) desk().world.trustpilot.colleagueReplies(review.id, colleague);
  return cases;
}

function fail(): never {
  throw new Error('There is no case.');
}

const named = ({ call, moment, lasts }: Death) => `${moment} call ${call}, ${lasts}`;

/** How often the ticket tells that a colleague had replied. */
const timesTold = (one: Case) =>
  desk()
    .notes(one)
    .filter((note) => note.includes(colleague) && !note.includes('What stands on Trustpilot now')).length;

test('a Lambda that dies anywhere in a channelback: the repeats publish once and note the replaced reply once', async () => {
  const cases = await withEveryDeath(send);
  const outcomes: Record<string, unknown> = {};
  for (const [death, one] of cases) {
    await dying(death, () => send(one));
    desk().world.clock.advance(30_001);
    let answer = await send(one);
    // Sent, perhaps: nobody can tell before the caches have had their time.
    if (answer.status === 503 && (await desk().replies(one))[0]?.attemptAtMs !== undefined) {
      desk().world.clock.advance(5 * minuteMs);
      answer = await send(one);
    }
    outcomes[named(death)] = { status: answer.status, published: desk().published(one).length };
  }
  await desk().settle();
  for (const [death, one] of cases) {
    expect([named(death), outcomes[named(death)]]).toEqual([named(death), { status: 200, published: 1 }]);
    expect([named(death), timesTold(one)]).toEqual([named(death), 1]);
    expect([named(death), await desk().leftOpen(one)]).toEqual([named(death), []]);
    expect([named(death), desk().standing(one)]).toEqual([named(death), textOf(one)]);
  }
}, 60_000);

test('and where Zendesk never repeats: it is published once, or a note says that it is not', async () => {
  const cases = await withEveryDeath(send);
  const statuses = new Map<Case, number>();
  for (const [death, one] of cases) {
    await dying(death, async () => statuses.set(one, (await send(one)).status));
  }
  await desk().settle();
  await desk().settle();
  for (const [death, one] of cases) {
    const published = desk().published(one).length;
    const told = (await desk().told(one)).filter((about) => about !== 'replaced-reply');
    const replies = (await desk().replies(one)).length;
    const status = statuses.get(one);
    const isHonest =
      (status === 200 && published === 1 && told.length === 0) ||
      (status !== 200 && published === 1 && told.join() === 'published-after-all') ||
      // It died after the reply had been written down as published: only a repeat can tell that the answer was lost.
      (status !== 200 && published === 1 && told.length === 0 && (await isStored(one))) ||
      (status !== 200 && published === 0 && told.join() === 'not-published') ||
      (status !== 200 && published === 0 && told.length === 0 && replies === 0);
    expect([named(death), { status, published, told, replies, isHonest }]).toMatchObject([
      named(death),
      { isHonest: true },
    ]);
    expect([named(death), await desk().leftOpen(one)]).toEqual([named(death), []]);
    expect([named(death), timesTold(one)]).toEqual([named(death), published === 1 ? 1 : timesTold(one)]);
    expect(timesTold(one)).toBeLessThan(2);
  }
}, 60_000);

const isStored = async (one: Case) => (await desk().replies(one))[0]?.status === 'published';

describe('a worker that dies anywhere in the look at an open reply', () => {
  const outcomes = [
    { what: 'was published after all', kind: 'reset-after', about: 'published-after-all', count: 1 },
    { what: 'never arrived', kind: 'reset-before', about: 'not-published', count: 0 },
  ] as const;

  /** The outcome of each is open, and the time has come to look. */
  async function openOutcomes(count: number, kind: 'reset-after' | 'reset-before'): Promise<Case[]> {
    const { world } = desk();
    const cases = await openAnswered(count);
    world.trustpilot.setSwitches({ staleReadSeconds: 120 });
    world.trustpilot.failNext({ route: 'reply', kind, times: count });
    for (const one of cases) expect(await send(one)).toMatchObject({ status: 503 });
    world.trustpilot.setSwitches({ staleReadSeconds: 0 });
    world.clock.advance(16 * minuteMs);
    return cases;
  }

  async function look(one: Case): Promise<void> {
    const { world, accountId } = desk();
    const account = await world.deps.accounts.read(accountId, { consistent: true });
    const [reply] = await desk().replies(one);
    if (account === undefined || reply === undefined) throw new Error('Nothing to look at.');
    await settleReply(world.deps, account, reply.replyId).catch(() => undefined);
  }

  test.each(outcomes)(
    'that $what: the ticket tells so once',
    async ({ kind, about, count }) => {
      const [model] = await openOutcomes(1, kind);
      const calls = await dying(survive, () => look(model ?? fail()));
      const deaths = deathsWithin(calls.length);
      expect(deaths.length).toBeGreaterThan(20);
      const cases = await openOutcomes(deaths.length, kind);
      for (const [index, one] of cases.entries()) await dying(deaths[index] ?? survive, () => look(one));
      await desk().settle();
      for (const [index, one] of cases.entries()) {
        const death = named(deaths[index] ?? survive);
        const told = (await desk().told(one)).filter((kind) => kind !== 'replaced-reply');
        expect([death, told, desk().published(one).length]).toEqual([death, [about], count]);
        expect([death, await desk().leftOpen(one)]).toEqual([death, []]);
      }
    },
    60_000,
  );
});
