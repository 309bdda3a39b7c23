import type { Account } from '../core/account.ts';
import { entryKeys, erasedHash, removalEntry, withoutEntries } from '../core/erase.ts';
import { RetryableError } from '../core/errors.ts';
import { arrivedFactId } from '../core/external-id.ts';
import { toOutboxEntry } from '../core/outbox-entry.ts';
import { markGone } from '../core/presence.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import type { EraseMessage } from '../queue/message.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Erasures } from '../store/erasures.ts';
import type { Outbox } from '../store/outbox.ts';
import type { ReviewIndex } from '../store/review-index.ts';
import type { Reviews } from '../store/reviews.ts';

const maxAttempts = 5;

export interface EraseDeps {
  reviews: Reviews;
  reviewIndex: ReviewIndex;
  outbox: Outbox;
  erasures: Erasures;
  logger: Logger;
  nowMs: () => number;
}

/** Erases one review, or all of one person. */
export async function erase(deps: EraseDeps, account: Account, message: EraseMessage): Promise<void> {
  const { reviewId, consumerId, isDeleted } = message;
  if (reviewId !== undefined) await eraseReview(deps, account, reviewId, isDeleted);
  if (consumerId === undefined) return;
  for await (const page of deps.erasures.storedReviews(account.accountId)) {
    const theirs = page.filter((review) => review.consumerId === consumerId);
    for (const review of theirs) await eraseReview(deps, account, review.reviewId, isDeleted);
  }
}

/**
 * Takes everything about a review out of the table. First of all it is kept from coming back; its record goes last,
 * because it names all the rest: a crash in between leads through the same steps again.
 */
async function eraseReview(
  deps: EraseDeps,
  account: Account,
  reviewId: string,
  isDeleted: boolean,
): Promise<void> {
  const { accountId } = account;
  await deps.erasures.remember(accountId, erasedHash(account, reviewId), deps.nowMs());
  const record = await deps.reviews.read(accountId, reviewId);
  if (record === undefined) return;
  const kept = isDeleted ? await tellRemoved(deps, accountId, record) : undefined;
  const sortKeys = entryKeys(record);
  await letGo(deps, accountId, sortKeys);
  await deps.outbox.remove(
    accountId,
    sortKeys.filter((key) => key !== kept),
  );
  await deps.outbox.removeParked(accountId, sortKeys);
  for (const factId of Object.keys(record.facts))
    await deps.outbox.unlistUnconfirmed(accountId, reviewId, factId);
  await deps.erasures.removeReplies(accountId, reviewId);
  await deps.reviewIndex.forget(accountId, record);
  await deps.reviews.remove(accountId, reviewId);
  deps.logger.info('review erased', { accountId, reviewId });
}

/** The agent hears of a deletion, unless Zendesk cannot have the review. Answers the note's sort key. */
async function tellRemoved(
  { reviews, outbox, nowMs }: EraseDeps,
  accountId: string,
  known: ReviewRecord,
): Promise<string | undefined> {
  if (!(await mayBeInZendesk(outbox, accountId, known))) return undefined;
  const record = await reviews.change(accountId, known.reviewId, (current) =>
    markGone(current, nowMs(), nowMs()),
  );
  const entry = record && removalEntry(record);
  if (entry !== undefined) await outbox.put(accountId, entry);
  return entry?.sortKey;
}

/**
 * Whether the review was ever handed out: Zendesk may have taken it over although it has not come back yet. The
 * entry is read before the handout, so that a pull in between is seen. A parked one was refused by Zendesk.
 */
async function mayBeInZendesk(outbox: Outbox, accountId: string, record: ReviewRecord): Promise<boolean> {
  const arrived = record.facts[arrivedFactId];
  if (arrived === undefined || arrived.confirmed !== undefined) return true;
  const { sortKey } = toOutboxEntry(record, arrived);
  const pending = await outbox.readPending(accountId, sortKey);
  const { outstanding, parked } = await outbox.readHandout(accountId);
  if (outstanding.some(({ sortKeys }) => sortKeys.includes(sortKey))) return true;
  return !parked.includes(sortKey) && (pending === undefined || pending.again === true);
}

/** A parked entry keeps the later ones of its review waiting; an erased one must not. */
async function letGo({ outbox }: EraseDeps, accountId: string, sortKeys: string[]): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const handout = await outbox.readHandout(accountId);
    const next = withoutEntries(handout, sortKeys);
    if (next === handout || (await outbox.saveHandout(accountId, next))) return;
  }
  throw new RetryableError('Pulls of the account came in between.');
}
