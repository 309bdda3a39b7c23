import { z } from 'zod';
import { type Answer, Refusal, badRequest, empty, json } from '../answer.ts';
import type { Review, Tag } from '../model.ts';
import { newId } from '../random.ts';
import { changeQuietly } from '../review-life.ts';
import type { World } from '../world.ts';
import { type Caller, requireReview } from './access.ts';
import { readJsonObject } from './json-body.ts';
import { type ApiCall, type Route, param, privateRoute } from './routes.ts';

const path = '/v1/private/reviews/{reviewId}/tags';
const tagsSchema = z.object({ tags: z.array(z.object({ group: z.string(), value: z.string() })) });

export const tagRoutes: Route[] = [
  privateRoute('tags', 'GET', path, (call, caller) =>
    json(200, { tags: theReview(call, caller).tags ?? [] }),
  ),
  // PUT adds, POST replaces: that way round.
  privateRoute('tags', 'PUT', path, (call, caller) => {
    const review = theReview(call, caller);
    const old = review.tags ?? [];
    return write(call.world, review, [...old, ...bodyTags(call).filter((tag) => !old.some(isSame(tag)))]);
  }),
  privateRoute('tags', 'POST', path, (call, caller) =>
    write(call.world, theReview(call, caller), bodyTags(call)),
  ),
  privateRoute('tags', 'DELETE', path, (call, caller) => {
    const group = call.request.query.get('group');
    const value = call.request.query.get('value');
    if (!group || !value) return badRequest('group and value are required');
    const review = theReview(call, caller);
    return write(
      call.world,
      review,
      (review.tags ?? []).filter((tag) => !isSame({ group, value })(tag)),
    );
  }),
  privateRoute('find-reviewer', 'POST', '/v1/private/reviews/{reviewId}/find-reviewer', findReviewer),
];

const isSame =
  (one: Tag) =>
  (other: Tag): boolean =>
    one.group === other.group && one.value === other.value;

const theReview = (call: ApiCall, caller: Caller): Review =>
  requireReview(call.world, caller, param(call, 'reviewId'));

function bodyTags({ request }: ApiCall): Tag[] {
  const body = tagsSchema.safeParse(readJsonObject(request));
  if (!body.success) throw new Refusal(badRequest('tags is required'));
  return body.data.tags;
}

function write(world: World, review: Review, tags: Tag[]): Answer {
  changeQuietly(world, { ...review, tags }, world.switches.tagsMoveUpdatedAt);
  return world.switches.tagWritesAnswerEmpty ? empty(200) : json(200, { tags });
}

/** In practice 202 without a body; the request then stands on the review. */
function findReviewer(call: ApiCall, caller: Caller): Answer {
  const { world, request } = call;
  const review = theReview(call, caller);
  const { message } = readJsonObject(request);
  if (typeof message !== 'string' || message.trim() === '') return badRequest('message is required');
  if (!review.findReviewer.isEligible) return badRequest('The review is not eligible');
  const asked = {
    id: newId(),
    created: new Date(world.clock.nowMs()).toISOString(),
    status: 'Pending',
    businessUserMessage: message,
    consumerResponse: null,
  };
  const requests = [...review.findReviewer.requests, asked];
  changeQuietly(world, { ...review, findReviewer: { isEligible: true, requests } }, false);
  return empty(202);
}
