import type { Account } from '../core/account.ts';
import { newestContent } from '../core/review-record.ts';
import { reviewUrl } from '../core/ticket/review-url.ts';
import type { Card, OtherReview } from './contract.ts';
import type { Looked } from './look.ts';
import type { SidebarDeps } from './ports.ts';
import { domainOf, toCard } from './to-card.ts';

const maxOthers = 10;

export async function showCard(
  deps: SidebarDeps,
  accounts: Account[],
  { account, record, copy, freshness }: Looked,
  foundBy: Card['foundBy'],
): Promise<Card> {
  const { accountId } = account;
  const { reviewId, details } = record;
  const [newestReply, usedTags, otherReviews] = await Promise.all([
    deps.replies.newestOf(accountId, reviewId),
    deps.reviewCopies.usedTags(accountId),
    details.consumerId === null ? [] : readOthers(deps, accounts, details.consumerId, reviewId),
  ]);
  return toCard({
    account,
    record,
    copy,
    freshness,
    foundBy,
    newestReply,
    usedTags,
    otherReviews,
    replyMaxCharacters: deps.maxReplyCharacters,
    nowMs: deps.nowMs(),
  });
}

/** What else the reviewer wrote about this company, the newest first. */
async function readOthers(
  { reviews, reviewIndex, logger }: SidebarDeps,
  accounts: Account[],
  consumerId: string,
  exceptId: string,
): Promise<OtherReview[]> {
  const all = await Promise.all(
    accounts.map(async (account) => {
      const { accountId } = account;
      const ids = await reviewIndex.reviewsOf(accountId, consumerId, maxOthers + 1);
      const records = await reviews.readMany(
        accountId,
        ids.filter((id) => id !== exceptId),
        (row) => logger.error('review row damaged', { accountId, reviewId: row }),
      );
      return [...records.values()].map((record): OtherReview => {
        const { stars, title } = newestContent(record).content;
        return {
          id: record.reviewId,
          domain: domainOf(account, record.details.businessUnitId),
          stars,
          title,
          at: record.details.createdAt,
          ticketId: record.ticketId ?? null,
          link: reviewUrl(record.reviewId),
        };
      });
    }),
  );
  return all
    .flat()
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, maxOthers);
}
