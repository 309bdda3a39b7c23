import type { Account } from '../core/account.ts';
import { PermanentError, RetryableError } from '../core/errors.ts';
import type { HintMessage } from '../queue/message.ts';
import type { Hints } from '../store/hints.ts';
import { planLook } from '../store/plan-look.ts';
import { lookAtReview, type LookDeps } from './look-at-review.ts';

/** A read that could not be made now is tried again after this long. */
const laterMs = 60_000;

export interface HintDeps extends LookDeps {
  hints: Hints;
}

/**
 * Reads the one review that a webhook named. What cannot be read now is not lost: a review that we know gets its
 * look later, and the next tick lists the domain, once for however many hints.
 */
export async function followHint(deps: HintDeps, account: Account, hint: HintMessage): Promise<void> {
  const { accountId, businessUnitId, reviewId, isNew } = hint;
  const isOurs = account.domains.some(
    (domain) => domain.businessUnitId === businessUnitId && domain.removedAtMs === undefined,
  );
  if (!isOurs || account.status !== 'live' || account.connection.status === 'dead') return;
  // Each event is subscribed to on its own (Trustpilot reference, 6): of edits alone it tells of no new review.
  if (isNew === true) await deps.hints.heard(accountId, businessUnitId, deps.nowMs());
  if (!(await deps.allowance.hasRoom('hint'))) return deps.hints.put(accountId, businessUnitId, deps.nowMs());
  try {
    await lookAtReview(deps, account, reviewId);
  } catch (error) {
    if (!(error instanceof RetryableError) && !(error instanceof PermanentError)) throw error;
    deps.logger.warn('hint not followed', { accountId, reviewId }, error);
    await planLook(deps, accountId, { reviewId, atMs: deps.nowMs() + laterMs });
    await deps.hints.put(accountId, businessUnitId, deps.nowMs());
  }
}
