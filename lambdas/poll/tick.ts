import { dueRescan } from '../core/rescan-plan.ts';
import { CallPlanner, type PlannerDeps } from './call-planner.ts';
import { collectWork, type CollectDeps } from './collect-work.ts';
import { followDeletions, type DeletionsDeps } from './follow-deletions.ts';
import { inParallel } from './in-parallel.ts';
import { keepRetention, type RetentionDeps } from './keep-retention.ts';
import { backfillDomain, pollDomain, rescanDomain, type DomainWork, type Outcome } from './poll-domain.ts';
import { isRescanUnderWay } from './rescan-domain.ts';

const dueLimit = 200;

export interface TickDeps extends CollectDeps, PlannerDeps, DeletionsDeps, RetentionDeps {}

/**
 * One tick of the schedule: planned work, then the domains whose turn it is, then what has to be erased, then older
 * reviews and backfill with the time and the calls that are left.
 */
export async function tick(deps: TickDeps): Promise<void> {
  const { work, records } = await collectWork(deps);
  const state = await deps.allowance.read(records);
  const planner = new CallPlanner(deps, state, work);
  await queueDueWork(deps);
  try {
    const polls = await pollDue(deps, planner, work);
    // Also for accounts that are not polled now: what is deleted at Trustpilot is deleted here.
    const erasing = work.length + records.length > 0 ? eraseWhatIsOver(deps, planner) : Promise.resolve();
    // What nobody foresaw in there goes out, but after the walks.
    await Promise.allSettled([erasing]);
    await readOlder(deps, planner, work, polls);
    await erasing;
  } finally {
    await deps.allowance.save();
  }
}

type Polled = DomainWork & { outcome: Outcome | 'skipped'; received: number };

async function pollDue(deps: TickDeps, planner: CallPlanner, work: DomainWork[]): Promise<Polled[]> {
  const hasTime = () => deps.hasTime() && planner.hasRoom();
  const due = work.filter((one) => planner.isDue(one));
  return inParallel(due, async (one) => {
    if (!hasTime()) return { ...one, outcome: 'skipped' as const, received: 0 };
    return { ...one, ...(await pollDomain({ ...deps, hasTime }, one, planner.intervalMs(one))) };
  });
}

/** Before the walks that take all the time there is. The calls are free, but Trustpilot's pauses are theirs too. */
async function eraseWhatIsOver(deps: TickDeps, planner: CallPlanner): Promise<void> {
  await followDeletions({ ...deps, hasTime: () => deps.hasTime() && planner.mayCall() });
  await keepRetention(deps);
}

async function readOlder(
  deps: TickDeps,
  planner: CallPlanner,
  work: DomainWork[],
  polls: Polled[],
): Promise<void> {
  const hasTime = () => deps.hasTime() && planner.hasRoom();
  const rescanPages = await rescan({ ...deps, hasTime }, planner, work);
  const hasPlenty = () => deps.hasTime() && planner.hasPlenty();
  const backfillPages = await backfill({ ...deps, hasTime: hasPlenty }, work);
  const read = polls.filter(({ outcome }) => outcome === 'done');
  deps.logger.info('tick', {
    domains: work.length,
    polled: read.length,
    failed: polls.filter(({ outcome }) => outcome === 'failed').length,
    skipped: polls.filter(({ outcome }) => outcome === 'skipped').length,
    newReviews: polls.reduce((sum, { received }) => sum + received, 0),
    rescanPages,
    backfillPages,
    calls: planner.called,
    callsUsed: Math.round(planner.used),
    plannedCalls: Math.round(planner.plan.callsPerDay),
    worstLagSeconds: worstLagSeconds(work, new Set(read.map(({ key }) => key)), deps.nowMs()),
  });
}

/** How long ago the domain was read that waits longest. */
function worstLagSeconds(work: DomainWork[], read: Set<string>, nowMs: number): number {
  const lags = work
    .filter(({ key }) => !read.has(key))
    .map(({ domain, sync }) => nowMs - Math.max(domain.addedAtMs, sync?.lastSuccessAtMs ?? 0));
  return Math.round(Math.max(0, ...lags) / 1000);
}

/** The row of planned work goes when the worker has done it, so a lost message is only late. */
async function queueDueWork({ due, queue, logger, nowMs }: TickDeps): Promise<void> {
  const rows = await due.readDue(nowMs(), dueLimit, (row) => logger.error('damaged row', { row }));
  await queue.sendAll(rows.map((row) => ({ kind: 'due', due: row })));
}

/** Older reviews of the domains whose regular scans do not reach back that far. */
async function rescan(deps: TickDeps, { rescanMs }: CallPlanner, work: DomainWork[]): Promise<number> {
  const isDue = ({ sync }: DomainWork) =>
    sync !== undefined && (isRescanUnderWay(sync) || dueRescan(sync, deps.nowMs(), rescanMs) !== undefined);
  return inRounds(deps, work.filter(isDue), async (one) => rescanDomain(deps, one, rescanMs));
}

const backfill = (deps: TickDeps, work: DomainWork[]): Promise<number> =>
  inRounds(
    deps,
    work.filter(({ account }) => account.settings.backfill.on),
    async (one) => backfillDomain(deps, one),
  );

/** Round by round, a page per domain, so that a long walk does not keep a short one waiting. */
async function inRounds(
  deps: TickDeps,
  work: DomainWork[],
  run: (one: DomainWork) => Promise<Outcome>,
): Promise<number> {
  let left = work;
  let pages = 0;
  while (left.length > 0 && deps.hasTime()) {
    const outcomes = await inParallel(left, async (one) => (deps.hasTime() ? run(one) : 'more'));
    pages += outcomes.filter((outcome) => outcome !== 'failed').length;
    left = left.filter((_, index) => outcomes[index] === 'more');
  }
  return pages;
}
