export interface Clock {
  nowMs(): number;
}

/** A clock that can be moved forward, so that two minutes between pulls need no waiting. */
export class MovableClock implements Clock {
  readonly #base: Clock;
  #aheadMs = 0;

  constructor(base: Clock = { nowMs: () => Date.now() }) {
    this.#base = base;
  }

  nowMs(): number {
    return this.#base.nowMs() + this.#aheadMs;
  }

  /** RFC 3339 to the second, as Zendesk writes it. */
  now(): string {
    return new Date(this.nowMs()).toISOString().replace(/\.\d{3}Z$/, 'Z');
  }

  advance(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}
