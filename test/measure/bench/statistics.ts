export interface Spread {
  median: number;
  low: number;
  high: number;
  p99: number;
}

/** Median, the middle half, and the 99th percentile. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75), p99: at(0.99) };
}

/** How long it takes, in ms. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}

/** Runs all of them in turn, so that a busy moment of the machine meets each alike. */
export async function interleaved<Name extends string>(
  runs: number,
  measures: Record<Name, () => Promise<number>>,
): Promise<Record<Name, Spread>> {
  const names = Object.keys(measures) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = -1; run < runs; run += 1) {
    for (const name of names) {
      const value = await measures[name]();
      // The first round warms up.
      if (run >= 0) values.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, spreadOf(values.get(name) ?? [])])) as Record<
    Name,
    Spread
  >;
}
