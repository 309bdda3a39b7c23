import fc from 'fast-check';
import {
  choose,
  emptyHandout,
  handedOut,
  maxBatch,
  onlyPendingSuspects,
  settle,
} from '../../../lambdas/core/handout.ts';
import { entry, HandoutModel, type Entry } from './handout-model.ts';

const entries = (count: number, from = 0): Entry[] =>
  Array.from({ length: count }, (_, n) => entry(from + n));

function modelWith(pending: Entry[], poisons: Entry[] = []): HandoutModel {
  const poison = new Set(poisons.map(({ sortKey }) => sortKey));
  const model = new HandoutModel((key) => poison.has(key));
  for (const one of pending) model.put(one);
  return model;
}

const keysOf = (some: Entry[]): string[] => some.map(({ sortKey }) => sortKey);

describe('what is handed out', () => {
  test('201 entries go out as the 200 oldest and then the last one, nothing lost and nothing twice', () => {
    const all = entries(201);
    const model = modelWith(all.toReversed());
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf(all.slice(0, 200)));
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf(all.slice(200)));
    expect(model.pullAndTake()).toBeUndefined();
    expect(model.imported).toEqual(keysOf(all));
  });

  test('backfilled entries wait behind every new one, however old they are', () => {
    const old = entry(1, 1, '1');
    const fresh = Array.from({ length: 201 }, (_, index) => entry(9 + index, 9 + index, '0'));
    const model = modelWith([old, ...fresh]);
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf(fresh.slice(0, 200)));
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf(fresh.slice(200)));
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf([old]));
  });

  test('a trickle of new reviews does not hold a backfill up, and no answer mixes the two', () => {
    const older = [entry(1, 1, '1'), entry(2, 2, '1')];
    const first = entry(9, 9, '0');
    const model = modelWith([...older, first]);
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf([first]));
    model.put(entry(10, 10, '0'));
    expect(model.pullAndTake()?.sortKeys).toEqual(keysOf(older));
  });

  test('of many answers that got lost only the last four are remembered', () => {
    const model = modelWith(entries(300));
    for (let pull = 0; pull < 8; pull += 1) model.pullAndLose();
    expect(model.handout.outstanding.map(({ batchId }) => batchId)).toEqual(['b5', 'b6', 'b7', 'b8']);
  });

  test('an entry that is put after later ones have gone out is not skipped', () => {
    const model = modelWith([entry(5)]);
    model.pullAndTake();
    model.put(entry(1));
    model.pullAndTake();
    expect(model.imported).toEqual(keysOf([entry(5), entry(1)]));
  });
});

describe('what counts as taken over', () => {
  test('exactly the entries of the batch that comes back, not what was put in between them', () => {
    const model = modelWith([entry(1), entry(5)]);
    const answer = model.pull(undefined);
    model.put(entry(3));
    model.take(answer);
    expect(model.pull(model.state)?.sortKeys).toEqual(keysOf([entry(3)]));
  });

  test.each([
    ['lost', undefined],
    ['foreign', 'somebody-elses'],
  ])('a %s state takes nothing over: everything is handed out again', (_, state) => {
    const model = modelWith(entries(3));
    model.pullAndTake();
    const again: string[] = [];
    for (let pull = 0; pull < 8; pull += 1) {
      const answer = model.pull(state);
      model.take(answer);
      again.push(...(answer?.sortKeys ?? []));
    }
    expect(new Set(again)).toEqual(new Set(keysOf(entries(3))));
    expect(model.pending.size).toBe(3);
    model.pullAndTake();
    while (model.pending.size > 0 && model.pulls < 30) model.pullAndTake();
    expect(model.pending.size).toBe(0);
  });

  test('a batch counts also when Zendesk names it after pulls that did not', () => {
    const model = modelWith(entries(4));
    const first = model.pull(undefined);
    model.pull(undefined);
    model.pull(undefined);
    model.take(first);
    expect(model.pull(model.state)).toBeUndefined();
    expect(model.pending.size).toBe(0);
  });

  test('two pulls at once of a lone entry leave its review free for later news, whichever batch comes back', () => {
    for (const winner of [0, 1]) {
      const model = modelWith([entry(1, 7)]);
      const answers = [model.pull(undefined), model.pull(undefined)];
      model.take(answers[1 - winner]);
      model.take(answers[winner]);
      for (let pull = 0; pull < 4; pull += 1) model.pullAndTake();
      model.put(entry(2, 7));
      model.pullAndTake();
      expect(model.hasImported(entry(2, 7).sortKey)).toBe(true);
    }
  });
});

describe('poison', () => {
  /** Pulls, with a fresh good entry each time, until the condition holds; the number of pulls it took. */
  function pullUntil(model: HandoutModel, isDone: () => boolean, from = 10_000): number {
    const before = model.pulls;
    for (let n = from; !isDone(); n += 1) {
      if (model.pulls - before > 2_000) throw new Error('It never comes to an end.');
      model.put(entry(n));
      model.pullAndTake();
    }
    return model.pulls - before;
  }

  const isImported = (model: HandoutModel, some: Entry[]) => () =>
    some.every(({ sortKey }) => model.hasImported(sortKey));

  test('one among 200, wherever it lies, holds up the other 199 for at most 40 minutes (20 pulls)', () => {
    for (let at = 0; at < 200; at += 1) {
      const all = entries(200);
      const poison = all.filter((_, n) => n === at);
      const others = all.filter((_, n) => n !== at);
      const model = modelWith(all, poison);
      expect(pullUntil(model, isImported(model, others))).toBeLessThanOrEqual(20);
    }
  });

  test('it is parked soon, and from then on the pulls are full again', () => {
    const all = entries(200);
    const model = modelWith(all, [entry(123)]);
    expect(pullUntil(model, () => model.parked.size > 0)).toBeLessThanOrEqual(26);
    expect([...model.parked.keys()]).toEqual(keysOf([entry(123)]));
    for (const one of entries(300, 50_000)) model.put(one);
    expect(model.pullAndTake()?.sortKeys).toHaveLength(maxBatch);
  });

  test('it is parked after coming back alone three times while others were accepted in between', () => {
    const poison = entry(0);
    const model = modelWith([poison], [poison]);
    let alone = 0;
    let next = 1;
    while (model.parked.size === 0 && model.pulls < 100) {
      const answer = model.pullAndTake();
      if (answer?.sortKeys.join() === poison.sortKey) {
        alone += 1;
        model.put(entry((next += 1)));
      }
    }
    expect(alone).toBe(3);
    expect([...model.parked.keys()]).toEqual([poison.sortKey]);
  });

  test('it is never parked while nothing else is accepted', () => {
    const poison = entry(0);
    const model = modelWith([poison], [poison]);
    for (let pull = 0; pull < 100; pull += 1) expect(model.pullAndTake()?.sortKeys).toEqual([poison.sortKey]);
    expect(model.parked.size).toBe(0);
  });

  test('later news of its review wait behind it; everybody else’s go on', () => {
    const poison = entry(0, 77);
    const later = entry(1, 77);
    const model = modelWith([poison, later, ...entries(20, 100)], [poison]);
    pullUntil(model, () => model.parked.size > 0);
    for (let pull = 0; pull < 10; pull += 1) model.pullAndTake();
    expect(model.hasImported(later.sortKey)).toBe(false);
    expect([...model.pending.keys()]).toEqual([later.sortKey]);
    expect(isImported(model, entries(20, 100))()).toBe(true);
  });

  test('an earlier fact of its review that is offered again does not wait behind it', () => {
    const poison = entry(5, 77);
    const model = modelWith([poison, ...entries(20, 100)], [poison]);
    pullUntil(model, () => model.parked.size > 0);
    const earlier = entry(2, 77);
    model.put(earlier);
    model.pullAndTake();
    expect(model.hasImported(earlier.sortKey)).toBe(true);
  });

  test('many of them in one batch are all parked, and all others arrive', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 6 }), (at) => {
        const all = entries(100);
        const model = modelWith(
          all,
          at.map((n) => entry(n)),
        );
        const pulls = pullUntil(model, () => model.parked.size === at.length);
        expect(
          isImported(
            model,
            all.filter((_, n) => !at.includes(n)),
          )(),
        ).toBe(true);
        expect(pulls).toBeLessThanOrEqual(26 * at.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a good entry is not starved when only suspects are left', () => {
    const [poison, good] = [entry(0), entry(1)];
    const model = modelWith([poison, good], [poison]);
    for (let pull = 0; pull < 6; pull += 1) model.pullAndLose();
    for (let pull = 0; pull < 6; pull += 1) model.pullAndTake();
    expect(model.hasImported(good.sortKey)).toBe(true);
  });

  test('the daily try: healed, it arrives, and later news of its review after it', () => {
    const poison = entry(0, 77);
    let isIll = true;
    const model = new HandoutModel((key) => isIll && key === poison.sortKey);
    for (const one of [poison, entry(1, 77), ...entries(20, 100)]) model.put(one);
    pullUntil(model, () => model.parked.size > 0);
    isIll = false;
    model.unpark(poison.sortKey);
    pullUntil(model, isImported(model, [poison, entry(1, 77)]), 60_000);
    expect(model.outOfOrder()).toEqual([]);
  });

  test('the daily try: still ill, it is parked again after one failure alone', () => {
    const poison = entry(0, 77);
    const model = modelWith([poison, ...entries(20, 100)], [poison]);
    pullUntil(model, () => model.parked.size > 0);
    model.unpark(poison.sortKey);
    expect(pullUntil(model, () => model.parked.size > 0, 60_000)).toBeLessThanOrEqual(3);
  });

  test('a daily try that is carried out again after the entry has arrived holds nothing back', () => {
    const poison = entry(0, 77);
    let isIll = true;
    const model = new HandoutModel((key) => isIll && key === poison.sortKey);
    for (const one of [poison, ...entries(20, 100)]) model.put(one);
    pullUntil(model, () => model.parked.size > 0);
    isIll = false;
    model.unpark(poison.sortKey);
    pullUntil(model, isImported(model, [poison]), 60_000);
    model.pullAndTake();
    model.unpark(poison.sortKey);
    expect(model.handout.suspects).toEqual({});
    model.put(entry(1, 77));
    for (let pull = 0; pull < 3; pull += 1) model.pullAndTake();
    expect(model.hasImported(entry(1, 77).sortKey)).toBe(true);
  });

  test('a pull between the two steps of a daily try hands out no later news of that review', () => {
    const poison = entry(0, 77);
    const model = modelWith([poison, entry(1, 77), ...entries(20, 100)], [poison]);
    pullUntil(model, () => model.parked.size > 0);
    model.startUnpark(poison.sortKey);
    model.pullAndTake();
    expect(model.hasImported(entry(1, 77).sortKey)).toBe(false);
  });
});

describe('suspects', () => {
  const [first, second, third, fourth] = entries(4).map(({ sortKey }) => sortKey) as [
    string,
    string,
    string,
    string,
  ];
  const isReady = { failures: 1, ready: true };
  const trialOf = (sortKey: string) => ({ batchId: 'b', atMs: 0, sortKeys: [sortKey] });

  test('an entry that an overlapping pull brought home is not suspected for the batch that did not come back', () => {
    const model = modelWith([entry(1)]);
    const answers = [model.pull(undefined), model.pull(undefined)];
    model.take(answers[1]);
    model.take(answers[0]);
    for (let pull = 0; pull < 3; pull += 1) model.pullAndTake();
    expect(model.handout.suspects).toEqual({});
  });

  test('a suspect that is pending no more is none, unless it is parked and about to get its try', () => {
    const suspects = { [first]: isReady, [second]: isReady, [third]: isReady };
    const handout = { ...emptyHandout, suspects, parked: [third] };
    expect(onlyPendingSuspects(handout, [{ sortKey: second }])).toEqual({
      ...handout,
      suspects: { [second]: isReady, [third]: isReady },
    });
    expect(onlyPendingSuspects(handout, entries(2))).toBe(handout);
  });

  test('a trial, whatever comes of it, does not begin the search for another poison anew', () => {
    const search = { ...emptyHandout, limit: 13, narrowUntil: second, suspects: { [third]: isReady } };
    const tried = handedOut(search, trialOf(third));
    for (const state of ['b', undefined])
      expect(settle(tried, state).handout).toMatchObject({ limit: 13, narrowUntil: second });
  });

  test('after a trial the others go first, however many suspects are waiting', () => {
    const suspects = { [first]: isReady, [second]: isReady };
    const pending = entries(4);
    const handout = { ...emptyHandout, suspects };
    expect(keysOf(choose(handout, pending))).toEqual([first]);
    const tried = settle(handedOut(handout, trialOf(first)), undefined).handout;
    expect(keysOf(choose(tried, pending))).toEqual([third, fourth]);
  });

  test('whatever lies behind the first of several blockers of a review waits', () => {
    const ofOne = [1, 2, 3, 4].map((n) => entry(n, 7));
    const parked = keysOf(ofOne).filter((_, index) => index % 2 === 0);
    expect(choose({ ...emptyHandout, parked }, ofOne)).toEqual([]);
    expect(choose({ ...emptyHandout, parked: parked.toReversed() }, ofOne)).toEqual([]);
  });

  test('pulls that have nothing to hand out change nothing, so they cost no write', () => {
    const poison = entry(0, 77);
    const model = modelWith([poison, entry(1, 77), ...entries(3, 100)], [poison]);
    for (let n = 200; model.parked.size === 0; n += 1) {
      model.put(entry(n));
      model.pullAndTake();
    }
    for (let pull = 0; pull < 5; pull += 1) model.pullAndTake();
    const { handout } = model;
    expect(model.pullAndTake()).toBeUndefined();
    expect(model.handout).toBe(handout);
  });
});

describe('an outage of all pulls', () => {
  test('parks nothing, however long it lasts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 300 }), (count, pulls) => {
        const model = modelWith(entries(count));
        for (let pull = 0; pull < pulls; pull += 1) model.pullAndLose();
        expect(model.parked.size).toBe(0);
        expect(model.pending.size).toBe(count);
      }),
      { numRuns: 40 },
    );
  });

  test.each([1, 3, 8, 9, 20])(
    'of %i pulls is over soon after: 200 entries have arrived within 12 more pulls and those on trial',
    (lost) => {
      const model = modelWith(entries(200));
      for (let pull = 0; pull < lost; pull += 1) model.pullAndLose();
      const suspects = Object.keys(model.handout.suspects).length;
      let pulls = 0;
      while (model.imported.length < 200 && pulls < 1_000) {
        model.pullAndTake();
        pulls += 1;
      }
      expect(pulls).toBeLessThanOrEqual(12 + 2 * suspects);
    },
  );
});
