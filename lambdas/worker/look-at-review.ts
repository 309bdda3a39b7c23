import * as z from 'zod/mini';
import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { CallAllowance } from '../connection/call-allowance.ts';
import type { Account } from '../core/account.ts';
import { PermanentError } from '../core/errors.ts';
import { toRemembered } from '../core/memory.ts';
import { markGone } from '../core/presence.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Due } from '../store/due.ts';
import type { Memories } from '../store/memories.ts';
import { putMissingEntries } from '../store/put-missing-entries.ts';
import { planLook } from '../store/plan-look.ts';
import { recordObservation, type RecordDeps } from './record-observation.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export interface LookDeps extends RecordDeps {
  userOf: (account: Account) => TrustpilotUser;
  logger: Logger;
  allowance: CallAllowance;
  memories: Memories;
}

const dataSchema = z.optional(z.object({ goneSinceMs: z.optional(z.number()) }));

/**
 * The planned read of a review whose presence is in doubt. It stays planned while the account cannot read
 * Trustpilot: a lost login or permission says nothing about the review.
 */
export async function lookAgain(deps: LookDeps, account: Account, { id, data }: Due): Promise<void> {
  const { accountId, status, connection } = account;
  if ((await deps.reviews.read(accountId, id)) === undefined) return;
  const goneSinceMs = dataSchema.safeParse(data).data?.goneSinceMs;
  const later = (afterMs: number) =>
    planLook(deps, accountId, { reviewId: id, atMs: deps.nowMs() + afterMs, goneSinceMs });
  if (status === 'stopped' || connection.status === 'dead') return later(dayMs);
  if (!(await deps.allowance.hasRoom())) return later(hourMs);
  try {
    await lookAtReview(deps, account, id, goneSinceMs);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    deps.logger.warn('review not read', { accountId, reviewId: id, why: error.reason }, error);
    await later(dayMs);
  }
}

/** One read of one review, and what it tells. Absence is 404 or 410, twice, `absenceMs` apart. */
export async function lookAtReview(
  deps: LookDeps,
  account: Account,
  reviewId: string,
  goneSinceMs?: number,
): Promise<void> {
  const startedAtMs = deps.nowMs();
  const answer = await deps.userOf(account).getReview(reviewId);
  if (answer === 'gone') return notFound(deps, account.accountId, reviewId, startedAtMs, goneSinceMs);
  const { review, requestStartedAtMs: requestedAtMs } = answer;
  const { accountId } = account;
  const outcome = await recordObservation(deps, account, {
    kind: 'observation',
    accountId,
    lane: 'new',
    requestedAtMs,
    review,
  });
  if (outcome === 'left out') return;
  const { businessUnitId } = review.details;
  await deps.memories.keep(accountId, businessUnitId, toRemembered(review), deps.nowMs());
}

async function notFound(
  deps: LookDeps,
  accountId: string,
  reviewId: string,
  startedAtMs: number,
  goneSinceMs = startedAtMs,
): Promise<void> {
  const isCertain = startedAtMs - goneSinceMs >= deps.absenceMs;
  const record = await deps.reviews.change(accountId, reviewId, (known) =>
    isCertain ? markGone(known, startedAtMs, deps.nowMs()) : known,
  );
  if (record === undefined || (!isCertain && record.presence?.gone === true)) return;
  if (!isCertain)
    return planLook(deps, accountId, { reviewId, atMs: goneSinceMs + deps.absenceMs, goneSinceMs });
  deps.logger.info('review removed', { accountId, reviewId });
  await putMissingEntries(deps, accountId, record);
}
