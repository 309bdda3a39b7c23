import { randomUUID } from 'node:crypto';
import type { Account } from '../core/account.ts';
import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import { rememberedInDoubt } from '../core/memory.ts';
import { replyHash } from '../core/observe.ts';
import type { Memories } from '../store/memories.ts';
import type { Reply } from '../store/replies.ts';
import {
  finish,
  isNewerPublished,
  newestText,
  published,
  release,
  supersede,
  tell,
  type Work,
} from './outcome.ts';
import {
  blindLookEveryMs,
  certainAfterMs,
  giveUpAfterMs,
  lastLookAfterMs,
  leaseMs,
  type ReplyDeps,
} from './ports.ts';
import { mayHaveArrived, readStanding, stands, type Standing } from './standing.ts';

export interface SettleDeps extends ReplyDeps {
  memories: Memories;
}

/**
 * Finds out what became of a reply that was not answered with success: Zendesk was told "later" and may not have
 * asked again, or shows the agent no reason. The agent gets a note, because the comment is shown as not delivered.
 * Nothing is published here.
 */
export async function settleReply(deps: SettleDeps, account: Account, replyId: string): Promise<void> {
  const { accountId } = account;
  const nowMs = deps.nowMs();
  const lease = { owner: randomUUID(), nowMs, untilMs: nowMs + leaseMs };
  const reply = await deps.replies.takeOver(accountId, replyId, lease);
  if (reply === undefined) return lookLaterIfOpen(deps, accountId, replyId);
  try {
    if (reply.status !== 'failed') await settle(deps, { account, reply }, nowMs);
  } finally {
    await release(deps, accountId, reply);
  }
}

/** Somebody is at work on it now, or it is settled. */
async function lookLaterIfOpen(deps: SettleDeps, accountId: string, replyId: string): Promise<void> {
  const { replies, due, nowMs } = deps;
  const reply = await replies.read(accountId, replyId);
  if (reply?.status === 'published') return awaitNextWalk(deps, accountId, reply);
  if (reply === undefined || reply.status === 'superseded') return;
  await due.put({ kind: 'settle', accountId, id: replyId, atMs: nowMs() + certainAfterMs });
}

/** No walk may have seen it yet: one that finds it deleted again would find nothing changed. */
async function awaitNextWalk(
  { reviews, memories, nowMs }: SettleDeps,
  accountId: string,
  { reviewId }: Reply,
): Promise<void> {
  const record = await reviews.read(accountId, reviewId);
  if (record === undefined) return;
  const { businessUnitId, createdAt } = record.details;
  await memories.keep(accountId, businessUnitId, rememberedInDoubt(reviewId, createdAt), nowMs());
}

async function settle(deps: ReplyDeps, work: Work, nowMs: number): Promise<void> {
  const { account, reply } = work;
  const { accountId } = account;
  const { replyId, text } = reply;
  const record = await deps.reviews.read(accountId, reply.reviewId);
  // Erased while the reply was claimed: what an agent wrote to the person goes too.
  if (record === undefined) return deps.replies.remove(accountId, reply);
  const standing = record.lastPublished?.replyId === replyId ? 'ours' : await look(deps, work);
  if (isNewerPublished(record, reply)) {
    const read = typeof standing === 'string' ? undefined : standing.review.reply?.text;
    // Caches may still show what was deleted.
    const isDeleted = (text: string) =>
      record.reply?.deletedAtMs !== undefined && record.reply.hash === replyHash(text);
    const shown = read !== undefined && isDeleted(read) ? undefined : read;
    return supersede(deps, work, shown ?? (await newestText(deps, accountId, record)));
  }
  if (standing === 'ours' || (typeof standing !== 'string' && stands(standing, text))) {
    await tell(deps, accountId, reply, { about: 'published-after-all', replyId });
    return published(deps, work);
  }
  const sinceMs = nowMs - (reply.attemptAtMs ?? 0);
  if (mayHaveArrived(reply)) {
    if (standing === 'unreadable') return putOff(deps, work, sinceMs);
    if (sinceMs < lastLookAfterMs) return lookAgainIn(deps, work, lastLookAfterMs - sinceMs);
  }
  const shown = typeof standing === 'string' ? {} : { standing: standing.review.reply?.text ?? null };
  const why = reply.refusal === undefined ? {} : { reason: reply.refusal };
  await tell(deps, accountId, reply, { about: 'not-published', replyId, text, ...shown, ...why });
  await finish(deps, accountId, reply, 'failed');
}

/** `gone` also for a review that is not ours any more: neither has a reply of ours. */
async function look(deps: ReplyDeps, { account, reply }: Work): Promise<Standing | 'gone' | 'unreadable'> {
  try {
    return await readStanding(deps.userOf(account), account, reply.reviewId);
  } catch (error) {
    if (error instanceof BadInputError) return 'gone';
    if (!(error instanceof RetryableError) && !(error instanceof PermanentError)) throw error;
    deps.logger.warn('review not read', { accountId: account.accountId, reviewId: reply.reviewId }, error);
    return 'unreadable';
  }
}

/** A lost login or an outage hides what stands: the agent is told so in time, and once more when it is known. */
async function putOff(deps: ReplyDeps, work: Work, sinceMs: number): Promise<void> {
  const { account, reply } = work;
  if (sinceMs < lastLookAfterMs) return lookAgainIn(deps, work, lastLookAfterMs - sinceMs);
  const { replyId, text } = reply;
  await tell(deps, account.accountId, reply, { about: 'outcome-unknown', replyId, text });
  if (sinceMs < giveUpAfterMs) return lookAgainIn(deps, work, blindLookEveryMs);
  await finish(deps, account.accountId, reply, 'failed');
}

const lookAgainIn = ({ due, nowMs }: ReplyDeps, { account, reply }: Work, ms: number): Promise<void> =>
  due.put({ kind: 'settle', accountId: account.accountId, id: reply.replyId, atMs: nowMs() + ms });
