import { findBusinessUnit, getBusinessUnit, me, myBusinessUnits } from './business-units.ts';
import { listDeletions, type DeletionsQuery } from './deletions.ts';
import { createSendWithKeys, type KeySource, type TrustpilotKeys } from './keys.ts';
import { listReviews, proveAccess, type ListReviewsQuery } from './list-reviews.ts';
import { deleteReply, getReview, reply, type Reply } from './reviews.ts';
import { createSend, type CountedAnswer } from './send.ts';
import { createTokenCalls } from './tokens.ts';
import { createSendAsUser, type AccessTokenSource, type SendAsUser } from './user.ts';

export type TrustpilotOptions = {
  apiUrl: string;
  fetch?: typeof fetch;
  nowMs?: () => number;
  timeoutMs?: number;
  /** Told of every answer, before it is read. */
  onAnswer?: (answer: CountedAnswer) => void;
} & (TrustpilotKeys | { keys: KeySource });

/** Everything the product says to Trustpilot. Errors are the three of core/errors.ts; no text of a review is in them. */
export function createTrustpilotClient(options: TrustpilotOptions) {
  const { nowMs = Date.now } = options;
  const keys = 'keys' in options ? options.keys : fixedKeys(options);
  const send = createSend(options);
  const asKeys = createSendWithKeys(send, keys);
  return {
    /** exchangeCode, refresh, revoke, keysWork */
    ...createTokenCalls(asKeys, nowMs),

    findBusinessUnit: (name: string) => findBusinessUnit(asKeys, nowMs, name),
    listDeletions: (kind: 'reviews' | 'consumers', query: DeletionsQuery = {}) =>
      listDeletions(asKeys, nowMs, kind, query),

    /** Private calls, in the name of the person who consented. */
    forUser: (token: AccessTokenSource) => {
      const asUser = createSendAsUser(send, keys, token);
      return {
        listReviews: (query: ListReviewsQuery) => listReviews(asUser, nowMs, query),
        getReview: (reviewId: string) => getReview(asUser, nowMs, reviewId),
        reply: (reviewId: string, given: Reply) => reply(asUser, nowMs, reviewId, given),
        deleteReply: (reviewId: string) => deleteReply(asUser, nowMs, reviewId),
        me: () => me(asUser),
        myBusinessUnits: () => myBusinessUnits(asUser),
        getBusinessUnit: (businessUnitId: string) => getBusinessUnit(asKeys, asUser, nowMs, businessUnitId),
        proveAccess: (businessUnitId: string) => proveAccess(asUser, nowMs, businessUnitId),
        /** Calls that one Lambda alone makes: the others do not carry them. */
        with: <Calls>(make: (send: SendAsUser, nowMs: () => number) => Calls): Calls => make(asUser, nowMs),
      };
    },
  };
}

export type TrustpilotClient = ReturnType<typeof createTrustpilotClient>;
export type TrustpilotUser = ReturnType<TrustpilotClient['forUser']>;

const fixedKeys = ({ apiKey, apiSecret }: TrustpilotKeys): KeySource => ({
  read: async () => ({ apiKey, apiSecret }),
  forget: () => undefined,
});
