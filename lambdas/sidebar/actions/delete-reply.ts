import { BadInputError } from '../../core/errors.ts';
import { isOurs, replyDeletedHere, replyHash } from '../../core/observe.ts';
import type { ReviewRecord } from '../../core/review-record.ts';
import { whileLocked } from '../../reply/lock-review.ts';
import { certainAfterMs } from '../../reply/ports.ts';
import { readStanding, type Standing } from '../../reply/standing.ts';
import { observeKnown } from '../../store/observe-known.ts';
import { putMissingEntries } from '../../store/put-missing-entries.ts';
import type { ActionRequests } from '../contract.ts';
import { keep } from '../look.ts';
import type { Attempt } from '../once.ts';
import type { Found, SidebarDeps } from '../ports.ts';

/**
 * Takes the company's reply off Trustpilot, if it is ours and the one that the agent saw, and says so in the ticket,
 * which shows it as sent. A death in between leaves a reply that later reads find missing: the ticket hears of it then.
 */
export async function deleteReply(
  deps: SidebarDeps,
  found: Found,
  { reviewId, seen }: ActionRequests['delete-reply'],
  { owner }: Attempt,
): Promise<void> {
  const { account } = found;
  const { accountId } = account;
  await whileLocked(deps, accountId, { reviewId, owner }, async (locked) => {
    const user = deps.userOf(account);
    const standing = await readStanding(user, account, reviewId);
    await refuseOther(deps, found, locked, standing);
    const current = currentHash(locked, standing, deps.nowMs());
    if (current !== undefined && seen !== undefined && current !== seen)
      throw new BadInputError('Another reply stands there by now. Refresh, and look at it first.');
    if (current !== undefined) await user.deleteReply(reviewId);
    const deletedAtMs = deps.nowMs();
    const record = await deps.reviews.change(accountId, reviewId, (known) =>
      replyDeletedHere(known, deletedAtMs),
    );
    if (record !== undefined) await putMissingEntries(deps, accountId, record);
  });
  const copy = await deps.reviewCopies.read(accountId, reviewId, deps.nowMs());
  if (copy !== undefined) await keep(deps, found, { ...copy, reply: null });
}

/** The text that a colleague wrote elsewhere exists only there. */
async function refuseOther(
  deps: SidebarDeps,
  found: Found,
  record: ReviewRecord,
  { review, requestedAtMs }: Standing,
): Promise<void> {
  const { reviewId, reply } = review;
  if (reply === null || isOurs(record, reply)) return;
  const { accountId } = found.account;
  await observeKnown(deps, accountId, { review, requestedAtMs, lane: record.lane });
  const copy = await deps.reviewCopies.read(accountId, reviewId, deps.nowMs());
  if (copy !== undefined) await keep(deps, found, { ...copy, reply });
  throw new BadInputError(
    'A reply that was not sent from Zendesk stands there. It is not deleted from here.',
  );
}

/** While Trustpilot's caches may hide what we have just published, our own knowledge counts. */
function currentHash(
  { reply: known }: ReviewRecord,
  { review: { reply } }: Standing,
  nowMs: number,
): string | undefined {
  const isNew = known?.ours === true && nowMs - (known.readAtMs ?? 0) < certainAfterMs;
  if (isNew && known.deletedAtMs === undefined) return known.hash;
  return reply === null ? undefined : replyHash(reply.text);
}
