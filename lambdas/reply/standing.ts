import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Account } from '../core/account.ts';
import { BadInputError } from '../core/errors.ts';
import { replyHash } from '../core/observe.ts';
import type { Review } from '../core/review.ts';

const gone = 'This review is no longer on Trustpilot, so the reply cannot be published.';
const foreign = 'This review does not belong to a domain of this account.';

/**
 * The review as Trustpilot shows it now.
 * @throws BadInputError (422) when it is gone or not ours to answer
 */
export async function readStanding(
  user: TrustpilotUser,
  account: Account,
  reviewId: string,
): Promise<Review> {
  const answer = await user.getReview(reviewId);
  if (answer === 'gone') throw new BadInputError(gone, { status: 422 });
  const { review } = answer;
  const isOurs = account.domains.some(
    ({ businessUnitId }) => businessUnitId === review.details.businessUnitId,
  );
  if (!isOurs) throw new BadInputError(foreign, { status: 422 });
  return review;
}

/** Whether this very text is what stands below the review. Trustpilot may trim white space. */
export const stands = ({ reply }: Review, text: string): boolean =>
  reply !== null && replyHash(reply.text) === replyHash(text);
