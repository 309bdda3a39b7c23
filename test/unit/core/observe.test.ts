import fc from 'fast-check';
import type { Fact } from '../../../lambdas/core/fact.ts';
import { firstRecord, observe, type Observation } from '../../../lambdas/core/observe.ts';
import { factsInOrder, newestContent, type ReviewRecord } from '../../../lambdas/core/review-record.ts';
import { anObservation, aRecord, iso, noonMs } from '../../support/builders.ts';

const absenceMs = 300_000;

/** Observes in the given order, each a second after the one before. */
function observeAll(observations: Observation[], startMs = noonMs): ReviewRecord {
  const [first, ...rest] = observations;
  if (first === undefined) throw new Error('Nothing to observe.');
  return rest.reduce(
    (record, observation, index) => observe(record, observation, startMs + (index + 1) * 1000, absenceMs),
    firstRecord(first, startMs),
  );
}

const factsOf = (record: ReviewRecord): Fact[] => factsInOrder(record).map(({ fact }) => fact);
const textsOf = (record: ReviewRecord) =>
  factsOf(record).map((fact) => ('content' in fact ? fact.content.text : fact.kind));

describe('the first sight of a review', () => {
  test('makes one fact, at the time the review was written', () => {
    const record = aRecord({ details: { createdAt: iso(noonMs - 5000) } });
    expect(Object.keys(record.facts)).toEqual(['review']);
    expect(record.facts['review']).toMatchObject({ order: iso(noonMs - 5000), queued: false });
  });

  test('a review from the future counts as written now, and draws no later news with it', () => {
    const future = { createdAt: '2099-01-01T00:00:00.000Z' };
    const record = aRecord({ details: future });
    expect(record.facts['review']?.order).toBe(iso(noonMs));
    expect(record.details.createdAt).toBe(future.createdAt);
    const edit = anObservation({ text: 'Changed', updatedAt: iso(noonMs + 1000), details: future });
    expect(factsInOrder(observe(record, edit, noonMs + 2000, absenceMs)).at(-1)?.order).toBe(
      iso(noonMs + 1000),
    );
  });
});

describe('an edit', () => {
  const record = aRecord({ text: 'First', requestedAtMs: noonMs });
  const edit = (updatedAt: string | null, text: string, requestedAtMs = noonMs + 1) =>
    observe(record, anObservation({ text, updatedAt, requestedAtMs }), noonMs + 5000, absenceMs);

  test('is a fact with the old stars and title beside the new content', () => {
    const changed = observe(
      record,
      anObservation({ stars: 5, title: 'All good now', text: 'Replaced', updatedAt: iso(noonMs + 1000) }),
      noonMs + 5000,
      absenceMs,
    );
    expect(factsOf(changed).at(-1)).toMatchObject({
      kind: 'edited',
      before: { stars: 2, title: 'Lamp came broken' },
      content: { stars: 5, title: 'All good now', text: 'Replaced' },
    });
    expect(factsInOrder(changed).at(-1)?.order).toBe(iso(noonMs + 1000));
  });

  test.each([
    ['updatedAt is null', null],
    ['updatedAt is set', iso(noonMs + 1000)],
  ])('the same content read again adds nothing at all: %s', (_, updatedAt) => {
    const known = aRecord({ updatedAt });
    const again = anObservation({ updatedAt, requestedAtMs: noonMs + 60_000 });
    expect(observe(known, again, noonMs + 60_000, absenceMs)).toBe(known);
  });

  test('with equal updatedAt, also null, the read that was started later wins', () => {
    expect(textsOf(edit(null, 'Later', noonMs + 1))).toEqual(['First', 'Later']);
    expect(edit(null, 'Earlier', noonMs - 1)).toBe(record);
    expect(edit(null, 'Same moment', noonMs)).toBe(record);
  });

  test('content never goes back to an older updatedAt, however late it is read', () => {
    const known = edit(iso(noonMs + 1000), 'Second');
    for (const updatedAt of [null, iso(noonMs + 999)]) {
      const stale = anObservation({ text: 'Stale', updatedAt, requestedAtMs: noonMs + 9_000_000 });
      expect(observe(known, stale, noonMs + 9_000_000, absenceMs)).toBe(known);
    }
  });

  test('an updatedAt in the future is placed now', () => {
    const known = edit('2099-01-01T00:00:00.000Z', 'From the future');
    expect(factsInOrder(known).at(-1)?.order).toBe(iso(noonMs + 5000));
  });

  test('back to the original words is told, and what lay between is old even when it is read last', () => {
    const back = { text: 'First', updatedAt: iso(noonMs + 2000), requestedAtMs: noonMs + 2000 };
    const between = { text: 'Between', updatedAt: iso(noonMs + 1000), requestedAtMs: noonMs + 1000 };
    const start = { text: 'First', requestedAtMs: noonMs };
    expect(textsOf(observeAll([start, between, back].map(anObservation)))).toEqual([
      'First',
      'Between',
      'First',
    ]);
    expect(textsOf(observeAll([start, back, between].map(anObservation)))).toEqual(['First']);
  });

  test('a cut review whose hidden end changed is an edit', () => {
    const long = 'x'.repeat(70_000);
    const known = aRecord({ text: long });
    const changed = anObservation({ text: `${long}!`, updatedAt: iso(noonMs + 1) });
    expect(factsOf(observe(known, changed, noonMs + 5000, absenceMs))).toHaveLength(2);
  });
});

describe('whatever the order and however often', () => {
  const version = fc.record({
    text: fc.constantFrom('A', 'B', 'C', null),
    stars: fc.integer({ min: 1, max: 2 }),
  });
  const scenario = fc.array(version, { minLength: 1, maxLength: 8 }).chain((versions) =>
    fc.record({
      observations: fc.constant(
        versions.map((written, index) =>
          anObservation({
            ...written,
            updatedAt: index === 0 ? null : iso(noonMs + index * 1000),
            requestedAtMs: noonMs + index * 1000 + 500,
          }),
        ),
      ),
      order: fc.array(fc.nat(versions.length - 1), { minLength: 1, maxLength: 20 }),
      gaps: fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 20, maxLength: 20 }),
    }),
  );

  /** Each state of the record on the way. */
  function play({
    observations,
    order,
    gaps,
  }: {
    observations: Observation[];
    order: number[];
    gaps: number[];
  }) {
    let nowMs = noonMs;
    const states: ReviewRecord[] = [];
    for (const [step, index] of order.entries()) {
      const observation = observations[index];
      if (observation === undefined) continue;
      nowMs += gaps[step] ?? 0;
      const before = states.at(-1);
      states.push(
        before === undefined
          ? firstRecord(observation, nowMs)
          : observe(before, observation, nowMs, absenceMs),
      );
    }
    return { states, nowMs };
  }

  test('the newest content that was read is what the record says in the end', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const last = play(given).states.at(-1);
        const newest = given.observations[Math.max(...given.order)];
        expect(last && newestContent(last).content.hash).toBe(newest?.review.content.hash);
      }),
    );
  });

  test('each version is told at most once, in its own order, and never the same words twice in a row', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const { states } = play(given);
        const told = states.slice(-1).flatMap(factsOf);
        const times = told.map((fact) => ('content' in fact ? (fact.content.updatedAt ?? '') : ''));
        expect(times).toEqual([...new Set(times)].sort());
        const hashes = told.map((fact) => ('content' in fact ? fact.content.hash : ''));
        expect(hashes.filter((hash, index) => hash === hashes[index - 1])).toEqual([]);
      }),
    );
  });

  test('in order, every version whose words differ from the one before is told', () => {
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 8 }), (versions) => {
        const observations = versions.map((written, index) =>
          anObservation({ ...written, updatedAt: index === 0 ? null : iso(noonMs + index) }),
        );
        const hashes = observations.map(({ review }) => review.content.hash);
        const told = factsOf(observeAll(observations)).map((fact) =>
          'content' in fact ? fact.content.hash : '',
        );
        expect(told).toEqual(hashes.filter((hash, index) => hash !== hashes[index - 1]));
      }),
    );
  });

  test('facts are never changed by what comes later, and numbers and order only rise', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const { states, nowMs } = play(given);
        for (const [index, state] of states.entries()) {
          const before = states[index - 1]?.facts ?? {};
          expect(Object.fromEntries(Object.keys(before).map((id) => [id, state.facts[id]]))).toEqual(before);
          const stored = factsInOrder(state);
          expect(new Set(stored.map(({ fact }) => fact.n)).size).toBe(stored.length);
          const orders = stored.map(({ order }) => order);
          expect(orders).toEqual(orders.toSorted());
          expect((orders.at(-1) ?? '') <= iso(nowMs)).toBe(true);
        }
      }),
    );
  });

  test('the number of a fact is the second it was first seen or above, never one from before a loss', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const { states, nowMs } = play(given);
        const used = states
          .slice(-1)
          .flatMap(factsOf)
          .map(({ n }) => n);
        // Our memory is lost; the review is imported anew and edited again.
        const laterMs = nowMs + 20_000;
        const anew = observe(
          firstRecord(anObservation(), laterMs),
          anObservation({ text: 'Once more', updatedAt: iso(laterMs) }),
          laterMs,
          absenceMs,
        );
        const [, n] = factsOf(anew).map((fact) => fact.n);
        expect(used).not.toContain(n);
        expect(n).toBeGreaterThanOrEqual(Math.floor(laterMs / 1000));
      }),
    );
  });

  test('several facts in one second get numbers of their own', () => {
    const edits = [1, 2, 3].map((n) => anObservation({ text: `Edit ${n}`, updatedAt: iso(noonMs + n) }));
    const record = edits.reduce((known, edit) => observe(known, edit, noonMs, absenceMs), aRecord());
    const second = noonMs / 1000;
    expect(factsOf(record).map(({ n }) => n)).toEqual([0, second, second + 1, second + 2]);
    expect(Object.keys(record.facts)).toEqual([
      'review',
      `edit:${second}`,
      `edit:${second + 1}`,
      `edit:${second + 2}`,
    ]);
  });

  test('a damaged record without content is an error, not an empty ticket', () => {
    expect(() => newestContent({ facts: {} })).toThrow('damaged');
  });
});
