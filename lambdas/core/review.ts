import * as z from 'zod/mini';

/** 24 hexadecimal characters: reviews, domains (business units), consumers and users alike (Trustpilot, "Ids"). */
export const trustpilotIdSchema = z.string().check(z.regex(/^[0-9a-f]{24}$/));

export const starsSchema = z.int().check(z.gte(1), z.lte(5));

/** The company's public answer below a review. There is at most one. Times are ISO 8601 UTC with milliseconds. */
export const companyReplySchema = z.object({
  text: z.string(),
  authorName: z.nullable(z.string()),
  createdAt: z.nullable(z.string()),
  updatedAt: z.nullable(z.string()),
});
export type CompanyReply = z.infer<typeof companyReplySchema>;

/** What the reviewer wrote: the part of a review whose change is an edit. */
export const contentSchema = z.object({
  stars: starsSchema,
  title: z.nullable(z.string()),
  /** At most `maxStoredTextBytes`; `cut` says that the review on Trustpilot is longer. */
  text: z.nullable(z.string()),
  cut: z.optional(z.boolean()),
  /** Null until the reviewer edits (Trustpilot, "updatedAt"). */
  updatedAt: z.nullable(z.string()),
  /** Over stars, title and the whole text, also the part that was cut. */
  hash: z.string(),
});
export type Content = z.infer<typeof contentSchema>;

/** What does not change when a reviewer edits, as far as a ticket shows it. */
export const detailsSchema = z.object({
  businessUnitId: trustpilotIdSchema,
  createdAt: z.string(),
  experiencedAt: z.nullable(z.string()),
  language: z.nullable(z.string()),
  referenceId: z.nullable(z.string()),
  verified: z.boolean(),
  source: z.nullable(z.string()),
  /** Null for anonymous reviewers. */
  consumerId: z.nullable(z.string()),
  consumerName: z.nullable(z.string()),
});
export type Details = z.infer<typeof detailsSchema>;

/** A Trustpilot service review in our words. All times are ISO 8601 UTC with milliseconds. */
export const reviewSchema = z.object({
  reviewId: trustpilotIdSchema,
  details: detailsSchema,
  content: contentSchema,
  reply: z.nullable(companyReplySchema),
  /** Taken offline by Trustpilot but still listed. */
  hidden: z.boolean(),
});
export type Review = z.infer<typeof reviewSchema>;
