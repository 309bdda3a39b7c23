/*
 * Every id that Zendesk gets from us names the account and the review, so that a reply or a click can be traced
 * back without a look-up. Zendesk: at most 255 ASCII characters, an id once known is never imported again.
 *
 *   tp:<account>:review:<review>            the review itself, and the thread of all that belongs to it
 *   tp:<account>:review:<review>:<fact id>  a later fact: edit:<n>, company-reply:<n>, removed:<n>, restored:<n>, note:<n>
 *   tp:<account>:review:<review>:reply:<id> an agent's reply
 */
const pattern =
  /^tp:([a-z0-9]{16}):review:([0-9a-f]{24})(?::((?:edit|company-reply|removed|restored|note):[0-9]{1,12}|reply:[A-Za-z0-9_-]{1,64}))?$/;

/** Id of the fact that a review arrived; it has no suffix in the external id. */
export const arrivedFactId = 'review';

export interface ExternalId {
  accountId: string;
  reviewId: string;
  /** `review`, `edit:<n>` …, or `reply:<id>` for an agent's reply. */
  factId: string;
}

export function parseExternalId(externalId: string): ExternalId | undefined {
  const [, accountId, reviewId, factId] = pattern.exec(externalId) ?? [];
  if (accountId === undefined || reviewId === undefined) return undefined;
  return { accountId, reviewId, factId: factId ?? arrivedFactId };
}

export const threadId = (accountId: string, reviewId: string): string => `tp:${accountId}:review:${reviewId}`;

export const toExternalId = ({ accountId, reviewId, factId }: ExternalId): string =>
  factId === arrivedFactId ? threadId(accountId, reviewId) : `${threadId(accountId, reviewId)}:${factId}`;
