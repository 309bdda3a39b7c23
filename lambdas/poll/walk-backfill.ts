import type { Account, Domain } from '../core/account.ts';
import { plannedBackfill } from '../core/backfill-plan.ts';
import { fingerprint, packFingerprints, unpackFingerprints } from '../core/fingerprint.ts';
import type { Review } from '../core/review.ts';
import type { Backfill, Sync } from '../core/sync.ts';
import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import { createdAtMs } from '../core/memory.ts';
import { isLastPage, perPage } from './read-page.ts';
import type { ScanDeps } from './scan-new.ts';
import { nextPosition } from './walk.ts';

/**
 * Reads one page of older unanswered reviews into the queue; undefined when there is nothing (more) to walk.
 * Queue first, checkpoint second. The worker decides again whether a review becomes a ticket, so that one answered
 * meanwhile does not, and one that has a ticket gets no second.
 */
export async function walkBackfill(
  deps: ScanDeps,
  user: TrustpilotUser,
  account: Account,
  domain: Domain,
  sync: Sync,
): Promise<Sync | undefined> {
  const plan = plannedBackfill(account, domain, sync, deps.nowMs());
  if (plan === undefined) return undefined;
  const read = await user.listReviews({
    businessUnitId: sync.businessUnitId,
    orderBy: 'createdat.asc',
    responded: false,
    startDateTime: new Date(plan.cursorMs).toISOString(),
    endDateTime: new Date(plan.untilMs + 1000).toISOString(),
    page: plan.page,
    perPage,
  });
  const seen = unpackFingerprints(plan.seen ?? '');
  const wanted = read.reviews.filter((review) => isInWindow(review, plan) && !seen.has(fingerprint(review)));
  await deps.queue.sendAll(
    wanted.map((review) => toMessage(account.accountId, domain, review, read.requestStartedAtMs)),
  );
  const { cursorMs: fromMs, page } = plan;
  const next = nextPosition({ fromMs, page }, read.reviews.map(createdAtMs).at(-1));
  const walked: Backfill = {
    ...plan,
    cursorMs: next.fromMs,
    page: next.page,
    queued: plan.queued + wanted.length,
    seen: packFingerprints(overlapOf(read.reviews, next.fromMs)),
    ...(isLastPage(read) && { finishedAtMs: deps.nowMs() }),
  };
  return { ...sync, backfill: walked };
}

/** The bounds of the list are only as sharp as Trustpilot makes them. */
function isInWindow(review: Review, { fromMs, untilMs }: Backfill): boolean {
  const createdAt = createdAtMs(review);
  return createdAt >= fromMs && createdAt < untilMs && review.reply === null;
}

/** What the next page will show again, so that it is neither sent nor counted twice. */
const overlapOf = (reviews: Review[], fromMs: number): string[] =>
  reviews.filter((review) => createdAtMs(review) >= fromMs).map(fingerprint);

/** Created after the domain was added, it is a new review that the watermark covers as well: no backfill. */
const toMessage = (accountId: string, { addedAtMs }: Domain, review: Review, requestedAtMs: number) => ({
  kind: 'observation' as const,
  accountId,
  lane: createdAtMs(review) < Math.floor(addedAtMs / 1000) * 1000 ? ('backfill' as const) : ('new' as const),
  requestedAtMs,
  review,
});
