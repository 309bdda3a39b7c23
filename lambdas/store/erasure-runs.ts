import * as z from 'zod/mini';

const placeSchema = z.object({ accountId: z.string(), reviewId: z.string() });
/** A stored review, up to which a pass over all of them has come. */
export type Place = z.infer<typeof placeSchema>;

const feedPlaceSchema = z.object({
  feed: z.enum(['reviews', 'consumers']),
  /** Trustpilot's name of the page; absent for the first one. */
  token: z.optional(z.string()),
});
/** A page of Trustpilot's feeds of deletions. */
export type FeedPlace = z.infer<typeof feedPlaceSchema>;

const walkSchema = z.object({
  startedAtMs: z.number(),
  startDate: z.string(),
  /** Everything on the pages before it has been compared with what is stored. */
  next: feedPlaceSchema,
  /** That many pages from there on have been compared with the stored reviews up to `after`. */
  part: z.optional(z.object({ pages: z.number(), after: placeSchema })),
  reviews: z.number(),
  consumers: z.number(),
  ours: z.number(),
});
/** A walk over the feeds that is not finished. */
export type DeletionsWalk = z.infer<typeof walkSchema>;

export const runSchema = z.object({
  lastAtMs: z.number(),
  notBeforeMs: z.number(),
  walk: z.optional(walkSchema),
});
/** When the Deletions API was followed last, and when it may be again. */
export type DeletionsRun = z.infer<typeof runSchema>;

export const sweepSchema = z.object({ lastAtMs: z.number(), after: z.optional(placeSchema) });
/** When the end of the retention was looked for last; with `after` while that is not finished. */
export type RetentionSweep = z.infer<typeof sweepSchema>;
