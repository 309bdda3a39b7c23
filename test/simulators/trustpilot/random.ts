import { randomBytes } from 'node:crypto';

/** Ids of reviews, business units, users and consumers are 24 hex characters. */
export const newId = (): string => randomBytes(12).toString('hex');

/** A repeatable sequence of numbers in 0..1 (mulberry32), so that a bad day can be replayed by its seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
