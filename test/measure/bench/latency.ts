import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { createHandler as createChannelback } from '../../../lambdas/channelback/handler.ts';
import { toOutboxEntry } from '../../../lambdas/core/outbox-entry.ts';
import { factsInOrder } from '../../../lambdas/core/review-record.ts';
import { createHandler as createPull } from '../../../lambdas/pull/handler.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { aRecord, trustpilotId } from '../../support/builders.ts';
import { tableName } from '../../support/deps.ts';
import { startWorld, type World } from '../../support/world.ts';
import { aContext, aRequest } from './a-request.ts';
import { startDynamoDbProcess } from './dynamodb-process.ts';
import { Meter } from './meter.ts';
import { number, type PartResult } from './part.ts';
import { interleaved, timed, type Spread } from './statistics.ts';

type Connected = Awaited<ReturnType<World['connect']>>;

/** Rows that a pull reads at once. */
const pageSize = 220;
const runs = 100;

export async function latency(): Promise<PartResult> {
  const dynamoDb = await startDynamoDbProcess(tableName);
  const world = await startWorld({ dynamoDbUrl: dynamoDb.url });
  const bareClient = ordinaryClient(dynamoDb.url);
  try {
    const pulls = await pullLatency(world, bareClient);
    const replies = await replyLatency(world, bareClient);
    const ratio = (of: Spread, to: Spread) => `${number(of.median / to.median)} ×`;
    const row = (name: string, of: Spread, compared: string) => [
      name,
      number(of.median, 1),
      number(of.p99, 1),
      compared,
    ];
    return {
      findings: [
        {
          name: 'latency',
          title: 'Latency of the handlers against the emulator, in ms',
          table: {
            head: ['', 'median', '99th percentile', 'next to the bare one'],
            rows: [
              row('the bare query of no row', pulls.bareEmpty, ''),
              row('an empty pull (reads the account, too)', pulls.empty, ratio(pulls.empty, pulls.bareEmpty)),
              row('the bare query of 200 rows, and JSON', pulls.bare200, ''),
              row('a pull, 200 pending', pulls.of200, ratio(pulls.of200, pulls.bare200)),
              row('the bare query of 200 rows out of 10,000, and JSON', pulls.bare10000, ''),
              row('a pull, 10,000 pending', pulls.of10000, ratio(pulls.of10000, pulls.bare10000)),
              row('one bare read', replies.bare, ''),
              row(
                `channelback without Trustpilot's share (${replies.calls} calls of DynamoDB)`,
                replies.own,
                ratio(replies.own, replies.bare),
              ),
            ],
          },
        },
      ],
    };
  } finally {
    bareClient.destroy();
    await world.close();
    await dynamoDb.close();
  }
}

/** As everybody makes one; ours leaves out the copies for a logger. */
const ordinaryClient = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

async function pullLatency(world: World, client: DynamoDBDocumentClient) {
  const [none, some, many] = [await world.connect(), await world.connect(), await world.connect()];
  await putPending(world, some.accountId, 200);
  await putPending(world, many.accountId, 10_000);
  await Promise.all([none, some, many].map((account) => pull(world, account)));
  const of = (account: Connected, resources: number) => async () => {
    // As if nothing had been handed out before.
    await world.db.send(
      new DeleteCommand({ TableName: world.tableName, Key: keys.handout(account.accountId) }),
    );
    let answer: string | undefined;
    const ms = await timed(async () => {
      answer = await pull(world, account);
    });
    const { external_resources: found } = JSON.parse(answer ?? '') as { external_resources: unknown[] };
    if (found.length !== resources) throw new Error(`Handed out ${found.length} instead of ${resources}.`);
    return ms;
  };
  return interleaved(runs, {
    bareEmpty: () => timed(() => bareQuery(client, none)),
    empty: of(none, 0),
    bare200: () => timed(() => bareQuery(client, some)),
    of200: of(some, 200),
    bare10000: () => timed(() => bareQuery(client, many)),
    of10000: of(many, 200),
  });
}

async function putPending(world: World, accountId: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const text = 'It came a week late, and nobody answered my mail about it. '.repeat(9).slice(0, 500);
    const record = aRecord({ reviewId: trustpilotId(index), text });
    const [arrived] = factsInOrder(record);
    if (arrived === undefined) throw new Error('A record starts with its arrival.');
    const { sortKey, fact, details } = toOutboxEntry(record, arrived);
    return { ...keys.pending(accountId, sortKey), fact, details };
  });
  for (let at = 0; at < rows.length; at += 25) {
    const requests = rows.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await world.db.send(new BatchWriteCommand({ RequestItems: { [world.tableName]: requests } }));
  }
}

async function bareQuery(client: DynamoDBDocumentClient, { accountId }: Connected): Promise<string> {
  const { Items } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'PK = :outbox',
      ExpressionAttributeValues: { ':outbox': keys.outbox(accountId) },
      Limit: pageSize,
    }),
  );
  return JSON.stringify(Items);
}

async function pull(world: World, { metadata }: Connected): Promise<string | undefined> {
  return (await createPull(world.deps)(aRequest({ metadata, state: '' }), aContext)).body;
}

/** Every reply is the first one to its review. */
async function replyLatency(world: World, client: DynamoDBDocumentClient) {
  const { accountId, metadata } = await world.connect();
  const reviews = world.trustpilot.createReviews(
    Array.from({ length: runs + 2 }, () => ({ createdAt: world.clock.nowMs() + 1_000 })),
  );
  world.clock.advance(5_000);
  await world.sync();
  let outsideMs = 0;
  const slowFetch: typeof fetch = async (...given) => {
    const from = performance.now();
    const answer = await fetch(...given);
    const body = await answer.arrayBuffer();
    outsideMs += performance.now() - from;
    return new Response(body.byteLength === 0 ? null : body, answer);
  };
  const deps = world.newDeps({ fetch: slowFetch });
  const left = reviews.values();
  const own = async () => {
    const review = left.next().value;
    const id = `tp:${accountId}:review:${review?.id ?? ''}`;
    const form = {
      metadata,
      parent_id: id,
      thread_id: id,
      message: 'We are sorry.',
      request_unique_identifier: id,
    };
    outsideMs = 0;
    const all = await timed(async () => {
      const { statusCode } = await createChannelback(deps)(aRequest(form), aContext);
      if (statusCode !== 200) throw new Error(`Channelback answered ${statusCode ?? 0}.`);
    });
    return all - outsideMs;
  };
  const Key = keys.account(accountId);
  const bare = () => timed(() => client.send(new GetCommand({ TableName: tableName, Key })));
  const meter = new Meter(world);
  await own();
  meter.stop();
  const calls = meter.calls.filter(({ service }) => service === 'dynamodb').length;
  return { calls, ...(await interleaved(runs, { bare, own })) };
}
