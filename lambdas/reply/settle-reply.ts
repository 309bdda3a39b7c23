import { randomUUID } from 'node:crypto';
import type { Account } from '../core/account.ts';
import { BadInputError } from '../core/errors.ts';
import type { Note } from '../core/fact.ts';
import { appendNote } from '../core/observe.ts';
import type { Review } from '../core/review.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';
import type { Reply } from '../store/replies.ts';
import { certainAfterMs, lastLookAfterMs, leaseMs, type ReplyDeps } from './ports.ts';
import { published } from './publish-reply.ts';
import { readStanding, stands } from './standing.ts';

/**
 * Finds out what became of a reply whose outcome was open: Zendesk was told "later" and may not have asked again.
 * The agent gets a note either way, because the comment is shown as not delivered. Nothing is published here.
 */
export async function settleReply(deps: ReplyDeps, account: Account, replyId: string): Promise<void> {
  const { accountId } = account;
  const nowMs = deps.nowMs();
  const lease = { owner: randomUUID(), nowMs, untilMs: nowMs + leaseMs };
  const reply = await deps.replies.takeOver(accountId, replyId, lease);
  if (reply === undefined) return lookLaterIfOpen(deps, accountId, replyId);
  if (reply.status === 'failed') return;
  const review = await readOrGone(deps, account, reply);
  if (review !== undefined && stands(review, reply.text)) {
    await tell(deps, accountId, reply, { about: 'published-after-all', replyId });
    return published(deps, { account, reply });
  }
  const isLastLook = nowMs - (reply.attemptAtMs ?? reply.receivedAtMs) >= lastLookAfterMs;
  if (!isLastLook) return lookAgainLater(deps, accountId, reply);
  const standing = review?.reply?.text ?? null;
  await tell(deps, accountId, reply, { about: 'not-published', replyId, text: reply.text, standing });
  await deps.replies.step(accountId, reply, { status: 'failed', leaseUntilMs: 0 });
}

/** Somebody is at work on it now, or it is settled. */
async function lookLaterIfOpen(
  { replies, due, nowMs }: ReplyDeps,
  accountId: string,
  replyId: string,
): Promise<void> {
  const reply = await replies.read(accountId, replyId);
  if (reply === undefined || reply.status === 'published' || reply.status === 'superseded') return;
  await due.put({ kind: 'settle', accountId, id: replyId, atMs: nowMs() + certainAfterMs });
}

async function lookAgainLater({ due, replies }: ReplyDeps, accountId: string, reply: Reply): Promise<void> {
  const atMs = (reply.attemptAtMs ?? reply.receivedAtMs) + lastLookAfterMs;
  await due.put({ kind: 'settle', accountId, id: reply.replyId, atMs });
  await replies.step(accountId, reply, { status: reply.status, leaseUntilMs: 0 });
}

async function readOrGone(deps: ReplyDeps, account: Account, reply: Reply): Promise<Review | undefined> {
  try {
    return await readStanding(deps.userOf(account), account, reply.reviewId);
  } catch (error) {
    if (error instanceof BadInputError) return undefined;
    throw error;
  }
}

async function tell(deps: ReplyDeps, accountId: string, { reviewId }: Reply, note: Note): Promise<void> {
  const record = await deps.reviews.change(accountId, reviewId, (known) =>
    appendNote(known, note, deps.nowMs()),
  );
  if (record !== undefined) await putMissingEntries(deps, accountId, record);
}
