import { type Answer, json } from '../answer.ts';
import type { World } from '../world.ts';
import { requireReach, requireReview } from './access.ts';
import { readListQuery } from './list-query.ts';
import { listReviews } from './list-reviews.ts';
import { nextPageLinks } from './paging-links.ts';
import { toPrivateReview, toSinglePrivateReview } from './review-json.ts';
import { type ApiCall, type Route, param, privateRoute } from './routes.ts';

export const privateReviewRoutes: Route[] = [
  privateRoute('list', 'GET', '/v1/private/business-units/{businessUnitId}/reviews', (call, caller) => {
    requireReach(caller, param(call, 'businessUnitId'));
    return fromPageCache(call, () => list(call));
  }),
  privateRoute('review', 'GET', '/v1/private/reviews/{reviewId}', (call, caller) => {
    const review = requireReview(call.world, caller, param(call, 'reviewId'), readAtMs(call.world));
    return json(200, toSinglePrivateReview(call.world, review));
  }),
];

function list(call: ApiCall): Answer {
  const { world, request } = call;
  const query = readListQuery(request.query, world.switches);
  const page = listReviews(world, param(call, 'businessUnitId'), query, readAtMs(world));
  return json(200, {
    links: page.hasMore ? nextPageLinks(call, query.page + 1) : [],
    reviews: page.reviews.map((review) => toPrivateReview(world, review)),
  });
}

/** Reads may serve a snapshot some seconds old; Infinity = the present. */
function readAtMs({ switches, clock }: World): number {
  if (switches.staleReadSeconds === 0) return Infinity;
  const ageMs = switches.staleReadSeconds * 1000 * (switches.staleReadsVary ? Math.random() : 1);
  return clock.nowMs() - ageMs;
}

/** Some GET answers are cached on Trustpilot's servers: the same URL brings the same body for a while. */
function fromPageCache({ world, request }: ApiCall, answer: () => Answer): Answer {
  const seconds = world.switches.cachedPageSeconds;
  if (seconds === 0) return answer();
  const nowMs = world.clock.nowMs();
  const cached = world.cachedPages.get(request.target);
  const headers = { 'cache-control': `private, max-age=${seconds}` };
  if (cached && nowMs < cached.untilMs) {
    const { status, body } = { status: 200, body: cached.body };
    return { status, body, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } };
  }
  const fresh = answer();
  world.cachedPages.set(request.target, { untilMs: nowMs + seconds * 1000, body: fresh.body });
  return { ...fresh, headers: { ...fresh.headers, ...headers } };
}
