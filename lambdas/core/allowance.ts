/*
 * Trustpilot's yearly allowance of calls as a bucket (Trustpilot reference, 7.3): it fills evenly through the year
 * and holds up to 30 days' worth, so that bursts are not braked and no month eats up the next one. What may be called
 * in advance melts in the last months: kept whole, it would leave the very last one without calls.
 */

const dayMs = 86_400_000;
const bucketDays = 30;
/** Kept for agents' replies: everything else stops before. */
const reserveDays = 1;
/** Down to here hints are read singly; then they share a list call of their domain. */
const hintDays = 2;
/** From here on to the year's end what is held, and what is kept, melts evenly. */
const meltDays = 60;
/** Kept for hints and for what people start: neither backfill nor fast first polls go below. */
const floorDays = 5;

export interface AllowanceSettings {
  yearlyCalls: number;
  /** MM-DD */
  starts: string;
}

interface AllowanceYear {
  /** Day on which it started, `2026-01-01`. */
  name: string;
  startMs: number;
  endMs: number;
}

/** The allowance year that a time belongs to. 29 February is 1 March in other years. */
export function allowanceYear(nowMs: number, starts: string): AllowanceYear {
  const year = new Date(nowMs).getUTCFullYear();
  const startOf = (which: number) => {
    const [month = 1, day = 1] = starts.split('-').map(Number);
    return Date.UTC(which, month - 1, day);
  };
  const first = nowMs >= startOf(year) ? year : year - 1;
  const startMs = startOf(first);
  return { name: new Date(startMs).toISOString().slice(0, 10), startMs, endMs: startOf(first + 1) };
}

export interface CallBudget {
  /** Calls that the bucket holds. Below zero after replies that went beyond it. */
  left: number;
  /** Calls a day that would use up the year exactly. */
  perDay: number;
  /** Down to here calls that are planned may go … */
  reserve: number;
  /** … down to here reads of single reviews because of a hint … */
  hint: number;
  /** … and down to here those that can wait. */
  floor: number;
}

/** What may be called now, after `used` calls in this year. */
export function callBudget(
  { yearlyCalls, starts }: AllowanceSettings,
  used: number,
  nowMs: number,
): CallBudget {
  const { startMs, endMs } = allowanceYear(nowMs, starts);
  const daily = (yearlyCalls * dayMs) / (endMs - startMs);
  const due = evenly(yearlyCalls, startMs, endMs, nowMs);
  const daysLeft = (endMs - nowMs) / dayMs;
  const day = daily * Math.min(1, daysLeft / meltDays);
  return {
    left: Math.min(due - used + bucketDays * day, bucketDays * daily),
    perDay: Math.max(0, (yearlyCalls - used - reserveDays * day) / Math.max(1, daysLeft)),
    reserve: reserveDays * day,
    hint: hintDays * day,
    floor: floorDays * day,
  };
}

/**
 * What is taken as used when counting begins in the middle of a year: an even share, because somebody may have
 * used it, and because a year's calls are not for its last weeks.
 */
export function usedBefore({ yearlyCalls, starts }: AllowanceSettings, nowMs: number): number {
  const { startMs, endMs } = allowanceYear(nowMs, starts);
  return Math.floor(evenly(yearlyCalls, startMs, endMs, nowMs));
}

const evenly = (yearlyCalls: number, startMs: number, endMs: number, nowMs: number): number =>
  (yearlyCalls * (nowMs - startMs)) / (endMs - startMs);
