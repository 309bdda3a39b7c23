import { doubtUntilMs } from '../core/doubt.ts';
import { observe, type Observation } from '../core/observe.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import type { Outbox } from './outbox.ts';
import { planLook, type PlanLookDeps } from './plan-look.ts';
import { putMissingEntries } from './put-missing-entries.ts';
import type { Reviews } from './reviews.ts';

export interface ObserveDeps extends PlanLookDeps {
  reviews: Reviews;
  outbox: Outbox;
  nowMs: () => number;
}

/**
 * What one read of a review that we know tells: facts, their entries, and a second look where it is not certain.
 * Undefined when the review is not known. The second look is planned last: it is for what was stored, and no entry
 * waits for it.
 */
export async function observeKnown(
  deps: ObserveDeps,
  accountId: string,
  observation: Observation,
): Promise<ReviewRecord | undefined> {
  const { reviewId } = observation.review;
  const record = await deps.reviews.change(accountId, reviewId, (known) =>
    observe(known, observation, deps.nowMs(), deps.absenceMs),
  );
  if (record === undefined) return undefined;
  await putMissingEntries(deps, accountId, record);
  const doubtMs = doubtUntilMs(record, observation, deps.absenceMs);
  if (doubtMs !== undefined) await planLook(deps, accountId, { reviewId, atMs: doubtMs });
  return record;
}
