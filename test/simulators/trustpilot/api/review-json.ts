import { formatInstant } from '../instant.ts';
import type { BusinessUnit, Review } from '../model.ts';
import type { World } from '../world.ts';

/** An item of the private list: every documented field, `null` where there is nothing, and one nobody documented. */
export function toPrivateReview(world: World, review: Review): Record<string, unknown> {
  const { consumer } = review;
  return {
    links: [],
    id: review.id,
    consumer: { links: [], ...consumer },
    ...shared(world, review),
    referralEmail: review.referralEmail,
    referenceId: review.referenceId,
    companyReply: companyReply(world, review, true),
    tags: review.tags,
    findReviewer: review.findReviewer,
    moderationHints: { queue: null },
  };
}

/** The single answer adds the consumer's profile and may leave out the counts. */
export function toSinglePrivateReview(world: World, review: Review): Record<string, unknown> {
  const { numberOfReviews, ...consumer } = review.consumer;
  const profile = {
    links: [],
    ...consumer,
    ...(world.switches.singleReviewOmitsCounts ? {} : { numberOfReviews }),
    profileUrl: `https://www.trustpilot.com/users/${consumer.id}`,
    profileImage: { image24x24: { url: '//images.example/24.png', width: 24, height: 24 } },
  };
  return { ...toPrivateReview(world, review), consumer: profile };
}

/** Without what only the business may see. */
export function toPublicReview(world: World, review: Review): Record<string, unknown> {
  return {
    links: [],
    id: review.id,
    consumer: { links: [], ...review.consumer },
    ...shared(world, review),
    companyReply: companyReply(world, review, false),
  };
}

function shared(world: World, review: Review): Record<string, unknown> {
  const date = (instant: string | null): string | null =>
    instant === null ? null : formatInstant(instant, world.switches.dateFormat);
  return {
    businessUnit: businessUnit(world, review.businessUnitId),
    location: review.location,
    stars: review.stars,
    title: review.title,
    text: review.text,
    language: review.language,
    createdAt: date(review.createdAt),
    experiencedAt: date(review.experiencedAt),
    updatedAt: date(review.updatedAt),
    source: review.source,
    isVerified: review.isVerified,
    numberOfLikes: review.numberOfLikes,
    status: review.status,
    reportData: review.reportData && { ...review.reportData, createdAt: date(review.reportData.createdAt) },
    complianceLabels: review.complianceLabels,
    countsTowardsTrustScore: review.countsTowardsTrustScore,
    countsTowardsLocationTrustScore: review.countsTowardsLocationTrustScore,
    invitation: review.invitation,
    businessUnitHistory: review.businessUnitHistory.map((move) => ({
      ...move,
      changeDate: date(move.changeDate),
    })),
    reviewVerificationLevel: review.reviewVerificationLevel,
  };
}

/** `authorBusinessUserId` is for the private API only. */
function companyReply(world: World, { companyReply: reply }: Review, isPrivate: boolean): unknown {
  if (!reply) return null;
  const { authorBusinessUserId, createdAt, updatedAt, ...rest } = reply;
  const { dateFormat } = world.switches;
  return {
    ...rest,
    ...(isPrivate ? { authorBusinessUserId } : {}),
    createdAt: formatInstant(createdAt, dateFormat),
    updatedAt: updatedAt === null ? null : formatInstant(updatedAt, dateFormat),
  };
}

/** One client knows `name{identifying,referring}` where all others know `identifyingName`. */
function businessUnit(world: World, id: string): Record<string, unknown> {
  const unit = world.directory.businessUnit(id);
  return {
    links: [],
    id,
    displayName: unit.displayName,
    ...(world.switches.businessUnitNameObject
      ? { name: nameOf(unit) }
      : { identifyingName: unit.identifyingName }),
  };
}

export const nameOf = (unit: BusinessUnit): { identifying: string; referring: string[] } => ({
  identifying: unit.identifyingName,
  referring: unit.referringNames,
});
