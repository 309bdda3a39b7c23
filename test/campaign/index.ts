import { fork, type ChildProcess } from 'node:child_process';
import { parseArgs } from 'node:util';
import { killNine, type Kills } from './kill-nine.ts';
import type { RunResult } from './run.ts';

/*
 * npm run campaign -- [--runs 2000] [--seed 1] [--minutes 15] [--workers 2] [--kills 20]
 *
 * `--runs 1 --seed <seed>` repeats one run alone. CAMPAIGN_TRACE=<folder> keeps the story of each run with a violation.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
    kills: { type: 'string', default: '20' },
  },
});
const [runs, firstSeed, minutes, workers, kills] = [
  Number(values.runs),
  Number(values.seed),
  Number(values.minutes),
  Number(values.workers),
  Number(values.kills),
];

const startedAtMs = Date.now();
const faults = new Map<string, number>();
const failed: RunResult[] = [];
let given = 0;
let done = 0;

const command = (seed: number) => `npm run campaign -- --runs 1 --kills 0 --seed ${seed}`;
const isOver = () => given >= runs || Date.now() - startedAtMs > minutes * 60_000;

function take({ seed, faults: found, violations }: RunResult): void {
  done += 1;
  for (const [kind, count] of Object.entries(found)) faults.set(kind, (faults.get(kind) ?? 0) + count);
  if (done % 100 === 0) console.log(`${done} runs, ${total()} faults, ${failed.length} with violations`);
  if (violations.length === 0) return;
  failed.push({ seed, faults: found, violations });
  console.log(`seed ${seed}: ${violations.join('\n  ')}\n  again: ${command(seed)}`);
}

const total = () => [...faults.values()].reduce((sum, count) => sum + count, 0);

/** Gives one seed after the other to a process of its own. */
async function work(): Promise<void> {
  const child: ChildProcess = fork(new URL('./worker.ts', import.meta.url));
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const next = () => {
    if (isOver()) return void child.send('end');
    child.send(firstSeed + given);
    given += 1;
  };
  child.on('message', (message: RunResult | 'ready') => {
    if (message !== 'ready') take(message);
    next();
  });
  child.on('exit', (code) =>
    code === 0 ? resolve(undefined) : reject(new Error(`A worker ended with ${code}`)),
  );
  await promise;
}

function report(killed: Kills): void {
  console.log('');
  for (const [kind, count] of [...faults].sort((a, b) => b[1] - a[1]))
    if (count > 0) console.log(`${String(count).padStart(8)}  ${kind}`);
  const seconds = Math.round((Date.now() - startedAtMs) / 1000);
  const violations = failed.length + killed.violations.length;
  for (const violation of killed.violations) console.log(`kill -9: ${violation}`);
  console.log(
    `\n${done + killed.runs} runs (${killed.runs} with kill -9), ${total() + killed.runs} faults, ${violations} violations, seeds ${firstSeed} to ${firstSeed + given - 1}, ${seconds} s`,
  );
  if (violations > 0) process.exitCode = 1;
}

const killing = killNine(kills, firstSeed);
await Promise.all(Array.from({ length: Math.min(workers, runs) }, work));
report(await killing);
