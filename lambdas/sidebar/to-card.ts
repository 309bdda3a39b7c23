import { replyHash } from '../core/observe.ts';
import type { ReviewCopy } from '../core/review-copy.ts';
import { factsInOrder, newestContent, type ReviewRecord } from '../core/review-record.ts';
import { reviewUrl } from '../core/ticket/review-url.ts';
import type { ContentFact } from '../core/fact.ts';
import type { Account } from '../core/account.ts';
import { isNewerPublished } from '../reply/outcome.ts';
import type { Reply } from '../store/replies.ts';
import { appVersion } from './app-version.ts';
import type { Card, LastReply, OtherReview, ReplyOnCard, ReviewOnCard, Version } from './contract.ts';
import { shownTags } from './used-tags.ts';

/** All that a card is made of. */
export interface CardParts {
  account: Account;
  record: ReviewRecord;
  copy: ReviewCopy | undefined;
  freshness: Card['freshness'];
  foundBy: Card['foundBy'];
  newestReply: Reply | undefined;
  usedTags: string[];
  otherReviews: OtherReview[];
  replyMaxCharacters: number;
  nowMs: number;
}

const maxSuggestions = 12;
/** Who wants to read more of what a review said once finds it in the ticket. */
const maxEarlier = 20;
const maxEarlierCharacters = 2_000;

export function toCard(parts: CardParts): Card {
  const { copy, freshness, foundBy, usedTags, otherReviews, replyMaxCharacters } = parts;
  const tags = copy?.tags ? shownTags(copy.tags).map(({ value }) => value) : null;
  return {
    newestApp: appVersion,
    foundBy,
    asOf: copy === undefined ? null : toIso(copy.atMs),
    freshness,
    review: toReviewOnCard(parts),
    reply: { published: toPublished(parts), last: toLastReply(parts) },
    tags,
    suggestedTags: usedTags.filter((tag) => tags?.includes(tag) !== true).slice(0, maxSuggestions),
    findReviewer: copy?.findReviewer ? toFindReviewer(copy.findReviewer) : null,
    otherReviews,
    replyMaxCharacters,
  };
}

const toIso = (atMs: number): string => new Date(atMs).toISOString();

/** Reporting and everything else that only a login of the company can do (reference, 1.1 and 5.3). */
const businessUrl = (reviewId: string): string =>
  `https://businessapp.b2b.trustpilot.com/reviews/${reviewId}`;

function toReviewOnCard({ account, record, copy }: CardParts): ReviewOnCard {
  const { reviewId, details } = record;
  const newest = newestContent(record);
  const state = toState(record, copy);
  const earlier = factsInOrder(record).flatMap(({ fact }) =>
    'content' in fact && fact !== newest ? [fact] : [],
  );
  return {
    id: reviewId,
    domain: domainOf(account, details.businessUnitId),
    language: details.language,
    experiencedAt: details.experiencedAt,
    verified: details.verified,
    source: details.source,
    referenceId: details.referenceId,
    consumerName: details.consumerName,
    ...toVersion(newest, details.createdAt),
    cut: newest.content.cut === true,
    state,
    ...(copy?.notFound === true && state !== 'removed' && { notFound: true }),
    report: copy?.report ?? null,
    earlier: earlier
      .reverse()
      .slice(0, maxEarlier)
      .map((fact) => shortened(toVersion(fact, details.createdAt))),
    links: {
      public: reviewUrl(reviewId),
      business: businessUrl(reviewId),
      report: businessUrl(reviewId),
      share: reviewUrl(reviewId),
    },
  };
}

export const domainOf = ({ domains }: Account, businessUnitId: string): string =>
  domains.find((domain) => domain.businessUnitId === businessUnitId)?.domain ?? '';

function toVersion({ kind, atMs, content }: ContentFact, createdAt: string): Version {
  const { stars, title, text, updatedAt } = content;
  return { stars, title, text, at: kind === 'arrived' ? createdAt : (updatedAt ?? toIso(atMs)) };
}

const shortened = ({ text, ...version }: Version): Version => ({
  ...version,
  text:
    text === null || text.length <= maxEarlierCharacters
      ? text
      : `${text.slice(0, maxEarlierCharacters).toWellFormed()}…`,
});

/** What was read last counts; our own records know of an absence, not of its kind. */
function toState({ presence }: ReviewRecord, copy: ReviewCopy | undefined): ReviewOnCard['state'] {
  const isNewer = copy !== undefined && copy.atMs >= (presence?.atMs ?? 0);
  if (isNewer || presence?.gone !== true) return copy?.state ?? 'shown';
  return copy?.state === 'hidden' ? 'hidden' : 'removed';
}

/** The knowledge of the review's row is the newest one; the texts of which it keeps a hash come from wherever they are. */
function toPublished({ record, copy, newestReply }: CardParts): ReplyOnCard['published'] {
  const known = record.reply;
  if (known === null || known.deletedAtMs !== undefined) return null;
  const isIt = (text: string | undefined) => text !== undefined && replyHash(text) === known.hash;
  const { ours, hash: id } = known;
  const since = known.atMs === 0 ? null : toIso(known.atMs);
  if (copy?.reply && isIt(copy.reply.text)) {
    const { text, authorName, createdAt, updatedAt } = copy.reply;
    return { text, authorName, ours, since: updatedAt ?? createdAt ?? since, id };
  }
  if (isIt(newestReply?.text)) return { text: newestReply?.text ?? null, authorName: null, ours, since, id };
  const told = factsInOrder(record).findLast(
    ({ fact }) => fact.kind === 'company-reply' && isIt(fact.text),
  )?.fact;
  return told?.kind === 'company-reply'
    ? { text: told.text, authorName: told.authorName, ours, since, id }
    : { text: null, authorName: null, ours, since, id };
}

function toLastReply({ record, newestReply, nowMs }: CardParts): LastReply | null {
  if (newestReply === undefined) return null;
  const status = toStatus(newestReply, nowMs);
  // It was taken off Trustpilot since: that it was published once helps nobody.
  if (status === 'published' && (record.reply === null || record.reply.deletedAtMs !== undefined))
    return null;
  return {
    text: newestReply.text,
    at: toIso(newestReply.receivedAtMs),
    status,
    reason: status === 'failed' ? (newestReply.refusal ?? null) : null,
    canPublishAgain: canPublishAgain(record, newestReply, nowMs),
  };
}

/** A reply that was surely not taken, and that nobody is working on, has failed, also before its note says so. */
function toStatus({ status, leaseUntilMs }: Reply, nowMs: number): LastReply['status'] {
  if (status === 'claimed') return leaseUntilMs < nowMs ? 'failed' : 'in-progress';
  return status === 'publishing' ? 'in-progress' : status;
}

export const canPublishAgain = (record: ReviewRecord, reply: Reply, nowMs: number): boolean =>
  toStatus(reply, nowMs) === 'failed' && record.presence?.gone !== true && !isNewerPublished(record, reply);

const toFindReviewer = ({ isEligible, requests }: NonNullable<ReviewCopy['findReviewer']>) => ({
  isEligible,
  requests: requests.map(({ answer, ...request }) => ({ ...request, answer: answer && given(answer) })),
});

const given = (answer: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(answer).filter((entry): entry is [string, string] => !!entry[1]));
