/** The clock of this process, for everything in it that asks `Date.now`: index.ts of the Lambdas does. */
const realNow = Date.now;
let offsetMs = 0;
Date.now = () => realNow() + offsetMs;

export function setClock(atMs: number): void {
  offsetMs = atMs - realNow();
}
