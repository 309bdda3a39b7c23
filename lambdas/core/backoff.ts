const firstMs = 30_000;
const longestMs = 3_600_000;

/**
 * How long to leave something alone after its n-th failure in a row (n from 1): doubling, with jitter so that many
 * do not come back at once. What the other side asked for is the least.
 */
export function backoffMs(failures: number, random: number, retryAfterSeconds = 0): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.max(retryAfterSeconds * 1000, doubled / 2 + (doubled / 2) * random);
}
