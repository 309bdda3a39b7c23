import { randomUUID } from 'node:crypto';
import { BadInputError, RetryableError } from '../core/errors.ts';
import type { Reply } from '../store/replies.ts';
import { certainAfterMs, leaseMs, lookEveryMs, type ReplyDeps } from './ports.ts';
import type { ReplyRequest } from './publish-reply.ts';

/** A repeat that comes while the first is at work waits this long for its answer. */
const patienceMs = 15_000;

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
  const nowMs = deps.nowMs();
  const known = await deps.replies.read(accountId, replyId);
  if (known !== undefined) return takeOver(deps, accountId, known, request);
  if ((await deps.reviews.read(accountId, reviewId)) === undefined)
    throw new BadInputError('This review is not known to this account.', { status: 422 });
  await planLook(deps, accountId, replyId);
  const reply: Reply = {
    ...request,
    status: 'claimed',
    receivedAtMs: nowMs,
    owner: randomUUID(),
    leaseUntilMs: deps.nowMs() + leaseMs,
  };
  if (await deps.replies.claim(accountId, reply)) return reply;
  const winner = await deps.replies.read(accountId, replyId);
  if (winner === undefined) throw new RetryableError('The reply was removed while it was claimed.');
  return takeOver(deps, accountId, winner, request);
}

const planLook = ({ due, nowMs }: ReplyDeps, accountId: string, replyId: string): Promise<void> =>
  due.put({ kind: 'settle', accountId, id: replyId, atMs: nowMs() + certainAfterMs });

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
    const isFree = current.leaseUntilMs < nowMs;
    // After a wait too little of the Lambda's time is left to publish; the next repeat does it.
    if (isFree && !isFirstLook) break;
    const mine = isFree ? await takeLease(deps, accountId, replyId) : undefined;
    if (mine !== undefined) return mine;
    if (nowMs >= giveUpAtMs) break;
    isFirstLook = false;
    await deps.wait(lookEveryMs);
    current = await deps.replies.read(accountId, replyId);
  }
  throw new RetryableError('The same reply is being published.', { retryAfterSeconds: 15 });
}

/** The look that was planned at first may be over by now. */
async function takeLease(deps: ReplyDeps, accountId: string, replyId: string): Promise<Reply | undefined> {
  await planLook(deps, accountId, replyId);
  const nowMs = deps.nowMs();
  const lease = { owner: randomUUID(), nowMs, untilMs: nowMs + leaseMs };
  return deps.replies.takeOver(accountId, replyId, lease);
}
