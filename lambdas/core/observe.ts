import { createHash } from 'node:crypto';
import { append, appendNews, type News } from './append-news.ts';
import type { Fact, Note } from './fact.ts';
import { observePresence } from './presence.ts';
import {
  factsInOrder,
  newestContent,
  type Lane,
  type ReplyKnowledge,
  type ReviewRecord,
} from './review-record.ts';
import type { CompanyReply, Review } from './review.ts';

/** A review as one read of Trustpilot showed it. */
export interface Observation {
  review: Review;
  /** When the request that brought it was started (ms): the later of two reads wins a tie. */
  requestedAtMs: number;
  lane: Lane;
}

export const replyHash = (text: string): string =>
  createHash('sha256').update(text.replace(/\s+/g, ' ').trim()).digest('base64url').slice(0, 22);

/** The first sight of a review: its arrival and, if the company has answered already, that answer. */
export function firstRecord({ review, requestedAtMs, lane }: Observation, nowMs: number): ReviewRecord {
  const empty: ReviewRecord = {
    reviewId: review.reviewId,
    version: 1,
    lane,
    details: review.details,
    facts: {},
    contentAtMs: requestedAtMs,
    reply: review.reply === null ? null : known(review.reply, false),
  };
  const arrived: Fact = { kind: 'arrived', n: 0, atMs: nowMs, content: review.content };
  const record = append(empty, arrived, review.details.createdAt);
  return review.reply === null ? record : appendNews(record, replyNews('new', review.reply), nowMs);
}

/**
 * What an observation adds to what we know; the same record when it adds nothing.
 * Newer wins, by rule: content never goes back to an older `updatedAt` (null = oldest); with equal ones the read
 * that was started later wins; a company reply goes by its own times.
 */
export function observe(
  record: ReviewRecord,
  observation: Observation,
  nowMs: number,
  absenceMs: number,
): ReviewRecord {
  const withContent = observeContent(record, observation, nowMs);
  const withReply = observeReply(withContent, observation, nowMs, absenceMs);
  return observePresence(withReply, observation, nowMs, absenceMs);
}

function observeContent(
  record: ReviewRecord,
  { review, requestedAtMs }: Observation,
  nowMs: number,
): ReviewRecord {
  const { content: old } = newestContent(record);
  const { content } = review;
  if (content.hash === old.hash && content.updatedAt === old.updatedAt) return record;
  const age = (content.updatedAt ?? '').localeCompare(old.updatedAt ?? '');
  if (age < 0 || (age === 0 && requestedAtMs <= record.contentAtMs)) return record;
  if (content.hash === old.hash) return record; // `updatedAt` moved alone: nothing that a person could see
  const before = { stars: old.stars, title: old.title };
  return appendNews({ ...record, contentAtMs: requestedAtMs }, { kind: 'edited', content, before }, nowMs);
}

function observeReply(
  record: ReviewRecord,
  { review: { reply }, requestedAtMs }: Omit<Observation, 'lane'>,
  nowMs: number,
  absenceMs: number,
  toNews: (change: 'new' | 'changed', reply: CompanyReply) => News = replyNews,
): ReviewRecord {
  const old = record.reply;
  if (reply === null)
    return old === null ? record : missingReply(record, old, requestedAtMs, nowMs, absenceMs);
  const seen = known(reply, (record.ourReplies ?? []).includes(replyHash(reply.text)));
  if (old?.hash === seen.hash) return confirmReply(record, old, seen);
  // A stale read still shows what was there before the newest change.
  if (old !== null && seen.atMs <= old.atMs) return record;
  const next = { ...record, reply: seen };
  if (seen.ours) return next;
  return appendNews(next, toNews(old === null ? 'new' : 'changed', reply), nowMs);
}

/** The reply we know is still there. Takes over Trustpilot's own time, and forgets that it was missing once. */
function confirmReply(record: ReviewRecord, old: ReplyKnowledge, seen: ReplyKnowledge): ReviewRecord {
  if (old.missingSinceMs === undefined && old.atMs >= seen.atMs) return record;
  return { ...record, reply: { ...seen, ours: old.ours || seen.ours, atMs: Math.max(old.atMs, seen.atMs) } };
}

/** Absence counts after a second read, because Trustpilot serves cached pages for minutes. */
function missingReply(
  record: ReviewRecord,
  old: ReplyKnowledge,
  requestedAtMs: number,
  nowMs: number,
  absenceMs: number,
): ReviewRecord {
  if (requestedAtMs <= old.atMs) return record;
  if (old.missingSinceMs === undefined)
    return { ...record, reply: { ...old, missingSinceMs: requestedAtMs } };
  if (requestedAtMs - old.missingSinceMs < absenceMs) return record;
  const gone: News = { kind: 'company-reply', change: 'deleted', text: '', authorName: null };
  return appendNews({ ...record, reply: null }, gone, nowMs);
}

const replyNews = (change: 'new' | 'changed', { text, authorName }: CompanyReply): News => ({
  kind: 'company-reply',
  change,
  text,
  authorName,
});

const known = ({ text, createdAt, updatedAt }: CompanyReply, ours: boolean): ReplyKnowledge => ({
  hash: replyHash(text),
  atMs: Date.parse(updatedAt ?? createdAt ?? '1970-01-01T00:00:00.000Z'),
  ours,
});

/** Tells the agent something once: the same note about the same reply is not written again. */
export function appendNote(record: ReviewRecord, note: Note, nowMs: number): ReviewRecord {
  const isTold = factsInOrder(record).some(({ fact }) => fact.kind === 'note' && saysSame(fact.note, note));
  return isTold ? record : appendNews(record, { kind: 'note', note }, nowMs);
}

/** One reply may replace several others, one after the other; everything else is said of a reply once. */
const saysSame = (told: Note, note: Note): boolean =>
  told.about === note.about &&
  told.replyId === note.replyId &&
  (told.about !== 'replaced-reply' || note.about !== 'replaced-reply' || told.text === note.text);

/**
 * What the read before a publication tells: the reply of somebody else that ours is about to replace becomes a note,
 * unless it stands in the ticket already. Known from then on, so that no later read tells it again.
 */
export const observeReplaced = (
  record: ReviewRecord,
  observation: Omit<Observation, 'lane'>,
  replyId: string,
  nowMs: number,
  absenceMs: number,
): ReviewRecord =>
  observeReply(record, observation, nowMs, absenceMs, (_, { text, authorName }) => ({
    kind: 'note',
    note: { about: 'replaced-reply', replyId, text, authorName },
  }));
