import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import { startSqs } from '../../../lib/local/embedded-aws/sqs.ts';
import { startQueuePump } from '../../../lib/local/queue-pump.ts';

type Worker = (records: SQSRecord[]) => SQSBatchResponse | Promise<SQSBatchResponse>;

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const logger = createLogger('error', () => undefined);
let dataDir: string;
let emulator: Awaited<ReturnType<typeof startSqs>>;
let sqs: SQSClient;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pump-'));
  emulator = await startSqs({ dataDir, names: { review: 'reviews', parked: 'parked' } });
  sqs = new SQSClient({
    endpoint: emulator.url,
    region: 'us-east-1',
    credentials,
    useQueueUrlAsEndpoint: false,
  });
  // A second instead of the product's time-out, so that the test need not wait for it.
  const Attributes = { VisibilityTimeout: '1' };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: emulator.queues.reviewQueueUrl, Attributes }));
});

afterEach(async () => {
  sqs.destroy();
  await emulator.close();
  await rm(dataDir, { recursive: true });
});

const send = (...bodies: string[]) =>
  sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: emulator.queues.reviewQueueUrl,
      Entries: bodies.map((MessageBody, index) => ({
        Id: String(index),
        MessageBody,
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'hint' } },
      })),
    }),
  );

const pump = (worker: Worker) =>
  startQueuePump({
    sqs,
    queueUrl: emulator.queues.reviewQueueUrl,
    logger,
    invoke: async (_, event) => worker((event as SQSEvent).Records),
  });

const failures = (records: SQSRecord[]): SQSBatchResponse => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('only the records that failed come again, with a higher receive count', async () => {
  const seen: { body: string; count: string; kind: string | undefined }[] = [];
  const running = pump((records) => {
    for (const { body, attributes, messageAttributes } of records) {
      seen.push({
        body,
        count: attributes.ApproximateReceiveCount,
        kind: messageAttributes['kind']?.stringValue,
      });
    }
    return failures(
      records.filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1'),
    );
  });
  await send('good', 'bad');
  await until(() => seen.length === 3);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await running.close();
  expect(seen.filter(({ body }) => body === 'good')).toEqual([{ body: 'good', count: '1', kind: 'hint' }]);
  expect(seen.filter(({ body }) => body === 'bad').map(({ count }) => count)).toEqual(['1', '2']);
});

test('a worker that throws has finished nothing; neither has one that names a record of another batch', async () => {
  const seen: string[] = [];
  const running = pump((records) => {
    seen.push(...records.map(({ attributes }) => attributes.ApproximateReceiveCount));
    if (seen.length === 1) throw new Error('crash');
    if (seen.length === 2) return { batchItemFailures: [{ itemIdentifier: 'unknown' }] };
    return { batchItemFailures: [] };
  });
  await send('one');
  await until(() => seen.length === 3);
  await running.close();
  expect(seen).toEqual(['1', '2', '3']);
});

test('poison is parked after five receives, and others pass it', async () => {
  const received = new Map<string, number>();
  const running = pump((records) => {
    for (const { body } of records) received.set(body, (received.get(body) ?? 0) + 1);
    return failures(records.filter(({ body }) => body === 'poison'));
  });
  await send('poison', 'fine');
  const receiveParked = new ReceiveMessageCommand({ QueueUrl: emulator.queues.parkedQueueUrl });
  const parked: string[] = [];
  await until(async () => {
    const { Messages = [] } = await sqs.send(receiveParked);
    parked.push(...Messages.map(({ Body }) => Body ?? ''));
    return parked.length > 0;
  });
  await running.close();
  expect(parked).toEqual(['poison']);
  expect(Object.fromEntries(received)).toEqual({ poison: 5, fine: 1 });
});

test('at most two batches are worked on at the same time, and closing waits for them', async () => {
  let [running, most, finished] = [0, 0, 0];
  const pumping = pump(async (records) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 200));
    running--;
    finished += records.length;
    return { batchItemFailures: [] };
  });
  for (let batch = 0; batch < 4; batch++)
    await send(...Array.from({ length: 10 }, (_, n) => `${batch}-${n}`));
  await until(() => running === 2);
  await pumping.close();
  expect({ running, most }).toEqual({ running: 0, most: 2 });
  expect(finished).toBeGreaterThanOrEqual(10);
});
