import { BadInputError, RetryableError } from '../core/errors.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import { leaseMs, lookEveryMs, type ReplyDeps } from './ports.ts';

/** Publishing takes a second or two; longer than this and too little of the Lambda's time would be left. */
const patienceMs = 4_000;

/** What is locked, and by whom: a reply that is published, or whoever takes one away. */
interface Holder {
  reviewId: string;
  owner: string;
}

/** Runs `work` as the only one who talks to Trustpilot about the replies to this review. */
export async function whileLocked(
  deps: ReplyDeps,
  accountId: string,
  holder: Holder,
  work: (record: ReviewRecord) => Promise<void>,
): Promise<void> {
  const record = await lock(deps, accountId, holder);
  try {
    await work(record);
  } finally {
    // It ends by itself too: no reason to call a published reply a failure.
    await deps.reviews
      .unlockPublishing(accountId, holder.reviewId, holder.owner)
      .catch((error: unknown) => deps.logger.warn('review stays locked for a while', { accountId }, error));
  }
}

async function lock(deps: ReplyDeps, accountId: string, { reviewId, owner }: Holder): Promise<ReviewRecord> {
  const giveUpAtMs = deps.nowMs() + patienceMs;
  for (;;) {
    const nowMs = deps.nowMs();
    const request = { owner, nowMs, untilMs: nowMs + leaseMs };
    const record = await deps.reviews.lockPublishing(accountId, reviewId, request);
    if (record !== undefined) return record;
    if ((await deps.reviews.read(accountId, reviewId)) === undefined)
      throw new BadInputError('This review is no longer stored here.', { status: 422 });
    if (nowMs >= giveUpAtMs)
      throw new RetryableError('The reply to this review is being changed by somebody else.', {
        retryAfterSeconds: 5,
      });
    await deps.wait(lookEveryMs);
  }
}
