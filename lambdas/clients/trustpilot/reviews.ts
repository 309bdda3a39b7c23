import type { Review } from '../../core/review.ts';
import { readAnswer, toFailure } from './failures.ts';
import { anythingSchema } from './schemas.ts';
import { idInPath, type Call } from './send.ts';
import { toReview } from './to-review.ts';
import type { SendAsUser } from './user.ts';

/** What Trustpilot says a review is now; `gone` for 404 and 410 (never for 403: that is out of reach, not away). */
export async function getReview(
  send: SendAsUser,
  nowMs: () => number,
  reviewId: string,
): Promise<{ review: Review; requestStartedAtMs: number } | 'gone'> {
  const call: Call = { name: 'get review', method: 'GET', path: `/v1/private/reviews/${idInPath(reviewId)}` };
  const requestStartedAtMs = nowMs();
  const answer = await send(call);
  if (answer.status === 404 || answer.status === 410) return 'gone';
  const failure = toFailure(call, answer, nowMs());
  if (failure !== undefined) throw failure;
  return { review: toReview(readAnswer(call, answer, anythingSchema)), requestStartedAtMs };
}

export interface Reply {
  message: string;
  authorBusinessUserId?: string;
}

/** Publishes the company's reply, replacing the one that stands. */
export async function reply(
  send: SendAsUser,
  nowMs: () => number,
  reviewId: string,
  given: Reply,
): Promise<void> {
  const withBody = (body: Reply): Call => ({
    name: 'reply',
    method: 'POST',
    path: `/v1/private/reviews/${idInPath(reviewId)}/reply`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    publishes: true,
  });
  const call = withBody(given);
  // A wrong author id is another cause of 403, and where ours comes from is only probable (reference, 1.4 and 4.3).
  // With a person's login the id is optional, so the repetition goes without.
  const again = withBody({ message: given.message });
  const failure = toFailure(call, await send(call, { again }), nowMs());
  if (failure !== undefined) throw failure;
}

/** Takes the company's reply away; none there (404) is as good. With a content type Trustpilot answers 400 (reference, 4.2). */
export async function deleteReply(send: SendAsUser, nowMs: () => number, reviewId: string): Promise<void> {
  const path = `/v1/private/reviews/${idInPath(reviewId)}/reply`;
  const call: Call = { name: 'delete reply', method: 'DELETE', path, publishes: true };
  const answer = await send(call);
  const failure = toFailure(call, answer, nowMs());
  if (failure !== undefined && answer.status !== 404) throw failure;
}
