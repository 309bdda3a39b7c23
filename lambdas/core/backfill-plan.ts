import { periodMs, type Account, type Domain } from './account.ts';
import type { Backfill, Sync } from './sync.ts';

const dayMs = 86_400_000;

/**
 * The walk that "Sync unanswered reviews" wants of a domain now, or undefined when there is nothing to do:
 * - switched on or a longer period chosen: from the start of the period;
 * - a shorter one: on from where it stands, but not before the shorter period;
 * - finished: a daily pass over what was created since the last full pass.
 */
export function plannedBackfill(
  { settings }: Account,
  domain: Domain,
  sync: Sync,
  nowMs: number,
): Backfill | undefined {
  const { on, period, requestedAtMs = domain.addedAtMs } = settings.backfill;
  if (!on) return undefined;
  const endMs = Math.max(requestedAtMs, domain.addedAtMs);
  const fromMs = endMs - periodMs[period];
  const current = sync.backfill;
  if (current === undefined) return walk(period, fromMs, endMs, nowMs);
  if (current.period !== period || current.untilMs < endMs)
    return changedPeriod(current, period, fromMs, endMs, nowMs);
  if (current.finishedAtMs === undefined) return current;
  if (nowMs - current.finishedAtMs < dayMs) return undefined;
  return { ...walk(period, current.untilMs, nowMs, nowMs), queued: current.queued };
}

function changedPeriod(
  current: Backfill,
  period: Backfill['period'],
  fromMs: number,
  endMs: number,
  nowMs: number,
): Backfill {
  // What lies before the old window has not been looked at yet: walk again, known reviews make no second ticket.
  const isLonger = fromMs < current.fromMs;
  const cursorMs = isLonger ? fromMs : Math.max(current.cursorMs, fromMs);
  const { queued } = current;
  return { ...walk(period, fromMs, Math.max(endMs, current.untilMs), nowMs), cursorMs, queued };
}

const walk = (period: Backfill['period'], fromMs: number, untilMs: number, nowMs: number): Backfill => ({
  period,
  fromMs,
  untilMs,
  cursorMs: fromMs,
  page: 1,
  queued: 0,
  startedAtMs: nowMs,
});
