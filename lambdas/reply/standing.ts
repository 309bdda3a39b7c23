import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Account } from '../core/account.ts';
import { BadInputError } from '../core/errors.ts';
import { replyHash } from '../core/observe.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import type { CompanyReply, Review } from '../core/review.ts';
import type { Reply } from '../store/replies.ts';

const gone = 'This review is no longer on Trustpilot, so the reply cannot be published.';
const foreign = 'This review does not belong to a domain of this account.';

/** The review as Trustpilot shows it now. */
export interface Standing {
  review: Review;
  requestedAtMs: number;
}

/** @throws BadInputError (422) when the review is gone or not ours to answer */
export async function readStanding(
  user: TrustpilotUser,
  account: Account,
  reviewId: string,
): Promise<Standing> {
  const answer = await user.getReview(reviewId);
  if (answer === 'gone') throw new BadInputError(gone, { status: 422 });
  const { review, requestStartedAtMs: requestedAtMs } = answer;
  const isOurs = account.domains.some(
    ({ businessUnitId }) => businessUnitId === review.details.businessUnitId,
  );
  if (!isOurs) throw new BadInputError(foreign, { status: 422 });
  return { review, requestedAtMs };
}

/** Sent to Trustpilot at least once without a certain answer. */
export const mayHaveArrived = ({ attemptAtMs = 0 }: Pick<Reply, 'attemptAtMs'>): boolean => attemptAtMs > 0;

/** A mark of what stands below the review, to tell later whether anybody has written since. */
export const markOf = ({ review: { reply } }: Standing): string =>
  reply === null ? 'none' : `${reply.updatedAt ?? reply.createdAt ?? ''} ${replyHash(reply.text)}`;

/**
 * Sent without a certain answer, and something else stands there by now than when it was sent: it may have stood in
 * between. Sent again it would be published twice, over what somebody wrote since.
 */
export const mayHaveBeenReplaced = (standing: Standing, reply: Reply): boolean =>
  mayHaveArrived(reply) && reply.over !== undefined && reply.over !== markOf(standing);

/** Whether what we sent is what stands below the review. Trustpilot may have changed its white space. */
export const stands = ({ review: { reply } }: Standing, text: string): boolean =>
  reply !== null && replyHash(reply.text) === replyHash(text);

/**
 * Whether a reply need not be sent, because it stands already. What was never sent has to be the same to the
 * letter, since new line breaks are a reason to send a reply again; and a read that shows an older state than the
 * one we know proves nothing.
 */
export function needsNoSending(record: ReviewRecord, standing: Standing, reply: Reply): boolean {
  if (mayHaveArrived(reply)) return stands(standing, reply.text);
  const shown = standing.review.reply;
  return (
    shown !== null && toComparable(shown.text) === toComparable(reply.text) && !isOutdated(record, shown)
  );
}

const toComparable = (text: string): string => text.replaceAll(/\r\n?/g, '\n').trim();

function isOutdated({ reply: known }: ReviewRecord, { text, createdAt, updatedAt }: CompanyReply): boolean {
  if (known === null) return false;
  if (known.deletedAtMs !== undefined) return true;
  return known.hash !== replyHash(text) && Date.parse(updatedAt ?? createdAt ?? '') < known.atMs;
}
