import * as z from 'zod/mini';
import { periods } from './account.ts';

/** Ages by which older reviews are read again (core/rescan-plan.ts). */
export const rescanTierNames = ['day', 'week', 'month'] as const;

/** A walk over a domain's older unanswered reviews, oldest first. Times in ms. */
export const backfillSchema = z.object({
  period: z.enum(periods),
  /** The window that is walked: reviews created from `fromMs` (inclusive) to `untilMs` (exclusive). */
  fromMs: z.number(),
  untilMs: z.number(),
  /** Checkpoint: everything created before it has been queued; `page` counts only inside one crowded second. */
  cursorMs: z.number(),
  page: z.number(),
  /** Unanswered reviews queued so far. */
  queued: z.number(),
  /** Fingerprints of what the next page shows again. */
  seen: z.optional(z.string()),
  startedAtMs: z.number(),
  finishedAtMs: z.optional(z.number()),
});
export type Backfill = z.infer<typeof backfillSchema>;

const rescanSchema = z.object({
  /** When it was last begun. */
  lastAtMs: z.number(),
  /** A walk that is not finished: the place of its next page, its end, and what it has met. */
  walk: z.optional(
    z.object({
      fromMs: z.number(),
      page: z.number(),
      untilMs: z.number(),
      remembered: z.number(),
      vanished: z.number(),
    }),
  ),
});

/** How far one domain of one account has been read: the poll record. Times in ms. */
export const syncSchema = z.object({
  accountId: z.string(),
  businessUnitId: z.string(),
  version: z.number(),
  /** The lesser of the newest `createdAt` seen and the clock. New reviews are read from 15 minutes before it. */
  watermarkMs: z.number(),
  /** Hash of the webhook key whose row has been put. */
  webhookHash: z.optional(z.string()),
  /** A scan that stopped half-way resumes at `page` of the list that starts at `fromMs`. */
  scan: z.optional(z.object({ fromMs: z.number(), page: z.number() })),
  /** Where the last scan started: it has read again all that was created since. */
  scannedFromMs: z.optional(z.number()),
  /** How many reviews the domain gets, as far as they are remembered. */
  reviewsPerDay: z.optional(z.number()),
  /** Walks over older reviews, by tier of age (core/rescan-plan.ts). */
  rescans: z.optional(z.partialRecord(z.enum(rescanTierNames), rescanSchema)),
  /** When a webhook told of a new review, to some hours (core/told.ts). */
  toldAtMs: z.optional(z.number()),
  /** How often it is polled, as planned at the last poll. */
  intervalMs: z.optional(z.number()),
  lastPollAtMs: z.number(),
  lastSuccessAtMs: z.number(),
  /** Consecutive failures and until when the domain is left alone because of them (back-off, Retry-After). */
  failures: z.number(),
  notBeforeMs: z.number(),
  lastError: z.optional(z.string()),
  /** Calls to Trustpilot in an allowance year that were stored with this record, for whichever domain they were. */
  calls: z.optional(z.object({ year: z.string(), count: z.number() })),
  /** Reviews queued so far, edits and backfill not counted. */
  received: z.number(),
  backfill: z.optional(backfillSchema),
});
export type Sync = z.infer<typeof syncSchema>;
