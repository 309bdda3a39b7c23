import { dueRescan, type Rescan } from '../core/rescan-plan.ts';
import { rescanTierNames, type Sync } from '../core/sync.ts';
import type { DomainWork } from './poll-domain.ts';
import { readPage } from './read-page.ts';
import type { ScanDeps } from './scan-new.ts';

/** One page of the re-scan that is due of a domain, as the record to store; undefined when none is due. */
export async function rescanPage(
  deps: ScanDeps,
  work: DomainWork & { sync: Sync },
  rescanMs: number,
): Promise<Sync | undefined> {
  const { sync } = work;
  const current = underWay(sync) ?? begun(dueRescan(sync, deps.nowMs(), rescanMs), deps.nowMs());
  if (current === undefined) return undefined;
  const { tier, lastAtMs, walk } = current;
  const { fromMs, page, untilMs, remembered, vanished } = walk;
  const walked = await readPage(deps, {
    ...work,
    position: { fromMs, page },
    untilMs,
    tally: { remembered, vanished },
  });
  const isOver = walked.isEnd || walked.isMass || walked.next.fromMs >= untilMs;
  const rescan = { lastAtMs, ...(!isOver && { walk: { ...walked.next, untilMs, ...walked.tally } }) };
  return { ...sync, rescans: { ...sync.rescans, [tier]: rescan } };
}

export const isRescanUnderWay = (sync: Sync): boolean => underWay(sync) !== undefined;

function underWay({ rescans = {} }: Sync) {
  for (const tier of rescanTierNames) {
    const { lastAtMs = 0, walk } = rescans[tier] ?? {};
    if (walk !== undefined) return { tier, lastAtMs, walk };
  }
  return undefined;
}

function begun(rescan: Rescan | undefined, nowMs: number) {
  if (rescan === undefined) return undefined;
  const { tier, fromMs, untilMs } = rescan;
  return { tier, lastAtMs: nowMs, walk: { fromMs, page: 1, untilMs, remembered: 0, vanished: 0 } };
}
