import { defaultSettings } from '../../../lambdas/core/account.ts';
import type { Review } from '../../simulators/trustpilot/model.ts';
import { startWorld, type World } from '../../support/world.ts';
import { Meter, operationNames, type Operations } from './meter.ts';
import { number, type PartResult } from './part.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Trustpilot's first tier of calls, which plans the polls of the idle hour. */
const firstTier = { yearlyCalls: 200_000, starts: '01-01' };

/*
 * The least that is possible, in the order of `operationNames`: a row for the review, one for its place in the outbox
 * and its deletion, one that remembers the batch; a message is sent, received and deleted; a reply is read and
 * published; a confirmed ticket is found by its number and by its author. Nothing that only guards against crashes,
 * doubles and poison is in it.
 */
const least = {
  'idle hour of one domain': [20, 105, 0, 0, 20, 120],
  'a new review alone': [4, 0.5, 3, 0, 0, 1],
  'a new review, one of ten': [3.1, 0.05, 0.3, 0, 0, 0.1],
  '… of which acknowledging it': [1, 0, 0, 0, 0, 0],
  'confirming a ticket': [3, 0.05, 0, 0, 0, 0],
  'an edited review': [6, 1.5, 3, 0, 0, 1],
  "an agent's reply": [4, 2, 0, 0, 2, 2],
  'a backfill of 1,000': [6_020, 110, 300, 1, 11, 113],
  'an empty pull': [0, 1, 0, 0, 0, 1],
  'a pull of 200': [1, 24.5, 0, 0, 0, 1],
  'the pull that acknowledges 200': [201, 1, 0, 0, 0, 1],
} satisfies Record<string, number[]>;
export type Work = keyof typeof least;

export type Counted = Record<Work, Operations>;

/** Counts all of it in worlds of its own. */
export async function countOperations(): Promise<Counted> {
  return { ...(await idleHour()), ...(await lifeOfReviews()), ...(await manyReviews()) };
}

/** A domain like most: nothing happens, and the account is older than the two days in which people watch it. */
async function idleHour(): Promise<Pick<Counted, 'idle hour of one domain'>> {
  const world = await startWorld({ allowance: firstTier });
  try {
    const bench = new Bench(world);
    await world.connect();
    for (let hour = 0; hour < 72; hour += 6) {
      await world.poll();
      await bench.pull();
      await bench.events();
      world.clock.advance(6 * hourMs);
    }
    await world.poll();
    await bench.pull();
    return {
      'idle hour of one domain': await bench.count(async () => {
        for (let minute = 0; minute < 60; minute += 1) {
          world.clock.advance(minuteMs);
          await world.poll();
          if (minute % 2 === 0) await bench.pull();
          if (minute % 2 === 0) await bench.events();
        }
      }),
    };
  } finally {
    await world.close();
  }
}

/** Each beyond what a tick and pulls cost without it. */
async function lifeOfReviews() {
  const world = await startWorld();
  try {
    const bench = new Bench(world);
    await world.connect();
    await bench.settle();
    const [first] = bench.write(1);
    await bench.deliver();
    const alone = await bench.reviews(1);
    const ofTen = await bench.reviews(10);
    return {
      'a new review alone': alone.all,
      'a new review, one of ten': scale(ofTen.all, 0.1),
      '… of which acknowledging it': scale(ofTen.acknowledging, 0.1),
      'confirming a ticket': scale(ofTen.confirming, 0.1),
      'an edited review': await bench.edit(first),
      "an agent's reply": await bench.reply(first),
      'an empty pull': await bench.anEmptyPull(),
    };
  } finally {
    await world.close();
  }
}

async function manyReviews() {
  const world = await startWorld();
  try {
    const bench = new Bench(world);
    bench.write(1_000, { spreadMs: 20 * dayMs });
    const backfill = { on: true, period: '30d' as const, requestedAtMs: world.clock.nowMs() };
    await world.connect({ settings: { ...defaultSettings, backfill } });
    await bench.events();
    const backfilled = await bench.count(() => bench.deliver());
    await bench.settle();
    bench.write(200);
    await bench.tick();
    return {
      'a backfill of 1,000': backfilled,
      'a pull of 200': await bench.count(() => bench.pull()),
      'the pull that acknowledges 200': await bench.afterEvents(() => bench.pull()),
    };
  } finally {
    await world.close();
  }
}

/** Makes things happen in a world and counts what they cost. */
class Bench {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    // Sent when the bench says so, to be counted on their own.
    world.zendesk.setBadDay({ events: 'late' });
  }

  async count(happen: () => Promise<unknown>): Promise<Operations> {
    const meter = new Meter(this.#world);
    await happen();
    return meter.stop();
  }

  /** Zendesk asks; what it has to say of it comes with `events`. */
  async pull(): Promise<void> {
    await this.#world.zendesk.tick();
  }

  async events(): Promise<void> {
    await this.#world.zendesk.releaseEvents();
  }

  /** A minute later. */
  async tick(): Promise<void> {
    this.#world.clock.advance(minuteMs);
    await this.#world.poll();
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await this.tick();
      await this.pull();
      await this.events();
    }
  }

  /** Until Zendesk has everything and has said so. */
  async deliver(): Promise<void> {
    await this.tick();
    for (;;) {
      const results = await this.#world.zendesk.tick();
      await this.events();
      if (results.every(({ handedOver }) => handedOver.length === 0)) return;
    }
  }

  /** Reviews of 500 characters with an order number, written one second after the other. */
  write(count: number, { spreadMs = count * 1_000 } = {}): Review[] {
    const { clock, trustpilot } = this.#world;
    clock.advance(count * 1_000);
    const lastMs = clock.nowMs();
    return trustpilot.createReviews(
      Array.from({ length: count }, (_, index) => ({
        stars: (index % 5) + 1,
        title: 'The lamp came broken',
        text: 'It came a week late, and nobody answered my mail about it. '.repeat(9).slice(0, 500),
        referenceId: `ORD-${10_000 + index}`,
        createdAt: new Date(lastMs - Math.floor(((index + 1) * spreadMs) / count)).toISOString(),
      })),
    );
  }

  /** From the tick that finds them to the pull that acknowledges them, beyond a tick and pulls without them. */
  async reviews(count: number) {
    const idleTick = await this.count(() => this.tick());
    const emptyPull = await this.count(() => this.pull());
    const emptyEvents = await this.count(() => this.events());
    this.write(count);
    const found = minus(await this.count(() => this.tick()), idleTick);
    const handedOut = minus(await this.count(() => this.pull()), emptyPull);
    const confirming = minus(await this.count(() => this.events()), emptyEvents);
    const acknowledging = minus(await this.count(() => this.pull()), emptyPull);
    await this.events();
    return { all: plus(found, handedOut, acknowledging), acknowledging, confirming };
  }

  async edit(review: Review | undefined): Promise<Operations> {
    const idle = await this.count(() => this.#tickAndPulls());
    this.#world.trustpilot.editReview(review?.id ?? '', {
      stars: 4,
      text: 'They sent a new one. '.repeat(24),
    });
    return minus(await this.count(() => this.#tickAndPulls()), idle);
  }

  async #tickAndPulls(): Promise<void> {
    await this.tick();
    await this.pull();
    await this.events();
    await this.pull();
    await this.events();
  }

  async reply(review: Review | undefined): Promise<Operations> {
    const ticket = this.#world.zendesk
      .tickets()
      .find(({ threadId }) => threadId?.endsWith(review?.id ?? '-'));
    if (ticket === undefined) throw new Error('The review has no ticket.');
    return this.count(async () => {
      await this.#world.zendesk.agentReplies(ticket.id, 'We are sorry about that. '.repeat(8));
      await this.events();
    });
  }

  async anEmptyPull(): Promise<Operations> {
    await this.settle();
    return this.count(() => this.pull());
  }

  async afterEvents(happen: () => Promise<unknown>): Promise<Operations> {
    await this.events();
    return this.count(happen);
  }
}

const combine = (a: Operations, b: Operations, how: (a: number, b: number) => number): Operations =>
  Object.fromEntries(operationNames.map((name) => [name, how(a[name], b[name])])) as unknown as Operations;
const plus = (...all: [Operations, ...Operations[]]): Operations =>
  all.reduce((sum, one) => combine(sum, one, (x, y) => x + y));
const minus = (a: Operations, b: Operations): Operations => combine(a, b, (x, y) => x - y);
const scale = (a: Operations, by: number): Operations => combine(a, a, (x) => x * by);

export async function operations(counted?: Counted): Promise<PartResult> {
  const found = counted ?? (await countOperations());
  const rows = (Object.keys(least) as Work[]).map((name) => [
    name,
    ...operationNames.map((operation, index) => {
      const possible = number(least[name][index] ?? 0);
      const value = number(found[name][operation]);
      return possible === value ? value : `${value} (${possible})`;
    }),
  ]);
  const head = [
    '',
    'write units',
    'read units',
    'SQS requests',
    'secrets',
    'Trustpilot calls',
    'Lambda runs',
  ];
  return {
    findings: [
      {
        name: 'operations',
        title: 'Operations per unit of work, and in brackets the least that is possible',
        table: { head, rows },
      },
    ],
  };
}
