import type { CallAllowance } from '../connection/call-allowance.ts';
import type { Sync } from '../core/sync.ts';
import type { Syncs } from '../store/syncs.ts';

export interface SaveDeps {
  syncs: Syncs;
  allowance: CallAllowance;
}

/**
 * Stores a poll record, and on it the calls that have not been stored yet, whichever domain they were for: so an
 * idle poll costs one write. Undefined when somebody stored a newer one.
 */
export async function saveRecord({ syncs, allowance }: SaveDeps, record: Sync): Promise<Sync | undefined> {
  const { year, calls } = allowance.takeCalls();
  const before = record.calls?.year === year ? record.calls.count : 0;
  const counted = { ...record, calls: { year, count: before + calls } };
  let isSaved = false;
  try {
    isSaved = await syncs.save(counted);
  } finally {
    if (!isSaved) allowance.meter.giveBack({ calls });
  }
  return isSaved ? { ...counted, version: record.version + 1 } : undefined;
}
