import type { Account } from '../core/account.ts';
import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import { appendNote, foreignReply, replyHash } from '../core/observe.ts';
import type { Review } from '../core/review.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';
import type { Reply } from '../store/replies.ts';
import { claimReply } from './claim-reply.ts';
import { certainAfterMs, leaseMs, type ReplyDeps } from './ports.ts';
import { readStanding, stands } from './standing.ts';

export interface ReplyRequest {
  /** Hash of Zendesk's request id. */
  replyId: string;
  reviewId: string;
  text: string;
}

/** A reply that nobody else is working on, and the review's publishing lock. */
interface Work {
  account: Account;
  reply: Reply;
}

/**
 * Publishes an agent's reply once, however often and by however many it is asked for. Returns when Trustpilot has
 * it, or a newer one. The order of writes: what is replaced, what we are about to publish, publish, the result.
 *
 * @throws BadInputError (422) with a reason for the agent
 * @throws RetryableError when it is not certain yet; the same request later finds out
 * @throws PermanentError when Trustpilot refuses for good
 */
export async function publishReply(deps: ReplyDeps, account: Account, request: ReplyRequest): Promise<void> {
  const reply = await claimReply(deps, account.accountId, request);
  if (reply === 'settled') return;
  const { accountId } = account;
  const lock = { owner: reply.owner, nowMs: deps.nowMs(), untilMs: deps.nowMs() + leaseMs };
  const record = await deps.reviews.lockPublishing(accountId, reply.reviewId, lock);
  if (record === undefined) {
    await release(deps, accountId, reply);
    throw new RetryableError('Another reply to this review is being published.', { retryAfterSeconds: 5 });
  }
  try {
    await carryOut(deps, { account, reply }, record.publishedSeq ?? 0);
  } finally {
    await deps.reviews.unlockPublishing(accountId, reply.reviewId, reply.owner);
  }
}

async function carryOut(deps: ReplyDeps, work: Work, publishedSeq: number): Promise<void> {
  const { account, reply } = work;
  try {
    if (publishedSeq > reply.seq) return await supersede(deps, work);
    // We stored that it was published, and died before its own row said so.
    if (publishedSeq === reply.seq) return await finish(deps, account.accountId, reply, 'published');
    const review = await readStanding(deps.userOf(account), account, reply.reviewId);
    if (stands(review, reply.text)) return await published(deps, work);
    if (isUncertain(reply, deps.nowMs())) throw uncertain();
    await send(deps, work, review);
  } catch (error) {
    await (isFinal(error)
      ? finish(deps, account.accountId, reply, 'failed')
      : release(deps, account.accountId, reply));
    throw error;
  }
}

/** It was sent before, and what Trustpilot shows may be older than that. */
const isUncertain = ({ attemptAtMs }: Reply, nowMs: number): boolean =>
  attemptAtMs !== undefined && nowMs - attemptAtMs < certainAfterMs;

const uncertain = (): RetryableError =>
  new RetryableError('Whether the reply was published is not certain yet.', { retryAfterSeconds: 60 });

/** Anything else may go better next time, also an error that nobody foresaw. */
const isFinal = (error: unknown): boolean =>
  error instanceof BadInputError || error instanceof PermanentError;

async function send(deps: ReplyDeps, work: Work, review: Review): Promise<void> {
  const { account, reply } = work;
  const { accountId, connection } = account;
  const replaced = foreignReply(await announce(deps, accountId, reply, review), review.reply);
  if (replaced !== undefined)
    deps.logger.info('reply replaces another', { accountId, reviewId: reply.reviewId });
  const attemptAtMs = deps.nowMs();
  const leaseUntilMs = attemptAtMs + leaseMs;
  const mine = await deps.replies.step(accountId, reply, { status: 'publishing', attemptAtMs, leaseUntilMs });
  if (mine === undefined) throw new RetryableError('Somebody else has taken this reply over.');
  try {
    const authorBusinessUserId = connection.businessUserId;
    const user = deps.userOf(account);
    await user.reply(reply.reviewId, {
      message: reply.text,
      ...(authorBusinessUserId !== undefined && { authorBusinessUserId }),
    });
  } catch (error) {
    if (error instanceof RetryableError && error.outcomeUnknown) return lookAgain(deps, work, error);
    await unsent(deps, accountId, reply);
    throw error;
  }
  await published(deps, work);
}

/** Before anything is sent: the text that ours replaces becomes a note, and ours is known as ours. */
async function announce(deps: ReplyDeps, accountId: string, reply: Reply, review: Review) {
  const { replyId, reviewId, text } = reply;
  const record = await deps.reviews.change(accountId, reviewId, (known) => {
    const replaced = foreignReply(known, review.reply);
    const note = replaced && {
      about: 'replaced-reply' as const,
      replyId,
      text: replaced.text,
      authorName: replaced.authorName,
    };
    const noted = note === undefined ? known : appendNote(known, note, deps.nowMs());
    const ours = known.ourReplies ?? [];
    return ours.includes(replyHash(text)) ? noted : { ...noted, ourReplies: [...ours, replyHash(text)] };
  });
  if (record === undefined) throw new BadInputError('This review is no longer stored here.', { status: 422 });
  await putMissingEntries(deps, accountId, record);
  return record;
}

/** No answer came: if Trustpilot shows the reply it is published; if not, a cache may be in between. */
async function lookAgain(deps: ReplyDeps, work: Work, cause: RetryableError): Promise<void> {
  const { account, reply } = work;
  deps.logger.warn(
    'outcome of reply unknown',
    { accountId: account.accountId, replyId: reply.replyId },
    cause,
  );
  const review = await readStanding(deps.userOf(account), account, reply.reviewId);
  if (!stands(review, reply.text)) throw uncertain();
  await published(deps, work);
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

/** The review first: it is what keeps an older reply from being published over this one. */
export async function published(deps: ReplyDeps, { account, reply }: Work): Promise<void> {
  const { accountId } = account;
  await deps.reviews.change(accountId, reply.reviewId, (record) => ({
    ...record,
    publishedSeq: Math.max(record.publishedSeq ?? 0, reply.seq),
    reply: { hash: replyHash(reply.text), atMs: deps.nowMs(), ours: true },
  }));
  await finish(deps, accountId, reply, 'published');
  deps.logger.info('reply published', { accountId, reviewId: reply.reviewId, replyId: reply.replyId });
}

async function supersede(deps: ReplyDeps, { account, reply }: Work): Promise<void> {
  const { accountId } = account;
  const { replyId, reviewId } = reply;
  const review = await readStanding(deps.userOf(account), account, reviewId);
  const note = { about: 'newer-reply-stands' as const, replyId, text: review.reply?.text ?? '' };
  const record = await deps.reviews.change(accountId, reviewId, (known) =>
    appendNote(known, note, deps.nowMs()),
  );
  if (record !== undefined) await putMissingEntries(deps, accountId, record);
  await finish(deps, accountId, reply, 'superseded');
}

async function finish(
  deps: ReplyDeps,
  accountId: string,
  reply: Reply,
  status: Reply['status'],
): Promise<void> {
  await deps.replies.step(accountId, reply, { status, leaseUntilMs: 0 });
}

/** Gives the lease back, so that a repeat need not wait for its end; what is known of an attempt stays. */
async function release(deps: ReplyDeps, accountId: string, reply: Reply): Promise<void> {
  const current = await deps.replies.read(accountId, reply.replyId);
  if (current?.owner === reply.owner)
    await deps.replies.step(accountId, reply, { status: current.status, leaseUntilMs: 0 });
}
