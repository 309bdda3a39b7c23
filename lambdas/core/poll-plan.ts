import type { CallBudget } from './allowance.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** However quiet a domain and small an allowance. */
const longestMs = 6 * hourMs;
/** Of a day's calls: for hints, second looks and replies. */
const sparedShare = 0.1;
const rescanShare = 0.4;
/** Trustpilot's ceiling is 833 calls per 5 minutes (reference, 7.3): polls are spread below it, or they would stall. */
const mostCallsPerDay = (0.65 * 833 * dayMs) / (5 * 60_000);
/** A new domain's reviews are waited for, although none is known yet. */
const leastReviewsPerDay = 0.1;

export interface PlannedDomain {
  key: string;
  reviewsPerDay: number;
  /** What its re-scans would cost at their regular pace. */
  rescanCallsPerDay: number;
}

export interface PollPlan {
  /** How often each domain is polled (ms). */
  intervalsMs: ReadonlyMap<string, number>;
  /** By how much re-scans are slowed down, so that they fit. At least 1. */
  rescanStretch: number;
  /** Calls a day that all of it comes to. */
  callsPerDay: number;
}

/**
 * Spreads a day's calls over the domains. In proportion to the square root of their reviews, which makes the mean
 * wait of a review shortest for a given number of calls. While people watch a new account the bucket is drawn upon.
 */
export function planPolls(
  domains: PlannedDomain[],
  { left, perDay, floor }: CallBudget,
  { tickMs, isWatched }: { tickMs: number; isWatched: boolean },
): PollPlan {
  const regular = perDay * (1 - sparedShare);
  const wanted = domains.reduce((sum, { rescanCallsPerDay }) => sum + rescanCallsPerDay, 0);
  const rescanCalls = Math.min(wanted, regular * rescanShare);
  const extra = isWatched ? (Math.max(0, left - floor) * dayMs) / hourMs : 0;
  const pollsPerDay = share(domains, Math.min(mostCallsPerDay, regular - rescanCalls + extra), tickMs);
  const polls = [...pollsPerDay.values()].reduce((sum, one) => sum + one, 0);
  return {
    intervalsMs: new Map([...pollsPerDay].map(([key, perDayOfIt]) => [key, dayMs / perDayOfIt])),
    rescanStretch: rescanCalls === 0 ? 1 : Math.max(1, wanted / rescanCalls),
    callsPerDay: polls + rescanCalls,
  };
}

/** Polls a day by domain. What a domain at one of the limits does not take goes to the others. */
function share(domains: PlannedDomain[], calls: number, tickMs: number): Map<string, number> {
  const most = dayMs / tickMs;
  const least = Math.min(most, dayMs / longestMs);
  const fixed = new Map<string, number>();
  for (;;) {
    const free = domains.filter(({ key }) => !fixed.has(key));
    const spent = [...fixed.values()].reduce((sum, one) => sum + one, 0);
    const weights = free.reduce((sum, domain) => sum + weight(domain), 0);
    const polls = free.map((domain) => ({
      key: domain.key,
      perDay: (Math.max(0, calls - spent) * weight(domain)) / weights,
    }));
    // Those below the least first: they take from the others, who may then not reach the most.
    const low = polls.filter(({ perDay }) => perDay < least);
    const beyond = low.length > 0 ? low : polls.filter(({ perDay }) => perDay > most);
    if (beyond.length === 0)
      return new Map([...fixed, ...polls.map(({ key, perDay }) => [key, perDay] as const)]);
    for (const { key } of beyond) fixed.set(key, low.length > 0 ? least : most);
  }
}

const weight = ({ reviewsPerDay }: PlannedDomain): number =>
  Math.sqrt(Math.max(leastReviewsPerDay, reviewsPerDay));
