import { toContent } from '../../core/content.ts';
import type { CompanyReply, Review } from '../../core/review.ts';
import { PermanentError } from '../../core/errors.ts';
import { unreadable } from './failures.ts';
import { wireReviewSchema, type WireReview } from './schemas.ts';

/**
 * Values of the open list `status` that say "not online". `active` and `reported` are online: a flagged review
 * stays visible while it is assessed (reference, 8). An unknown value counts as online, because a ticket that
 * wrongly refuses replies is worse than a reply that Trustpilot refuses.
 */
const offlineStatuses = new Set([
  'hidden',
  'removed',
  'deleted',
  'archived',
  'offline',
  'unpublished',
  'suspended',
]);

/** Trustpilot's review in our words. An item that misses what we cannot do without is a PermanentError naming the field. */
export function toReview(item: unknown, listedUnder?: string): Review {
  const parsed = wireReviewSchema.safeParse(item);
  if (!parsed.success) throw unreadable('review', parsed.error);
  const wire = parsed.data;
  const businessUnitId = wire.businessUnit?.id ?? listedUnder;
  if (businessUnitId === undefined) {
    throw new PermanentError('Trustpilot sent a review that cannot be read: businessUnit.id', 'unreadable');
  }
  return {
    reviewId: wire.id,
    details: {
      businessUnitId,
      createdAt: wire.createdAt,
      experiencedAt: wire.experiencedAt ?? null,
      language: orNull(wire.language),
      referenceId: orNull(wire.referenceId),
      verified: wire.isVerified ?? wire.reviewVerificationLevel?.toLowerCase() === 'verified',
      source: orNull(wire.source),
      consumerId: wire.consumer?.id ?? null,
      consumerName: orNull(wire.consumer?.displayName),
    },
    content: toContent({
      stars: wire.stars,
      title: wire.title ?? null,
      text: wire.text ?? null,
      updatedAt: wire.updatedAt ?? null,
    }),
    reply: toCompanyReply(wire.companyReply),
    hidden: isHidden(wire),
  };
}

function toCompanyReply(reply: WireReview['companyReply']): CompanyReply | null {
  if (reply?.text === undefined || reply.text === null || reply.text === '') return null;
  return {
    text: reply.text,
    authorName: orNull(reply.authorBusinessUserName),
    createdAt: reply.createdAt ?? null,
    updatedAt: reply.updatedAt ?? null,
  };
}

const isHidden = ({ status, reportData }: WireReview): boolean =>
  reportData?.reviewVisibility?.toLowerCase() === 'hidden' ||
  offlineStatuses.has(status?.toLowerCase() ?? 'active');

const orNull = (value: string | null | undefined): string | null =>
  value === undefined || value === '' ? null : value;
