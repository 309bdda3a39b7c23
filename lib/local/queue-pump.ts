import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Message, MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Logger } from '../../lambdas/runtime/logger.ts';
import type { Invoke } from './lambda.ts';

/** Batches that are worked on at the same time. */
const concurrency = 2;
/** Short: closing waits for the poll that is open, because a message handed to nobody would be away for a while. */
const waitSeconds = 1;
const pauseAfterErrorMs = 1_000;

export interface QueuePumpOptions {
  sqs: SQSClient;
  queueUrl: string;
  invoke: Invoke;
  logger: Logger;
}

/** Feeds the worker from the review queue like Lambda's event source mapping with ReportBatchItemFailures. */
export function startQueuePump(options: QueuePumpOptions) {
  let closing = false;
  const pump = async () => {
    while (!closing) await pumpOnce(options);
  };
  const pumps = Array.from({ length: concurrency }, pump);
  const close = async () => {
    closing = true;
    await Promise.all(pumps);
  };
  return { close };
}

async function pumpOnce({ sqs, queueUrl, invoke, logger }: QueuePumpOptions): Promise<void> {
  try {
    const messages = await receive(sqs, queueUrl);
    if (messages.length === 0) return;
    const records = messages.map((message) => toRecord(message, queueUrl));
    const done = await work(invoke, logger, records);
    if (done.length > 0) await remove(sqs, queueUrl, done);
  } catch (error) {
    logger.error('queue not available', {}, error);
    await sleep(pauseAfterErrorMs);
  }
}

async function receive(sqs: SQSClient, queueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** The records that are finished; a worker that throws or times out has finished none. */
async function work(invoke: Invoke, logger: Logger, records: SQSRecord[]): Promise<SQSRecord[]> {
  try {
    const failed = failedIds(await invoke('worker', { Records: records }));
    const known = new Set(records.map(({ messageId }) => messageId));
    // As Lambda does: an id that was not in the batch makes all of it a failure.
    if ([...failed].some((id) => !known.has(id))) throw new Error('The worker reported an unknown record.');
    return records.filter(({ messageId }) => !failed.has(messageId));
  } catch (error) {
    logger.error('batch failed', { records: records.length }, error);
    return [];
  }
}

const answerSchema = z.nullish(
  z.object({ batchItemFailures: z.nullish(z.array(z.object({ itemIdentifier: z.string() }))) }),
);

const failedIds = (answer: unknown): Set<string> =>
  new Set((answerSchema.parse(answer)?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));

async function remove(sqs: SQSClient, queueUrl: string, records: SQSRecord[]): Promise<void> {
  const Entries = records.map(({ messageId, receiptHandle }) => ({
    Id: messageId,
    ReceiptHandle: receiptHandle,
  }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

function toRecord(message: Message, queueUrl: string): SQSRecord {
  const { MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {} } = message;
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
      ...Attributes,
    },
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, toAttribute(value)])),
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1) ?? ''}`,
    awsRegion: 'us-east-1',
  };
}

const toAttribute = ({
  DataType = 'String',
  StringValue,
  BinaryValue,
}: MessageAttributeValue): SQSMessageAttribute => ({
  dataType: DataType,
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
});
