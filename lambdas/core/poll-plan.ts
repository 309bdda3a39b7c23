import type { CallBudget } from './allowance.ts';
import type { Sync } from './sync.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** However quiet a domain and small an allowance … */
const longestMs = 8 * hourMs;
/** … and where webhooks tell of every review. */
const longestToldMs = 24 * hourMs;
/** Webhooks tell of reviews, of their edits and of their ends. */
const hintsPerReview = 1.25;
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
  /** Webhooks tell of its reviews. */
  isTold: boolean;
}

export interface PollPlan {
  /** How often each domain is polled (ms). */
  intervalsMs: ReadonlyMap<string, number>;
  /** How long after the last poll a domain is polled because of a hint (ms). */
  hintedMs: ReadonlyMap<string, number>;
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
  const turns = domains.map((domain) => ({ domain, ...turnsOf(domain, pollsPerDay.get(domain.key) ?? 0) }));
  return {
    intervalsMs: new Map(turns.map(({ domain, intervalMs }) => [domain.key, intervalMs])),
    hintedMs: new Map(turns.map(({ domain, hintedMs }) => [domain.key, hintedMs])),
    rescanStretch: rescanCalls === 0 ? 1 : Math.max(1, wanted / rescanCalls),
    callsPerDay: polls + rescanCalls,
  };
}

/** What polls at the planned intervals come to in a day; a domain that was not read for a day is not kept up with. */
export const pollsPerDay = (records: Iterable<Sync>, nowMs: number): number =>
  [...records].reduce((sum, { intervalMs, lastPollAtMs }) => {
    const isKeptUpWith = intervalMs !== undefined && nowMs - lastPollAtMs < dayMs;
    return isKeptUpWith ? sum + dayMs / intervalMs : sum;
  }, 0);

/**
 * When a domain's polls are made. Where webhooks tell of its reviews they wait for hints: so many hints a day, and a
 * poll this long after the one before, come to the polls a day that the domain has. What hints leave of them is spread.
 */
function turnsOf({ isTold, reviewsPerDay }: PlannedDomain, perDay: number) {
  const intervalMs = dayMs / perDay;
  if (!isTold) return { intervalMs, hintedMs: 0 };
  const hints = hintsPerReview * Math.max(leastReviewsPerDay, reviewsPerDay);
  return {
    intervalMs: Math.min(longestToldMs, dayMs / Math.max(0, perDay - hints)),
    hintedMs: Math.max(0, intervalMs - dayMs / hints),
  };
}

/** Polls a day by domain. What a domain at one of the limits does not take goes to the others. */
function share(domains: PlannedDomain[], calls: number, tickMs: number): Map<string, number> {
  const most = dayMs / tickMs;
  const leastOf = ({ isTold }: PlannedDomain) => Math.min(most, dayMs / (isTold ? longestToldMs : longestMs));
  const fixed = new Map<string, number>();
  for (;;) {
    const free = domains.filter(({ key }) => !fixed.has(key));
    const spent = [...fixed.values()].reduce((sum, one) => sum + one, 0);
    const weights = free.reduce((sum, domain) => sum + weight(domain), 0);
    const polls = free.map((domain) => ({
      key: domain.key,
      least: leastOf(domain),
      perDay: (Math.max(0, calls - spent) * weight(domain)) / weights,
    }));
    // Those below the least first: they take from the others, who may then not reach the most.
    const low = polls.filter(({ perDay, least }) => perDay < least);
    const beyond = low.length > 0 ? low : polls.filter(({ perDay }) => perDay > most);
    if (beyond.length === 0)
      return new Map([...fixed, ...polls.map(({ key, perDay }) => [key, perDay] as const)]);
    for (const { key, least } of beyond) fixed.set(key, low.length > 0 ? least : most);
  }
}

const weight = ({ reviewsPerDay }: PlannedDomain): number =>
  Math.sqrt(Math.max(leastReviewsPerDay, reviewsPerDay));
