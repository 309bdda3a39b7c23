import { arrivedFactId, parseExternalId, type ExternalId } from '../core/external-id.ts';
import { factOfSortKey, toOutboxEntry } from '../core/outbox-entry.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Outbox } from '../store/outbox.ts';
import type { ReviewIndex } from '../store/review-index.ts';
import type { Confirmed, Reviews } from '../store/reviews.ts';
import type { Confirmation } from './events.ts';

export interface ConfirmDeps {
  accounts: Accounts;
  reviews: Reviews;
  reviewIndex: ReviewIndex;
  outbox: Outbox;
  logger: Logger;
}

/** A pull hands out at most 200 entries; what is beyond some of them is noise or an attack. */
const maxConfirmations = 1_000;
/** One event is about one pull, so about one account. */
const maxAccounts = 20;
/** Twice as many take 25 MB more of a process's memory in a backfill. */
const concurrency = 8;

type ConfirmedFact = ExternalId & { ticketId: number | undefined };

/**
 * Remembers which facts became tickets. Nobody signs events, so each is only a hint: it counts when its subdomain
 * is the account's own and the fact was handed out.
 */
export async function confirm(
  deps: ConfirmDeps,
  subdomain: string,
  confirmations: Confirmation[],
): Promise<void> {
  const named = confirmations.slice(0, maxConfirmations).flatMap(toFact);
  const byAccount = Map.groupBy(named, ({ accountId }) => accountId);
  for (const [accountId, facts] of [...byAccount].slice(0, maxAccounts)) {
    const account = await deps.accounts.read(accountId);
    if (account?.subdomain === subdomain) await confirmAll(deps, accountId, facts);
  }
}

function toFact({ externalId, ticketId }: Confirmation): ConfirmedFact[] {
  const id = parseExternalId(externalId);
  // Agents' replies are ours by channelback already.
  return id === undefined || id.factId.startsWith('reply:') ? [] : [{ ...id, ticketId }];
}

async function confirmAll(deps: ConfirmDeps, accountId: string, facts: ConfirmedFact[]): Promise<void> {
  const { outstanding } = await deps.outbox.readHandout(accountId);
  const underWay = new Set(outstanding.flatMap(({ sortKeys }) => sortKeys).map(nameOfSortKey));
  const queue = facts.values();
  let tickets = 0;
  const lane = async () => {
    for (const fact of queue) {
      // Events come before the next pull acknowledges the batch, so most facts are still on their way.
      if (!underWay.has(nameOf(fact)) && !(await wasHandedOut(deps, fact))) continue;
      await confirmOne(deps, fact);
      tickets += 1;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: concurrency }, lane));
  // Only then: what is left under way goes on with the next event, when it may be about a review that was erased.
  for (const end of lanes) if (end.status === 'rejected') throw end.reason;
  deps.logger.info('tickets confirmed', { accountId, tickets });
}

/** Of a batch that was acknowledged before: the fact is pending no more, or pending again. */
async function wasHandedOut({ reviews, outbox }: ConfirmDeps, fact: ConfirmedFact): Promise<boolean> {
  const { accountId, reviewId, factId } = fact;
  const record = await reviews.read(accountId, reviewId);
  const stored = record?.facts[factId];
  if (record === undefined || stored?.queued !== true) return false;
  const pending = await outbox.readPending(accountId, toOutboxEntry(record, stored).sortKey);
  return pending === undefined || pending.again === true;
}

const nameOf = ({ reviewId, factId }: Pick<ExternalId, 'reviewId' | 'factId'>): string =>
  `${reviewId}#${factId}`;

const nameOfSortKey = (sortKey: string): string => nameOf(factOfSortKey(sortKey));

async function confirmOne(deps: ConfirmDeps, fact: ConfirmedFact): Promise<void> {
  const { accountId, reviewId, factId, ticketId } = fact;
  const known = await deps.reviews.confirm(accountId, reviewId, factId, ticketId);
  if (known === undefined) return;
  if (known.wasListed) await deps.outbox.unlistUnconfirmed(accountId, reviewId, factId);
  if (ticketId !== undefined) await index(deps, { ...fact, ticketId }, known);
}

/** So that the sidebar finds the review by its ticket, and the author's other ones; a follow-up has a number of its own. */
async function index(
  { reviews, reviewIndex }: ConfirmDeps,
  { accountId, reviewId, factId, ticketId }: ExternalId & { ticketId: number },
  known: Confirmed,
): Promise<void> {
  const isFirst = factId === arrivedFactId;
  if (isFirst && known.consumerId !== null)
    await reviewIndex.putAuthor(accountId, known.consumerId, reviewId);
  const isSame = ticketId === known.ticketId;
  if (isSame ? isFirst : await reviews.noteFollowUp(accountId, reviewId, factId, ticketId))
    await reviewIndex.putTicket(accountId, ticketId, reviewId);
}
