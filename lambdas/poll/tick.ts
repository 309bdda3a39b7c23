import type { Account } from '../core/account.ts';
import { dueRescan } from '../core/rescan-plan.ts';
import type { Sync } from '../core/sync.ts';
import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DueWork } from '../store/due.ts';
import {
  backfillDomain,
  pollDomain,
  rescanDomain,
  type DomainWork,
  type Outcome,
  type PollDeps,
} from './poll-domain.ts';
import { isRescanUnderWay } from './rescan-domain.ts';

/** Zendesk pulls every two minutes; an account that it has not asked about for this long is left alone. */
const silentMs = 48 * 3_600_000;
/** Domains read at the same time: enough to hide waiting, few enough for Trustpilot's 833 calls per 5 minutes. */
const concurrency = 4;
const dueLimit = 200;

export interface TickDeps extends PollDeps {
  accounts: Accounts;
  due: DueWork;
  userOf: (account: Account) => TrustpilotUser;
  /** How often the youngest of the older reviews are read again. */
  rescanMs: number;
}

/** One tick of the schedule: planned work, then new reviews of every domain, then backfill with the time that is left. */
export async function tick(deps: TickDeps): Promise<void> {
  const work = await collectWork(deps);
  await queueDueWork(deps);
  const polled = await inParallel(work, (one) => pollDomain(deps, one));
  const rescanned = await rescan(deps, work);
  const backfilled = await backfill(deps, work);
  deps.logger.info('tick', {
    domains: work.length,
    failed: polled.filter((outcome) => outcome === 'failed').length,
    rescanPages: rescanned,
    backfillPages: backfilled,
  });
}

/** The row of planned work goes when the worker has done it, so a lost message is only late. */
async function queueDueWork({ due, queue, nowMs }: TickDeps): Promise<void> {
  const rows = await due.readDue(nowMs(), dueLimit);
  await queue.sendAll(rows.map((row) => ({ kind: 'due', due: row })));
}

async function collectWork(deps: TickDeps): Promise<DomainWork[]> {
  const report = (row: string) => deps.logger.error('damaged row', { row });
  const syncs = await deps.syncs.all();
  syncs.damaged.forEach(report);
  const work: DomainWork[] = [];
  const hints = await deps.hints.all();
  for await (const account of deps.accounts.all(report)) {
    if (!(await isActive(deps, account))) continue;
    const user = deps.userOf(account);
    for (const domain of account.domains) {
      const key = `${account.accountId}#${domain.businessUnitId}`;
      if (domain.removedAtMs !== undefined || syncs.damaged.has(key)) continue;
      const sync = syncs.records.get(key);
      if (isDue(sync, deps.nowMs())) work.push({ account, domain, user, sync, hint: hints.get(key) });
    }
  }
  // The one that waited longest goes first, so that a tick that runs out of time starves nobody.
  return work.sort((a, b) => (a.sync?.lastPollAtMs ?? 0) - (b.sync?.lastPollAtMs ?? 0));
}

const isDue = (sync: Sync | undefined, nowMs: number): boolean => (sync?.notBeforeMs ?? 0) <= nowMs;

async function isActive({ accounts, due, logger, nowMs }: TickDeps, account: Account): Promise<boolean> {
  const { accountId, status, lastPullAtMs, connection, lifecycleAtMs } = account;
  if (status === 'leaving') await due.put({ kind: 'purge', accountId, id: 'leaving', atMs: lifecycleAtMs });
  if (status !== 'live' || connection.status === 'dead') return false;
  if (nowMs() - Math.max(lastPullAtMs, lifecycleAtMs) < silentMs) return true;
  if (await accounts.fellSilent(accountId, lastPullAtMs)) logger.warn('account fell silent', { accountId });
  return false;
}

/** Older reviews of the domains whose regular scans do not reach back that far. */
async function rescan(deps: TickDeps, work: DomainWork[]): Promise<number> {
  const isDue = ({ sync }: DomainWork) =>
    sync !== undefined &&
    (isRescanUnderWay(sync) || dueRescan(sync, deps.nowMs(), deps.rescanMs) !== undefined);
  return inRounds(deps, work.filter(isDue), (one) => rescanDomain(deps, one, deps.rescanMs));
}

const backfill = (deps: TickDeps, work: DomainWork[]): Promise<number> =>
  inRounds(
    deps,
    work.filter(({ account }) => account.settings.backfill.on),
    (one) => backfillDomain(deps, one),
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
    const outcomes = await inParallel(left, run);
    pages += outcomes.filter((outcome) => outcome !== 'failed').length;
    left = left.filter((_, index) => outcomes[index] === 'more');
  }
  return pages;
}

/** All of it, a few at a time. One unexpected error lets the others finish and is then thrown. */
async function inParallel(
  work: DomainWork[],
  run: (one: DomainWork) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const errors: unknown[] = [];
  const queue = work.entries();
  const lane = async () => {
    for (const [index, one] of queue) {
      try {
        outcomes[index] = await run(one);
      } catch (error) {
        outcomes[index] = 'failed';
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  if (errors.length > 0) throw errors[0];
  return outcomes;
}
