import type { Account, Domain } from '../core/account.ts';
import { createdAtMs, memoryMs, newestFirst, remember, type Memory } from '../core/memory.ts';
import type { Review } from '../core/review.ts';
import { rescanTierNames, type Sync } from '../core/sync.ts';
import type { DomainWork } from './poll-domain.ts';
import { isOfOurTime, perPage, readPage, type ReadPageDeps, type Walk } from './read-page.ts';
import { saveRecord, type SaveDeps } from './save-record.ts';

/** Reviews may show up in the list some minutes after their creation time. */
const overlapMs = 15 * 60_000;
const dayMs = 86_400_000;
/** Known reviews that are read again with the new ones: together they fit one page. */
const knownPerPage = 90;

export interface ScanDeps extends ReadPageDeps, SaveDeps {
  /** False when the Lambda should come to an end, or when the calls are used up. */
  hasTime: () => boolean;
}

/** A domain's poll record before its first poll: it starts at the moment it was submitted in the dialogue. */
export const firstSync = ({ accountId }: Account, { businessUnitId, addedAtMs }: Domain): Sync => ({
  accountId,
  businessUnitId,
  version: 0,
  watermarkMs: addedAtMs,
  lastPollAtMs: 0,
  lastSuccessAtMs: 0,
  failures: 0,
  notBeforeMs: 0,
  received: 0,
});

/**
 * Reads what is new in one domain into the queue and returns the record to store. A call that brings one review
 * costs as much as one that brings a hundred: so each scan starts as far back as still fits one page, and finds
 * edits, replies and removals on its way. Queue first, watermark second: a crash between the two repeats a page, it
 * never skips one. Each page but the last is stored as a checkpoint.
 */
export async function scanNew(deps: ScanDeps, work: DomainWork & { sync: Sync }): Promise<Sync> {
  const { sync: stored } = work;
  const { scan, ...start } = stored;
  let memory = await recall(deps, work);
  const first = scan ?? { fromMs: startOf(stored, memory, deps.nowMs()), page: 1 };
  let record: Sync = { ...start, lastPollAtMs: deps.nowMs(), scannedFromMs: first.fromMs };
  let walk: Walk = { ...work, position: first, memory, tally: { remembered: 0, vanished: 0 } };
  for (;;) {
    const page = await readPage(deps, walk);
    memory = new Map([...memory, ...page.changed]);
    record = advance(record, page.reviews, countNew(work, page.unknown), deps.nowMs());
    if (page.isEnd) return finished(record, memory, deps.nowMs());
    walk = { ...walk, position: page.next, memory, tally: page.tally };
    record = { ...record, scan: page.next };
    if (!deps.hasTime()) return record;
    const saved = await saveRecord(deps, record);
    if (saved === undefined) return record;
    record = saved;
  }
}

/** What is remembered of the newest reviews; before the first scan the newest page is remembered as it is found. */
async function recall(deps: ScanDeps, work: DomainWork & { sync: Sync }): Promise<Memory> {
  const { sync } = work;
  const { accountId, businessUnitId, lastSuccessAtMs, scan, reviewsPerDay = 1 } = sync;
  const memory = await deps.memories.newest(accountId, businessUnitId, {
    sinceMs: deps.nowMs() - memoryMs,
    count: knownPerPage,
    reachingMs: Math.min(sync.watermarkMs - overlapMs, scan?.fromMs ?? Infinity),
    reviewsPerDay,
  });
  return lastSuccessAtMs === 0 && scan === undefined && memory.size === 0 ? seed(deps, work) : memory;
}

async function seed(deps: ScanDeps, { user, sync }: DomainWork & { sync: Sync }): Promise<Memory> {
  const { accountId, businessUnitId, watermarkMs } = sync;
  const { reviews } = await user.listReviews({ businessUnitId, orderBy: 'createdat.desc', page: 1, perPage });
  const older = reviews.filter((review) => {
    const atMs = createdAtMs(review);
    return atMs > deps.nowMs() - memoryMs && atMs < watermarkMs - overlapMs;
  });
  const memory = remember(new Map(), older, []);
  await deps.memories.save(accountId, businessUnitId, memory, new Map());
  return memory;
}

/** As early as the known and the expected new ones fit one page; never after the overlap. */
function startOf(
  { watermarkMs, lastPollAtMs, reviewsPerDay = 0 }: Sync,
  memory: Memory,
  nowMs: number,
): number {
  const expected = lastPollAtMs === 0 ? 0 : (reviewsPerDay * (nowMs - lastPollAtMs)) / dayMs;
  const known = Math.max(0, knownPerPage - Math.ceil(2 * expected));
  const oldest = newestFirst(memory)[known - 1]?.createdAtMs;
  const reachMs = known === 0 ? Infinity : Math.max(nowMs - memoryMs, oldest ?? 0);
  return Math.min(watermarkMs - overlapMs, reachMs);
}

const countNew = ({ domain, sync }: DomainWork & { sync: Sync }, unknown: Review[]): number =>
  unknown.filter(
    (review) => isOfOurTime(domain, review) && createdAtMs(review) >= sync.watermarkMs - overlapMs,
  ).length;

/** The watermark is the lesser of the newest creation time and the clock: a date in the future skips nothing. */
function advance(record: Sync, reviews: Review[], received: number, nowMs: number): Sync {
  const newest = Math.max(
    record.watermarkMs,
    ...reviews.map((review) => Math.min(createdAtMs(review), nowMs)),
  );
  return { ...record, watermarkMs: newest, received: record.received + received };
}

function finished(record: Sync, memory: Memory, nowMs: number): Sync {
  const { scan: _done, lastError: _solved, ...rest } = record;
  const reviewsPerDay = perDay(memory, nowMs);
  // Before the first time a re-scan has nothing to compare with, so it may wait its turn.
  const rescans = rest.rescans ?? startOfRescans(nowMs);
  return {
    ...rest,
    reviewsPerDay,
    rescans,
    lastSuccessAtMs: record.lastPollAtMs,
    failures: 0,
    notBeforeMs: 0,
  };
}

const startOfRescans = (nowMs: number): Sync['rescans'] =>
  Object.fromEntries(rescanTierNames.map((tier) => [tier, { lastAtMs: nowMs }]));

/** How many reviews the domain gets: fewer than a page holds are all of the last 30 days. */
function perDay(memory: Memory, nowMs: number): number {
  const known = newestFirst(memory);
  const oldest = known.at(-1)?.createdAtMs ?? 0;
  const sinceMs = known.length < knownPerPage ? nowMs - memoryMs : Math.max(oldest, nowMs - memoryMs);
  const days = Math.max(1 / 24, (nowMs - sinceMs) / dayMs);
  return Math.round((known.length / days) * 1000) / 1000;
}
