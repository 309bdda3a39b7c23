import * as z from 'zod/mini';
import type { Account } from '../core/account.ts';
import { entryKeys, erasedHash, removalEntry, withoutEntries } from '../core/erase.ts';
import { RetryableError } from '../core/errors.ts';
import { arrivedFactId } from '../core/external-id.ts';
import { factOfSortKey, toOutboxEntry } from '../core/outbox-entry.ts';
import { markGone } from '../core/presence.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import type { EraseMessage } from '../queue/message.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Key } from '../store/batch-write.ts';
import type { Due, DueWork } from '../store/due.ts';
import type { Erasures } from '../store/erasures.ts';
import type { Outbox } from '../store/outbox.ts';
import { ticketsOf, type ReviewIndex } from '../store/review-index.ts';
import type { Reviews } from '../store/reviews.ts';
import { planRetelling, type RetellDeps } from './retell.ts';

const maxAttempts = 5;

/**
 * What was under way when a review was erased may write of it a moment later, such as who wrote it when Zendesk
 * confirms its ticket. No handler lives longer than this.
 */
const lateMs = 2 * 60_000;

export interface EraseDeps extends RetellDeps {
  reviews: Reviews;
  reviewIndex: ReviewIndex;
  outbox: Outbox;
  erasures: Erasures;
  due: Pick<DueWork, 'put'>;
  logger: Logger;
  nowMs: () => number;
}

/** Erases one review, or all of one person. */
export async function erase(deps: EraseDeps, account: Account, message: EraseMessage): Promise<void> {
  const { accountId } = account;
  const { reviewId, consumerId, isDeleted } = message;
  if (reviewId !== undefined) await eraseReview(deps, account, reviewId, isDeleted);
  if (consumerId === undefined) return;
  const report = (row: string) => deps.logger.error('damaged row', { accountId, row });
  for await (const page of deps.erasures.storedReviews(accountId, report)) {
    const theirs = page.filter((review) => review.consumerId === consumerId);
    for (const review of theirs) await eraseReview(deps, account, review.reviewId, isDeleted);
  }
}

/**
 * Takes everything about a review out of the table. First of all it is kept from coming back; its record goes last,
 * because it names all the rest: a crash in between, or somebody who changes it, leads through the same steps again.
 */
async function eraseReview(
  deps: EraseDeps,
  account: Account,
  reviewId: string,
  isDeleted: boolean,
): Promise<void> {
  const { accountId } = account;
  const hash = erasedHash(account, reviewId);
  const { neverInZendesk } = await deps.erasures.remember(accountId, hash, deps.nowMs());
  let isTold = isDeleted && !neverInZendesk ? undefined : false;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const record = await deps.reviews.find(accountId, reviewId);
    if (record === undefined) return;
    if (record === 'damaged') return eraseDamaged(deps, accountId, reviewId);
    isTold ??= await mayBeInZendesk(deps.outbox, accountId, record);
    if (isDeleted && !isTold) await deps.erasures.noteNeverInZendesk(accountId, hash);
    if (await eraseRecord(deps, accountId, record, isTold))
      return deps.logger.info('review erased', { accountId, reviewId });
  }
  throw new RetryableError('The review is changed by too many at once.');
}

/** False when somebody changed the record meanwhile: what it names may be more by now. */
async function eraseRecord(
  deps: EraseDeps,
  accountId: string,
  known: ReviewRecord,
  isTold: boolean,
): Promise<boolean> {
  const record = isTold ? await tellRemoved(deps, accountId, known) : known;
  if (record === undefined) return false;
  const { reviewId } = record;
  const kept = isTold ? removalEntry(record)?.sortKey : undefined;
  const sortKeys = entryKeys(record);
  await planForget(deps, accountId, reviewId, ticketsOf(record));
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
  return deps.reviews.remove(accountId, record);
}

/** A row that nobody can read names nothing, so that all is searched for its id. The agent cannot be told. */
async function eraseDamaged(deps: EraseDeps, accountId: string, reviewId: string): Promise<void> {
  await planForget(deps, accountId, reviewId, []);
  await removeRows(deps, accountId, await deps.erasures.rowsAbout(accountId, reviewId));
  await deps.reviews.remove(accountId, { reviewId });
  deps.logger.error('damaged review erased', { accountId, reviewId });
}

async function removeRows(deps: EraseDeps, accountId: string, rows: Key[]): Promise<void> {
  await letGo(
    deps,
    accountId,
    rows.map(({ SK }) => SK),
  );
  await deps.erasures.removeRows(rows);
}

const planForget = ({ due, nowMs }: EraseDeps, accountId: string, reviewId: string, tickets: number[]) =>
  due.put({ kind: 'forget', accountId, id: reviewId, atMs: nowMs() + lateMs, data: { tickets } });

const forgetSchema = z.object({ tickets: z.array(z.number()) });

/** Erases once more what came late, also the review itself where a message about it was worked off meanwhile. */
export async function forget(deps: EraseDeps, account: Account, { id, data }: Due): Promise<void> {
  const tickets = forgetSchema.safeParse(data).data?.tickets ?? [];
  await eraseReview(deps, account, id, false);
  await deps.reviewIndex.forgetLate(account.accountId, id, tickets);
  const entries = await deps.erasures.entriesOf(account.accountId, id);
  await removeRows(
    deps,
    account.accountId,
    entries.filter(({ SK }) => !tellsOfRemoval(SK)),
  );
}

/** Of the note that the agent gets there is nothing of the person. */
const tellsOfRemoval = (sortKey: string): boolean => factOfSortKey(sortKey).factId.startsWith('removed:');

/** The agent hears of a deletion, unless Zendesk cannot have the review. */
async function tellRemoved(
  deps: EraseDeps,
  accountId: string,
  known: ReviewRecord,
): Promise<ReviewRecord | undefined> {
  const { reviews, outbox, nowMs } = deps;
  const record = await reviews.change(accountId, known.reviewId, (current) =>
    markGone(current, nowMs(), nowMs()),
  );
  const entry = record && removalEntry(record);
  if (entry !== undefined) {
    await planRetelling(deps, accountId, entry);
    await outbox.put(accountId, entry);
  }
  return record;
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
