import fc from 'fast-check';
import { lastingRows, type Answer, type RunningProduct } from '../security/running-product.ts';
import { anyRequest, markup } from './inputs.ts';
import type { Known } from './known.ts';
import { toEvent, type Target } from './targets.ts';

/** On a quiet machine the slowest answer takes a second or two; a Lambda that is stopped here would have hung. */
const patienceMs = 15_000;

export interface Figures {
  target: string;
  inputs: number;
  /** How many answers of each status. */
  statuses: Record<string, number>;
  slowestMs: number;
  /** Rows that stay until somebody deletes them. */
  newRows: number;
  heapMiB: number;
  problem: string | undefined;
}

/** Gives one target so many inputs, each of which must be answered well. The same seed gives the same inputs. */
export async function fuzz(
  product: RunningProduct,
  known: Known,
  target: Target,
  { inputs, seed }: { inputs: number; seed: number },
): Promise<Figures> {
  const statuses: Record<string, number> = {};
  let slowestMs = 0;
  const before = new Set(lastingRows(await product.rows()));
  const heapBefore = heap();
  const result = await fc.check(
    fc.asyncProperty(anyRequest(target, known), async (request) => {
      product.lines.length = 0;
      product.calls.clear();
      const startMs = performance.now();
      const answer = await withPatience(product.call(target.function, toEvent(target, request)));
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
      const status = String(answer.statusCode);
      statuses[status] = (statuses[status] ?? 0) + 1;
      judge(answer, product.lines);
      judgeSurroundings(product.calls);
    }),
    { numRuns: inputs, seed, endOnFailure: true, timeout: patienceMs * 2 },
  );
  return {
    target: target.name,
    inputs: result.numRuns,
    statuses,
    slowestMs: Math.round(slowestMs),
    newRows: lastingRows(await product.rows()).filter((row) => !before.has(row)).length,
    heapMiB: Math.round((heap() - heapBefore) / 1024 / 1024),
    problem: result.failed
      ? `${String(result.errorInstance)}\n${describe(result.counterexample)}`
      : undefined,
  };
}

const describe = (counterexample: unknown): string => JSON.stringify(counterexample).slice(0, 2_000);

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

async function withPatience(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${patienceMs} ms`)), patienceMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** @throws Error that says what is wrong with an answer, or with what was logged on the way */
export function judge({ statusCode = 0, headers = {}, body = '' }: Answer, lines: readonly string[]): void {
  if (!Number.isInteger(statusCode) || statusCode < 200) throw new Error(`Status ${statusCode}`);
  if (statusCode >= 500) throw new Error(`Status ${statusCode}: ${lines.join('\n')}`);
  if (body.includes(markup)) throw new Error('Markup came back unescaped.');
  if (/^\s+at .*:\d+:\d+\)?$/m.test(body)) throw new Error('A stack trace came back.');
  for (const [name, value] of Object.entries(headers)) {
    if (/[\r\n]/.test(String(value))) throw new Error(`A line break in the header ${name}.`);
  }
  if (headers['x-content-type-options'] !== 'nosniff') throw new Error('Security headers are missing.');
  const crash = lines.find((line) => line.includes('"level":"error"'));
  if (crash !== undefined) throw new Error(`Logged as an error: ${crash}`);
}

const namesOfObjects = Object.getOwnPropertyNames(Object.prototype).length;

/** Nothing is left behind in the process, and nobody outside was asked because of an input. */
function judgeSurroundings(calls: ReadonlySet<string>): void {
  if (Object.getOwnPropertyNames(Object.prototype).length !== namesOfObjects)
    throw new Error('The prototype of all objects was changed.');
  for (const url of calls)
    if (!/^(localhost|127\.0\.0\.1)$/.test(new URL(url).hostname)) throw new Error(`Asked ${url}`);
}
