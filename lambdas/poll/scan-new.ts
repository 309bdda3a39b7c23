import type { Account, Domain } from '../core/account.ts';
import { fingerprint, packFingerprints, unpackFingerprints } from '../core/fingerprint.ts';
import type { Review } from '../core/review.ts';
import type { Sync } from '../core/sync.ts';
import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { ReviewPage } from '../clients/trustpilot/list-reviews.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Syncs } from '../store/syncs.ts';
import { nextPosition } from './walk.ts';

/** Reviews may show up in the list some minutes after their creation time. */
const overlapMs = 15 * 60_000;
export const perPage = 100;

export interface ScanDeps {
  queue: ReviewQueue;
  syncs: Syncs;
  logger: Logger;
  nowMs: () => number;
  /** False when the Lambda should come to an end. */
  hasTime: () => boolean;
}

/** A domain's poll record before its first poll: it starts at the moment it was submitted in the dialogue. */
export const firstSync = ({ accountId }: Account, { businessUnitId, addedAtMs }: Domain): Sync => ({
  accountId,
  businessUnitId,
  version: 0,
  watermarkMs: addedAtMs,
  recent: '',
  lastPollAtMs: 0,
  lastSuccessAtMs: 0,
  failures: 0,
  notBeforeMs: 0,
  received: 0,
});

/**
 * Reads what is new in one domain into the queue and returns the record to store. Queue first, watermark second: a
 * crash between the two repeats a page, it never skips one. Each page but the last is stored as a checkpoint.
 */
export async function scanNew(deps: ScanDeps, user: TrustpilotUser, stored: Sync): Promise<Sync> {
  const { scan, ...start } = stored;
  const known = unpackFingerprints(stored.recent);
  const seen = new Map<string, number>();
  let position = scan ?? { fromMs: stored.watermarkMs - overlapMs, page: 1 };
  let record: Sync = { ...start, lastPollAtMs: deps.nowMs() };
  for (;;) {
    const read = await user.listReviews({
      businessUnitId: stored.businessUnitId,
      orderBy: 'createdat.asc',
      startDateTime: new Date(position.fromMs).toISOString(),
      page: position.page,
      perPage,
    });
    const { reviews, requestStartedAtMs } = read;
    const unseen = reviews.filter((review) => !known.has(fingerprint(review)));
    await deps.queue.sendAll(unseen.map((review) => toMessage(stored.accountId, review, requestStartedAtMs)));
    for (const review of reviews) seen.set(fingerprint(review), createdAtMs(review));
    record = advance(record, reviews, unseen.length, deps.nowMs());
    if (read.unreadable > 0)
      deps.logger.error('reviews unreadable', { ...ids(stored), reviews: read.unreadable });
    if (isEnd(read)) return finished(record, seen, known, scan !== undefined);
    position = nextPosition(position, reviews.map(createdAtMs).at(-1));
    record = { ...record, scan: position, recent: packFingerprints([...known, ...seen.keys()]) };
    if (!deps.hasTime()) return record;
    if (!(await deps.syncs.save(record))) return record;
    record = { ...record, version: record.version + 1 };
  }
}

const ids = ({ accountId, businessUnitId }: Sync) => ({ accountId, businessUnitId });

/** A page without a single item is the end, whatever its links say. */
export const isEnd = ({ hasNext, reviews, unreadable }: ReviewPage): boolean =>
  !hasNext || reviews.length + unreadable === 0;

const createdAtMs = ({ details }: Review): number => Date.parse(details.createdAt);

const toMessage = (accountId: string, review: Review, requestedAtMs: number) => ({
  kind: 'observation' as const,
  accountId,
  lane: 'new' as const,
  requestedAtMs,
  review,
});

/** The watermark is the lesser of the newest creation time and the clock: a date in the future skips nothing. */
function advance(record: Sync, reviews: Review[], queued: number, nowMs: number): Sync {
  const newest = Math.max(
    record.watermarkMs,
    ...reviews.map((review) => Math.min(createdAtMs(review), nowMs)),
  );
  return { ...record, watermarkMs: newest, received: record.received + queued };
}

/** Only what the next scan will meet again is remembered; after a resumed scan that is not known, so all is kept once. */
function finished(record: Sync, seen: Map<string, number>, known: Set<string>, resumed: boolean): Sync {
  const { scan: _done, lastError: _solved, ...rest } = record;
  const from = record.watermarkMs - overlapMs - 1000;
  const still = [...seen].filter(([, createdAt]) => createdAt >= from).map(([print]) => print);
  const recent = packFingerprints(resumed ? new Set([...known, ...still]) : still);
  return { ...rest, recent, lastSuccessAtMs: record.lastPollAtMs, failures: 0, notBeforeMs: 0 };
}
