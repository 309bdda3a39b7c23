/**
 * How a call goes wrong.
 * dies:        the process ends before the call, and nothing it would have done afterwards happens
 * fails after: the call does its work, its answer is lost, and the process goes on with an error
 */
export type CrashMode = 'dies' | 'fails after';

/** What our code sees; an error of no kind that it knows. */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}

type Method = (...given: unknown[]) => unknown;

/** Counts the calls to whatever it wraps, and lets the `at`-th one go wrong. */
export class CrashPoints {
  readonly #at: number;
  readonly #mode: CrashMode;
  #calls = 0;

  constructor(at: number, mode: CrashMode) {
    this.#at = at;
    this.#mode = mode;
  }

  get calls(): number {
    return this.#calls;
  }

  get isHit(): boolean {
    return this.#calls >= this.#at;
  }

  /** After a death nobody hears of what the process would have answered. */
  get isDead(): boolean {
    return this.#mode === 'dies' && this.isHit;
  }

  /** An object whose methods are outside calls. */
  wrap<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? this.call((value as Method).bind(target)) : value;
      },
    });
  }

  /** A function that is an outside call. */
  call<Call extends Method>(call: Call): Call {
    const counted = (...given: unknown[]): unknown => {
      this.#calls += 1;
      if (this.isDead) return failing(new CrashError(`dead at call ${this.#at}`));
      const answer = call(...given);
      if (this.#mode === 'dies' || this.#calls !== this.#at) return answer;
      const lost = new CrashError(`answer of call ${this.#at} lost`);
      return answer instanceof Promise ? answer.then(() => failing(lost)) : failing(lost);
    };
    return counted as Call;
  }
}

/** Fails whoever awaits it, and whoever iterates over it. */
function failing(error: CrashError): Promise<never> {
  const rejected = Promise.reject(error);
  rejected.catch(() => undefined);
  return Object.assign(rejected, {
    [Symbol.asyncIterator]: () => ({ next: async () => Promise.reject(error) }),
  });
}

/** Wraps what the handlers reach the outside with: stores, queues, Trustpilot. Clock and log stay as they are. */
export function crashing<Deps extends object>(points: CrashPoints, deps: Deps): Deps {
  const inside = new Set(['logger', 'nowMs', 'wait', 'hasTime']);
  const wrapped = Object.entries(deps).map(([name, value]: [string, unknown]): [string, unknown] => {
    if (inside.has(name)) return [name, value];
    if (name === 'userOf')
      return [name, (...given: unknown[]) => points.wrap((value as Method)(...given) as object)];
    if (typeof value === 'function') return [name, points.call(value as Method)];
    return [name, typeof value === 'object' && value !== null ? points.wrap(value) : value];
  });
  return Object.fromEntries(wrapped) as Deps;
}
