import { erasedHash } from '../core/erase.ts';
import { PermanentError, RetryableError } from '../core/errors.ts';
import { copyIsFreshMs, type ReviewCopy } from '../core/review-copy.ts';
import { observeKnown } from '../store/observe-known.ts';
import { planLook } from '../store/plan-look.ts';
import type { Card } from './contract.ts';
import type { Found, SidebarDeps } from './ports.ts';
import { rememberTags } from './used-tags.ts';

/** Whoever presses Refresh twice in a row meant it once. */
const refreshEveryMs = 5_000;

export interface Looked extends Found {
  copy: ReviewCopy | undefined;
  freshness: Card['freshness'];
}

/**
 * What Trustpilot says of a review: the stored copy while it is fresh, else one call, unless the day's calls are
 * short or there is no login. Undefined when the review was erased meanwhile.
 */
export async function look(
  deps: SidebarDeps,
  found: Found,
  { refresh }: { refresh: boolean },
): Promise<Looked | undefined> {
  const { account, record } = found;
  const copy = await deps.reviewCopies.read(account.accountId, record.reviewId, deps.nowMs());
  const keepMs = refresh ? refreshEveryMs : copyIsFreshMs;
  if (copy !== undefined && deps.nowMs() - copy.atMs <= keepMs)
    return { ...found, copy, freshness: 'stored' };
  if (account.connection.status === 'dead') return { ...found, copy, freshness: 'connection-dead' };
  if (!(await deps.allowance.hasRoom())) return { ...found, copy, freshness: 'allowance-short' };
  try {
    return await readNow(deps, found, copy);
  } catch (error) {
    if (!(error instanceof RetryableError) && !(error instanceof PermanentError)) throw error;
    const { accountId } = account;
    deps.logger.warn('sidebar could not read', { accountId, reviewId: record.reviewId }, error);
    const isDead = error instanceof PermanentError && error.reason === 'connection-dead';
    return { ...found, copy, freshness: isDead ? 'connection-dead' : 'unreachable' };
  }
}

/** One read, which tells the ticket what it shows as any other read does. */
export async function readNow(
  deps: SidebarDeps,
  { account, record: known }: Found,
  before: ReviewCopy | undefined,
): Promise<Looked | undefined> {
  const { accountId } = account;
  const { reviewId, lane } = known;
  const startedAtMs = deps.nowMs();
  const answer = await deps.sidebarCallsOf(account).readReview(reviewId);
  if (answer === 'gone') return gone(deps, { account, record: known }, before, startedAtMs);
  const { review, extras, requestStartedAtMs: requestedAtMs } = answer;
  if (!account.domains.some(({ businessUnitId }) => businessUnitId === review.details.businessUnitId))
    throw new PermanentError('The review belongs to another company now.', 'forbidden');
  const record = await observeKnown(deps, accountId, { review, requestedAtMs, lane });
  if (record === undefined) return undefined;
  const state = review.hidden ? 'hidden' : 'shown';
  const copy: ReviewCopy = { ...extras, atMs: requestedAtMs, state, reply: review.reply };
  await keep(deps, { account, record }, copy);
  await rememberTags(deps, accountId, copy.tags ?? []);
  return { account, record, copy, freshness: 'fresh' };
}

/** Not found once: that counts for the ticket after a second read, which is planned with the first one. */
async function gone(
  deps: SidebarDeps,
  found: Found,
  before: ReviewCopy | undefined,
  startedAtMs: number,
): Promise<Looked> {
  const { account, record } = found;
  const { reviewId, presence } = record;
  const isGone = presence?.gone === true;
  const isPlanned = before?.notFound === true && startedAtMs - before.atMs < deps.absenceMs;
  if (!isGone && !isPlanned)
    await planLook(deps, account.accountId, {
      reviewId,
      atMs: startedAtMs + deps.absenceMs,
      goneSinceMs: startedAtMs,
    });
  const last = before ?? { tags: null, report: null, findReviewer: null, state: 'shown', reply: null };
  const copy: ReviewCopy = isGone
    ? { ...last, atMs: startedAtMs, state: 'removed', reply: null }
    : { ...last, atMs: startedAtMs, notFound: true };
  await keep(deps, found, copy);
  return { ...found, copy, freshness: 'fresh' };
}

/** An erasure that came in between remembers itself first of all, and may have looked for a copy too early. */
export async function keep(deps: SidebarDeps, { account, record }: Found, copy: ReviewCopy): Promise<void> {
  const { accountId } = account;
  const { reviewId } = record;
  try {
    await deps.reviewCopies.put(accountId, reviewId, copy);
  } catch (error) {
    // Larger than a row: the next look costs a call. What was done is done, and shown.
    if (!(error instanceof Error) || error.name !== 'ValidationException') throw error;
    deps.logger.warn('review copy not stored', { accountId, reviewId }, error);
  }
  if (await deps.erasures.isErased(accountId, erasedHash(account, reviewId)))
    await deps.reviewCopies.remove(accountId, reviewId);
}
