export interface Clock {
  nowMs(): number;
}

/** A clock that tests can set, stop and move; without a word from them it shows the time of `base`. */
export class SimulatorClock implements Clock {
  private readonly base: Clock;
  private offsetMs = 0;
  private stoppedAtMs: number | undefined;

  constructor(base: Clock = { nowMs: () => Date.now() }) {
    this.base = base;
  }

  nowMs(): number {
    return this.stoppedAtMs ?? this.base.nowMs() + this.offsetMs;
  }

  /** Shows `ms` from now on and goes on running, unless it was stopped. */
  set(ms: number): void {
    if (this.stoppedAtMs !== undefined) this.stoppedAtMs = ms;
    else this.offsetMs = ms - this.base.nowMs();
  }

  advance(ms: number): void {
    this.set(this.nowMs() + ms);
  }

  stop(atMs = this.nowMs()): void {
    this.stoppedAtMs = atMs;
  }

  run(): void {
    const shownMs = this.nowMs();
    this.stoppedAtMs = undefined;
    this.set(shownMs);
  }

  reset(): void {
    this.offsetMs = 0;
    this.stoppedAtMs = undefined;
  }
}
