import type { Review } from '../model.ts';
import { type ReviewEntry, firstIndexFrom, versionAt } from '../review-store.ts';
import type { World } from '../world.ts';
import type { ListQuery } from './list-query.ts';

export interface ReviewPage {
  reviews: Review[];
  hasMore: boolean;
}

/** One page of a business unit's reviews as they stood at `atMs`. */
export function listReviews(
  world: World,
  businessUnitId: string,
  query: ListQuery,
  atMs: number,
): ReviewPage {
  const range = cutRange(world, businessUnitId, query);
  const reviews: Review[] = [];
  let toSkip = (query.page - 1) * query.perPage;
  for (const review of inOrder(range, query, atMs)) {
    if (review.state !== 'published' || review.businessUnitId !== businessUnitId) continue;
    if (!query.matches(review)) continue;
    if (toSkip > 0) toSkip -= 1;
    else if (reviews.length === query.perPage) return { reviews, hasMore: true };
    else reviews.push(review);
  }
  return { reviews, hasMore: false };
}

interface Range {
  shelf: readonly ReviewEntry[];
  from: number;
  /** Exclusive. */
  to: number;
}

function cutRange(world: World, businessUnitId: string, { start, end }: ListQuery): Range {
  const shelf = world.reviews.shelf(businessUnitId);
  // Ids are hex: '' sorts before every id of that time, 'g' after.
  const { startDateTimeInclusive, endDateTimeInclusive } = world.switches;
  const from =
    start === undefined
      ? 0
      : firstIndexFrom(shelf, { createdAt: start, id: startDateTimeInclusive ? '' : 'g' });
  const to =
    end === undefined
      ? shelf.length
      : firstIndexFrom(shelf, { createdAt: end, id: endDateTimeInclusive ? 'g' : '' });
  return { shelf, from, to };
}

/** Walks the range in the wanted order. Five walks for an order by stars: still no sort. */
function* inOrder(range: Range, { orderBy }: ListQuery, atMs: number): Generator<Review> {
  const byStars = orderBy[0]?.startsWith('stars') === true;
  const byTime = orderBy.find((order) => order.startsWith('createdat'));
  if (!byStars) {
    yield* inTimeOrder(range, byTime === 'createdat.asc', atMs);
    return;
  }
  for (const stars of orderBy[0] === 'stars.asc' ? [1, 2, 3, 4, 5] : [5, 4, 3, 2, 1])
    for (const review of inTimeOrder(range, byTime === 'createdat.asc', atMs))
      if (review.stars === stars) yield review;
}

function* inTimeOrder({ shelf, from, to }: Range, isAscending: boolean, atMs: number): Generator<Review> {
  for (let step = 0; step < to - from; step += 1) {
    const entry = shelf[isAscending ? from + step : to - 1 - step];
    const review = entry && versionAt(entry, atMs);
    if (review) yield review;
  }
}
