import { randomUUID } from 'node:crypto';
import { BadInputError, RetryableError } from '../core/errors.ts';
import type { Reply } from '../store/replies.ts';
import { certainAfterMs, leaseMs, type ReplyDeps } from './ports.ts';
import type { ReplyRequest } from './publish-reply.ts';

/** A repeat that comes while the first is at work waits this long for its answer. */
const patienceMs = 15_000;
const lookEveryMs = 500;

/**
 * Makes this caller the one that works on the reply. `settled` when it is published, or superseded, already.
 * The look that settles an open outcome is planned before anything else, so that a crash leaves no reply open.
 */
export async function claimReply(
  deps: ReplyDeps,
  accountId: string,
  request: ReplyRequest,
): Promise<Reply | 'settled'> {
  const { replyId, reviewId } = request;
  const known = await deps.replies.read(accountId, replyId);
  if (known !== undefined) return takeOver(deps, accountId, known, request);
  const seq = await deps.reviews.nextReplySeq(accountId, reviewId);
  if (seq === undefined)
    throw new BadInputError('This review is not known to this account.', { status: 422 });
  const nowMs = deps.nowMs();
  await deps.due.put({ kind: 'settle', accountId, id: replyId, atMs: nowMs + certainAfterMs });
  const reply: Reply = {
    ...request,
    seq,
    status: 'claimed',
    receivedAtMs: nowMs,
    owner: randomUUID(),
    leaseUntilMs: nowMs + leaseMs,
  };
  if (await deps.replies.claim(accountId, reply)) return reply;
  const winner = await deps.replies.read(accountId, replyId);
  if (winner === undefined) throw new RetryableError('The reply was removed while it was claimed.');
  return takeOver(deps, accountId, winner, request);
}

async function takeOver(
  deps: ReplyDeps,
  accountId: string,
  known: Reply,
  { replyId, reviewId }: ReplyRequest,
): Promise<Reply | 'settled'> {
  if (known.reviewId !== reviewId) {
    throw new BadInputError('The same request id came for two different reviews.');
  }
  const giveUpAtMs = deps.nowMs() + patienceMs;
  let isFirstLook = true;
  for (let current: Reply | undefined = known; current !== undefined;) {
    if (current.status === 'published' || current.status === 'superseded') return 'settled';
    const nowMs = deps.nowMs();
    // After a wait too little of the Lambda's time is left to publish; the next repeat does it.
    if (current.leaseUntilMs < nowMs && !isFirstLook) break;
    const lease = { owner: randomUUID(), nowMs, untilMs: nowMs + leaseMs };
    const mine =
      current.leaseUntilMs < nowMs ? await deps.replies.takeOver(accountId, replyId, lease) : undefined;
    if (mine !== undefined) return mine;
    if (nowMs >= giveUpAtMs) break;
    isFirstLook = false;
    await deps.wait(lookEveryMs);
    current = await deps.replies.read(accountId, replyId);
  }
  throw new RetryableError('The same reply is being published.', { retryAfterSeconds: 15 });
}
