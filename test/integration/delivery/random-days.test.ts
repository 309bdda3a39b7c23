import { factsInOrder } from '../../../lambdas/core/review-record.ts';
import { toExternalId } from '../../../lambdas/core/external-id.ts';
import { factIdOf } from '../../../lambdas/core/fact.ts';
import { fromReviewRow } from '../../../lambdas/store/review-row.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { tick } from '../../../lambdas/poll/tick.ts';
import { seededRandom } from '../../simulators/trustpilot/random.ts';
import { dayMs, hourMs, minuteMs, rowsIn, ticketsOf, useWorld, type Connected } from './setup.ts';

const theWorld = useWorld();

/** One bad day after the other, the same for the same seed. */
class RandomDays {
  readonly #random: () => number;
  readonly #account: Connected;
  readonly #reviewIds: string[] = [];
  readonly #running: Promise<unknown>[] = [];
  #version = 0;

  constructor(seed: number, account: Connected) {
    this.#random = seededRandom(seed);
    this.#account = account;
  }

  #upTo(count: number): number {
    return Math.floor(this.#random() * count);
  }

  /** Now and then nothing is waited for, so that polls, workers and pulls overlap. */
  async #maybeBeside(work: () => Promise<unknown>): Promise<void> {
    const done = work();
    if (this.#upTo(3) === 0) this.#running.push(done);
    else await done;
  }

  async step(): Promise<void> {
    const { zendesk, trustpilot, clock } = theWorld();
    const id = this.#reviewIds[this.#upTo(this.#reviewIds.length)];
    const steps: (() => unknown)[] = [
      () => this.#write(),
      () => this.#write(),
      () => id !== undefined && trustpilot.editReview(id, { text: `Edited text ${(this.#version += 1)}` }),
      () => this.#maybeBeside(() => theWorld().poll()),
      () => this.#maybeBeside(() => tick(theWorld().deps)),
      () => this.#maybeBeside(() => theWorld().drain()),
      () => this.#maybeBeside(() => zendesk.pull(this.#account.zendeskId)),
      () => this.#maybeBeside(() => zendesk.pull(this.#account.zendeskId)),
      () => zendesk.setBadDay({ dropPullResponses: this.#upTo(3) }),
      () => zendesk.setBadDay({ notConvertedNext: this.#upTo(3) }),
      () => zendesk.setBadDay({ overlappingPulls: this.#upTo(2) === 0 }),
      () =>
        zendesk.setBadDay({
          events: (['in time', 'late', 'twice', 'never', 'out of order'] as const)[this.#upTo(5)] ?? 'late',
        }),
      () =>
        zendesk.setBadDay({ refusesBatchWith: id === undefined || this.#upTo(2) === 0 ? [] : [`*${id}`] }),
      () => zendesk.tick(),
      () => clock.advance(this.#upTo(4) * minuteMs),
    ];
    await steps[this.#upTo(steps.length)]?.();
  }

  #write(): void {
    const { trustpilot, clock } = theWorld();
    const createdAt = clock.nowMs() - this.#upTo(60) * 1000;
    this.#reviewIds.push(trustpilot.createReview({ text: `Text ${(this.#version += 1)}`, createdAt }).id);
  }

  async calmDown(): Promise<void> {
    await Promise.all(this.#running);
  }
}

/** Everything is mended; polls and pulls go on for some days. */
async function goodDays({ zendeskId }: Connected): Promise<void> {
  const { zendesk, clock } = theWorld();
  await zendesk.releaseEvents();
  zendesk.setGoodDay();
  for (const passMs of [0, 20_000, 31 * minuteMs, dayMs, hourMs, dayMs, hourMs]) {
    clock.advance(passMs);
    await theWorld().poll();
    for (let pull = 1; pull <= 8; pull += 1) await zendesk.pull(zendeskId);
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  'random bad days (seed %i): every review is one ticket, every fact one comment of it, the newest text among them',
  async (seed) => {
    const world = theWorld();
    const account = await world.connect();
    world.clock.advance(2 * minuteMs);
    const days = new RandomDays(seed, account);
    for (let step = 0; step < 70; step += 1) await days.step();
    await days.calmDown();
    await goodDays(account);
    const records = (await rowsIn(world, keys.reviews(account.accountId))).map((row) => fromReviewRow(row));
    const tickets = ticketsOf(world, account);
    expect(records.map(({ reviewId }) => reviewId).sort()).toEqual(
      world.trustpilot
        .reviews()
        .map(({ id }) => id)
        .sort(),
    );
    expect(tickets).toHaveLength(records.length);
    for (const record of records) {
      const { accountId } = account;
      const { reviewId } = record;
      const told = factsInOrder(record).map(({ fact }) =>
        toExternalId({ accountId, reviewId, factId: factIdOf(fact) }),
      );
      const ticket = tickets.find(({ threadId }) => threadId === told[0]);
      const comments = ticket?.comments.map(({ externalId }) => externalId) ?? [];
      expect([...comments].sort()).toEqual([...told].sort());
      const text = world.trustpilot.review(reviewId)?.text ?? '';
      expect(ticket?.comments.some((comment) => comment.text.includes(text))).toBe(true);
    }
    const outbox = await rowsIn(world, keys.outbox(account.accountId));
    expect(outbox.filter(({ SK }) => SK !== '!')).toEqual([]);
    expect(await rowsIn(world, keys.parkedAll(account.accountId))).toEqual([]);
  },
);

test('without lost conversions, comments stand in their thread in the order of the facts, however pulls overlap', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = [1, 2, 3].map((n) => world.trustpilot.createReview({ text: `First text of ${n}` }));
  world.zendesk.setBadDay({ overlappingPulls: true, dropPullResponses: 2 });
  for (let round = 1; round <= 4; round += 1) {
    await Promise.all([world.poll(), world.zendesk.tick(), world.zendesk.tick()]);
    world.clock.advance(minuteMs);
    for (const { id } of reviews) world.trustpilot.editReview(id, { text: `Text of round ${round}` });
  }
  await goodDays(account);
  for (const ticket of ticketsOf(world, account)) {
    const rounds = ticket.comments.map(({ text }) => Number(/Text of round (\d)/.exec(text)?.[1] ?? 0));
    expect(rounds).toEqual([0, 1, 2, 3, 4]);
  }
  expect(ticketsOf(world, account)).toHaveLength(3);
});
