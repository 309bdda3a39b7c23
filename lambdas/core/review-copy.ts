import * as z from 'zod/mini';
import { companyReplySchema } from './review.ts';

/*
 * What only Trustpilot knows of a review, as one read showed it. Facts are not made of it; it is kept for a while so
 * that looking at a ticket again does not cost another call.
 */

export const tagSchema = z.object({ group: z.string(), value: z.string() });
export type Tag = z.infer<typeof tagSchema>;

const text = z.nullable(z.string());

const contactSchema = z.object({
  referenceId: text,
  name: text,
  email: text,
  phoneNumber: text,
  address: text,
  message: text,
});

export const contactRequestSchema = z.object({
  status: text,
  at: text,
  message: text,
  /** What the reviewer gave; null until there is an answer. */
  answer: z.nullable(contactSchema),
});

/** The parts of Trustpilot's answer that make no facts. Null: Trustpilot did not say. */
export const extrasSchema = z.object({
  tags: z.nullable(z.array(tagSchema)),
  report: z.nullable(z.object({ reasons: z.array(z.string()), by: text, at: text })),
  /** `requests`: newest last. */
  findReviewer: z.nullable(z.object({ isEligible: z.boolean(), requests: z.array(contactRequestSchema) })),
});
export type Extras = z.infer<typeof extrasSchema>;

export const reviewCopySchema = z.object({
  ...extrasSchema.shape,
  /** When the read was started (ms). */
  atMs: z.number(),
  state: z.enum(['shown', 'hidden', 'removed']),
  /** The newest read did not find it. Once is not enough to call it removed. */
  notFound: z.optional(z.boolean()),
  reply: z.nullable(companyReplySchema),
});
export type ReviewCopy = z.infer<typeof reviewCopySchema>;

/** So long a copy stands for what Trustpilot says. */
export const copyIsFreshMs = 15 * 60_000;
