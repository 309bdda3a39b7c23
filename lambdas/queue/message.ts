import * as z from 'zod/mini';
import { accountIdSchema } from '../core/account.ts';
import { lanes } from '../core/review-record.ts';
import { reviewSchema, trustpilotIdSchema } from '../core/review.ts';
import { dueSchema } from '../store/due.ts';

/** What travels from the schedule and the event endpoint to the worker. Used by both sides. */
export const messageSchema = z.discriminatedUnion('kind', [
  /** A review as Trustpilot showed it. */
  z.object({
    kind: z.literal('observation'),
    accountId: accountIdSchema,
    lane: z.enum(lanes),
    requestedAtMs: z.number(),
    /** The sender has seen the review before, so its row is read first instead of being made. */
    known: z.optional(z.boolean()),
    review: reviewSchema,
  }),
  /** Something happened to this review: read it again. */
  z.object({
    kind: z.literal('hint'),
    accountId: accountIdSchema,
    businessUnitId: trustpilotIdSchema,
    reviewId: trustpilotIdSchema,
    /** It was written: whoever tells of that tells of every new review of the domain. */
    isNew: z.optional(z.boolean()),
  }),
  /** Erase a review, or all reviews of a person. */
  z.object({
    kind: z.literal('erase'),
    accountId: accountIdSchema,
    reviewId: z.optional(trustpilotIdSchema),
    consumerId: z.optional(trustpilotIdSchema),
    /** At Trustpilot, so that the agent hears of it; otherwise the wish came from Zendesk. */
    isDeleted: z.boolean(),
  }),
  /** Planned work whose time has come. */
  z.object({ kind: z.literal('due'), due: dueSchema }),
]);
export type Message = z.infer<typeof messageSchema>;
export type EraseMessage = Extract<Message, { kind: 'erase' }>;
export type HintMessage = Extract<Message, { kind: 'hint' }>;
export type ObservationMessage = Extract<Message, { kind: 'observation' }>;
