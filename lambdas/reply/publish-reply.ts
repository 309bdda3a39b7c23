import type { Account } from '../core/account.ts';
import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import { observeReplaced, replyHash } from '../core/observe.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';
import type { Reply } from '../store/replies.ts';
import { claimReply } from './claim-reply.ts';
import { explainRefusal } from './explain.ts';
import { whileLocked } from './lock-review.ts';
import { finish, isNewerPublished, newestText, published, release, supersede, type Work } from './outcome.ts';
import { certainAfterMs, leaseMs, type ReplyDeps } from './ports.ts';
import {
  markOf,
  mayHaveArrived,
  mayHaveBeenReplaced,
  needsNoSending,
  readStanding,
  stands,
  type Standing,
} from './standing.ts';

export interface ReplyRequest {
  /** Hash of Zendesk's request id. */
  replyId: string;
  reviewId: string;
  text: string;
}

interface Wish {
  /** A person who was told that it is not on Trustpilot, and what is, wants it there. */
  isWanted?: boolean;
}

/**
 * Publishes an agent's reply once, however often and by however many it is asked for. Returns when Trustpilot has
 * it, or a newer one. The order of writes: what is replaced, what we are about to publish, publish, the result.
 * A reply that ends in an error is still open: settleReply finds out what became of it and tells the agent.
 * Answers whether the review can be answered again: it may have gone since it was answered first.
 *
 * @throws BadInputError (422) with a reason for the agent
 * @throws RetryableError when it is not certain yet; the same request later finds out
 * @throws PermanentError when Trustpilot refuses for good
 */
export async function publishReply(
  deps: ReplyDeps,
  account: Account,
  request: ReplyRequest,
  { isWanted = false }: Wish = {},
): Promise<boolean> {
  const { accountId } = account;
  const reply = await claimReply(deps, accountId, request);
  if (reply === 'settled') return stillStands(await deps.reviews.read(accountId, request.reviewId));
  let isOpen = true;
  try {
    await whileLocked(deps, accountId, reply, (record) => {
      isOpen = stillStands(record);
      return carryOut(deps, { account, reply, isWanted }, record);
    });
    return isOpen;
  } catch (error) {
    await release(deps, accountId, reply, explainRefusal(error));
    throw error;
  }
}

const stillStands = (record: ReviewRecord | undefined): boolean =>
  record !== undefined && record.presence?.gone !== true;

async function carryOut(deps: ReplyDeps, work: Work & Required<Wish>, record: ReviewRecord): Promise<void> {
  const { account, reply, isWanted } = work;
  const { accountId } = account;
  if (isNewerPublished(record, reply))
    return supersede(deps, work, await newestText(deps, accountId, record));
  // We stored that it was published, and died before its own row said so.
  if (record.lastPublished?.replyId === reply.replyId) return finish(deps, accountId, reply, 'published');
  const standing = await readStanding(deps.userOf(account), account, reply.reviewId);
  if (needsNoSending(record, standing, reply)) return published(deps, work);
  if (isUncertain(reply, deps.nowMs())) throw uncertain();
  const isNewWish = isWanted && reply.status === 'failed';
  if (!isNewWish && mayHaveBeenReplaced(standing, reply))
    return supersede(deps, work, standing.review.reply?.text);
  await yieldToNewer(deps, accountId, record, reply);
  await send(deps, work, standing);
}

/** A newer reply was sent, and what became of it is not known yet: this one could be published over it. */
async function yieldToNewer(
  { replies }: ReplyDeps,
  accountId: string,
  { lastSentMs = 0 }: ReviewRecord,
  { reviewId, receivedAtMs }: Reply,
): Promise<void> {
  if (lastSentMs <= receivedAtMs) return;
  const newest = await replies.newestOf(accountId, reviewId);
  if (newest?.receivedAtMs === lastSentMs && (newest.status === 'failed' || !mayHaveArrived(newest))) return;
  throw new RetryableError('Whether a newer reply was published is not certain yet.', {
    retryAfterSeconds: 60,
  });
}

/** It was sent before, and what Trustpilot shows may be older than that. */
const isUncertain = (reply: Reply, nowMs: number): boolean =>
  mayHaveArrived(reply) && nowMs - (reply.attemptAtMs ?? 0) < certainAfterMs;

const uncertain = (): RetryableError =>
  new RetryableError('Whether the reply was published is not certain yet.', {
    retryAfterSeconds: 60,
    outcomeUnknown: true,
  });

async function send(deps: ReplyDeps, { account, reply }: Work, standing: Standing): Promise<void> {
  const { accountId, connection } = account;
  await announce(deps, accountId, reply, standing);
  const attemptAtMs = deps.nowMs();
  const leaseUntilMs = attemptAtMs + leaseMs;
  const step = { status: 'publishing', attemptAtMs, leaseUntilMs, over: markOf(standing) } as const;
  const sent = await deps.replies.step(accountId, reply, step);
  if (sent === undefined) throw new RetryableError('Somebody else has taken this reply over.');
  try {
    const authorBusinessUserId = connection.businessUserId;
    await deps.userOf(account).reply(reply.reviewId, {
      message: reply.text,
      ...(authorBusinessUserId !== undefined && { authorBusinessUserId }),
    });
  } catch (error) {
    if (await isThereAnyway(deps, { account, reply: sent }, error))
      return published(deps, { account, reply: sent });
    await unsent(deps, accountId, reply);
    throw error;
  }
  await published(deps, { account, reply: sent });
}

/** Before anything is sent: the text that ours replaces becomes a note, and ours is known as ours and as sent. */
async function announce(
  deps: ReplyDeps,
  accountId: string,
  { replyId, reviewId, receivedAtMs, text }: Reply,
  standing: Standing,
): Promise<void> {
  const record = await deps.reviews.change(accountId, reviewId, (known) => {
    const noted = observeReplaced(known, standing, replyId, deps.nowMs(), certainAfterMs);
    const ours = new Set(noted.ourReplies).add(replyHash(text));
    return { ...noted, ourReplies: [...ours], lastSentMs: receivedAtMs };
  });
  if (record === undefined) throw new BadInputError('This review is no longer stored here.', { status: 422 });
  await putMissingEntries(deps, accountId, record);
}

/**
 * After an error: does Trustpilot show the reply all the same? False when it surely did not take it.
 * @throws RetryableError when no answer came and a cache may be in between
 */
async function isThereAnyway(deps: ReplyDeps, { account, reply }: Work, error: unknown): Promise<boolean> {
  const isUnknown = error instanceof RetryableError && error.outcomeUnknown;
  const isConflict = error instanceof PermanentError && error.reason === 'conflict';
  if (!isUnknown && !isConflict) return false;
  const fields = { accountId: account.accountId, replyId: reply.replyId };
  deps.logger.warn('reply sent without success, looking', fields, error);
  const isThere = stands(await readStanding(deps.userOf(account), account, reply.reviewId), reply.text);
  if (isUnknown && !isThere) throw uncertain();
  return isThere;
}

/** Trustpilot surely did not take it, so the next try need not wait for its caches. */
async function unsent(deps: ReplyDeps, accountId: string, reply: Reply): Promise<void> {
  const step = {
    status: 'claimed' as const,
    attemptAtMs: reply.attemptAtMs ?? 0,
    leaseUntilMs: deps.nowMs() + leaseMs,
  };
  await deps.replies.step(accountId, reply, step);
}
