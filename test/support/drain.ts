import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

export type Worker = (event: { Records: SQSRecord[] }) => Promise<SQSBatchResponse>;

/**
 * Feeds the worker until the queue has nothing visible. What it could not do stays in the queue, as in AWS, and is
 * answered, so that a test can bring it again without waiting for the visibility time-out.
 */
export async function drain(sqs: SQSClient, queueUrl: string, worker: Worker): Promise<SQSRecord[]> {
  const failed: SQSRecord[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return failed;
    const records = Messages.map(toRecord);
    const again = await run(worker, records);
    failed.push(...records.filter(({ messageId }) => again.has(messageId)));
    const done = records.filter(({ messageId }) => !again.has(messageId));
    if (done.length > 0) await remove(sqs, queueUrl, done);
  }
}

async function run(worker: Worker, records: SQSRecord[]): Promise<Set<string>> {
  try {
    const { batchItemFailures } = await worker({ Records: records });
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return new Set(records.map(({ messageId }) => messageId));
  }
}

/** In one request, as Lambda does it. */
async function remove(sqs: SQSClient, queueUrl: string, done: SQSRecord[]): Promise<void> {
  const Entries = done.map(({ messageId, receiptHandle }) => ({
    Id: messageId,
    ReceiptHandle: receiptHandle,
  }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

export const toRecord = ({ MessageId = '', ReceiptHandle = '', Body = '' }: Message): SQSRecord => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:reviews',
  awsRegion: 'us-east-1',
});
