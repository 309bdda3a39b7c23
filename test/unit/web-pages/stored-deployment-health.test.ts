import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import { createStoredDeploymentHealth } from '../../../lambdas/web/pages/dashboard/stored-deployment-health.ts';

type Send = (command: { input: Record<string, unknown> }) => Promise<unknown>;

const pagesOf = (...pages: unknown[][]): Send => {
  const rest = [...pages];
  return async () => {
    const Items = rest.shift();
    return { Items, ...(rest.length > 0 && { LastEvaluatedKey: { PK: 'SYNC', SK: 'more' } }) };
  };
};
const lengths: Send = async ({ input }) => ({
  Attributes: { ApproximateNumberOfMessages: String(input['QueueUrl']).endsWith('parked') ? '2' : '31' },
});

function setUp({ table = pagesOf([]), queues = lengths }: { table?: Send; queues?: Send }) {
  const calls: Record<string, unknown>[] = [];
  const lines: string[] = [];
  let now = 1_000_000;
  const recorded = (send: Send) => ({
    send: async (command: { input: Record<string, unknown> }) => {
      calls.push(command.input);
      return send(command);
    },
  });
  const health = createStoredDeploymentHealth({
    db: recorded(table) as unknown as DynamoDBDocumentClient,
    tableName: 'table',
    queues: recorded(queues) as unknown as SQSClient,
    reviewQueueUrl: 'https://sqs.example/reviews',
    parkedQueueUrl: 'https://sqs.example/parked',
    logger: createLogger('debug', (line) => lines.push(line)),
    nowMs: () => now,
  });
  return { health, calls, lines, pass: (ms: number) => void (now += ms) };
}

test('finds the newest run and the newest successful read over all pages, and nothing else of the rows', async () => {
  const { health, calls } = setUp({
    table: pagesOf(
      [
        { lastPollAtMs: 200, lastSuccessAtMs: 100 },
        { lastPollAtMs: 950, lastSuccessAtMs: 900 },
      ],
      [{}, { lastPollAtMs: 960, lastSuccessAtMs: 300 }],
    ),
  });
  await expect(health.read()).resolves.toEqual({
    lastRunAtMs: 960,
    lastSuccessAtMs: 900,
    waiting: 31,
    parked: 2,
  });
  expect(calls.filter(({ TableName }) => TableName === 'table')).toHaveLength(2);
  expect(calls[0]).toMatchObject({ ProjectionExpression: 'lastPollAtMs, lastSuccessAtMs' });
});

test('tells a deployment without accounts from one that stands still', async () => {
  const { health } = setUp({ table: pagesOf([]) });
  await expect(health.read()).resolves.toMatchObject({ lastRunAtMs: 'none' });
  const fresh = setUp({ table: pagesOf([{ lastPollAtMs: 0, lastSuccessAtMs: 0 }]) });
  await expect(fresh.health.read()).resolves.toMatchObject({ lastRunAtMs: 'none' });
});

test('reads each point on its own: one that fails hides no other', async () => {
  const down: Send = async () => Promise.reject(new Error('arn:aws:sqs:eu-north-1:1234:secret-name'));
  const { health, lines } = setUp({ queues: down });
  await expect(health.read()).resolves.toEqual({
    lastRunAtMs: 'none',
    lastSuccessAtMs: 'none',
    waiting: 'unreadable',
    parked: 'unreadable',
  });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain('arn:aws');
});

test('a queue that answers without a number is not an empty queue', async () => {
  const { health } = setUp({ queues: async () => ({}) });
  await expect(health.read()).resolves.toMatchObject({ waiting: 'unreadable', parked: 'unreadable' });
});

test('many visitors in the same seconds cost one reading', async () => {
  const { health, calls, pass } = setUp({});
  await Promise.all([health.read(), health.read()]);
  pass(9_999);
  await health.read();
  expect(calls).toHaveLength(3);
  pass(1);
  await health.read();
  expect(calls).toHaveLength(6);
});
