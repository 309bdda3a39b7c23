import type { Extras, Tag } from '../../core/review-copy.ts';
import type { Review } from '../../core/review.ts';
import { toExtras, withoutOdd, wireTagsSchema } from './extras.ts';
import { readAnswer, toFailure } from './failures.ts';
import { anythingSchema } from './schemas.ts';
import { idInPath, type Call } from './send.ts';
import { toReview } from './to-review.ts';
import type { SendAsUser } from './user.ts';

/** What an agent sees of a review and can do to it, beside replying. A Lambda that does not need them leaves them out. */
export const sidebarCalls = (send: SendAsUser, nowMs: () => number) => ({
  /** The review and what else Trustpilot says of it; `gone` for 404 and 410. */
  async readReview(
    reviewId: string,
  ): Promise<{ review: Review; extras: Extras; requestStartedAtMs: number } | 'gone'> {
    const call: Call = { name: 'get review', method: 'GET', path: pathOf(reviewId) };
    const requestStartedAtMs = nowMs();
    const answer = await send(call);
    if (answer.status === 404 || answer.status === 410) return 'gone';
    const failure = toFailure(call, answer, nowMs());
    if (failure !== undefined) throw failure;
    const item = readAnswer(call, answer, anythingSchema);
    return { review: toReview(item), extras: toExtras(item), requestStartedAtMs };
  },

  /** PUT adds, POST would replace them all (reference, 5.1). Answers all tags, where Trustpilot does. */
  addTag: (reviewId: string, tag: Tag): Promise<Tag[] | null> =>
    changeTags(send, nowMs, {
      name: 'add tag',
      method: 'PUT',
      path: `${pathOf(reviewId)}/tags`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tags: [tag] }),
    }),

  /** No body and no content type: with one, a DELETE is answered 400 (reference, 4.2). One that is gone (404) is removed. */
  removeTag: (reviewId: string, { group, value }: Tag): Promise<Tag[] | null> =>
    changeTags(send, nowMs, {
      name: 'remove tag',
      method: 'DELETE',
      path: `${pathOf(reviewId)}/tags`,
      query: { group, value },
    }),

  /** Asks the reviewer to say who they are. 202 without a body (reference, 5.2). */
  async findReviewer(reviewId: string, message: string): Promise<void> {
    const call: Call = {
      name: 'find reviewer',
      method: 'POST',
      path: `${pathOf(reviewId)}/find-reviewer`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message, skipNotificationEmailToBusinessUser: false }),
      publishes: true,
    };
    const failure = toFailure(call, await send(call), nowMs());
    if (failure !== undefined) throw failure;
  },
});

async function changeTags(send: SendAsUser, nowMs: () => number, call: Call): Promise<Tag[] | null> {
  const answer = await send(call);
  const failure = toFailure(call, answer, nowMs());
  if (failure !== undefined && !(call.method === 'DELETE' && answer.status === 404)) throw failure;
  return withoutOdd(readTags(answer.body));
}

/** The body of a write is not documented (reference, 5.1) and may be empty. */
function readTags(body: string): (Tag | null)[] | null {
  try {
    return wireTagsSchema.safeParse(JSON.parse(body)).data?.tags ?? null;
  } catch {
    return null;
  }
}

export type SidebarCalls = ReturnType<typeof sidebarCalls>;

const pathOf = (reviewId: string): string => `/v1/private/reviews/${idInPath(reviewId)}`;
