import { createHmac } from 'node:crypto';
import type { Account } from './account.ts';
import type { Handout } from './handout.ts';
import { toOutboxEntry, type OutboxEntry } from './outbox-entry.ts';
import { factsInOrder, type ReviewRecord } from './review-record.ts';

/** The authors that we hand out (core/ticket/resource.ts). */
const authorPattern = /^tp:(consumer|anonymous):([0-9a-f]{24})$/;

/** Whose data an author's id stands for: of an anonymous one there is only the review. */
export function toPerson(authorId: string): { consumerId: string } | { reviewId: string } | undefined {
  const [, kind, id] = authorPattern.exec(authorId) ?? [];
  if (id === undefined) return undefined;
  return kind === 'consumer' ? { consumerId: id } : { reviewId: id };
}

/**
 * What remains of an erased review, so that it is not imported again. Keyed with a secret of the account: with the
 * account goes the last means to tell which review it was.
 */
export const erasedHash = ({ keyHash }: Pick<Account, 'keyHash'>, reviewId: string): string =>
  createHmac('sha256', keyHash).update(reviewId).digest('base64url').slice(0, 32);

/** The note that the review was removed, with nothing in it of the person. */
export function removalEntry(record: ReviewRecord): OutboxEntry | undefined {
  const removed = factsInOrder(record).findLast(({ fact }) => fact.kind === 'removed');
  if (removed === undefined || removed.confirmed === true) return undefined;
  const { businessUnitId, createdAt } = record.details;
  const details = {
    businessUnitId,
    createdAt,
    experiencedAt: null,
    language: null,
    referenceId: null,
    verified: false,
    source: null,
    consumerId: null,
    consumerName: null,
  };
  const { about, ...entry } = toOutboxEntry({ ...record, details }, removed);
  return { ...entry, ...(about && { about: { ...about, title: null } }) };
}

/** Sort keys of all entries that a review's facts have, or had. */
export const entryKeys = (record: ReviewRecord): string[] =>
  factsInOrder(record).map((stored) => toOutboxEntry(record, stored).sortKey);

/** Entries that are erased hold nothing up any more. The same handout when none of them did. */
export function withoutEntries(handout: Handout, sortKeys: string[]): Handout {
  const gone = new Set(sortKeys);
  const isHeld = [...handout.parked, ...Object.keys(handout.suspects)].some((key) => gone.has(key));
  if (!isHeld) return handout;
  return {
    ...handout,
    parked: handout.parked.filter((key) => !gone.has(key)),
    suspects: Object.fromEntries(Object.entries(handout.suspects).filter(([key]) => !gone.has(key))),
  };
}
