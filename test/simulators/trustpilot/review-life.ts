import { toWholeSecond } from './instant.ts';
import type { Review } from './model.ts';
import { type ReviewChange, type ReviewDraft, toReview } from './review-draft.ts';
import type { World } from './world.ts';

/** Thrown for ids that the simulator does not know. */
export class UnknownReviewError extends Error {
  constructor(id: string) {
    super(`No such review: ${id}`);
    this.name = 'UnknownReviewError';
  }
}

export function theReview(world: World, id: string): Review {
  const review = world.reviews.find(id);
  if (!review) throw new UnknownReviewError(id);
  return review;
}

const nowSecond = (world: World): string => toWholeSecond(world.clock.nowMs());

/** Reviewers write. Published at once: Trustpilot does not moderate before. */
export function createReviews(world: World, drafts: readonly ReviewDraft[]): Review[] {
  const nowMs = world.clock.nowMs();
  const reviews = drafts.map((draft) => toReview(draft, world.directory.businessUnit(draft.domain), nowMs));
  world.reviews.add(reviews, nowMs);
  for (const review of reviews) world.webhooks.announce('service-review-created', review);
  return reviews;
}

/** Id, creation time and place in the lists stay; only `updatedAt` tells. */
export function editReview(world: World, id: string, change: ReviewChange): Review {
  const review = theReview(world, id);
  const { name, updatedAt, ...fields } = change;
  const consumer = name === undefined ? review.consumer : { ...review.consumer, displayName: name };
  const at = updatedAt === undefined ? nowSecond(world) : toWholeSecond(updatedAt);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const edited: Review = { ...review, ...given, consumer, updatedAt: at };
  world.reviews.replace(edited, world.clock.nowMs());
  world.webhooks.announce('service-review-updated', edited);
  return edited;
}

export function deleteReview(world: World, id: string): void {
  const review = theReview(world, id);
  if (review.state === 'deleted') return;
  const nowMs = world.clock.nowMs();
  world.reviews.replace({ ...review, state: 'deleted' }, nowMs);
  world.reviewDeletions.push({ id, deletedAtMs: nowMs });
  world.webhooks.announce('service-review-deleted', review);
}

/** A reviewer closes the account: all their reviews go too. */
export function deleteConsumer(world: World, consumerId: string): void {
  const theirs = [...world.reviews.all()].filter(({ consumer }) => consumer.id === consumerId);
  for (const { id } of theirs) deleteReview(world, id);
  world.consumerDeletions.push({ id: consumerId, deletedAtMs: world.clock.nowMs() });
}

/** Taken offline by Trustpilot. No event tells: there is none for flags. */
export function hideReview(world: World, id: string, as = world.switches.hiddenReviews): Review {
  return moderate(world, id, {
    state: as === 'absent' ? 'hidden' : 'published',
    status: 'hidden',
    countsTowardsTrustScore: false,
    reportData: reportData(world, 'Trustpilot', 'hidden'),
  });
}

/** Flagged by the business: stays online while Trustpilot looks at it. */
export function flagReview(world: World, id: string): Review {
  return moderate(world, id, { status: 'reported', reportData: reportData(world, 'Business', 'visible') });
}

/** The reviewer answers the newest Find Reviewer request; null declines it. Names of states are not documented. */
export function answerFindReviewer(
  world: World,
  id: string,
  answer: Record<string, string | null> | null,
): Review {
  const review = theReview(world, id);
  const { isEligible, requests } = review.findReviewer;
  const newest = requests.at(-1);
  if (newest === undefined) throw new Error(`Nobody asked the reviewer of ${id}.`);
  const answered = { ...newest, status: answer === null ? 'Declined' : 'Accepted', consumerResponse: answer };
  return changeQuietly(
    world,
    { ...review, findReviewer: { isEligible, requests: [...requests.slice(0, -1), answered] } },
    false,
  );
}

/** Back online with its old id. Takes back a reviewer's deletion too, which the deletions feed goes on telling. */
export function restoreReview(world: World, id: string): Review {
  const back = {
    state: 'published',
    status: 'active',
    countsTowardsTrustScore: true,
    reportData: null,
  } as const;
  return moderate(world, id, back);
}

/** Moves a review to another profile. */
export function moveReview(world: World, id: string, domain: string): Review {
  const review = theReview(world, id);
  const from = world.directory.businessUnit(review.businessUnitId);
  const move = {
    businessUnitId: from.id,
    identifyingName: from.identifyingName,
    displayName: from.displayName,
    changeDate: nowSecond(world),
  };
  return replace(world, {
    ...review,
    businessUnitId: world.directory.businessUnit(domain).id,
    businessUnitHistory: [...review.businessUnitHistory, move],
  });
}

/** Changes a review without its reviewer; whether `updatedAt` moves then is unknown and a switch. */
export function changeQuietly(world: World, review: Review, movesUpdatedAt: boolean): Review {
  return replace(world, movesUpdatedAt ? { ...review, updatedAt: nowSecond(world) } : review);
}

function moderate(world: World, id: string, change: Partial<Review>): Review {
  return changeQuietly(
    world,
    { ...theReview(world, id), ...change },
    world.switches.moderationMovesUpdatedAt,
  );
}

function replace(world: World, review: Review): Review {
  world.reviews.replace(review, world.clock.nowMs());
  return review;
}

const reportData = (world: World, source: string, reviewVisibility: string): Review['reportData'] => ({
  source,
  publicComment: null,
  createdAt: nowSecond(world),
  reasons: ['sensitiveInformation'],
  reason: 'sensitive_information',
  reviewVisibility,
});
