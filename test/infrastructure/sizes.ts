import { statSync } from 'node:fs';
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
};

/** What each bundle of cdk.out weighs, in KiB. */
export async function readSizes(): Promise<Record<string, number>> {
  const synthesised = await synthesise();
  return Object.fromEntries(
    functionNames.map((name) => [name, statSync(join(assetOf(synthesised, name), 'index.mjs')).size / 1024]),
  );
}

export const overBudget = (sizes: Record<string, number>): string[] =>
  functionNames
    .filter((name) => (sizes[name] ?? 0) > budgets[name])
    .map((name) => `${name}: ${(sizes[name] ?? 0).toFixed(1)} KiB, budget ${budgets[name]} KiB`);

if (import.meta.main) {
  const sizes = await readSizes();
  console.table(
    Object.fromEntries(
      functionNames.map((name) => [name, { KiB: Math.round(sizes[name] ?? 0), budget: budgets[name] }]),
    ),
  );
  if (overBudget(sizes).length > 0) process.exitCode = 1;
}
