import type { Sync } from './sync.ts';

/** So rarely it is noted that a domain's webhook is alive … */
export const toldAgainMs = 6 * 3_600_000;
/** … and so much newer a review of which it did not tell proves that it is not. */
const untoldMs = 24 * 3_600_000;

/** Whether webhooks tell of a domain's new reviews: the newest that we know came with the last such hint, or before it. */
export const isTold = ({ toldAtMs, watermarkMs }: Sync): boolean =>
  toldAtMs !== undefined && watermarkMs - toldAtMs < untoldMs;
