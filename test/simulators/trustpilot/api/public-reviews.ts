import { type Answer, Refusal, badRequest, json } from '../answer.ts';
import type { Review } from '../model.ts';
import { firstIndexFrom, versionAt } from '../review-store.ts';
import { notFound } from './access.ts';
import { theBusinessUnit } from './business-units.ts';
import { readPublicListQuery } from './list-query.ts';
import { listReviews } from './list-reviews.ts';
import { nextPageLinks } from './paging-links.ts';
import { toPublicReview } from './review-json.ts';
import { type ApiCall, type Route, param, publicRoute } from './routes.ts';

export const publicReviewRoutes: Route[] = [
  publicRoute('public-list', '/v1/business-units/{businessUnitId}/reviews', list),
  publicRoute('all-reviews', '/v1/business-units/{businessUnitId}/all-reviews', allReviews),
  publicRoute('latest-reviews', '/v1/reviews/latest', latest),
  publicRoute('public-review', '/v1/reviews/{reviewId}', (call) =>
    json(200, toPublicReview(call.world, thePublicReview(call))),
  ),
  publicRoute('likes', '/v1/reviews/{reviewId}/likes', (call) => {
    thePublicReview(call);
    return json(200, { links: [], likes: [] });
  }),
  publicRoute('review-web-links', '/v1/reviews/{reviewId}/web-links', (call) => {
    const { id } = thePublicReview(call);
    const locale = call.request.query.get('locale');
    if (!locale) return badRequest('locale is required');
    return json(200, { reviewUrl: `https://www.trustpilot.com/reviews/${id}`, locale });
  }),
];

function thePublicReview(call: ApiCall): Review {
  const review = call.world.reviews.find(param(call, 'reviewId'));
  if (review?.state !== 'published') throw new Refusal(notFound('No such review'));
  return review;
}

function list(call: ApiCall): Answer {
  const { world, request } = call;
  const unit = theBusinessUnit(call);
  const query = readPublicListQuery(request.query, world.switches);
  // Documented: a ceiling of 100,000 records; beyond it clients met 400.
  if (query.page * query.perPage > world.switches.publicListCeiling) return badRequest('page is too deep');
  const page = listReviews(world, unit.id, query, Infinity);
  return json(200, {
    links: page.hasMore ? nextPageLinks(call, query.page + 1) : [],
    reviews: page.reviews.map((review) => toPublicReview(world, review)),
  });
}

const allReviewsPerPage = 100;

/** Walks by an opaque token, which here is the position of the last review; no depth limit. */
function allReviews(call: ApiCall): Answer {
  const { world, request } = call;
  const shelf = world.reviews.shelf(theBusinessUnit(call).id);
  const token = request.query.get('pageToken');
  let index = token ? firstIndexFrom(shelf, readPosition(token)) : 0;
  const reviews: Review[] = [];
  let last: Review | undefined;
  for (; index < shelf.length && reviews.length < allReviewsPerPage; index += 1) {
    const entry = shelf[index];
    const review = entry && versionAt(entry, Infinity);
    if (review?.state !== 'published') continue;
    reviews.push(review);
    last = review;
  }
  const nextPageToken = last && index < shelf.length ? writePosition(last) : '';
  return json(200, { reviews: reviews.map((review) => toPublicReview(world, review)), nextPageToken });
}

const writePosition = ({ createdAt, id }: Review): string =>
  Buffer.from(`${createdAt}|${id}~`).toString('base64url');

function readPosition(token: string): { createdAt: string; id: string } {
  const [createdAt, id] = Buffer.from(token, 'base64url').toString('utf8').split('|');
  if (createdAt === undefined || id === undefined) throw new Refusal(badRequest('pageToken is not valid'));
  return { createdAt, id };
}

function latest(call: ApiCall): Answer {
  const { world, request } = call;
  const count = Math.min(100, Number(request.query.get('count') ?? 10));
  const language = request.query.get('language');
  const reviews = [...world.reviews.all()]
    .filter((review) => review.state === 'published' && (!language || review.language === language))
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
    .slice(0, count);
  return json(200, { reviews: reviews.map((review) => toPublicReview(world, review)) });
}
