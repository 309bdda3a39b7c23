import * as z from 'zod/mini';
import { arrivedFactId } from './external-id.ts';
import { contentSchema, starsSchema } from './review.ts';

/** What every fact has. `n` rises per review and is never reused; `atMs` is when we first saw it. */
const common = { n: z.int(), atMs: z.number() };

/**
 * Which agent's reply a note is about: a repeat of the work finds its note and writes no second one. `cut` says that
 * a text was longer than a review's row has room for.
 */
const about = { replyId: z.string(), cut: z.optional(z.boolean()) };

/** What an agent is told in an internal note, besides company replies. */
const noteSchema = z.discriminatedUnion('about', [
  /** A colleague's reply that the agent's reply replaced. */
  z.object({
    about: z.literal('replaced-reply'),
    ...about,
    text: z.string(),
    authorName: z.nullable(z.string()),
  }),
  /** An older reply is not published, because a newer one was. */
  z.object({ about: z.literal('newer-reply-stands'), ...about, text: z.string() }),
  /** A reply whose outcome was unknown proved to be published. */
  z.object({ about: z.literal('published-after-all'), ...about }),
  /** A reply is not on Trustpilot; `standing` is what is there, where that could be read. */
  z.object({
    about: z.literal('not-published'),
    ...about,
    text: z.string(),
    reason: z.optional(z.string()),
    standing: z.optional(z.nullable(z.string())),
  }),
  /** Whether a reply was published cannot be found out, because Trustpilot cannot be read. */
  z.object({ about: z.literal('outcome-unknown'), ...about, text: z.string() }),
]);
export type Note = z.infer<typeof noteSchema>;

/** Something that happened to a review. Immutable: later news are later facts. */
export const factSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('arrived'), ...common, content: contentSchema }),
  z.object({
    kind: z.literal('edited'),
    ...common,
    content: contentSchema,
    before: z.object({ stars: starsSchema, title: z.nullable(z.string()) }),
  }),
  z.object({
    kind: z.literal('company-reply'),
    ...common,
    change: z.enum(['new', 'changed', 'deleted']),
    text: z.string(),
    /** The reply is longer than a review's row has room for. */
    cut: z.optional(z.boolean()),
    authorName: z.nullable(z.string()),
    /** Deleted by an agent, from the sidebar of the ticket. */
    here: z.optional(z.boolean()),
  }),
  z.object({ kind: z.enum(['removed', 'restored']), ...common }),
  z.object({ kind: z.literal('note'), ...common, note: noteSchema }),
]);
export type Fact = z.infer<typeof factSchema>;
export type ContentFact = Extract<Fact, { content: unknown }>;

const prefix = {
  edited: 'edit',
  'company-reply': 'company-reply',
  removed: 'removed',
  restored: 'restored',
  note: 'note',
};

/** The last part of the fact's external id. */
export const factIdOf = (fact: Pick<Fact, 'kind' | 'n'>): string =>
  fact.kind === 'arrived' ? arrivedFactId : `${prefix[fact.kind]}:${fact.n}`;

/**
 * The number of a new fact: above every earlier one, and never one that was used before even if our memory of the
 * review was erased or restored from a backup, because Zendesk drops an id it has seen.
 */
export const nextN = (lastN: number, nowMs: number): number => Math.max(lastN + 1, Math.floor(nowMs / 1000));
