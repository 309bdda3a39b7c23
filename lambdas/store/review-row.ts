import { reviewRecordSchema, type ReviewRecord } from '../core/review-record.ts';

/*
 * A review's row is written three times in the life of most reviews, and each write costs one unit per 1,024 bytes.
 * So what the row says already is not said again: with 500 characters of text it stays below.
 */

/** Without the id, which is the sort key, and without the times of facts that happened when the review was written. */
export function toReviewRow({ reviewId: _key, ...record }: ReviewRecord): Record<string, unknown> {
  const { createdAt } = record.details;
  const facts = Object.entries(record.facts).map(([factId, { order, ...stored }]) => [
    factId,
    order === createdAt ? stored : { order, ...stored },
  ]);
  return { ...record, facts: Object.fromEntries(facts) as Record<string, unknown> };
}

/** @throws when the row is damaged */
export function fromReviewRow(row: Record<string, unknown> = {}): ReviewRecord {
  const { details, facts } = row as { details?: { createdAt?: unknown }; facts?: Record<string, object> };
  const ordered = Object.entries(facts ?? {}).map(([factId, stored]) => [
    factId,
    { order: details?.createdAt, ...stored },
  ]);
  return reviewRecordSchema.parse({
    reviewId: row['SK'],
    ...row,
    facts: facts && (Object.fromEntries(ordered) as Record<string, unknown>),
  });
}
