import type { EraseMessage } from '../queue/message.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Place } from '../store/erasure-runs.ts';
import type { Erasures, StoredReview } from '../store/erasures.ts';

export interface EraseStoredDeps {
  accounts: Accounts;
  erasures: Erasures;
  queue: ReviewQueue;
  logger: Logger;
  hasTime: () => boolean;
}

/**
 * Queues the erasure of every stored review that is meant, of all accounts, from `after` on. When time runs out
 * before the end, `stoppedAt` is where to go on; each call comes at least a page further.
 */
export async function eraseStored(
  deps: EraseStoredDeps,
  which: { isMeant: (review: StoredReview) => boolean; isDeleted: boolean },
  after?: Place,
): Promise<{ queued: number; stoppedAt: Place | undefined }> {
  let queued = 0;
  for await (const { accountId, status } of deps.accounts.all(() => undefined)) {
    if (status === 'leaving' || (after !== undefined && accountId < after.accountId)) continue;
    const from = accountId === after?.accountId ? after.reviewId : undefined;
    const report = (row: string) => deps.logger.error('damaged row', { accountId, row });
    for await (const page of deps.erasures.storedReviews(accountId, report, from)) {
      const messages = page.filter(which.isMeant).map(({ reviewId }): EraseMessage => {
        return { kind: 'erase', accountId, reviewId, isDeleted: which.isDeleted };
      });
      await deps.queue.sendAll(messages);
      queued += messages.length;
      const last = page.at(-1);
      // A page without reviews is no step forward: whoever stopped there would stop there again.
      if (last !== undefined && !deps.hasTime())
        return { queued, stoppedAt: { accountId, reviewId: last.reviewId } };
    }
  }
  return { queued, stoppedAt: undefined };
}
