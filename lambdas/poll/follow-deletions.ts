import type { TrustpilotClient } from '../clients/trustpilot/client.ts';
import { PermanentError, RetryableError } from '../core/errors.ts';
import type { EraseMessage } from '../queue/message.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Erasures } from '../store/erasures.ts';

const dayMs = 86_400_000;
/** The feed goes by days, and an entry may be late. */
const overlapMs = dayMs;
/** Trustpilot: repeat a failed call after 5 to 15 minutes (reference, 7.2). */
const laterMs = 15 * 60_000;

export interface DeletionsDeps {
  accounts: Accounts;
  erasures: Erasures;
  queue: ReviewQueue;
  trustpilot: Pick<TrustpilotClient, 'listDeletions'>;
  logger: Logger;
  nowMs: () => number;
  /** How often the Deletions API is followed. */
  deletionsMs: number;
}

/**
 * Who stores reviews must erase what was deleted at Trustpilot (reference, 7.5). The feeds are about all of
 * Trustpilot, so one pass over the stored reviews of each account picks ours. Queue first, mark second.
 */
export async function followDeletions(deps: DeletionsDeps): Promise<void> {
  const nowMs = deps.nowMs();
  const run = await deps.erasures.readRun();
  if (run !== undefined && nowMs < Math.max(run.notBeforeMs, run.lastAtMs + deps.deletionsMs)) return;
  const sinceMs = (run?.lastAtMs ?? nowMs) - overlapMs;
  try {
    const [reviewIds, consumerIds] = [
      await readFeed(deps, 'reviews', sinceMs),
      await readFeed(deps, 'consumers', sinceMs),
    ];
    const erased = await queueErasures(deps, reviewIds, consumerIds);
    await deps.erasures.saveRun({ lastAtMs: nowMs, notBeforeMs: 0 });
    deps.logger.info('deletions followed', {
      reviews: reviewIds.size,
      consumers: consumerIds.size,
      ours: erased,
    });
  } catch (error) {
    if (!(error instanceof RetryableError) && !(error instanceof PermanentError)) throw error;
    const level = error instanceof PermanentError ? 'error' : 'warn';
    deps.logger[level]('deletions not followed', {}, error);
    await deps.erasures.saveRun({ lastAtMs: run?.lastAtMs ?? nowMs, notBeforeMs: nowMs + laterMs });
  }
}

async function readFeed(
  { trustpilot }: DeletionsDeps,
  kind: 'reviews' | 'consumers',
  sinceMs: number,
): Promise<Set<string>> {
  const ids = new Set<string>();
  const startDate = new Date(sinceMs).toISOString().slice(0, 10);
  let next: string | undefined;
  do {
    const page = await trustpilot.listDeletions(kind, {
      startDate,
      ...(next !== undefined && { nextToken: next }),
    });
    for (const id of page.ids) ids.add(id);
    if (page.nextToken === next) break;
    next = page.nextToken;
  } while (next !== undefined);
  return ids;
}

async function queueErasures(
  deps: DeletionsDeps,
  reviewIds: Set<string>,
  consumerIds: Set<string>,
): Promise<number> {
  if (reviewIds.size + consumerIds.size === 0) return 0;
  let count = 0;
  for await (const { accountId, status } of deps.accounts.all(() => undefined)) {
    if (status === 'leaving') continue;
    const messages: EraseMessage[] = [];
    for await (const { reviewId, consumerId } of deps.erasures.authors(accountId)) {
      if (reviewIds.has(reviewId) || (consumerId !== null && consumerIds.has(consumerId)))
        messages.push({ kind: 'erase', accountId, reviewId, isDeleted: true });
    }
    await deps.queue.sendAll(messages);
    count += messages.length;
  }
  return count;
}
