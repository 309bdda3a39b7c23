import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { functionNames } from '../../../lambdas/routes.ts';
import { connectAccount } from '../../artifact/connect-account.ts';
import { LambdaProcess, type LambdaProcessOptions } from '../../artifact/runtime-api.ts';
import { startArtifactWorld, type ArtifactWorld } from '../../artifact/world.ts';
import { readSizes } from '../../infrastructure/sizes.ts';
import { barChart } from './chart.ts';
import { number, type PartResult } from './part.ts';
import { inTurn, spreadOf, type Spread } from './statistics.ts';

const root = resolve(import.meta.dirname, '../../..');

const yardsticks = {
  'empty handler': 'export const handler = async () => ({});',
  'DynamoDB client': `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDBClient({});
    export const handler = async () => ({ region: await client.config.region() });`,
  'DynamoDB client, one read': `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDBClient({});
    export const handler = async () => {
      const Key = { PK: { S: 'ACCOUNTS' }, SK: { S: 'none' } };
      return client.send(new GetItemCommand({ TableName: process.env.TABLE_NAME, Key }));
    };`,
};
const yardstick = 'DynamoDB client';

/** The README's names of what each function is asked first. */
const asked = {
  pull: 'an empty pull',
  channelback: 'a repeated reply, answered from its row',
  web: 'opens the account dialogue',
  hooks: 'a ticket is confirmed',
  worker: 'a review that is known',
  poll: 'a tick without work',
  sidebar: 'a call without a key',
};

/** From the start of a process, in ms. */
interface Start {
  /** Until it has loaded the handler and asks for an event: what Lambda reports as init. */
  ready: number;
  /** Until its first answer. */
  answered: number;
}

/** Fresh processes, in turn with the yardsticks. */
export async function coldStart(runs = 30): Promise<PartResult> {
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
  const world = await startArtifactWorld();
  try {
    const bootstrap = plainBootstrap(folder);
    await askEach(world);
    const ours = functionNames.flatMap((name) => {
      const { options, lastEvent } = world.deployment.running(name);
      return lastEvent === undefined ? [] : [{ name: name, options, event: lastEvent }];
    });
    const { options } = world.deployment.running('pull');
    const theirs = Object.entries(yardsticks).map(([name, source]) => {
      const taskRoot = join(folder, name.replaceAll(/\W+/g, '-'));
      bundle(source, taskRoot);
      return { name, options: { ...options, taskRoot }, event: {} };
    });
    const measures = Object.fromEntries(
      [...theirs, ...ours].map(({ name, options: of, event }) => [
        name,
        () => start({ ...of, bootstrap }, event),
      ]),
    );
    return await report(
      await inTurn(runs, measures),
      runs,
      theirs.map(({ name, options: { taskRoot } }) => [name, taskRoot]),
    );
  } finally {
    await world.close();
    rmSync(folder, { recursive: true });
  }
}

/** Each function is asked once, so that there is a real event to start with. */
async function askEach(world: ArtifactWorld): Promise<void> {
  await world.ops('configure', '--api-key', 'tpk-demo', '--api-secret', 'tps-demo');
  await world.zendesk.install(`${world.deployment.url}/zendesk/manifest.json`);
  const { metadata } = await connectAccount(world, 'bluelamp.example');
  const { account } = JSON.parse(metadata) as { account: string };
  await world.zendesk.tick();
  const { id } = world.trustpilot.createReview({ domain: 'bluelamp.example', stars: 2, text: 'Broken' });
  await world.sync();
  await world.zendesk.eventsDelivered();
  const ticket = world.zendesk.ticketOf(`tp:${account}:review:${id}`);
  await world.zendesk.agentReplies(ticket?.id ?? 0, 'A new lamp is on its way.');
  await world.zendesk.eventsDelivered();
  await world.zendesk.openDialogue();
  await fetch(`${world.deployment.url}/sidebar/v1/card`, { method: 'POST' });
  await world.zendesk.tick();
  await world.zendesk.eventsDelivered();
}

async function start(options: LambdaProcessOptions, event: unknown): Promise<Start> {
  const lambda = new LambdaProcess(options);
  const from = performance.now();
  try {
    await lambda.start();
    await lambda.ready();
    const ready = performance.now() - from;
    await lambda.invoke(event);
    return { ready, answered: performance.now() - from };
  } finally {
    await lambda.close();
  }
}

/** As JavaScript: Lambda's own runtime strips no types either. */
function plainBootstrap(folder: string): string {
  const file = join(folder, 'bootstrap.mjs');
  const source = readFileSync(join(root, 'test/artifact/bootstrap.ts'), 'utf8');
  writeFileSync(file, stripTypeScriptTypes(source));
  return file;
}

/** In the ordinary way. */
function bundle(contents: string, outdir: string): void {
  buildSync({
    stdin: { contents, resolveDir: root },
    outfile: join(outdir, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

async function report(starts: Map<string, Start[]>, runs: number, folders: string[][]): Promise<PartResult> {
  const sizes: Record<string, { start: number }> = await readSizes();
  const weigh = ([, folder = '']: string[]) => statSync(join(folder, 'index.mjs')).size / 1024;
  const kib = new Map([
    ...folders.map((each) => [each[0] ?? '', weigh(each)] as const),
    ...Object.entries(sizes).map(([name, { start: weight }]) => [name, weight] as const),
  ]);
  const found = [...starts].map(([name, all]) => ({
    name,
    ready: spreadOf(all.map(({ ready }) => ready)),
    answered: spreadOf(all.map(({ answered }) => answered)),
  }));
  const base = found.find(({ name }) => name === yardstick)?.ready.median ?? Number.NaN;
  const withSpread = ({ median, low, high }: Spread) =>
    `${number(median, 0)} (${number(low, 0)}–${number(high, 0)})`;
  const rows = found.map(({ name, ready, answered }) => [
    name in asked ? `\`${name}\`: ${asked[name as keyof typeof asked]}` : `_${name}_`,
    number(kib.get(name) ?? Number.NaN, 0),
    withSpread(ready),
    `${number(ready.median / base)} ×`,
    withSpread(answered),
  ]);
  return {
    findings: [
      {
        name: 'cold-start',
        title: `Cold starts: fresh processes, ${runs} runs in turn; medians and the middle half, in ms`,
        table: { head: ['', 'KiB', 'ready', `to _${yardstick}_`, 'first answer'], rows },
      },
    ],
    charts: [
      {
        name: 'cold-start',
        svg: barChart({
          title: 'Cold start: a fresh process until it is ready, median and middle half',
          unit: 'ms',
          bars: found.map(({ name, ready: { median, low, high } }) => ({
            name,
            parts: [{ value: median }],
            spread: [low, high],
          })),
          mark: { name: 'a handler that only makes a DynamoDB client', value: base },
        }),
      },
    ],
  };
}
