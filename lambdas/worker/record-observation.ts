import type { Account } from '../core/account.ts';
import { erasedHash } from '../core/erase.ts';
import { RetryableError } from '../core/errors.ts';
import { isWanted } from '../core/filter.ts';
import { firstRecord } from '../core/observe.ts';
import type { ObservationMessage } from '../queue/message.ts';
import type { Erasures } from '../store/erasures.ts';
import { observeKnown, type ObserveDeps } from '../store/observe-known.ts';
import { planLook } from '../store/plan-look.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';

const maxAttempts = 3;
const dayMs = 86_400_000;

export interface RecordDeps extends ObserveDeps {
  erasures: Erasures;
}

/**
 * Turns an observation into facts, and facts into outbox entries: one conditional write of the review's row, then
 * the entries. A crash between the two leaves facts that are not `queued`; whoever meets the review next, with
 * this observation or any other, puts what is missing. `left out`: unknown, and not wanted by these settings.
 */
export async function recordObservation(
  deps: RecordDeps,
  account: Account,
  message: ObservationMessage,
): Promise<'recorded' | 'left out'> {
  const { accountId } = account;
  if (message.known !== true && (await mayCreate(deps, account, message))) {
    if (await create(deps, accountId, message)) return 'recorded';
  }
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    if ((await observeKnown(deps, accountId, message)) !== undefined) return 'recorded';
    if (!(await mayCreate(deps, account, message))) {
      await lookLaterIfHidden(deps, accountId, message);
      return 'left out';
    }
    if (await create(deps, accountId, message)) return 'recorded';
  }
  throw new RetryableError('The review comes and goes.');
}

/** An erased review does not come back, whatever is still in the queue. Most accounts have none, and look for none. */
async function mayCreate(
  { erasures }: RecordDeps,
  account: Account,
  message: ObservationMessage,
): Promise<boolean> {
  if (!isWanted(account, message)) return false;
  const { reviewId } = message.review;
  return (
    account.hasErased !== true || !(await erasures.isErased(account.accountId, erasedHash(account, reviewId)))
  );
}

/**
 * An earlier read that still showed the review may be late in the queue, and would make a ticket of what is gone. The
 * look costs a call only where one was made.
 */
async function lookLaterIfHidden(
  deps: RecordDeps,
  accountId: string,
  { review: { reviewId, hidden } }: ObservationMessage,
): Promise<void> {
  if (hidden) await planLook(deps, accountId, { reviewId, atMs: deps.nowMs() + dayMs });
}

async function create(deps: RecordDeps, accountId: string, message: ObservationMessage): Promise<boolean> {
  const record = firstRecord(message, deps.nowMs());
  const isCreated = await deps.reviews.create(accountId, record);
  if (isCreated) await putMissingEntries(deps, accountId, record);
  return isCreated;
}
