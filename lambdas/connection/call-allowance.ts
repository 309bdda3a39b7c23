import {
  allowanceYear,
  callBudget,
  usedBefore,
  type AllowanceSettings,
  type CallBudget,
} from '../core/allowance.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Usages } from '../store/usage.ts';
import type { CallMeter } from './call-meter.ts';

/** How long a worker goes by one look at the bucket. */
const freshMs = 10_000;

export interface CallAllowanceDeps {
  usages: Usages;
  meter: CallMeter;
  settings: AllowanceSettings;
  logger: Logger;
  nowMs: () => number;
}

export interface CallState extends CallBudget {
  /** Counted by us in this year, … */
  calls: number;
  /** … and with what is taken as used before. */
  used: number;
  /** Trustpilot asked for a pause until then (ms). */
  pauseUntilMs: number;
}

/** The yearly allowance of the deployment's API key. Agents' replies are counted and never asked to wait. */
export class CallAllowance {
  readonly #deps: CallAllowanceDeps;
  #last: { atMs: number; state: CallState } | undefined;

  constructor(deps: CallAllowanceDeps) {
    this.#deps = deps;
  }

  get meter(): CallMeter {
    return this.#deps.meter;
  }

  async read(): Promise<CallState> {
    const { usages, meter, settings, nowMs } = this.#deps;
    const year = allowanceYear(nowMs(), settings.starts).name;
    const { calls, before, pauseUntilMs } = await usages.read(year);
    const assumed = before ?? usedBefore(settings, nowMs());
    if (before === undefined) await usages.begin(year, assumed);
    const used = calls + assumed;
    const state = {
      ...callBudget(settings, used, nowMs()),
      calls,
      used,
      pauseUntilMs: Math.max(pauseUntilMs, meter.pauseUntilMs),
    };
    this.#last = { atMs: nowMs(), state };
    return state;
  }

  /** Whether a read that could also wait may be made now. */
  async hasRoom(): Promise<boolean> {
    const { meter, nowMs } = this.#deps;
    const isFresh = this.#last !== undefined && nowMs() - this.#last.atMs < freshMs;
    const { left, reserve, pauseUntilMs } = isFresh && this.#last ? this.#last.state : await this.read();
    return left > reserve && nowMs() >= Math.max(pauseUntilMs, meter.pauseUntilMs) && meter.hasPace();
  }

  /** Stores what was called since the last time. A count that cannot be stored now goes with the next. */
  async save(): Promise<void> {
    const { usages, meter, settings, logger, nowMs } = this.#deps;
    const taken = meter.take();
    if (taken.calls === 0 && taken.pauseUntilMs === undefined) return;
    try {
      await usages.add(allowanceYear(nowMs(), settings.starts).name, taken.calls, taken.pauseUntilMs);
    } catch (error) {
      meter.giveBack(taken);
      logger.warn('calls not counted yet', { calls: taken.calls }, error);
    }
  }

  /** A handler whose calls are stored when it is done. */
  counting<Arguments extends unknown[], Result>(
    handler: (...given: Arguments) => Promise<Result>,
  ): (...given: Arguments) => Promise<Result> {
    return async (...given) => {
      try {
        return await handler(...given);
      } finally {
        await this.save();
      }
    };
  }
}
