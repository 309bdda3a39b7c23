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

/** Runs all of them in turn, so that a busy moment of the machine meets each alike. The first round warms up. */
export async function inTurn<Name extends string, Value>(
  runs: number,
  measures: Record<Name, () => Promise<Value>>,
): Promise<Map<Name, Value[]>> {
  const names = Object.keys(measures) as Name[];
  const values = new Map<Name, Value[]>(names.map((name) => [name, []]));
  for (let run = -1; run < runs; run += 1) {
    for (const name of names) {
      const value = await measures[name]();
      if (run >= 0) values.get(name)?.push(value);
    }
  }
  return values;
}

/** The same for single figures. */
export async function interleaved<Name extends string>(
  runs: number,
  measures: Record<Name, () => Promise<number>>,
): Promise<Record<Name, Spread>> {
  const values = await inTurn(runs, measures);
  return Object.fromEntries([...values].map(([name, all]) => [name, spreadOf(all)])) as Record<Name, Spread>;
}
