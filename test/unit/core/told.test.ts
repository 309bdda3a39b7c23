import { isTold } from '../../../lambdas/core/told.ts';
import { firstSync } from '../../../lambdas/poll/scan-new.ts';
import type { Account, Domain } from '../../../lambdas/core/account.ts';

const dayMs = 86_400_000;
const sync = (toldAtMs?: number, watermarkMs = 100 * dayMs) => ({
  ...firstSync({} as Account, {} as Domain),
  watermarkMs,
  ...(toldAtMs !== undefined && { toldAtMs }),
});

test('a webhook counts as alive while it told of the newest review, however long ago that was', () => {
  expect(isTold(sync(100 * dayMs))).toBe(true);
  expect(isTold(sync(150 * dayMs))).toBe(true);
});

test('a review that came a day after the last hint proves that the webhook is gone; none at all proves nothing', () => {
  expect(isTold(sync(99 * dayMs))).toBe(false);
  expect(isTold(sync())).toBe(false);
});
