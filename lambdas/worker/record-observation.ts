import type { Account } from '../core/account.ts';
import { RetryableError } from '../core/errors.ts';
import { factIdOf } from '../core/fact.ts';
import { isWanted } from '../core/filter.ts';
import { firstRecord, observe } from '../core/observe.ts';
import { toOutboxEntry } from '../core/outbox-entry.ts';
import { factsInOrder, type ReviewRecord } from '../core/review-record.ts';
import type { ObservationMessage } from '../queue/message.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Reviews } from '../store/reviews.ts';

const maxAttempts = 8;

export interface RecordDeps {
  reviews: Reviews;
  outbox: Outbox;
  nowMs: () => number;
  /** How long something must be missing before it counts as gone. */
  absenceMs: number;
}

/**
 * Turns an observation into facts, and facts into outbox entries: one conditional write of the review's row, then
 * the entries. A crash between the two leaves facts that are not `queued`; whoever meets the review next, with
 * this observation or any other, puts what is missing.
 */
export async function recordObservation(deps: RecordDeps, account: Account, message: ObservationMessage): Promise<void> {
  const { accountId } = account;
  const { reviewId } = message.review;
  const isNew = message.known !== true && isWanted(account, message) && (await create(deps, accountId, message));
  if (isNew) return;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const record = await deps.reviews.read(accountId, reviewId);
    if (record === undefined) {
      if (!isWanted(account, message) || (await create(deps, accountId, message))) return;
      continue;
    }
    const next = observe(record, message, deps.nowMs(), deps.absenceMs);
    if (next === record || (await deps.reviews.replace(accountId, next))) {
      await putMissingEntries(deps, accountId, next);
      return;
    }
  }
  throw new RetryableError('The review is changed by too many at once.');
}

async function create(deps: RecordDeps, accountId: string, message: ObservationMessage): Promise<boolean> {
  const record = firstRecord(message, deps.nowMs());
  const isCreated = await deps.reviews.create(accountId, record);
  if (isCreated) await putMissingEntries(deps, accountId, record);
  return isCreated;
}

/** Puts the outbox entry of every fact that may not have one yet, then remembers that it has. */
export async function putMissingEntries(
  { outbox, reviews }: Pick<RecordDeps, 'outbox' | 'reviews'>,
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
