import { appendNote, firstRecord, observe } from '../../../../lambdas/core/observe.ts';
import { toOutboxEntry } from '../../../../lambdas/core/outbox-entry.ts';
import { factsInOrder, type ReviewRecord } from '../../../../lambdas/core/review-record.ts';
import { toResource } from '../../../../lambdas/core/ticket/resource.ts';
import { anAccount, aReview } from '../../../support/builders.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const review = aReview();
const see = (record: ReviewRecord, hidden: boolean, minutes: number) =>
  observe(
    record,
    { review: { ...review, hidden }, requestedAtMs: nowMs + minutes * 60_000, lane: 'new' },
    nowMs + minutes * 60_000,
    300_000,
  );
const note = { about: 'published-after-all' as const, replyId: 'r1' };

const resources = (record: ReviewRecord) => {
  const { accountId, settings } = anAccount();
  const context = { accountId, settings, domainOf: () => 'bluelamp.example' };
  return factsInOrder(record).map((stored) => toResource(toOutboxEntry(record, stored), context));
};

test('a note about a removed review does not open replies again, one after its return does', () => {
  const arrived = firstRecord({ review, requestedAtMs: nowMs, lane: 'new' }, nowMs);
  const removed = appendNote(see(arrived, true, 1), note, nowMs + 120_000);
  const back = appendNote(see(removed, false, 20), { ...note, replyId: 'r2' }, nowMs + 1_300_000);
  expect(resources(back).map(({ allow_channelback: open }) => open)).toEqual([
    true,
    false,
    false,
    true,
    true,
  ]);
});

test('a note that makes a ticket of its own, because the old one is closed, carries the fields of the review', () => {
  const record = appendNote(firstRecord({ review, requestedAtMs: nowMs, lane: 'new' }, nowMs), note, nowMs);
  const [arrival, told] = resources(record);
  expect(told?.internal_note).toBe(true);
  expect(told?.fields).toEqual(arrival?.fields);
});
