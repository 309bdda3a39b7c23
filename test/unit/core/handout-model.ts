import {
  choose,
  emptyHandout,
  handedOut,
  settle,
  unparked,
  type Handout,
} from '../../../lambdas/core/handout.ts';
import { iso, noonMs, trustpilotId } from '../../support/builders.ts';

export interface Entry {
  sortKey: string;
  reviewId: string;
}

/** The n-th entry of an outbox; entries of the same review are facts of one thread. */
export function entry(n: number, review = n, lane = '0'): Entry {
  const reviewId = trustpilotId(review);
  const sortKey = [lane, iso(noonMs + n * 1000), reviewId, String(n).padStart(12, '0'), `edit:${n}`].join(
    '#',
  );
  return { sortKey, reviewId };
}

export interface Answer {
  batchId: string;
  sortKeys: string[];
}

/**
 * The outbox of one account and the Zendesk that pulls it, reduced to what `lambdas/core/handout.ts` decides about.
 * The outbox side does with these decisions exactly what a pull does; the Zendesk side remembers what it imported,
 * in which order, and the state of the last answer that it took over.
 */
export class HandoutModel {
  handout: Handout = emptyHandout;
  readonly pending = new Map<string, Entry>();
  readonly parked = new Map<string, Entry>();
  readonly wasParked = new Set<string>();
  /** Everything ever put, and what Zendesk has imported, in its order. */
  readonly all = new Map<string, Entry>();
  readonly imported: string[] = [];
  readonly #importedKeys = new Set<string>();
  readonly #isPoison: (sortKey: string) => boolean;
  state: string | undefined;
  readonly states: (string | undefined)[] = [undefined];
  /** Answers that Zendesk has received and not worked on yet. */
  readonly late: Answer[] = [];
  pulls = 0;
  #batches = 0;

  constructor(isPoison: (sortKey: string) => boolean = () => false) {
    this.#isPoison = isPoison;
  }

  put(entry: Entry): void {
    this.all.set(entry.sortKey, entry);
    this.pending.set(entry.sortKey, entry);
  }

  /** What the pull Lambda does with a returning state. */
  pull(state: string | undefined): Answer | undefined {
    this.pulls += 1;
    const { handout, accepted, park } = settle(this.handout, state);
    for (const key of accepted?.sortKeys ?? []) this.pending.delete(key);
    for (const key of park) {
      const entry = this.pending.get(key);
      if (entry !== undefined) this.parked.set(key, entry);
      this.wasParked.add(key);
      this.pending.delete(key);
    }
    const oldestFirst = [...this.pending.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
    const sortKeys = choose(handout, oldestFirst).map(({ sortKey }) => sortKey);
    if (sortKeys.length === 0) {
      this.handout = handout;
      return undefined;
    }
    const batchId = `b${(this.#batches += 1)}`;
    this.handout = handedOut(handout, { batchId, atMs: 0, sortKeys });
    return { batchId, sortKeys };
  }

  /** Zendesk takes an answer over whole, or, if one resource is poison, not at all. */
  take(answer: Answer | undefined): boolean {
    if (answer?.sortKeys.some((key) => this.#isPoison(key)) === true) return false;
    for (const key of answer?.sortKeys ?? []) {
      if (!this.#importedKeys.has(key)) this.imported.push(key);
      this.#importedKeys.add(key);
    }
    // An empty answer renews the state only where it named a batch.
    this.state = answer?.batchId;
    this.states.push(this.state);
    return true;
  }

  /** An undisturbed pull. */
  pullAndTake(): Answer | undefined {
    const answer = this.pull(this.state);
    this.take(answer);
    return answer;
  }

  /** A pull whose answer never arrives. */
  pullAndLose(): Answer | undefined {
    return this.pull(this.state);
  }

  /** The daily try of a parked entry, in the two steps of the worker. */
  startUnpark(sortKey: string): void {
    this.handout = unparked(this.handout, sortKey);
  }

  finishUnpark(sortKey: string): void {
    const entry = this.parked.get(sortKey);
    if (entry === undefined) return;
    this.pending.set(sortKey, entry);
    this.parked.delete(sortKey);
  }

  unpark(sortKey: string): void {
    this.startUnpark(sortKey);
    this.finishUnpark(sortKey);
  }

  hasImported(sortKey: string): boolean {
    return this.#importedKeys.has(sortKey);
  }

  /** Reviews whose entries Zendesk imported in another order than they were told. */
  outOfOrder(): string[] {
    const last = new Map<string, string>();
    return this.imported.filter((key) => {
      const { reviewId = '' } = this.all.get(key) ?? {};
      const before = last.get(reviewId) ?? '';
      if (key > before) last.set(reviewId, key);
      return key < before;
    });
  }
}
