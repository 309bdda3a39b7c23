import fc from 'fast-check';
import { maxStoredTextBytes } from '../../../lambdas/core/content.ts';
import type { Fact, Note } from '../../../lambdas/core/fact.ts';
import { appendNote, observe } from '../../../lambdas/core/observe.ts';
import { toOutboxEntry } from '../../../lambdas/core/outbox-entry.ts';
import { factsInOrder, newestContent, type ReviewRecord } from '../../../lambdas/core/review-record.ts';
import { maxFactTextBytes } from '../../../lambdas/core/row-limit.ts';
import { toResource } from '../../../lambdas/core/ticket/resource.ts';
import {
  aCompanyReply,
  accountId,
  anObservation,
  aRecord,
  iso,
  noonMs,
  someSettings,
} from '../../support/builders.ts';

const maxItemBytes = 400_000;
const absenceMs = 300_000;

/** The outbox has the entries of all facts. */
const queued = (record: ReviewRecord): ReviewRecord => ({
  ...record,
  facts: Object.fromEntries(
    Object.entries(record.facts).map(([id, stored]) => [id, { ...stored, queued: true }]),
  ),
});

const editedTo = (record: ReviewRecord, n: number, text: string): ReviewRecord =>
  observe(record, anObservation({ text, updatedAt: iso(noonMs + n * 1000) }), noonMs + n * 1000, absenceMs);

const contentsOf = (record: ReviewRecord) =>
  factsInOrder(record).flatMap(({ fact }) => ('content' in fact ? [fact.content] : []));

const textBytes = (record: ReviewRecord): number =>
  factsInOrder(record).reduce((sum, { fact }) => sum + Buffer.byteLength(textOf(fact)), 0);

function textOf(fact: Fact): string {
  if ('content' in fact) return fact.content.text ?? '';
  if (fact.kind === 'company-reply') return fact.text;
  return fact.kind === 'note' && 'text' in fact.note ? fact.note.text : '';
}

/** `count` edits, each of a full 65,000 bytes, each put into the outbox before the next. */
function manyEdits(count: number): ReviewRecord {
  let record = queued(aRecord({ text: 'a'.repeat(65_000) }));
  for (let n = 1; n <= count; n += 1) record = queued(editedTo(record, n, String(n).padEnd(65_000, 'x')));
  return record;
}

test('three long edits are kept whole', () => {
  const record = manyEdits(2);
  expect(contentsOf(record).map(({ text }) => text?.length)).toEqual([65_000, 65_000, 65_000]);
  expect(contentsOf(record).some(({ cut }) => cut)).toBe(false);
});

test('a review that is edited for ever still fits into its row: the oldest texts go, and say so', () => {
  const record = manyEdits(40);
  expect(contentsOf(record)).toHaveLength(41);
  expect(textBytes(record)).toBeLessThanOrEqual(maxFactTextBytes);
  expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(maxItemBytes);
  const kept = contentsOf(record).map(({ text }) => text !== null);
  expect(kept.indexOf(true)).toBe(38);
  expect(kept.slice(38)).toEqual([true, true, true]);
  for (const { text, cut } of contentsOf(record)) expect(text === null).toBe(cut === true);
});

test('what was lost in the row is not taken for an edit: stars, title and hash stay', () => {
  const before = manyEdits(2);
  const after = manyEdits(6);
  const [first] = contentsOf(before);
  expect(contentsOf(after)[0]).toEqual({ ...first, text: null, cut: true });
});

test('a text whose entry is not in the outbox yet is never lost, nor the newest content', () => {
  let record = aRecord({ text: 'a'.repeat(65_000) });
  for (let n = 1; n <= 4; n += 1) record = editedTo(record, n, String(n).padEnd(65_000, 'x'));
  expect(contentsOf(record).every(({ text }) => text?.length === 65_000)).toBe(true);
  const later = editedTo(queued(record), 5, 'Short');
  expect(newestContent(later).content.text).toBe('Short');
  expect(textBytes(later)).toBeLessThanOrEqual(maxFactTextBytes);
});

test('the only content is kept however much is replied to it', () => {
  let record = queued(aRecord({ text: 'a'.repeat(65_000) }));
  for (let n = 1; n <= 12; n += 1) {
    const reply = aCompanyReply({ text: String(n).padEnd(60_000, 'r'), createdAt: iso(noonMs + n * 1000) });
    const read = anObservation({ text: 'a'.repeat(65_000), reply, requestedAtMs: noonMs + n * 1000 + 500 });
    record = queued(observe(record, read, noonMs + n * 1000 + 500, absenceMs));
  }
  expect(newestContent(record).content.text).toHaveLength(65_000);
  expect(textBytes(record)).toBeLessThanOrEqual(maxFactTextBytes);
  expect(factsInOrder(record)).toHaveLength(13);
});

test('a company reply or a note longer than any review is cut where it is stored, and the ticket says so', () => {
  const reply = aCompanyReply({ text: 'ö'.repeat(300_000), createdAt: iso(noonMs) });
  const note: Note = {
    about: 'not-published',
    replyId: 'r',
    text: 'x'.repeat(300_000),
    standing: 'y'.repeat(300_000),
  };
  const record = appendNote(aRecord({ reply }), note, noonMs);
  expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(maxItemBytes);
  for (const stored of factsInOrder(record).slice(1)) {
    expect(Buffer.byteLength(textOf(stored.fact))).toBeLessThanOrEqual(maxStoredTextBytes);
    const entry = toOutboxEntry(record, stored);
    const { message } = toResource(entry, {
      accountId,
      settings: someSettings(),
      domainOf: () => 'a.example',
    });
    expect(message).toContain('longer than fits here');
    expect(message).toContain('https://www.trustpilot.com/reviews/');
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(65_535);
  }
});

test('an edit that lost its text and is offered again says so and leads to the review', () => {
  const [arrived] = factsInOrder(manyEdits(10));
  if (arrived === undefined) throw new Error('unreachable');
  const entry = toOutboxEntry(manyEdits(10), arrived, true);
  const { message } = toResource(entry, { accountId, settings: someSettings(), domainOf: () => 'a.example' });
  expect(message).toMatch(/^★★☆☆☆ 2\/5\n\nLamp came broken\n\n\[The text is longer than fits here/);
});

test('whatever is appended, the row fits, and only old texts that were put are lost', () => {
  const step = fc.record({ bytes: fc.integer({ min: 0, max: 65_000 }), isPut: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      let record = aRecord({ text: 'start' });
      for (const [index, { bytes, isPut }] of steps.entries()) {
        const before = record;
        record = editedTo(record, index + 1, `${index}`.padEnd(bytes, 'x'));
        for (const [id, stored] of Object.entries(before.facts)) {
          const isKept = record.facts[id]?.fact === stored.fact;
          expect(isKept || stored.queued).toBe(true);
        }
        const isOver = textBytes(record) > maxFactTextBytes;
        const mayGo = factsInOrder(record).filter(
          ({ fact, queued: isQueued }) => isQueued && textOf(fact) !== '' && fact !== newestContent(record),
        );
        expect(isOver ? mayGo : []).toEqual([]);
        if (isPut) record = queued(record);
      }
    }),
    { numRuns: 60 },
  );
});
