import { rememberedMs } from './memory.ts';
import type { rescanTierNames, Sync } from './sync.ts';

const dayMs = 86_400_000;

/** How old a review gets and how often it is read again: the younger, the more often (in units of RESCAN_SECONDS). */
const rescanTiers = [
  { name: 'day', ageMs: dayMs, every: 1 },
  { name: 'week', ageMs: 7 * dayMs, every: 4 },
  { name: 'month', ageMs: 30 * dayMs, every: 28 },
] as const;
type RescanTier = (typeof rescanTierNames)[number];

export interface Rescan {
  tier: RescanTier;
  fromMs: number;
  untilMs: number;
}

/**
 * The walk over older reviews that is due, or undefined. Each tier walks only the ages that neither the regular
 * scans nor a younger tier covers; a domain whose regular scans reach back 30 days needs none.
 */
export function dueRescan(sync: Sync, nowMs: number, rescanMs: number): Rescan | undefined {
  if (sync.scannedFromMs === undefined) return undefined;
  for (const { name, every } of rescanTiers) {
    const band = bandOf(name, sync, nowMs);
    const lastAtMs = sync.rescans?.[name]?.lastAtMs;
    if (band === undefined || lastAtMs === undefined) continue;
    if (nowMs - lastAtMs >= rescanMs * every) return { tier: name, ...band };
  }
  return undefined;
}

/** Which creation times a tier walks; undefined when others cover them. */
function bandOf(tier: RescanTier, { scannedFromMs = 0, rescans }: Sync, nowMs: number) {
  const index = rescanTiers.findIndex(({ name }) => name === tier);
  const { ageMs = 0 } = rescanTiers[index] ?? {};
  // What was younger than the oldest age at the walk before is read once more: it may have changed since.
  const sinceMs = index === rescanTiers.length - 1 ? (rescans?.[tier]?.lastAtMs ?? nowMs) : nowMs;
  const fromMs = Math.max(Math.min(sinceMs, nowMs) - ageMs, nowMs - rememberedMs);
  const youngerMs = rescanTiers[index - 1]?.ageMs ?? 0;
  const untilMs = Math.min(scannedFromMs, nowMs - youngerMs);
  return untilMs - fromMs > 1000 ? { fromMs, untilMs } : undefined;
}

/** Calls a day that the re-scans of a domain cost. */
export function rescanCallsPerDay(sync: Sync, nowMs: number, rescanMs: number): number {
  const { scannedFromMs, reviewsPerDay = 0 } = sync;
  if (scannedFromMs === undefined) return 0;
  const calls = rescanTiers.map(({ name, every }) => {
    const band = bandOf(name, sync, nowMs);
    if (band === undefined) return 0;
    const pages = Math.ceil((((band.untilMs - band.fromMs) / dayMs) * reviewsPerDay) / 98);
    return (Math.max(1, pages) * dayMs) / (rescanMs * every);
  });
  return calls.reduce((sum, one) => sum + one, 0);
}
