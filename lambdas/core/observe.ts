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
  /** A walk remembers the review otherwise: no other read will tell of this change. */
  known?: boolean | undefined;
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
    reply: review.reply === null ? null : known(review.reply, false, requestedAtMs),
  };
  const arrived: Fact = { kind: 'arrived', n: 0, atMs: nowMs, content: review.content };
  const record = append(empty, arrived, nowMs);
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
  { review: { content }, requestedAtMs }: Observation,
  nowMs: number,
): ReviewRecord {
  const { content: old } = newestContent(record);
  const age = compareTimes(content.updatedAt, record.contentUpdatedAt ?? old.updatedAt);
  if (age < 0) return record;
  if (content.hash === old.hash) {
    // `updatedAt` moved alone: nothing that a person could see, but what lies between the two is old from now on.
    const { updatedAt } = content;
    return age === 0 || updatedAt === null
      ? record
      : { ...record, contentAtMs: requestedAtMs, contentUpdatedAt: updatedAt };
  }
  if (age === 0 && requestedAtMs <= record.contentAtMs) return record;
  const { contentUpdatedAt: _outdated, ...rest } = record;
  const before = { stars: old.stars, title: old.title };
  return appendNews({ ...rest, contentAtMs: requestedAtMs }, { kind: 'edited', content, before }, nowMs);
}

/** Above 0 when `a` is the newer one; null is oldest. All times are ISO 8601 UTC with milliseconds. */
function compareTimes(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? '') > (b ?? '') ? 1 : -1;
}

function observeReply(
  record: ReviewRecord,
  { review: { reply }, requestedAtMs, known: isChange = false }: Omit<Observation, 'lane'>,
  nowMs: number,
  absenceMs: number,
  toNews: (change: 'new' | 'changed', reply: CompanyReply) => News = replyNews,
): ReviewRecord {
  const old = record.reply;
  const stands = old !== null && old.deletedAtMs === undefined;
  if (reply === null && stands) return missingReply(record, old, requestedAtMs, nowMs, absenceMs);
  if (reply === null) return isChange ? withoutReply(record, requestedAtMs) : record;
  // We know of none although a read that was started later has shown the review: this one is gone again.
  if (old === null && requestedAtMs < Math.max(record.contentAtMs, record.noReplyAtMs ?? 0)) return record;
  const seen = known(reply, isOurs(record, reply), requestedAtMs);
  if (stands && old.hash === seen.hash) return confirmReply(record, old, seen);
  if (old !== null && isStale(old, seen, requestedAtMs, absenceMs)) return record;
  const next = { ...record, reply: seen };
  return seen.ours ? next : appendNews(next, toNews(stands ? 'changed' : 'new', reply), nowMs);
}

/** A reply that came and went before we heard of it: the read that showed it may still be on its way. */
const withoutReply = (record: ReviewRecord, requestedAtMs: number): ReviewRecord =>
  record.reply !== null || requestedAtMs <= Math.max(record.contentAtMs, record.noReplyAtMs ?? 0)
    ? record
    : { ...record, noReplyAtMs: requestedAtMs };

/** A stale read still shows what was there before the newest change. */
function isStale(
  old: ReplyKnowledge,
  seen: ReplyKnowledge,
  requestedAtMs: number,
  absenceMs: number,
): boolean {
  const { deletedAtMs } = old;
  if (deletedAtMs !== undefined) {
    // The deleted reply itself counts as back only when it is still seen after the caches have had their time.
    const isSame = seen.atMs <= old.atMs;
    return requestedAtMs <= deletedAtMs || (isSame && requestedAtMs - deletedAtMs < absenceMs);
  }
  // Ours goes by our own clock: once the caches have had their time, what is read stands, however it is dated.
  const { readAtMs = 0 } = old;
  if (old.ours && readAtMs > 0 && requestedAtMs >= readAtMs + absenceMs) return false;
  const isDated = seen.atMs !== 0 && old.atMs !== 0;
  if (isDated && seen.atMs !== old.atMs) return seen.atMs < old.atMs;
  return requestedAtMs <= (old.readAtMs ?? old.atMs);
}

/** The reply we know is still there. Takes over Trustpilot's own time, and forgets that it was missing once. */
function confirmReply(record: ReviewRecord, old: ReplyKnowledge, seen: ReplyKnowledge): ReviewRecord {
  const { missingSinceMs = 0, ...rest } = old;
  const isOlder = (seen.readAtMs ?? 0) <= Math.max(missingSinceMs, old.readAtMs ?? 0);
  if (isOlder || (missingSinceMs === 0 && old.atMs >= seen.atMs)) return record;
  const atMs = Math.max(old.atMs, seen.atMs);
  return { ...record, reply: { ...rest, ours: old.ours || seen.ours, atMs } };
}

/** Absence counts after a second read, because Trustpilot serves cached pages for minutes. */
function missingReply(
  record: ReviewRecord,
  old: ReplyKnowledge,
  requestedAtMs: number,
  nowMs: number,
  absenceMs: number,
): ReviewRecord {
  if (requestedAtMs <= (old.readAtMs ?? old.atMs)) return record;
  const { missingSinceMs, ...rest } = old;
  if (missingSinceMs === undefined) return { ...record, reply: { ...old, missingSinceMs: requestedAtMs } };
  if (requestedAtMs - missingSinceMs < absenceMs) return record;
  const gone: News = { kind: 'company-reply', change: 'deleted', text: '', authorName: null };
  return appendNews({ ...record, reply: { ...rest, deletedAtMs: requestedAtMs } }, gone, nowMs);
}

/** An agent took the reply away from the ticket's sidebar: no later read tells that as somebody else's doing. */
export function replyDeletedHere(record: ReviewRecord, nowMs: number): ReviewRecord {
  const { reply } = record;
  if (reply === null || reply.deletedAtMs !== undefined) return record;
  const { missingSinceMs: _, ...rest } = reply;
  const gone: News = { kind: 'company-reply', change: 'deleted', text: '', authorName: null, here: true };
  return appendNews({ ...record, reply: { ...rest, deletedAtMs: nowMs } }, gone, nowMs);
}

const replyNews = (change: 'new' | 'changed', { text, authorName }: CompanyReply): News => ({
  kind: 'company-reply',
  change,
  text,
  authorName,
});

const known = (reply: CompanyReply, ours: boolean, readAtMs: number): ReplyKnowledge => ({
  hash: replyHash(reply.text),
  atMs: timeOf(reply),
  ours,
  readAtMs,
});

const timeOf = ({ createdAt, updatedAt }: CompanyReply): number =>
  Date.parse(updatedAt ?? createdAt ?? '1970-01-01T00:00:00.000Z');

export const isOurs = ({ ourReplies = [] }: ReviewRecord, { text }: CompanyReply): boolean =>
  ourReplies.includes(replyHash(text));

/** Tells the agent something once: the same note about the same reply is not written again. */
export function appendNote(record: ReviewRecord, note: Note, nowMs: number): ReviewRecord {
  const isTold = factsInOrder(record).some(({ fact }) => fact.kind === 'note' && saysSame(fact.note, note));
  return isTold ? record : appendNews(record, { kind: 'note', note }, nowMs);
}

/** One reply may replace several others, one after the other; everything else is said of a reply once. */
const saysSame = (told: Note, note: Note): boolean =>
  told.about === note.about &&
  told.replyId === note.replyId &&
  (told.about !== 'replaced-reply' ||
    note.about !== 'replaced-reply' ||
    told.cut === true ||
    told.text === note.text);

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
