import { periodMs, periods } from '../../core/account.ts';
import type { Histogram } from '../../store/dialogues.ts';
import type { Trustpilot } from './deps.ts';
import type { Entries } from './entries.ts';

const perPage = 100;
/** Beyond this the form says `more than`. */
export const exactUpTo = 500;
/** More tickets than this are made only when somebody says so. */
const confirmAbove = 1000;

/**
 * Walks the newest 500 unanswered reviews of a domain in the last 12 months. Where there are more, a sixth and last
 * call looks behind the first 1,000. One walk answers all periods.
 */
export async function countUnanswered(
  trustpilot: Pick<Trustpilot, 'listReviews'>,
  businessUnitId: string,
  nowMs: number,
): Promise<Histogram> {
  const fromMs = nowMs - periodMs['12m'];
  const read = async (page: number) =>
    trustpilot.listReviews({
      businessUnitId,
      page,
      perPage,
      orderBy: 'createdat.desc',
      responded: false,
      startDateTime: new Date(fromMs).toISOString(),
    });
  const buckets: Record<string, number> = {};
  const seen = new Set<string>();
  let oldestMs = nowMs;
  for (let page = 1; page <= exactUpTo / perPage; page += 1) {
    const { reviews, hasNext } = await read(page);
    for (const { reviewId, content, details, reply, hidden } of reviews) {
      if (reply !== null || hidden || seen.has(reviewId)) continue;
      seen.add(reviewId);
      const createdMs = Date.parse(details.createdAt);
      oldestMs = Math.min(oldestMs, createdMs);
      const period = periods.find((each) => createdMs >= nowMs - periodMs[each]);
      if (period === undefined) continue;
      const text = (content.text ?? '').trim() === '' ? '' : 'text';
      const bucket = [period, content.stars, details.language ?? '', text].join('|');
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    if (!hasNext || oldestMs < fromMs) return { atMs: nowMs, buckets, complete: true, oldestMs };
  }
  const { reviews, unreadable } = await read(confirmAbove / perPage + 1);
  const beyond = reviews.map(({ details }) => Date.parse(details.createdAt));
  if (unreadable > 0) beyond.push(oldestMs); // its time is unknown: as new as it may be
  return {
    atMs: nowMs,
    buckets,
    complete: false,
    oldestMs,
    ...(beyond.length > 0 && { beyondMs: Math.max(...beyond) }),
  };
}

export interface PeriodCount {
  /** Those that were seen. */
  count: number;
  /** There are more, perhaps many more: the walk ended before the period did. */
  unknown: boolean;
  /** With those that were not seen; Infinity where nobody knows. */
  atMost: number;
}

/** How many tickets the period makes of this domain with these filters. */
export function countIn(
  histogram: Histogram,
  {
    period,
    stars,
    languages,
    onlyWithText,
  }: Pick<Entries, 'period' | 'stars' | 'languages' | 'onlyWithText'>,
): PeriodCount {
  const within: readonly string[] = periods.slice(0, periods.indexOf(period) + 1);
  const rated: readonly string[] = stars;
  let count = 0;
  for (const [bucket, size] of Object.entries(histogram.buckets)) {
    const [inPeriod = '', inStars = '', language = '', text] = bucket.split('|');
    if (!within.includes(inPeriod) || !rated.includes(inStars)) continue;
    if (languages.length > 0 && !languages.includes(language === 'no' ? 'nb' : language)) continue;
    if (onlyWithText && text !== 'text') continue;
    count += size;
  }
  const startMs = histogram.atMs - periodMs[period];
  const unknown = !histogram.complete && histogram.oldestMs > startMs;
  return { count, unknown, atMost: unknown ? count + unseenAtMost(histogram, startMs) : count };
}

const unseenAtMost = ({ beyondMs }: Histogram, startMs: number): number =>
  beyondMs === undefined || beyondMs < startMs ? confirmAbove - exactUpTo : Infinity;

/** Is it, or could it be, so many that somebody has to say yes? A domain that could not be counted is undefined. */
export const needsConfirmation = (counts: (PeriodCount | undefined)[]): boolean =>
  counts.reduce((sum, count) => sum + (count?.atMost ?? Infinity), 0) > confirmAbove;
