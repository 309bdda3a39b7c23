const longestSeconds = 86_400;

/** `Retry-After` is a number of seconds or an HTTP date (RFC 9110, 10.2.3); undefined when it is neither. */
export function retryAfterSeconds(header: string | null, nowMs: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value), longestSeconds);
  // Date.parse alone would take "-5" for a year.
  const atMs = /^[a-z]{3},? /i.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(atMs)) return undefined;
  return Math.min(Math.max(Math.ceil((atMs - nowMs) / 1000), 0), longestSeconds);
}
