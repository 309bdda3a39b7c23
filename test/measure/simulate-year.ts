import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { callsChart } from './year/chart.ts';
import type { YearOptions, YearResult } from './year/live-a-year.ts';
import type { YearMessage } from './year/worker.ts';

/*
 * A year in minutes, volumes and allowance at a tenth: ten domains from 0.1 to 30 reviews a day, 20,000 calls.
 * Prints a table and writes a chart of the calls per day. `--days 30` lives only the beginning of it.
 */
const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '365' },
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    chart: { type: 'string', default: '.data/simulated-year.svg' },
  },
});
const days = Number(values.days);
const yearlyCalls = Number(values.calls);
const startedAt = performance.now();

/** In a thread of its own: both years at once. */
async function year(name: string, webhooks: boolean): Promise<YearResult> {
  const workerData: YearOptions = { days, yearlyCalls, webhooks, seed: Number(values.seed) };
  const worker = new Worker(new URL('./year/worker.ts', import.meta.url), { workerData });
  let result: YearResult | undefined;
  worker.on('message', (message: YearMessage) => {
    if ('waitsMs' in message) result = message;
    else if (message.day % 10 === 0) progress(name, message);
  });
  await once(worker, 'exit');
  if (result === undefined) throw new Error(`The year ${name} came to no end.`);
  console.error(`${name}: ${result.wrong.length} tickets are not equal`);
  for (const wrong of result.wrong.slice(0, 20)) console.error(`  ${wrong}`);
  return result;
}

function progress(name: string, { day, calls }: { day: number; calls: number }): void {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.error(`${name}: day ${day} of ${days}, ${calls} calls, after ${seconds} s`);
}

const minutes = (ms: number | undefined): string =>
  ms === undefined ? '–' : `${(ms / 60_000).toFixed(1)} min`;

function row(result: YearResult) {
  const { waitsMs } = result;
  return {
    reviews: result.reviews,
    tickets: result.tickets,
    doubles: result.doubles,
    'not equal': result.wrong.length,
    'contract violations': result.violations,
    calls: result.calls,
    'most calls a day': Math.max(...result.callsPerDay),
    'review to ticket, median': minutes(waitsMs[Math.floor(waitsMs.length * 0.5)]),
    'review to ticket, 99th percentile': minutes(waitsMs[Math.floor(waitsMs.length * 0.99)]),
  };
}

const [polling, webhooks] = await Promise.all([year('polling only', false), year('with webhooks', true)]);
console.table({ 'polling only': row(polling), 'with webhooks': row(webhooks) });
const lines = [
  { name: 'polling only', colour: '#1f73b7', values: polling.callsPerDay },
  { name: 'with webhooks', colour: '#b35400', values: webhooks.callsPerDay },
];
const chart = resolve(values.chart);
await mkdir(dirname(chart), { recursive: true });
await writeFile(chart, callsChart(lines, yearlyCalls / 365));
console.log(`Calls per day: ${chart}`);
console.log(`Lived in ${minutes(performance.now() - startedAt)}.`);
const isGood = [polling, webhooks].every(
  ({ doubles, wrong, calls, violations }) =>
    doubles === 0 && wrong.length === 0 && calls <= yearlyCalls && violations === 0,
);
process.exitCode = isGood ? 0 : 1;
