import {
  allowanceYear,
  callBudget,
  usedBefore,
  type AllowanceSettings,
  type CallBudget,
} from '../core/allowance.ts';
import { pollsPerDay } from '../core/poll-plan.ts';
import type { Sync } from '../core/sync.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Usages } from '../store/usage.ts';
import type { Syncs } from '../store/syncs.ts';
import type { CallMeter } from './call-meter.ts';

/** How long a worker goes by one look at the bucket. */
const freshMs = 30_000;

export interface CallAllowanceDeps {
  usages: Usages;
  syncs: Syncs;
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

/** Calls of polls are stored with their poll records (poll/save-record.ts). */
function countedOn(records: Iterable<Sync>, year: string): number {
  let count = 0;
  for (const { calls } of records) if (calls?.year === year) count += calls.count;
  return count;
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

  /** `records`: all poll records, where they were read already. */
  async read(records?: Iterable<Sync>): Promise<CallState> {
    const { usages, meter, settings, nowMs } = this.#deps;
    const year = this.#year();
    const { calls: added, before, pauseUntilMs } = await usages.read(year);
    const calls = added + countedOn(records ?? (await this.#deps.syncs.all()).records.values(), year);
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

  /** What the dialogue shows of this year. */
  async shown(): Promise<{ used: number; allowance: number; pollsPerDay: number }> {
    const { syncs, settings, nowMs } = this.#deps;
    const records = [...(await syncs.all()).records.values()];
    const { calls: used } = await this.read(records);
    return { used, allowance: settings.yearlyCalls, pollsPerDay: pollsPerDay(records, nowMs()) };
  }

  /** Whether a read that could also wait may be made now; one for a hint leaves more to what is planned. */
  async hasRoom(above: 'reserve' | 'hint' = 'reserve'): Promise<boolean> {
    const { meter, nowMs } = this.#deps;
    const isFresh = this.#last !== undefined && nowMs() - this.#last.atMs < freshMs;
    const {
      left,
      [above]: least,
      pauseUntilMs,
    } = isFresh && this.#last ? this.#last.state : await this.read();
    return left > least && nowMs() >= Math.max(pauseUntilMs, meter.pauseUntilMs) && meter.hasPace();
  }

  /** Stores what was called since the last time. A count that cannot be stored now goes with the next. */
  async save(): Promise<void> {
    const { usages, meter, logger } = this.#deps;
    const taken = meter.take();
    if (taken.calls === 0 && taken.pauseUntilMs === undefined) return;
    try {
      await usages.add(this.#year(), taken.calls, taken.pauseUntilMs);
    } catch (error) {
      meter.giveBack(taken);
      logger.warn('calls not counted yet', { calls: taken.calls }, error);
    }
  }

  /** What has been called since the last time, for somebody who stores it. */
  takeCalls(): { year: string; calls: number } {
    return { year: this.#year(), calls: this.#deps.meter.takeCalls() };
  }

  /** Before an account's poll records go: what was called remains called. */
  async keepCallsOf(accountId: string): Promise<void> {
    const { records } = await this.#deps.syncs.all(accountId);
    const calls = countedOn(records.values(), this.#year());
    if (calls > 0) await this.#deps.usages.add(this.#year(), calls);
  }

  #year(): string {
    return allowanceYear(this.#deps.nowMs(), this.#deps.settings.starts).name;
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
