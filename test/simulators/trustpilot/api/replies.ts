import { type Answer, Refusal, applicationError, badRequest, empty, json } from '../answer.ts';
import { publishReply, removeReply } from '../company-reply.ts';
import type { Request } from '../http-server.ts';
import type { BusinessUser, Review } from '../model.ts';
import type { World } from '../world.ts';
import { type Caller, forbidden, notFound, requireReview } from './access.ts';
import { isJson, readJsonObject } from './json-body.ts';
import { type ApiCall, type Route, param, privateRoute } from './routes.ts';

const path = '/v1/private/reviews/{reviewId}/reply';

export const replyRoutes: Route[] = [
  privateRoute('reply', 'POST', path, reply),
  privateRoute('delete-reply', 'DELETE', path, deleteReply),
];

function reply(call: ApiCall, caller: Caller): Answer {
  const { world, request } = call;
  const body = readReplyBody(world, request);
  const review = requireReview(world, caller, requireReviewId(call));
  const text = readMessage(world, body['message']);
  const author = readAuthor(world, caller, review, body['authorBusinessUserId']);
  if (review.companyReply && world.switches.secondReplyAnswers409)
    return applicationError(409, 'The review has a reply already');
  publishReply(world, review, text, author);
  switch (world.switches.replySuccess) {
    case '201-empty':
      return empty(201);
    case '204-empty':
      return empty(204);
    case '200-json':
      return json(200, { reviewId: review.id, message: text, authorBusinessUserId: author.id });
  }
}

/** JSON is documented; Trustpilot's own old Slack app sent a form, which a switch allows. */
function readReplyBody(world: World, request: Request): Record<string, unknown> {
  const type = request.headers['content-type'] ?? '';
  if (world.switches.replyAcceptsForm && type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(request.body));
  return readJsonObject(request);
}

function requireReviewId(call: ApiCall): string {
  const id = param(call, 'reviewId');
  if (!/^[0-9a-f]{24}$/i.test(id)) throw new Refusal(badRequest('reviewId is not valid'));
  return id;
}

function readMessage({ switches }: World, message: unknown): string {
  if (typeof message !== 'string' || message.trim() === '')
    throw new Refusal(badRequest('message is required'));
  if (switches.replyMaxLength > 0 && Array.from(message).length > switches.replyMaxLength)
    throw new Refusal(badRequest(`message must not exceed ${switches.replyMaxLength} characters`));
  return message;
}

/** The token's user, unless the body names another; an application token has none and must name one. */
function readAuthor(world: World, caller: Caller, review: Review, given: unknown): BusinessUser {
  if (given === undefined || given === null) {
    if (caller.user) return caller.user;
    throw new Refusal(badRequest('authorBusinessUserId is required'));
  }
  const user = typeof given === 'string' ? world.directory.users.get(given) : undefined;
  // A business unit's id in this place is refused the same way.
  if (!user?.businessUnitIds.includes(review.businessUnitId)) throw new Refusal(forbidden());
  return user;
}

function deleteReply(call: ApiCall, caller: Caller): Answer {
  const { world, request } = call;
  // Seen in practice: a DELETE that claims a JSON body is refused.
  if (isJson(request)) return badRequest('DELETE must not have a Content-Type');
  const review = requireReview(world, caller, requireReviewId(call));
  if (!review.companyReply) return world.switches.missingReplyDeletes ? empty(204) : notFound('No reply');
  removeReply(world, review.id);
  return empty(204);
}
