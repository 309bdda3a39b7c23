import type { FunctionName } from '../../lambdas/routes.ts';
import type { Deps, EnvironmentOptions } from '../support/deps.ts';
import type { Invoke, World } from '../support/world.ts';
import { createFaultyFetch } from './trustpilot-faults.ts';
import type { StoryClock } from './clock.ts';
import type { Faults } from './faults.ts';
import { Invocation } from './invocation.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Trace } from './trace.ts';

/** The limits of lib/stack/constructs: what takes longer is ended by Lambda. */
const timeoutsMs: Record<FunctionName, number> = {
  pull: 20_000,
  channelback: 29_000,
  hooks: 20_000,
  web: 29_000,
  worker: 60_000,
  poll: 120_000,
  sidebar: 20_000,
};
/** The clocks of AWS agree to a fraction of a second. */
const disagreementMs = 200;
const latestDeath = 14;

interface Surroundings {
  world: World;
  clock: StoryClock;
  faults: Faults;
  trace: Trace;
}

/**
 * Runs the functions as Lambda does: an environment serves one call at a time, another call at the same time gets
 * another one, and one that dies takes everything that it had in memory with it.
 */
export class Lambdas {
  readonly #world: World;
  readonly #clock: StoryClock;
  readonly #faults: Faults;
  readonly #trace: Trace;
  readonly #bug: PlantedBug | undefined;
  #free = new Map<FunctionName, Deps[]>();
  #count = 0;

  constructor({ world, clock, faults, trace }: Surroundings, bug?: PlantedBug) {
    this.#world = world;
    this.#clock = clock;
    this.#faults = faults;
    this.#trace = trace;
    this.#bug = bug;
  }

  invoke: Invoke = async (name, run) => {
    const environment = this.#free.get(name)?.pop() ?? this.#newEnvironment();
    const endsAtMs = this.#clock.nowMs() + timeoutsMs[name];
    const title = `${name} ${(this.#count += 1)}`;
    const note = (what: () => string) => this.#trace.note(() => `  ${title}: ${what()}`);
    const isOver = () => this.#clock.nowMs() > endsAtMs;
    const invocation = new Invocation(this.#planDeath(name), isOver, note);
    try {
      const result = await invocation.run(() => run(environment));
      return this.#bug?.answer?.(name, result) ?? result;
    } finally {
      note(() => (invocation.isDead ? 'dies' : 'ends'));
      if (invocation.isDead) this.#faults.note(`death of ${name}`);
      else this.#free.set(name, [...(this.#free.get(name) ?? []), environment]);
    }
  };

  /** Whatever they have kept in memory is gone: what a new release does. */
  startAfresh(): void {
    this.#free = new Map();
  }

  #planDeath(name: FunctionName) {
    const stream = `death of ${name}`;
    if (!this.#faults.strikes(stream, 1.5)) return undefined;
    const moment = this.#faults.pick(stream, ['before', 'after'] as const);
    return { call: 1 + this.#faults.upTo(stream, latestDeath), moment };
  }

  #newEnvironment(): Deps {
    const wrongByMs = this.#faults.upTo('clocks', disagreementMs);
    const options: EnvironmentOptions = {
      nowMs: () => this.#clock.nowMs() + wrongByMs,
      fetch: createFaultyFetch(this.#faults),
      wait: this.#clock.wait,
      ...(this.#bug?.connections !== undefined && { connections: this.#bug.connections }),
    };
    const deps = this.#world.newDeps(options);
    return this.#bug?.deps?.(deps) ?? deps;
  }
}
