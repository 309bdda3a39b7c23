import fc from 'fast-check';
import { factIdOf } from '../../../lambdas/core/fact.ts';
import { observe } from '../../../lambdas/core/observe.ts';
import { factOfSortKey, outboxEntrySchema, toOutboxEntry } from '../../../lambdas/core/outbox-entry.ts';
import { markGone } from '../../../lambdas/core/presence.ts';
import { factsInOrder, type ReviewRecord } from '../../../lambdas/core/review-record.ts';
import {
  anEntry,
  anObservation,
  aRecord,
  iso,
  noonMs,
  reviewId,
  trustpilotId,
} from '../../support/builders.ts';

test('its key leads back to the review and the fact', () => {
  const record = observe(
    aRecord(),
    anObservation({ text: 'Changed', updatedAt: iso(noonMs + 1) }),
    noonMs + 5000,
    300_000,
  );
  for (const stored of factsInOrder(record)) {
    const { sortKey } = toOutboxEntry(record, stored);
    expect(factOfSortKey(sortKey)).toEqual({ reviewId, factId: factIdOf(stored.fact) });
  }
});

test('new ones come before backfilled ones, then older before younger', () => {
  const at = (n: number, lane: 'new' | 'backfill') =>
    anEntry({ reviewId: trustpilotId(n), lane, details: { createdAt: iso(noonMs - 100_000 + n) } }).sortKey;
  const keys = [at(1, 'backfill'), at(9, 'new'), at(2, 'new'), at(5, 'backfill')];
  expect(keys.toSorted()).toEqual([at(2, 'new'), at(9, 'new'), at(1, 'backfill'), at(5, 'backfill')]);
});

test('the facts of a review sort in the order in which they became known, whatever their times say', () => {
  const edit = fc.record({
    updatedAt: fc.integer({ min: -5_000_000, max: 5_000_000 }).map((ms) => iso(noonMs + ms)),
    text: fc.string(),
    gapMs: fc.nat(2000),
  });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      let nowMs = noonMs;
      let record = aRecord();
      for (const { updatedAt, text, gapMs } of edits) {
        nowMs += gapMs;
        record = observe(record, anObservation({ updatedAt, text }), nowMs, 300_000);
      }
      const keys = factsInOrder(record).map((stored) => toOutboxEntry(record, stored).sortKey);
      expect(keys).toEqual(keys.toSorted());
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test('numbers of different length sort as numbers', () => {
  const record = aRecord();
  const keys = [9, 10, 100].map((n) => {
    const fact = { kind: 'removed' as const, n, atMs: noonMs };
    return toOutboxEntry(record, { fact, order: iso(noonMs), queued: false }).sortKey;
  });
  expect(keys).toEqual(keys.toSorted());
});

test('put again by somebody else it is the same row; offered again it says so', () => {
  const record = aRecord();
  const [arrived] = factsInOrder(record);
  if (arrived === undefined) throw new Error('unreachable');
  const entry = toOutboxEntry(record, arrived);
  expect(toOutboxEntry(record, { ...arrived, queued: true })).toEqual(entry);
  expect(toOutboxEntry(record, arrived, true)).toEqual({ ...entry, again: true });
  expect(outboxEntrySchema.parse(JSON.parse(JSON.stringify(entry)))).toEqual(entry);
});

test('offered again behind later news it leaves the ticket as it is: open or closed to replies', () => {
  const arrival = aRecord();
  const gone = markGone(arrival, noonMs + 1_000, noonMs + 1_000);
  const seenAgain = anObservation({ requestedAtMs: noonMs + 400_000 });
  const back = observe(gone, seenAgain, noonMs + 400_000, 300_000);
  const offered = (record: ReviewRecord, kind: string, again: boolean) => {
    const stored = factsInOrder(record).find(({ fact }) => fact.kind === kind);
    if (stored === undefined) throw new Error(`no such fact: ${kind}`);
    return toOutboxEntry(record, stored, again).gone === true;
  };
  expect([offered(gone, 'arrived', false), offered(gone, 'arrived', true)]).toEqual([false, true]);
  expect([offered(back, 'removed', false), offered(back, 'removed', true)]).toEqual([true, false]);
});
