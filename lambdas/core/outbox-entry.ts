import * as z from 'zod/mini';
import { factIdOf, factSchema, type Fact } from './fact.ts';
import { factsInOrder, lanes, type ReviewRecord, type StoredFact } from './review-record.ts';
import { detailsSchema, starsSchema } from './review.ts';

/** A fact that Zendesk has not taken over yet, with all that its rendering needs. Never changed once put. */
export const outboxEntrySchema = z.object({
  /** Sort key: lane, time, review, number, fact id. New ones before backfilled ones, then by time, a thread in its order. */
  sortKey: z.string(),
  reviewId: z.string(),
  lane: z.enum(lanes),
  /** ISO time that the resource carries as `created_at`. */
  order: z.string(),
  fact: factSchema,
  details: detailsSchema,
  /** What the review said when this happened, for the fields of a ticket that a later fact may make. */
  about: z.optional(z.object({ stars: starsSchema, title: z.nullable(z.string()) })),
  /** The review was gone from Trustpilot when this happened, so nobody can answer it. */
  gone: z.optional(z.boolean()),
  /** Offered again because no confirmation came; its next check is planned already. */
  again: z.optional(z.boolean()),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;

const laneCode = { new: '0', backfill: '1' } as const;

export function toOutboxEntry(record: ReviewRecord, { fact, order }: StoredFact, again = false): OutboxEntry {
  const { reviewId, lane, details } = record;
  const n = String(fact.n).padStart(12, '0');
  const sortKey = [laneCode[lane], order, reviewId, n, factIdOf(fact)].join('#');
  const entry = { sortKey, reviewId, lane, order, fact, details, ...(again && { again }) };
  return { ...entry, ...surroundings(record, fact, again) };
}

/**
 * What the facts up to this one say of the review. Derived from facts alone, so that a repeat makes the same entry.
 * One that is offered again may arrive behind later ones, and a ticket takes from its latest resource whether it can
 * be answered: so it tells what holds now.
 */
function surroundings(record: ReviewRecord, fact: Fact, again: boolean): Pick<OutboxEntry, 'about' | 'gone'> {
  const known = factsInOrder(record);
  const until = known.filter(({ fact: { n } }) => n <= fact.n);
  const presence = (again ? known : until).findLast(
    ({ fact: { kind } }) => kind === 'removed' || kind === 'restored',
  );
  const content = until.flatMap(({ fact: one }) => ('content' in one ? [one.content] : [])).at(-1);
  const needsAbout = !('content' in fact) && content !== undefined;
  return {
    ...(needsAbout && { about: { stars: content.stars, title: content.title } }),
    ...(presence?.fact.kind === 'removed' && { gone: true }),
  };
}

/** What a sort key says of its entry. */
export function partsOfSortKey(sortKey: string): Pick<OutboxEntry, 'reviewId' | 'lane' | 'order'> {
  const [code, order = '', reviewId = ''] = sortKey.split('#');
  return { lane: code === laneCode.new ? 'new' : 'backfill', order, reviewId };
}

/** The fact that a sort key stands for. */
export function factOfSortKey(sortKey: string): { reviewId: string; factId: string } {
  const [, , reviewId = '', , factId = ''] = sortKey.split('#');
  return { reviewId, factId };
}

/** Keys of the new lane sort before those of the backfill lane. */
export const isOfNewLane = (sortKey: string): boolean => sortKey.startsWith(`${laneCode.new}#`);
