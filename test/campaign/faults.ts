import { seededRandom } from '../simulators/trustpilot/random.ts';
import type { Trace } from './trace.ts';

/** Which calls go wrong, decided by the seed; and how many did, by kind. */
export class Faults {
  readonly counts = new Map<string, number>();
  /** Share of outside calls that go wrong. */
  rate = 0;
  readonly #seed: number;
  readonly #trace: Trace | undefined;
  readonly #streams = new Map<string, () => number>();

  constructor(seed: number, trace?: Trace) {
    this.#seed = seed;
    this.#trace = trace;
  }

  /** Each stream has numbers of its own, so that work in one does not shift what happens in the others. */
  random(stream: string): number {
    const known = this.#streams.get(stream) ?? seededRandom(hash(`${this.#seed} ${stream}`));
    this.#streams.set(stream, known);
    return known();
  }

  upTo(stream: string, count: number): number {
    return Math.floor(this.random(stream) * count);
  }

  pick<One>(stream: string, from: readonly One[]): One {
    const one = from[this.upTo(stream, from.length)];
    if (one === undefined) throw new Error(`Nothing to pick from for ${stream}`);
    return one;
  }

  /** Whether this call goes wrong. */
  strikes(stream: string, times = 1): boolean {
    return this.rate > 0 && this.random(stream) < this.rate * times;
  }

  note(kind: string, count = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + count);
    if (count > 0) this.#trace?.note(() => `    fault: ${kind}`);
  }
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (const sign of text) value = Math.imul(value ^ (sign.codePointAt(0) ?? 0), 16_777_619);
  return value >>> 0;
}
