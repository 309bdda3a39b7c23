/** Names of transport errors that the SDK throws when its own repeats are used up. */
const transport = new Set([
  'TimeoutError',
  'AbortError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);
const throttling =
  /throttl|ThroughputExceeded|RequestLimitExceeded|LimitExceeded|TooManyRequests|ServiceUnavailable|InternalServerError|InternalServiceError/i;

/** Whether an AWS service was busy or out of reach, so that the same call may work later. The SDK has repeated it. */
export function isAwsBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, $fault } = error as { name?: unknown; code?: unknown; $fault?: unknown };
  return $fault === 'server' || [name, code].some((label) => typeof label === 'string' && isBusyLabel(label));
}

const isBusyLabel = (label: string): boolean => transport.has(label) || throttling.test(label);
