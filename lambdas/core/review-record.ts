import * as z from 'zod/mini';
import { factSchema, type ContentFact } from './fact.ts';
import { detailsSchema } from './review.ts';

/** Backfilled reviews wait behind new ones; every later fact stays in its thread's lane. */
export const lanes = ['new', 'backfill'] as const;
export type Lane = (typeof lanes)[number];

const storedFactSchema = z.object({
  fact: factSchema,
  /** Position among the pending entries (ISO time); never before an earlier fact of the same review. */
  order: z.string(),
  /** True once its outbox entry was put: until then whoever meets the review puts it (again). */
  queued: z.boolean(),
  /** True: Zendesk's event said that a ticket or comment was made of it. False: listed as unconfirmed. */
  confirmed: z.optional(z.boolean()),
  /** Of the follow-up in which it stands, where the review's own ticket was closed. */
  ticketId: z.optional(z.number()),
});
export type StoredFact = z.infer<typeof storedFactSchema>;

const replyKnowledgeSchema = z.object({
  /** Hash of the text, to compare without keeping it. */
  hash: z.string(),
  /** Trustpilot's time of the reply, or ours when we published it (ms); 0 when Trustpilot gave none. */
  atMs: z.number(),
  ours: z.boolean(),
  /** When the request that showed it was started (ms): decides where the times cannot. */
  readAtMs: z.optional(z.number()),
  /** First read at which it was missing (ms); a second one at least 5 minutes later makes it deleted. */
  missingSinceMs: z.optional(z.number()),
  /** Start of the read that made it deleted (ms). Kept, because caches show a deleted reply for some more minutes. */
  deletedAtMs: z.optional(z.number()),
});
export type ReplyKnowledge = z.infer<typeof replyKnowledgeSchema>;

/** All we know of one review of one account: its facts, and what is needed to tell the next one. */
export const reviewRecordSchema = z.object({
  reviewId: z.string(),
  /** Raised by every conditional update. */
  version: z.int(),
  lane: z.enum(lanes),
  details: detailsSchema,
  /** By fact id. */
  facts: z.record(z.string(), storedFactSchema),
  /** When the request that gave the current content was started (ms). */
  contentAtMs: z.number(),
  /** Trustpilot's `updatedAt` of the current content where it is newer than the fact: it moved, the words did not. */
  contentUpdatedAt: z.optional(z.string()),
  reply: z.nullable(replyKnowledgeSchema),
  /** Without a reply so far: start of the newest read that showed none although one before it had (ms). */
  noReplyAtMs: z.optional(z.number()),
  /** Absent until it was gone for the first time. Start of the newest read that proved it, and of the first one. */
  presence: z.optional(z.object({ gone: z.boolean(), atMs: z.number(), sinceMs: z.optional(z.number()) })),
  /** Hashes of the texts that we published or were about to publish: those are never echoed. */
  ourReplies: z.optional(z.array(z.string())),
  /** The agent's reply that was received last among those published: no older one is published over it. */
  lastPublished: z.optional(z.object({ replyId: z.string(), receivedAtMs: z.number() })),
  /** First receipt of the reply that was sent last (ms), until it is published: while it may be, no older one is sent. */
  lastSentMs: z.optional(z.number()),
  /** Held by the one channelback that is talking to Trustpilot about this review. */
  publishing: z.optional(z.object({ owner: z.string(), untilMs: z.number() })),
  ticketId: z.optional(z.number()),
});
export type ReviewRecord = z.infer<typeof reviewRecordSchema>;

/** Facts in the order in which they became known. */
export const factsInOrder = ({ facts }: Pick<ReviewRecord, 'facts'>): StoredFact[] =>
  Object.values(facts).sort((a, b) => a.fact.n - b.fact.n);

/** The newest content fact: what the review says now, as far as we know. */
export function newestContent(record: Pick<ReviewRecord, 'facts'>): ContentFact {
  const contents = factsInOrder(record).flatMap(({ fact }) => ('content' in fact ? [fact] : []));
  const newest = contents.at(-1);
  if (newest === undefined) throw new Error('A review record without content is damaged.');
  return newest;
}
