import { BadInputError } from '../../core/errors.ts';
import { publishReply } from '../../reply/publish-reply.ts';
import type { ActionRequests } from '../contract.ts';
import type { Attempt } from '../once.ts';
import type { Found, SidebarDeps } from '../ports.ts';
import { canPublishAgain } from '../to-card.ts';

/**
 * Goes on with the reply that failed last, under its own id: it keeps its place among the replies of the review, is
 * never published twice, and the ticket, which was told that it had failed, is told that it has not.
 */
export async function publishAgain(
  deps: SidebarDeps,
  { account, record }: Found,
  { reviewId }: ActionRequests['publish-again'],
  { isAgain }: Attempt,
): Promise<void> {
  const reply = await deps.replies.newestOf(account.accountId, reviewId);
  if (isAgain && reply?.status === 'published') return;
  // This click has begun it and died, or got no answer: it goes on, once it is certain that nothing was published.
  const isBegun = isAgain && (reply?.status === 'claimed' || reply?.status === 'publishing');
  if (reply === undefined || (!isBegun && !canPublishAgain(record, reply, deps.nowMs())))
    throw new BadInputError('There is no reply to this review that could be published again.');
  const { replyId, text } = reply;
  await publishReply(deps, account, { replyId, reviewId, text }, { isWanted: true });
}
