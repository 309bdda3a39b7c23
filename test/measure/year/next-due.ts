import type { World } from '../../support/world.ts';

const minuteMs = 60_000;
/** What is not looked at here, such as re-scans and the Deletions API, is at most that late. */
const longestMs = 3 * 60 * minuteMs;
/** What is overdue waits for calls: so long it is left alone. */
const overdueMs = 5 * minuteMs;

type NextDeps = Pick<World['deps'], 'syncs' | 'hints' | 'due' | 'nowMs'>;

/** The next whole minute at which the schedule's tick finds something to do. */
export async function nextDueMs({ syncs, hints, due, nowMs }: NextDeps): Promise<number> {
  const now = nowMs();
  const [{ records }, hinted, [row]] = await Promise.all([
    syncs.all(),
    hints.all(() => undefined),
    due.readDue(now + longestMs, 1),
  ]);
  const turns = [...records.values()].map(({ notBeforeMs, lastPollAtMs, intervalMs = 0, failures }) =>
    failures > 0 ? notBeforeMs : lastPollAtMs + intervalMs,
  );
  const told = [...hinted.values()].map(({ atMs }) => atMs);
  const soonest = Math.min(now + longestMs, row?.atMs ?? Infinity, ...turns, ...told);
  const atMs = soonest < now - minuteMs ? now + overdueMs : soonest;
  return Math.max(Math.ceil(atMs / minuteMs), Math.floor(now / minuteMs) + 1) * minuteMs;
}
