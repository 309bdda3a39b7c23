import { PermanentError } from '../../core/errors.ts';
import type { Review } from '../../core/review.ts';
import { toQueryTime } from './dates.ts';
import { readAnswer, toFailure } from './failures.ts';
import { wireReviewIdSchema, wireReviewListSchema } from './schemas.ts';
import { idInPath, type Call } from './send.ts';
import { toReview } from './to-review.ts';
import type { SendAsUser } from './user.ts';

export interface ListReviewsQuery {
  businessUnitId: string;
  page: number;
  /** 1 to 100 (reference, 3.1). */
  perPage: number;
  orderBy: 'createdat.asc' | 'createdat.desc';
  /**
   * By creation, ISO 8601. Sent as whole seconds, rounded outwards; whether the bounds belong to the range is
   * not documented, so callers overlap and drop what they know.
   */
  startDateTime?: string;
  endDateTime?: string;
  /** Has a company reply, or has none. */
  responded?: boolean;
  /** One value: how Trustpilot separates several is not settled (reference, 3.1). */
  stars?: number;
}

export interface ReviewPage {
  reviews: Review[];
  hasNext: boolean;
  /** When the request started: of two observations of a review, the later started one is newer. */
  requestStartedAtMs: number;
  /** Items that could not be read; the others are not lost with them. */
  unreadable: number;
  /** Their ids, as far as those could be read. */
  unreadableIds: string[];
}

/** One page of a domain's reviews. A page beyond the last one is empty. */
export async function listReviews(
  send: SendAsUser,
  nowMs: () => number,
  query: ListReviewsQuery,
): Promise<ReviewPage> {
  const call = toCall(query);
  const requestStartedAtMs = nowMs();
  const answer = await send(call);
  const failure = toFailure(call, answer, nowMs());
  if (failure !== undefined) throw failure;
  const { reviews: items, links } = readAnswer(call, answer, wireReviewListSchema);
  // The link is what other clients rely on; where it is missing, a full page may have a successor.
  const hasNext = (links ?? []).some(({ rel }) => rel === 'next-page') || items.length >= query.perPage;
  return { ...readItems(items, query.businessUnitId), hasNext, requestStartedAtMs };
}

/** 200 is access, 403 is none; there is no other documented proof (reference, 2.1). */
export async function proveAccess(
  send: SendAsUser,
  nowMs: () => number,
  businessUnitId: string,
): Promise<boolean> {
  const call = toCall({ businessUnitId, page: 1, perPage: 1, orderBy: 'createdat.desc' });
  const answer = await send(call);
  if (answer.status === 403 || answer.status === 404) return false;
  const failure = toFailure(call, answer, nowMs());
  if (failure !== undefined) throw failure;
  return true;
}

function toCall({ businessUnitId, startDateTime, endDateTime, ...query }: ListReviewsQuery): Call {
  return {
    name: 'list reviews',
    method: 'GET',
    path: `/v1/private/business-units/${idInPath(businessUnitId)}/reviews`,
    query: {
      ...query,
      startDateTime: startDateTime === undefined ? undefined : toQueryTime(startDateTime, 'down'),
      endDateTime: endDateTime === undefined ? undefined : toQueryTime(endDateTime, 'up'),
    },
  };
}

function readItems(items: unknown[], businessUnitId: string) {
  const reviews: Review[] = [];
  const unreadableIds: string[] = [];
  let unreadable = 0;
  for (const item of items) {
    try {
      reviews.push(toReview(item, businessUnitId));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      unreadable += 1;
      const withId = wireReviewIdSchema.safeParse(item);
      if (withId.success) unreadableIds.push(withId.data.id);
    }
  }
  return { reviews, unreadable, unreadableIds };
}
