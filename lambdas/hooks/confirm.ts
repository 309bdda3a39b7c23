import { parseExternalId } from '../core/external-id.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Reviews } from '../store/reviews.ts';
import type { Confirmation } from './events.ts';

export interface ConfirmDeps {
  accounts: Accounts;
  reviews: Reviews;
  outbox: Outbox;
  logger: Logger;
}

/** A pull hands out at most 200 entries; what is beyond some of them is noise or an attack. */
const maxConfirmations = 1_000;
const concurrency = 16;

/**
 * Remembers which facts became tickets. Nobody signs events, so each is only a hint: it counts when its subdomain
 * is the account's own and the fact was handed out.
 */
export async function confirm(
  deps: ConfirmDeps,
  subdomain: string,
  confirmations: Confirmation[],
): Promise<void> {
  const queue = confirmations.slice(0, maxConfirmations).values();
  const known = new Map<string, Promise<boolean>>();
  const isOfSubdomain = (accountId: string): Promise<boolean> => {
    const asked =
      known.get(accountId) ??
      deps.accounts.read(accountId).then((account) => account?.subdomain === subdomain);
    known.set(accountId, asked);
    return asked;
  };
  const lane = async () => {
    for (const confirmation of queue) await confirmOne(deps, isOfSubdomain, confirmation);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

async function confirmOne(
  { reviews, outbox }: ConfirmDeps,
  isOfSubdomain: (accountId: string) => Promise<boolean>,
  { externalId, ticketId }: Confirmation,
): Promise<void> {
  const id = parseExternalId(externalId);
  // Agents' replies are ours by channelback already.
  if (id === undefined || id.factId.startsWith('reply:')) return;
  const { accountId, reviewId, factId } = id;
  if (!(await isOfSubdomain(accountId))) return;
  const outcome = await reviews.confirm(accountId, reviewId, factId, ticketId);
  if (outcome === 'listed') await outbox.unlistUnconfirmed(accountId, reviewId, factId);
}
