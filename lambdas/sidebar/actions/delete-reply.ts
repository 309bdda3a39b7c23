import { replyDeletedHere } from '../../core/observe.ts';
import { whileLocked } from '../../reply/lock-review.ts';
import { putMissingEntries } from '../../store/put-missing-entries.ts';
import type { ActionRequests } from '../contract.ts';
import { keep } from '../look.ts';
import type { Attempt } from '../once.ts';
import type { Found, SidebarDeps } from '../ports.ts';

/**
 * Takes the company's reply off Trustpilot, and says so in the ticket, which shows it as sent. A death in between
 * leaves a reply that later reads find missing: the ticket hears of it then.
 */
export async function deleteReply(
  deps: SidebarDeps,
  found: Found,
  { reviewId }: ActionRequests['delete-reply'],
  { owner }: Attempt,
): Promise<void> {
  const { account } = found;
  const { accountId } = account;
  await whileLocked(deps, accountId, { reviewId, owner }, async () => {
    await deps.userOf(account).deleteReply(reviewId);
    const deletedAtMs = deps.nowMs();
    const record = await deps.reviews.change(accountId, reviewId, (known) =>
      replyDeletedHere(known, deletedAtMs),
    );
    if (record !== undefined) await putMissingEntries(deps, accountId, record);
  });
  const copy = await deps.reviewCopies.read(accountId, reviewId, deps.nowMs());
  if (copy !== undefined) await keep(deps, found, { ...copy, reply: null });
}
