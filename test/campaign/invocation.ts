import { AsyncLocalStorage } from 'node:async_hooks';
import type { LambdaContext } from '../../lib/local/lambda.ts';

/** Thrown to whoever called a Lambda that died; inside it nothing happens any more. */
export class DeathError extends Error {
  override readonly name = 'DeathError';
}

/** At its n-th outside call, before or after the call took effect. */
export interface Death {
  call: number;
  moment: 'before' | 'after';
}

const running = new AsyncLocalStorage<Invocation>();

/** No limit in real time, for which somebody would wait: of a function that died, nobody stops that clock. */
export const timeless = ({ getRemainingTimeInMillis: _, ...context }: LambdaContext) => context;

/** One run of one function: what reaches the outside from within goes through it. */
export class Invocation {
  readonly #death: Death | undefined;
  readonly #isOver: () => boolean;
  readonly #note: (what: () => string) => void;
  readonly #end = Promise.withResolvers<never>();
  #calls = 0;
  #isDead = false;

  /** `isOver`: Lambda has ended it, as it ends whatever takes too long. */
  constructor(
    death: Death | undefined,
    isOver: () => boolean,
    note: (what: () => string) => void = () => undefined,
  ) {
    this.#death = death;
    this.#isOver = isOver;
    this.#note = note;
    this.#end.promise.catch(() => undefined);
  }

  static get current(): Invocation | undefined {
    return running.getStore();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get calls(): number {
    return this.#calls;
  }

  /** What the caller of the function sees. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return Promise.race([running.run(this, work), this.#end.promise]);
  }

  /** One call to the outside. Of a dead process nothing leaves, and nothing that comes back is seen. */
  async outside<Result>(what: () => string, effect: () => Promise<Result>): Promise<Result> {
    this.#calls += 1;
    this.#note(what);
    const moment = this.#calls === this.#death?.call ? this.#death.moment : undefined;
    if (this.#died() || this.#isOver() || moment === 'before') return this.#die();
    const [answer] = await Promise.allSettled([effect()]);
    if (this.#died() || moment === 'after') return this.#die();
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  }

  /** A call, because it changes while another one is waited for. */
  #died(): boolean {
    return this.#isDead;
  }

  #die(): Promise<never> {
    this.#isDead = true;
    this.#end.reject(new DeathError(`dead at call ${this.#calls}`));
    return new Promise(() => undefined);
  }
}
