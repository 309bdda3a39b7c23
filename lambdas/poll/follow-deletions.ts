import type { TrustpilotClient } from '../clients/trustpilot/client.ts';
import { PermanentError, RetryableError } from '../core/errors.ts';
import type { DeletionsRun, DeletionsWalk, FeedPlace } from '../store/erasure-runs.ts';
import type { StoredReview } from '../store/erasures.ts';
import { eraseStored, type EraseStoredDeps } from './erase-stored.ts';

const dayMs = 86_400_000;
/** The feed goes by days, and an entry may be late. */
const overlapMs = dayMs;
/** Trustpilot: repeat a failed call after 5 to 15 minutes (reference, 7.2). */
const laterMs = 15 * 60_000;
/** Pages of 1,000 ids that are compared with the stored reviews in one pass: a day of Trustpilot is about as many. */
const pagesOfPart = 20;

export interface DeletionsDeps extends EraseStoredDeps {
  trustpilot: Pick<TrustpilotClient, 'listDeletions'>;
  nowMs: () => number;
  /** How often the Deletions API is followed. */
  deletionsMs: number;
}

/**
 * Who stores reviews must erase what was deleted at Trustpilot (reference, 7.5). The feeds are about all of
 * Trustpilot, so a pass over the stored reviews of each account picks ours. Queue first, mark second; what one tick
 * has no time for is the next one's.
 */
export async function followDeletions(deps: DeletionsDeps): Promise<void> {
  const nowMs = deps.nowMs();
  const run = await deps.erasures.readRun();
  if (!deps.hasTime() || (run !== undefined && nowMs < dueAtMs(run, deps.deletionsMs))) return;
  const lastAtMs = run?.lastAtMs ?? nowMs;
  let walk: DeletionsWalk = run?.walk ?? firstWalk(lastAtMs, nowMs);
  try {
    let isOver = false;
    do {
      ({ walk, isOver } = await followPart(deps, walk));
      await deps.erasures.saveRun(
        isOver ? { lastAtMs: walk.startedAtMs, notBeforeMs: 0 } : { lastAtMs, notBeforeMs: 0, walk },
      );
      const { reviews, consumers, ours } = walk;
      deps.logger.info(isOver ? 'deletions followed' : 'deletions go on', { reviews, consumers, ours });
    } while (!isOver && deps.hasTime());
  } catch (error) {
    if (!(error instanceof RetryableError) && !(error instanceof PermanentError)) throw error;
    const isBusy = error instanceof RetryableError;
    deps.logger[isBusy ? 'warn' : 'error']('deletions not followed', {}, error);
    // The name of a page may be what Trustpilot refuses: then from the beginning.
    await deps.erasures.saveRun({ lastAtMs, notBeforeMs: nowMs + laterMs, ...(isBusy && { walk }) });
  }
}

const dueAtMs = ({ lastAtMs, notBeforeMs, walk }: DeletionsRun, deletionsMs: number): number =>
  walk === undefined ? Math.max(notBeforeMs, lastAtMs + deletionsMs) : notBeforeMs;

const firstWalk = (lastAtMs: number, nowMs: number): DeletionsWalk => ({
  startedAtMs: nowMs,
  startDate: new Date(lastAtMs - overlapMs).toISOString().slice(0, 10),
  next: { feed: 'reviews' },
  reviews: 0,
  consumers: 0,
  ours: 0,
});

/** Some pages of the feeds, compared with what is stored. */
async function followPart(
  deps: DeletionsDeps,
  walk: DeletionsWalk,
): Promise<{ walk: DeletionsWalk; isOver: boolean }> {
  const { reviews, consumers, pages, next } = await readPart(deps, walk);
  const isMeant = ({ reviewId, consumerId }: StoredReview) =>
    reviews.has(reviewId) || (consumerId !== null && consumers.has(consumerId));
  const after = pages === walk.part?.pages ? walk.part.after : undefined;
  const isEmpty = reviews.size + consumers.size === 0;
  const { queued, stoppedAt } = isEmpty
    ? { queued: 0, stoppedAt: undefined }
    : await eraseStored(deps, { isMeant, isDeleted: true }, after);
  const ours = walk.ours + queued;
  if (stoppedAt !== undefined)
    return { walk: { ...walk, ours, part: { pages, after: stoppedAt } }, isOver: false };
  const { part: _done, ...rest } = walk;
  const seen = { reviews: walk.reviews + reviews.size, consumers: walk.consumers + consumers.size };
  return { walk: { ...rest, ...seen, ours, next: next ?? walk.next }, isOver: next === undefined };
}

/** As many pages as were compared in part before, so that the rest of the pass is about the same ids. */
async function readPart({ trustpilot, hasTime }: DeletionsDeps, { startDate, part, next }: DeletionsWalk) {
  const ids = { reviews: new Set<string>(), consumers: new Set<string>() };
  let place: FeedPlace | undefined = next;
  let pages = 0;
  while (place !== undefined && pages < (part?.pages ?? pagesOfPart) && (pages === 0 || hasTime())) {
    const { feed, token }: FeedPlace = place;
    const page = await trustpilot.listDeletions(feed, {
      startDate,
      ...(token !== undefined && { nextToken: token }),
    });
    for (const id of page.ids) ids[feed].add(id);
    pages += 1;
    place = nextPlace(place, page.nextToken);
  }
  return { ...ids, pages, next: place };
}

function nextPlace({ feed, token }: FeedPlace, nextToken: string | undefined): FeedPlace | undefined {
  if (nextToken !== undefined && nextToken !== token) return { feed, token: nextToken };
  return feed === 'reviews' ? { feed: 'consumers' } : undefined;
}
