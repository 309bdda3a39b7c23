import { factIdOf } from '../core/fact.ts';
import { toOutboxEntry } from '../core/outbox-entry.ts';
import { factsInOrder, type ReviewRecord } from '../core/review-record.ts';
import type { Outbox } from './outbox.ts';
import type { Reviews } from './reviews.ts';

/** Puts the outbox entry of every fact that may not have one yet, then remembers that it has. */
export async function putMissingEntries(
  { outbox, reviews }: { outbox: Outbox; reviews: Reviews },
  accountId: string,
  record: ReviewRecord,
): Promise<void> {
  const missing = factsInOrder(record).filter(({ queued }) => !queued);
  if (missing.length === 0) return;
  for (const stored of missing) await outbox.put(accountId, toOutboxEntry(record, stored));
  await reviews.markQueued(
    accountId,
    record.reviewId,
    missing.map(({ fact }) => factIdOf(fact)),
  );
}
