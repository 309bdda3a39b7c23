import type { CountedAnswer } from '../clients/trustpilot/send.ts';
import { backoffMs } from '../core/backoff.ts';

/** Trustpilot's ceiling is 833 calls per 5 minutes (reference, 7.3); the difference is for the other Lambdas. */
const callsPerWindow = 700;
const windowMs = 5 * 60_000;

/** Counts what one Lambda environment calls, and hears when Trustpilot asks for a pause. */
export class CallMeter {
  readonly #nowMs: () => number;
  #times: number[] = [];
  #unsaved = 0;
  #refusals = 0;
  #pauseUntilMs = 0;
  #savedPauseMs = 0;
  /** Calls that count against the allowance, since the environment started. */
  total = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  answered({ status, isFree, retryAfterSeconds }: CountedAnswer): void {
    this.#times.push(this.#nowMs());
    if (status === 429) {
      this.#refusals += 1;
      const pauseMs = backoffMs(this.#refusals, Math.random(), retryAfterSeconds);
      this.#pauseUntilMs = this.#nowMs() + pauseMs;
    } else if (status < 400) this.#refusals = 0;
    // Trustpilot's own failures, tokens and the Deletions API do not count (reference, 7.3).
    if (isFree || status >= 500) return;
    this.total += 1;
    this.#unsaved += 1;
  }

  get pauseUntilMs(): number {
    return this.#pauseUntilMs;
  }

  /** Whether another call fits into Trustpilot's five minutes. */
  hasPace(): boolean {
    const fromMs = this.#nowMs() - windowMs;
    this.#times = this.#times.filter((atMs) => atMs > fromMs);
    return this.#times.length < callsPerWindow;
  }

  takeCalls(): number {
    const calls = this.#unsaved;
    this.#unsaved = 0;
    return calls;
  }

  /** What has not been stored yet; `giveBack` when it could not be. */
  take(): { calls: number; pauseUntilMs?: number } {
    const calls = this.#unsaved;
    const isNewPause = this.#pauseUntilMs > this.#savedPauseMs;
    this.#unsaved = 0;
    this.#savedPauseMs = this.#pauseUntilMs;
    return { calls, ...(isNewPause && { pauseUntilMs: this.#pauseUntilMs }) };
  }

  giveBack({ calls, pauseUntilMs }: { calls: number; pauseUntilMs?: number }): void {
    this.#unsaved += calls;
    if (pauseUntilMs !== undefined) this.#savedPauseMs = 0;
  }
}
