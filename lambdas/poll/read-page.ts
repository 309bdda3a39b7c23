import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { ReviewPage } from '../clients/trustpilot/list-reviews.ts';
import type { Account, Domain } from '../core/account.ts';
import { compare, createdAtMs, isMassDisappearance, remember, type Memory } from '../core/memory.ts';
import type { Review } from '../core/review.ts';
import type { Sync } from '../core/sync.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Logger } from '../runtime/logger.ts';
import type { DueWork } from '../store/due.ts';
import type { Memories } from '../store/memories.ts';
import { planLook } from '../store/plan-look.ts';
import { nextPosition, type Position } from './walk.ts';

export const perPage = 100;

export interface ReadPageDeps {
  queue: ReviewQueue;
  memories: Memories;
  due: DueWork;
  logger: Logger;
  nowMs: () => number;
  /** How long something must be missing before it counts as gone. */
  absenceMs: number;
}

/** A walk over a domain's reviews, oldest first. */
export interface Walk {
  account: Account;
  domain: Domain;
  user: TrustpilotUser;
  sync: Sync;
  position: Position;
  /** End of the walk; the present if left out. */
  untilMs?: number;
  /** What is remembered of it, where that was read already. */
  memory?: Memory;
  /** Of this walk so far. */
  tally: Tally;
}

export interface Tally {
  remembered: number;
  vanished: number;
}

export interface WalkedPage {
  reviews: Review[];
  unknown: Review[];
  next: Position;
  isEnd: boolean;
  /** More vanished than can be true: nothing of it was believed. */
  isMass: boolean;
  tally: Tally;
  /** The hours that changed. */
  changed: Memory;
}

/**
 * Reads one page of a walk into the queue: what is unknown and what has changed. A review that is remembered and
 * missing is read on its own, later. Queue first, memory second: a crash between the two repeats work.
 */
export async function readPage(deps: ReadPageDeps, walk: Walk): Promise<WalkedPage> {
  const { position, sync } = walk;
  const read = await list(walk);
  const { reviews } = read;
  const isEnd = isLastPage(read);
  const last = reviews.map(createdAtMs).at(-1);
  const window = {
    afterMs: position.page === 1 ? position.fromMs : Math.max(...reviews.slice(0, 1).map(createdAtMs)),
    beforeMs: isEnd ? (walk.untilMs ?? Infinity) : (last ?? position.fromMs),
  };
  const { accountId, businessUnitId } = sync;
  const memory =
    walk.memory ??
    (await deps.memories.range(
      accountId,
      businessUnitId,
      position.fromMs,
      Math.max(window.beforeMs, last ?? 0),
    ));
  const found = compare(memory, reviews, read.unreadableIds, window);
  await send(deps, walk, read, found);
  const tally = {
    remembered: walk.tally.remembered + found.inWindow,
    vanished: walk.tally.vanished + found.vanished.length,
  };
  const isMass = isMassDisappearance(tally.vanished, tally.remembered);
  // An item whose id cannot be read may be any of those that are missing.
  const missing = isMass || read.unreadable > read.unreadableIds.length ? [] : found.vanished;
  if (isMass) deps.logger.error('mass disappearance', { accountId, businessUnitId, count: tally.vanished });
  for (const { reviewId } of missing) await planLook(deps, accountId, { reviewId, atMs: deps.nowMs() });
  const changed = remember(memory, reviews, missing);
  await deps.memories.save(accountId, businessUnitId, changed, memory);
  return {
    reviews,
    unknown: found.unknown,
    next: nextPosition(position, last),
    isEnd,
    isMass,
    tally,
    changed,
  };
}

const list = ({ user, sync, position, untilMs }: Walk): Promise<ReviewPage> =>
  user.listReviews({
    businessUnitId: sync.businessUnitId,
    orderBy: 'createdat.asc',
    startDateTime: new Date(position.fromMs).toISOString(),
    ...(untilMs !== undefined && { endDateTime: new Date(untilMs + 1000).toISOString() }),
    page: position.page,
    perPage,
  });

/** A page without a single item is the end, whatever its links say. */
export const isLastPage = ({ hasNext, reviews, unreadable }: ReviewPage): boolean =>
  !hasNext || reviews.length + unreadable === 0;

async function send(
  { queue, logger }: ReadPageDeps,
  { account, domain, sync }: Walk,
  { requestStartedAtMs: requestedAtMs, unreadable }: ReviewPage,
  { unknown, changed }: { unknown: Review[]; changed: Review[] },
): Promise<void> {
  const { accountId, businessUnitId } = sync;
  if (unreadable > 0) logger.error('reviews unreadable', { accountId, businessUnitId, reviews: unreadable });
  const message = { kind: 'observation' as const, accountId, lane: 'new' as const, requestedAtMs };
  // Without backfill no review from before the domain was added is known to us, so none of them can be news.
  const knowsOlder = account.settings.backfill.on || sync.backfill !== undefined;
  const wanted = unknown.filter((review) => knowsOlder || isOfOurTime(domain, review));
  await queue.sendAll([
    ...wanted.map((review) => ({ ...message, review })),
    ...changed.map((review) => ({ ...message, review, known: true })),
  ]);
}

/** Created since the domain was added. Trustpilot's times are whole seconds. */
export const isOfOurTime = ({ addedAtMs }: Domain, review: Review): boolean =>
  createdAtMs(review) >= Math.floor(addedAtMs / 1000) * 1000;
