import type { Account } from '../core/account.ts';
import type { Card, CardRequest } from './contract.ts';
import type { Found, SidebarDeps } from './ports.ts';

/** The review that a ticket shows, and how it was found. All that the page says is checked against the key's accounts. */
export async function findReview(
  deps: SidebarDeps,
  accounts: Account[],
  { ticketId, hints }: CardRequest,
): Promise<(Found & Pick<Card, 'foundBy'>) | undefined> {
  const { consumerId } = hints;
  const hinted = (await Promise.all(hints.reviewIds.map((id) => readReview(deps, accounts, id))))
    .filter((found) => found !== undefined)
    .filter(({ record: { details } }) => agree(details.consumerId, consumerId));
  const confirmed = hinted.find(({ record }) => ticketId !== null && record.ticketId === ticketId);
  if (confirmed !== undefined) return { ...confirmed, foundBy: 'ticket' };
  const byTicket = ticketId === null ? undefined : await findByTicket(deps, accounts, ticketId);
  if (byTicket !== undefined) return { ...byTicket, foundBy: 'ticket' };
  if (hinted[0] !== undefined) return { ...hinted[0], foundBy: 'link' };
  const byReviewer = consumerId === null ? undefined : await findByReviewer(deps, accounts, consumerId);
  return byReviewer && { ...byReviewer, foundBy: 'reviewer' };
}

/** A review of one of these accounts; one of anybody else is as good as none. */
export async function readReview(
  { reviews }: SidebarDeps,
  accounts: Account[],
  reviewId: string,
): Promise<Found | undefined> {
  const all = await Promise.allSettled(
    accounts.map(async (account) => ({ account, record: await reviews.read(account.accountId, reviewId) })),
  );
  for (const read of all) {
    if (read.status === 'rejected') continue;
    const { account, record } = read.value;
    const isOurs = account.domains.some(
      ({ businessUnitId }) => businessUnitId === record?.details.businessUnitId,
    );
    if (record !== undefined && isOurs) return { account, record };
  }
  // Not found in the others: what could not be read may be it.
  const failed = all.find((read) => read.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return undefined;
}

/** Two names for the reviewer that contradict each other: the link leads to another review. */
const agree = (known: string | null, said: string | null): boolean =>
  known === null || said === null || known === said;

async function findByTicket(
  deps: SidebarDeps,
  accounts: Account[],
  ticketId: number,
): Promise<Found | undefined> {
  const found = await Promise.all(
    accounts.map(async (account) => {
      const reviewId = await deps.reviewIndex.reviewOfTicket(account.accountId, ticketId);
      return reviewId === undefined ? undefined : readReview(deps, [account], reviewId);
    }),
  );
  return found.find((each) => each !== undefined);
}

/** Only where there is nothing to choose: two are enough to know that there is. */
async function findByReviewer(
  deps: SidebarDeps,
  accounts: Account[],
  consumerId: string,
): Promise<Found | undefined> {
  const found = await Promise.all(
    accounts.map(async (account) =>
      (await deps.reviewIndex.reviewsOf(account.accountId, consumerId, 2)).map((reviewId) => ({
        account,
        reviewId,
      })),
    ),
  );
  const [only, another] = found.flat();
  return only === undefined || another !== undefined
    ? undefined
    : readReview(deps, [only.account], only.reviewId);
}
