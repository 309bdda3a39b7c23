/*
 * The three kinds of error. The kind is decided once, where the failure is seen, with the original as `cause`;
 * only lambdas/runtime turns a kind into a status code or a batch item. Anything else that is thrown is our bug.
 */

/** The caller broke the contract; sending it again cannot help. `message` is safe to show to the caller. */
export class BadInputError extends Error {
  override readonly name = 'BadInputError';
  /** HTTP status for API callers, 400 unless the protocol names another (413, 415, 422 …). */
  readonly status: number;
  constructor(message: string, options: ErrorOptions & { status?: number } = {}) {
    super(message, options);
    this.status = options.status ?? 400;
  }
}

/** Busy, slow or down: the same call may work later. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  /** What the other side asked for (Retry-After), in seconds. */
  readonly retryAfterSeconds: number | undefined;
  /** True when the other side may have carried the request out although no answer arrived. */
  readonly outcomeUnknown: boolean;
  constructor(
    message: string,
    options: ErrorOptions & { retryAfterSeconds?: number; outcomeUnknown?: boolean } = {},
  ) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}

/** What was refused, for code that answers people in their own words. */
export type RefusalReason =
  | 'connection-dead' // the Trustpilot login no longer works: an admin must reconnect
  | 'forbidden' // the login works but may not do this (plan, rights, another company's domain)
  | 'not-found' // 404 or 410
  | 'conflict' // 409: something stands in the way
  | 'rejected' // any other 4xx
  | 'unreadable'; // an answer that does not have the documented shape

/** Understood and refused: only a person can change the outcome. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly reason: RefusalReason;
  constructor(message: string, reason: RefusalReason, options: ErrorOptions = {}) {
    super(message, options);
    this.reason = reason;
  }
}
