import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { BatchWriteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../../lambdas/core/account.ts';
import { functionNames } from '../../../lambdas/routes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { connectAccount } from '../../artifact/connect-account.ts';
import { startArtifactWorld, type ArtifactWorld } from '../../artifact/world.ts';
import { number, type PartResult } from './part.ts';
import { timed } from './statistics.ts';

const domain = 'bluelamp.example';
const dayMs = 86_400_000;
const text = 'It came a week late, and nobody answered my mail about it. '.repeat(9).slice(0, 500);

/**
 * A backfill through the real bundles, each a process of its own, next to a bare loop that reads the same pages and
 * makes the same writes in the same emulator, ten reviews at a time as the worker does.
 */
export async function throughput(count: number): Promise<PartResult> {
  const world = await startArtifactWorld();
  try {
    await prepare(world, count);
    const piped = await importAll(world, count);
    const memory = functionNames.flatMap((name) => {
      const peak = peakMegabytes(world.deployment.running(name).process.pid);
      return peak === undefined ? [] : [`${name} ${peak}`];
    });
    const bareMs = await timed(() => bareLoop(world, count));
    const { ms } = piped;
    return {
      findings: [
        {
          name: `throughput-${count}`,
          title: `A backfill of ${number(count)} reviews, from Trustpilot to tickets`,
          table: {
            head: ['', `${number(count)} reviews`],
            rows: [
              ['the whole pipeline', `${seconds(ms)} s, ${number(count / (ms / 1000), 0)} reviews/s`],
              ['the bare loop of the same pages and writes', `${seconds(bareMs)} s`],
              ['ratio', `${number(ms / bareMs)} ×`],
              ['tickets, of different reviews', `${number(piped.tickets)}, ${number(piped.different)}`],
              ['Trustpilot calls', number(piped.calls)],
              ['peak memory (MB)', memory.join(', ')],
            ],
          },
        },
      ],
    };
  } finally {
    await world.close();
  }
}

/** An account whose admin asks for 30 days, with all reviews inside them. */
async function prepare(world: ArtifactWorld, count: number): Promise<void> {
  await world.ops('configure', '--api-key', 'tpk-demo', '--api-secret', 'tps-demo');
  await world.zendesk.install(`${world.deployment.url}/zendesk/manifest.json`);
  const endMs = Date.now() - dayMs;
  for (let at = 0; at < count; at += 10_000) {
    world.trustpilot.createReviews(
      Array.from({ length: Math.min(10_000, count - at) }, (_, index) => ({
        domain,
        stars: (index % 5) + 1,
        title: 'The lamp came broken',
        text,
        createdAt: new Date(endMs - Math.floor(((at + index) / count) * 25 * dayMs)).toISOString(),
      })),
    );
  }
  const { metadata } = await connectAccount(world, domain);
  const { account: accountId } = JSON.parse(metadata) as { account: string };
  await world.zendesk.tick();
  world.trustpilot.forgetCalls();
  const backfill = {
    on: true,
    period: '30d',
    requestedAtMs: Date.now(),
  } satisfies Account['settings']['backfill'];
  await world.db.send(
    new UpdateCommand({
      TableName: world.tableName,
      Key: keys.account(accountId),
      UpdateExpression: 'SET settings.backfill = :on',
      ExpressionAttributeValues: { ':on': backfill },
    }),
  );
}

/** Ticks, work and pulls until every review is a ticket, or nothing has moved for longer than Trustpilot's window. */
async function importAll(world: ArtifactWorld, count: number) {
  const ms = await timed(async () => {
    for (let idle = 0; world.zendesk.tickets().length < count && idle < 40;) {
      const before = world.zendesk.tickets().length;
      await world.poll();
      for (;;) {
        const results = await world.zendesk.tick();
        if (results.every(({ handedOver }) => handedOver.length === 0)) break;
      }
      if (world.zendesk.tickets().length > before) idle = 0;
      else {
        idle += 1;
        await wait(10_000);
      }
    }
    await world.zendesk.eventsDelivered();
  });
  const tickets = world.zendesk.tickets();
  return {
    ms,
    tickets: tickets.length,
    different: new Set(tickets.map(({ threadId }) => threadId)).size,
    calls: Object.values(world.trustpilot.callCounts().yearly).reduce((sum, one) => sum + one, 0),
  };
}

/** The most memory that a process has held, where the system tells (Linux). */
function peakMegabytes(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024);
  } catch {
    return undefined;
  }
}

/** The same and nothing else: each page read, each review's rows written, marked, handed out and deleted. */
async function bareLoop(world: ArtifactWorld, count: number): Promise<void> {
  // It keeps no pace, and would be refused after 833 pages.
  world.trustpilot.setSwitches({ callsPer5Minutes: 0 });
  const { accessToken } = world.trustpilot.issueTokens();
  const unit = world.trustpilot.domains().find(({ identifyingName }) => identifyingName === domain)?.id ?? '';
  for (let page = 1; page <= count / 100; page += 1) {
    const url = `${world.trustpilot.url}/v1/private/business-units/${unit}/reviews?page=${(page % 100) + 1}&perPage=100&orderBy=createdat.asc`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
    const { reviews } = (await answer.json()) as { reviews: { id: string }[] };
    for (let at = 0; at < reviews.length; at += 10) {
      await Promise.all(reviews.slice(at, at + 10).map(({ id }) => bareWrites(world, `${id}#${page}`)));
    }
    if (page % 2 === 0) await bareHandOut(world);
  }
}

/** As many as the product makes: two rows, two marks, and the ways to it from its ticket and its author. */
async function bareWrites({ db, tableName: TableName }: ArtifactWorld, SK: string): Promise<void> {
  await db.send(new PutCommand({ TableName, Item: { PK: 'BENCH', SK, text, details: text.slice(0, 300) } }));
  await db.send(
    new PutCommand({ TableName, Item: { PK: 'BENCHOUT', SK, text, details: text.slice(0, 300) } }),
  );
  for (const value of [1, 2]) {
    await db.send(
      new UpdateCommand({
        TableName,
        Key: { PK: 'BENCH', SK },
        UpdateExpression: 'SET marked = :value',
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  }
  for (const PK of ['BENCHTICKET', 'BENCHAUTHOR']) {
    await db.send(new PutCommand({ TableName, Item: { PK, SK, reviewId: SK } }));
  }
}

async function bareHandOut({ db, tableName }: ArtifactWorld): Promise<void> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'PK = :outbox',
      ExpressionAttributeValues: { ':outbox': 'BENCHOUT' },
      Limit: 200,
    }),
  );
  const batches = Array.from({ length: Math.ceil(Items.length / 25) }, (_, at) =>
    Items.slice(at * 25, at * 25 + 25),
  );
  await Promise.all(
    batches.map((batch) =>
      db.send(
        new BatchWriteCommand({
          RequestItems: {
            [tableName]: batch.map(({ PK, SK }) => ({
              DeleteRequest: { Key: { PK: PK as string, SK: SK as string } },
            })),
          },
        }),
      ),
    ),
  );
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
