import type { DueWork } from './due.ts';

export interface PlanLookDeps {
  due: DueWork;
  /** How long something must be missing before it counts as gone. */
  absenceMs: number;
}

/**
 * Plans one more read of a review. Times are rounded up, so that several reasons within a short while make one
 * row. `goneSinceMs`: when the read was started that did not find it.
 */
export async function planLook(
  { due, absenceMs }: PlanLookDeps,
  accountId: string,
  look: { reviewId: string; atMs: number; goneSinceMs?: number | undefined },
): Promise<void> {
  const { reviewId, goneSinceMs } = look;
  const stepMs = Math.max(1_000, absenceMs / 10);
  const atMs = Math.ceil(look.atMs / stepMs) * stepMs;
  const data = goneSinceMs === undefined ? {} : { data: { goneSinceMs } };
  await due.put({ kind: 'absence', accountId, id: reviewId, atMs, ...data });
}
