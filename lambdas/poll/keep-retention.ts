import { eraseStored, type EraseStoredDeps } from './erase-stored.ts';

const dayMs = 86_400_000;

export interface RetentionDeps extends EraseStoredDeps {
  nowMs: () => number;
  /** How long a review is kept after the last thing that happened to it; undefined = as long as its account. */
  retentionMs: number | undefined;
}

/**
 * Once a day: what nothing has happened to for so long is erased as a deletion is, so it does not come back either.
 * Otherwise a late webhook or backfill would make news of what the ticket has long shown.
 */
export async function keepRetention(deps: RetentionDeps): Promise<void> {
  const { retentionMs, erasures, logger } = deps;
  if (retentionMs === undefined || !deps.hasTime()) return;
  const nowMs = deps.nowMs();
  const sweep = await erasures.readSweep();
  if (sweep !== undefined && sweep.after === undefined && nowMs < sweep.lastAtMs + dayMs) return;
  const isMeant = ({ lastEventMs }: { lastEventMs: number }) => lastEventMs < nowMs - retentionMs;
  const { queued, stoppedAt } = await eraseStored(deps, { isMeant, isDeleted: false }, sweep?.after);
  await erasures.saveSweep({ lastAtMs: nowMs, ...(stoppedAt !== undefined && { after: stoppedAt }) });
  if (queued > 0) logger.info('retention ended', { reviews: queued });
}
