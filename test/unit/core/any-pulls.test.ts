import fc from 'fast-check';
import { handoutSchema, maxBatch } from '../../../lambdas/core/handout.ts';
import { entry, HandoutModel } from './handout-model.ts';

type Command =
  | { do: 'put'; review: number; lane: string }
  | { do: 'take' | 'lose' | 'late' | 'overlap' | 'deliver' | 'unpark' | 'reoffer' | 'startUnpark' }
  | { do: 'state'; back: number; takes: boolean };

const put = fc.record({
  do: fc.constant('put' as const),
  review: fc.integer({ min: 0, max: 7 }),
  lane: fc.constantFrom('0', '0', '1'),
});
const disturb = fc.record({
  do: fc.constantFrom('lose', 'late', 'overlap', 'deliver', 'unpark', 'reoffer', 'startUnpark'),
});
const oldState = fc.record({
  do: fc.constant('state' as const),
  back: fc.integer({ min: 0, max: 5 }),
  takes: fc.boolean(),
});
/** A busy account has a queue at all times; in a quiet one most pulls find one entry or none. */
const mix = (puts: number, takes: number): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      { weight: puts, arbitrary: put },
      { weight: takes, arbitrary: fc.constant({ do: 'take' as const }) },
      { weight: 6, arbitrary: disturb },
      { weight: 1, arbitrary: oldState },
    ),
    { maxLength: 120 },
  );

class Run {
  readonly model: HandoutModel;
  readonly laneOf = new Map<number, string>();
  readonly poisonous: Set<number>;
  n = 0;

  constructor(poisonous: Set<number>) {
    this.poisonous = poisonous;
    const nOf = (key: string) => Number(key.split('#')[3]);
    this.model = new HandoutModel((key) => poisonous.has(nOf(key)));
  }

  put(review: number, lane: string): void {
    const known = this.laneOf.get(review) ?? lane;
    this.laneOf.set(review, known);
    this.model.put(entry((this.n += 1), review, known));
  }

  step(command: Command): void {
    const { model } = this;
    switch (command.do) {
      case 'put':
        return this.put(command.review, command.lane);
      case 'take':
        return void model.pullAndTake();
      case 'lose':
        return void model.pullAndLose();
      case 'late': {
        const answer = model.pull(model.state);
        if (answer !== undefined) model.late.push(answer);
        return;
      }
      case 'deliver':
        return void model.take(model.late.shift());
      case 'overlap': {
        const { state } = model;
        const [first, second] = [model.pull(state), model.pull(state)];
        model.take(second);
        model.take(first);
        return;
      }
      case 'state': {
        const answer = model.pull(model.states.at(-1 - command.back) ?? 'foreign');
        if (command.takes) model.take(answer);
        return;
      }
      case 'reoffer': {
        const key = model.imported[this.n % Math.max(1, model.imported.length)];
        const again = key === undefined ? undefined : model.all.get(key);
        if (again !== undefined && !model.parked.has(again.sortKey)) model.put(again);
        return;
      }
      case 'startUnpark':
      case 'unpark': {
        // Planned work can be carried out again, late: also for an entry that is not parked any more.
        const key = [...model.wasParked][this.n % Math.max(1, model.wasParked.size)];
        if (key === undefined) return;
        model.startUnpark(key);
        if (command.do === 'unpark') model.finishUnpark(key);
      }
    }
  }

  /** From now on Zendesk is well: pulls, new reviews and daily tries go on. */
  calm(): void {
    const { model } = this;
    for (const [review, lane] of [...this.laneOf]) this.put(review, lane);
    for (let day = 0; day < 6; day += 1) {
      for (const key of [...model.parked.keys()]) model.unpark(key);
      for (let pull = 0; pull < 120; pull += 1) {
        if (pull % 3 === 0) this.put(1_000 + this.n, '0');
        model.pullAndTake();
      }
    }
  }
}

const scenario = fc.record({
  commands: fc.oneof(mix(5, 4), mix(1, 6)),
  poisonous: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }).map((some) => new Set(some)),
});

function play({ commands, poisonous }: { commands: Command[]; poisonous: Set<number> }): Run {
  const run = new Run(poisonous);
  for (const command of commands) run.step(command);
  return run;
}

test('whatever Zendesk does, nothing is lost: in the end all but poison, and what waits behind it, has arrived', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const run = play(given);
      run.calm();
      const { model } = run;
      const poisonOf = new Map<string, string>();
      for (const { sortKey, reviewId } of model.all.values()) {
        const isPoison = given.poisonous.has(Number(sortKey.split('#')[3]));
        if (isPoison && sortKey < (poisonOf.get(reviewId) ?? '~')) poisonOf.set(reviewId, sortKey);
      }
      const expected = [...model.all.values()]
        .filter(({ sortKey, reviewId }) => sortKey < (poisonOf.get(reviewId) ?? '~'))
        .map(({ sortKey }) => sortKey);
      expect(expected.filter((key) => !model.hasImported(key))).toEqual([]);
      expect(model.imported.length).toBe(expected.length);
    }),
    { numRuns: 300 },
  );
});

test('whatever Zendesk does, the entries of a review arrive in their order', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const run = play(given);
      run.calm();
      expect(run.model.outOfOrder()).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('whatever Zendesk does, what is stored between two pulls keeps its shape and stays small', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const { handout } = play(given).model;
      expect(handoutSchema.parse(JSON.parse(JSON.stringify(handout)))).toEqual(handout);
      expect(handout.outstanding.length).toBeLessThanOrEqual(4);
      expect(handout.limit).toBeGreaterThanOrEqual(1);
      expect(handout.limit).toBeLessThanOrEqual(maxBatch);
    }),
    { numRuns: 100 },
  );
});
