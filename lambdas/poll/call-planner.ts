import type { CallAllowance, CallState } from '../connection/call-allowance.ts';
import { planPolls, type PollPlan } from '../core/poll-plan.ts';
import { isTold } from '../core/told.ts';
import { rescanCallsPerDay } from '../core/rescan-plan.ts';
import type { DomainWork } from './poll-domain.ts';

/** How long after it was made people watch an account. */
const watchedMs = 2 * 86_400_000;
/** Ticks come early and late by a little. */
const jitterMs = 2_000;

export interface PlannerDeps {
  allowance: CallAllowance;
  nowMs: () => number;
  /** How often the schedule fires. */
  tickMs: number;
  /** How often the youngest of the older reviews are read again. */
  rescanMs: number;
}

/** What one tick may call, and how often each domain's turn comes. */
export class CallPlanner {
  readonly #deps: PlannerDeps;
  readonly #state: CallState;
  readonly #countedBefore: number;
  readonly plan: PollPlan;

  constructor(deps: PlannerDeps, state: CallState, work: DomainWork[]) {
    this.#deps = deps;
    this.#state = state;
    this.#countedBefore = deps.allowance.meter.total;
    const { nowMs, tickMs, rescanMs } = deps;
    const domains = work.map(({ key, sync }) => ({
      key,
      reviewsPerDay: sync?.reviewsPerDay ?? 1,
      rescanCallsPerDay: sync === undefined ? 0 : rescanCallsPerDay(sync, nowMs(), rescanMs),
      isTold: sync !== undefined && isTold(sync),
    }));
    const isWatched = work.some(({ account }) => nowMs() - account.createdAtMs < watchedMs);
    this.plan = planPolls(domains, state, { tickMs, isWatched });
  }

  /** Calls of this tick so far. */
  get called(): number {
    return this.#deps.allowance.meter.total - this.#countedBefore;
  }

  /** Calls of this year that were counted, without what is only taken as used before. */
  get used(): number {
    return this.#state.calls + this.called;
  }

  get rescanMs(): number {
    return this.#deps.rescanMs * this.plan.rescanStretch;
  }

  intervalMs({ key }: DomainWork): number {
    return this.plan.intervalsMs.get(key) ?? this.#deps.tickMs;
  }

  isDue(work: DomainWork): boolean {
    const { sync, hint } = work;
    const nowMs = this.#deps.nowMs();
    if (sync === undefined) return true;
    if (sync.notBeforeMs > nowMs) return false;
    const isUnfinished = sync.scan !== undefined || sync.failures > 0;
    const sinceMs = nowMs - sync.lastPollAtMs;
    const isHinted = hint !== undefined && sinceMs >= (this.plan.hintedMs.get(work.key) ?? 0);
    return isHinted || isUnfinished || sinceMs >= this.#soonest(work);
  }

  /** Whether planned calls may go on. */
  hasRoom(): boolean {
    return this.#hasRoomAbove(this.#state.reserve);
  }

  /** Whether calls that can wait may go on. */
  hasPlenty(): boolean {
    return this.#hasRoomAbove(this.#state.floor);
  }

  /** Whether Trustpilot takes a call now, whatever is left of the allowance. */
  mayCall(): boolean {
    const { allowance, nowMs } = this.#deps;
    const pauseUntilMs = Math.max(this.#state.pauseUntilMs, allowance.meter.pauseUntilMs);
    return nowMs() >= pauseUntilMs && allowance.meter.hasPace();
  }

  #hasRoomAbove(least: number): boolean {
    return this.#state.left - this.called > least && this.mayCall();
  }

  #soonest(work: DomainWork): number {
    const intervalMs = this.intervalMs(work);
    // At about the pace of the ticks every tick counts, however late the last one was.
    return intervalMs <= this.#deps.tickMs + jitterMs ? 0 : intervalMs - jitterMs;
  }
}
