import { z } from 'zod';
import type { BusinessUnit, Review } from './model.ts';
import { toWholeSecond } from './instant.ts';
import { newId } from './random.ts';

const date = z.union([z.string(), z.number()]);
const text = z.string().nullable();
const stars = z.int().min(1).max(5);
const tags = z.array(z.strictObject({ group: z.string(), value: z.string() })).nullable();

export const reviewDraftSchema = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{24}$/),
    /** The domain or the business unit's id; the first one if left out. */
    domain: z.string(),
    /** The reviewer's display name. */
    name: text,
    consumerId: z.string().regex(/^[0-9a-f]{24}$/),
    displayLocation: text,
    numberOfReviews: z.int(),
    stars,
    title: text,
    text,
    language: text,
    createdAt: date,
    experiencedAt: date.nullable(),
    updatedAt: date.nullable(),
    referenceId: text,
    referralEmail: text,
    source: text,
    isVerified: z.boolean(),
    reviewVerificationLevel: text,
    numberOfLikes: z.int(),
    status: text,
    complianceLabels: z.array(z.string().nullable()),
    countsTowardsTrustScore: z.boolean(),
    tags,
    location: z
      .strictObject({ id: z.string(), name: z.string(), urlFormattedName: z.string(), externalId: text })
      .nullable(),
    isFindReviewerEligible: z.boolean(),
    /** A reply that stands there already, published in Trustpilot's own UI. */
    companyReply: z.strictObject({
      text: z.string(),
      author: z.string().optional(),
      createdAt: date.optional(),
      updatedAt: date.nullable().optional(),
    }),
  })
  .partial();
export type ReviewDraft = z.infer<typeof reviewDraftSchema>;

export const reviewChangeSchema = z
  .strictObject({
    stars,
    title: text,
    text,
    language: text,
    name: text,
    referenceId: text,
    tags,
    updatedAt: date,
  })
  .partial();
/** What the reviewer may change; `updatedAt` only for tests that need a particular one. */
export type ReviewChange = z.infer<typeof reviewChangeSchema>;

const instantOrNull = (value: string | number | null): string | null =>
  value === null ? null : toWholeSecond(value);

/** A whole review from what a test says about it. Not said = a plain, plausible one. */
export function toReview(draft: ReviewDraft, unit: BusinessUnit, nowMs: number): Review {
  const createdAt = toWholeSecond(draft.createdAt ?? nowMs);
  const isInvited = typeof draft.referenceId === 'string' || typeof draft.referralEmail === 'string';
  const isVerified = draft.isVerified ?? isInvited;
  const givenLevel = isVerified ? 'verified' : 'not-verified';
  return {
    id: draft.id ?? newId(),
    businessUnitId: unit.id,
    state: 'published',
    consumer: toConsumer(draft),
    location: draft.location ?? null,
    stars: draft.stars ?? 4,
    title: draft.title === undefined ? 'Good service' : draft.title,
    text: draft.text === undefined ? 'Arrived in time and as described.' : draft.text,
    language: draft.language === undefined ? 'en' : draft.language,
    createdAt,
    experiencedAt:
      draft.experiencedAt === undefined
        ? `${createdAt.slice(0, 10)}T00:00:00.000Z`
        : instantOrNull(draft.experiencedAt),
    updatedAt: instantOrNull(draft.updatedAt ?? null),
    referralEmail: draft.referralEmail ?? null,
    referenceId: draft.referenceId ?? null,
    source: draft.source === undefined ? (isInvited ? 'InvitationLinkApi' : 'Organic') : draft.source,
    companyReply: toCompanyReply(draft, unit, createdAt),
    isVerified,
    numberOfLikes: draft.numberOfLikes ?? 0,
    status: draft.status === undefined ? 'active' : draft.status,
    reportData: null,
    complianceLabels: draft.complianceLabels ?? [],
    countsTowardsTrustScore: draft.countsTowardsTrustScore ?? true,
    countsTowardsLocationTrustScore: null,
    invitation: isInvited ? { businessUnitId: unit.id } : null,
    businessUnitHistory: [],
    reviewVerificationLevel:
      draft.reviewVerificationLevel === undefined ? givenLevel : draft.reviewVerificationLevel,
    tags: draft.tags === undefined ? [] : draft.tags,
    findReviewer: { isEligible: draft.isFindReviewerEligible ?? !isInvited, requests: [] },
  };
}

const toConsumer = (draft: ReviewDraft): Review['consumer'] => ({
  id: draft.consumerId ?? newId(),
  displayName: draft.name === undefined ? 'Mette K' : draft.name,
  displayLocation: draft.displayLocation === undefined ? 'Odense, DK' : draft.displayLocation,
  numberOfReviews: draft.numberOfReviews ?? 1,
});

function toCompanyReply(draft: ReviewDraft, unit: BusinessUnit, createdAt: string): Review['companyReply'] {
  const reply = draft.companyReply;
  if (!reply) return null;
  return {
    text: reply.text,
    authorBusinessUserId: null,
    authorBusinessUserName: reply.author ?? unit.displayName,
    createdAt: toWholeSecond(reply.createdAt ?? createdAt),
    updatedAt: instantOrNull(reply.updatedAt ?? null),
  };
}
