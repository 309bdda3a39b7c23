import type { Account } from '../core/account.ts';
import type { Note } from '../core/fact.ts';
import { appendNote, replyHash } from '../core/observe.ts';
import { factsInOrder, type ReviewRecord } from '../core/review-record.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';
import type { Reply } from '../store/replies.ts';
import type { ReplyDeps } from './ports.ts';
import { mayHaveArrived } from './standing.ts';

/** A reply that nobody else is working on. */
export interface Work {
  account: Account;
  reply: Reply;
}

/** Order of first receipt; two of the same millisecond have an order too. */
export function isNewerPublished({ lastPublished: last }: ReviewRecord, reply: Reply): boolean {
  if (last === undefined || last.replyId === reply.replyId) return false;
  const lead = last.receivedAtMs - reply.receivedAtMs;
  return lead > 0 || (lead === 0 && last.replyId > reply.replyId);
}

/** The review first: it is what keeps an older reply from being published over this one. */
export async function published(deps: ReplyDeps, { account, reply }: Work): Promise<void> {
  const { accountId } = account;
  const { replyId, reviewId, receivedAtMs, attemptAtMs = 0 } = reply;
  const readAtMs = deps.nowMs();
  // When it was sent, not when we learned of it: what a colleague changed in between must not look older.
  const atMs = mayHaveArrived(reply) ? attemptAtMs : readAtMs;
  const record = await deps.reviews.change(accountId, reviewId, (known) => {
    if (isNewerPublished(known, reply)) return known;
    const corrected = isToldNotPublished(known, replyId)
      ? appendNote(known, { about: 'published-after-all', replyId }, deps.nowMs())
      : known;
    const { lastSentMs = 0, ...rest } = corrected;
    return {
      ...rest,
      ...(lastSentMs > receivedAtMs && { lastSentMs }),
      lastPublished: { replyId, receivedAtMs },
      reply: { hash: replyHash(reply.text), atMs, readAtMs, ours: true },
    };
  });
  if (record !== undefined) await putMissingEntries(deps, accountId, record);
  await finish(deps, accountId, reply, 'published');
  deps.logger.info('reply published', { accountId, reviewId, replyId });
}

/** The ticket's last word on a reply must be true: a repeat may publish what a note called lost. */
const isToldNotPublished = (record: ReviewRecord, replyId: string): boolean =>
  factsInOrder(record).some(
    ({ fact }) =>
      fact.kind === 'note' &&
      (fact.note.about === 'not-published' || fact.note.about === 'outcome-unknown') &&
      fact.note.replyId === replyId,
  );

/** A newer reply was published: this one is not, and the ticket says which one stands instead, or that none does. */
export async function supersede(
  deps: ReplyDeps,
  { account: { accountId }, reply }: Work,
  standing: string | undefined,
): Promise<void> {
  const { replyId, text } = reply;
  const note: Note =
    standing === undefined
      ? { about: 'not-published', replyId, text, standing: null }
      : { about: 'newer-reply-stands', replyId, text: standing };
  await tell(deps, accountId, reply, note);
  await finish(deps, accountId, reply, 'superseded');
}

/** The text of the newest reply that we published, as an agent typed it; undefined when it was deleted since. */
export async function newestText(
  { replies }: ReplyDeps,
  accountId: string,
  { lastPublished, reply }: ReviewRecord,
): Promise<string | undefined> {
  if (reply?.deletedAtMs !== undefined) return undefined;
  if (lastPublished === undefined) return '';
  return (await replies.read(accountId, lastPublished.replyId))?.text ?? '';
}

/** Tells the agent something in an internal note, once. */
export async function tell(
  deps: ReplyDeps,
  accountId: string,
  { reviewId }: Reply,
  note: Note,
): Promise<void> {
  const record = await deps.reviews.change(accountId, reviewId, (known) =>
    appendNote(known, note, deps.nowMs()),
  );
  if (record !== undefined) await putMissingEntries(deps, accountId, record);
}

export async function finish(
  { replies }: ReplyDeps,
  accountId: string,
  reply: Reply,
  status: 'published' | 'superseded' | 'failed',
): Promise<void> {
  await replies.step(accountId, reply, { status, leaseUntilMs: 0 });
}

/** Gives the lease back, so that a repeat need not wait for its end. It ends by itself too. */
export async function release(
  { replies, logger }: ReplyDeps,
  accountId: string,
  reply: Reply,
  refusal?: string,
): Promise<void> {
  const step = { leaseUntilMs: 0, ...(refusal !== undefined && { refusal }) };
  await replies
    .step(accountId, reply, step)
    .catch((error: unknown) => logger.warn('reply stays claimed for a while', { accountId }, error));
}
