import { toWholeSecond } from './instant.ts';
import type { Review } from './model.ts';
import { changeQuietly, theReview } from './review-life.ts';
import type { World } from './world.ts';

interface Author {
  id: string | null;
  name: string;
}

/** A review has one reply: a second one replaces text and author, keeps `createdAt` and sets `updatedAt`. */
function putReply(world: World, review: Review, text: string, author: Author): void {
  const now = toWholeSecond(world.clock.nowMs());
  const before = review.companyReply;
  const companyReply = {
    text,
    authorBusinessUserId: author.id,
    authorBusinessUserName: author.name,
    createdAt: before?.createdAt ?? now,
    updatedAt: before ? now : null,
  };
  changeQuietly(world, { ...review, companyReply }, world.switches.replyMovesUpdatedAt);
}

/** A reply through the API: goes on the review and into the record of publications. */
export function publishReply(world: World, review: Review, text: string, author: Author): void {
  putReply(world, review, text, author);
  const published = world.publications.get(review.id) ?? [];
  world.publications.set(review.id, published);
  published.push({
    atMs: world.clock.nowMs(),
    text,
    authorBusinessUserId: author.id,
    authorBusinessUserName: author.name,
  });
}

/** What a colleague writes in Trustpilot's own pages: no API call, no event, just another reply. */
export function colleagueReplies(world: World, reviewId: string, text: string, author = 'Colleague'): void {
  const user = [...world.directory.users.values()].find(({ name }) => name === author);
  putReply(world, theReview(world, reviewId), text, { id: user?.id ?? null, name: author });
}

export function removeReply(world: World, reviewId: string): void {
  const review = theReview(world, reviewId);
  changeQuietly(world, { ...review, companyReply: null }, world.switches.replyMovesUpdatedAt);
}
