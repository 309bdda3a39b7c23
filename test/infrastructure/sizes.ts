import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { functionNames, type FunctionName } from '../../lambdas/routes.ts';
import { assetOf, synthesise } from './synth.ts';

/**
 * The most each bundle may weigh, minified, in KiB. Weight is what a cold start costs, and the same from run to run.
 * DynamoDB's client as it is bundled ordinarily, with nothing else, takes 323.
 */
export const budgets: Record<FunctionName, number> = {
  pull: 290,
  channelback: 350,
  worker: 390,
  poll: 380,
  web: 560,
  hooks: 320,
  sidebar: 400,
};

/** In KiB: what a cold start reads, and what lies beside it until it is imported. */
export interface Size {
  start: number;
  lazy: number;
}

/** What the bundle of each function weighs in cdk.out. */
export async function readSizes(): Promise<Record<FunctionName, Size>> {
  const synthesised = await synthesise();
  const sizes = functionNames.map((name) => [name, sizeOf(assetOf(synthesised, name))] as const);
  return Object.fromEntries(sizes) as Record<FunctionName, Size>;
}

function sizeOf(asset: string): Size {
  const weigh = (files: string[]) =>
    files.reduce((sum, file) => sum + statSync(join(asset, file)).size, 0) / 1024;
  const all = readdirSync(asset, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.mjs'),
  );
  const read = startFiles(asset);
  return { start: weigh(read), lazy: weigh(all.filter((file) => !read.includes(file))) };
}

/** The entry file and the chunks that it imports at once. */
function startFiles(asset: string): string[] {
  const entry = readFileSync(join(asset, 'index.mjs'), 'utf8');
  const chunks = [...entry.matchAll(/(?:from|import)"\.\/(chunks\/[^"]+)"/g)].map(([, file = '']) => file);
  return ['index.mjs', ...new Set(chunks)];
}

export const overBudget = (sizes: Record<FunctionName, Size>): string[] =>
  functionNames
    .filter((name) => sizes[name].start > budgets[name])
    .map((name) => `${name}: ${sizes[name].start.toFixed(1)} KiB, budget ${budgets[name]} KiB`);

if (import.meta.main) {
  const sizes = await readSizes();
  const rows = functionNames.map((name) => {
    const { start, lazy } = sizes[name];
    return [name, { KiB: Math.round(start), budget: budgets[name], 'read later': Math.round(lazy) }];
  });
  console.table(Object.fromEntries(rows));
  if (overBudget(sizes).length > 0) process.exitCode = 1;
}
