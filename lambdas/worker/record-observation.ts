import type { Account } from '../core/account.ts';
import { RetryableError } from '../core/errors.ts';
import { isWanted } from '../core/filter.ts';
import { firstRecord, observe } from '../core/observe.ts';
import type { ObservationMessage } from '../queue/message.ts';
import type { Outbox } from '../store/outbox.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';
import type { Reviews } from '../store/reviews.ts';

const maxAttempts = 3;

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
export async function recordObservation(
  deps: RecordDeps,
  account: Account,
  message: ObservationMessage,
): Promise<void> {
  const { accountId } = account;
  const { reviewId } = message.review;
  const isNew =
    message.known !== true && isWanted(account, message) && (await create(deps, accountId, message));
  if (isNew) return;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const record = await deps.reviews.change(accountId, reviewId, (known) =>
      observe(known, message, deps.nowMs(), deps.absenceMs),
    );
    if (record !== undefined) return putMissingEntries(deps, accountId, record);
    if (!isWanted(account, message) || (await create(deps, accountId, message))) return;
  }
  throw new RetryableError('The review comes and goes.');
}

async function create(deps: RecordDeps, accountId: string, message: ObservationMessage): Promise<boolean> {
  const record = firstRecord(message, deps.nowMs());
  const isCreated = await deps.reviews.create(accountId, record);
  if (isCreated) await putMissingEntries(deps, accountId, record);
  return isCreated;
}
