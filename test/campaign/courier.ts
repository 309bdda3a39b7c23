import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { toRecord, type Worker } from '../support/drain.ts';
import type { Faults } from './faults.ts';

/** As lib/stack/constructs/review-queue.ts has it. */
const maxReceiveCount = 5;
const batchSize = 10;

/**
 * Brings messages to the worker as SQS may: in any order, some of them twice, what failed again and in the end to
 * the parked ones. What is waiting for its next try is kept here: its time has come whenever the story says so.
 */
export class Courier {
  #again: SQSRecord[] = [];
  readonly #sqs: SQSClient;
  readonly #queues: { reviewQueueUrl: string; parkedQueueUrl: string };
  readonly #work: Worker;
  readonly #faults: Faults;

  constructor(
    sqs: SQSClient,
    queues: { reviewQueueUrl: string; parkedQueueUrl: string },
    work: Worker,
    faults: Faults,
  ) {
    this.#sqs = sqs;
    this.#queues = queues;
    this.#work = work;
    this.#faults = faults;
  }

  /** One batch; false when there is none. */
  async bring(): Promise<boolean> {
    const waiting = this.#again.splice(0, this.#again.length);
    const received = await this.#receive(this.#queues.reviewQueueUrl);
    // SQS brings by itself what waits here for too long.
    const byId = new Map([...received, ...waiting].map((record) => [record.messageId, record]));
    const records = [...byId.values()];
    if (records.length === 0) return false;
    const failed = await this.#tryAll(this.#disturbed(records));
    const done = records.filter(({ messageId }) => !failed.has(messageId));
    const again = records.filter(({ messageId }) => failed.has(messageId)).map(receivedOnceMore);
    const hopeless = again.filter((record) => receiveCount(record) > maxReceiveCount);
    this.#again.push(...again.filter((record) => !hopeless.includes(record)));
    for (const { body } of hopeless) await this.#send(this.#queues.parkedQueueUrl, body);
    await this.#remove(this.#queues.reviewQueueUrl, [...done, ...hopeless]);
    return true;
  }

  async bringAll(): Promise<void> {
    for (let batch = 0; batch < 60; batch += 1) if (!(await this.bring())) return;
    throw new Error('The queue does not become empty.');
  }

  /** What an operator does about parked messages: sends them again. The number of them. */
  async redrive(): Promise<number> {
    let count = 0;
    for (;;) {
      const records = await this.#receive(this.#queues.parkedQueueUrl);
      if (records.length === 0) return count;
      count += records.length;
      for (const { body } of records) await this.#send(this.#queues.reviewQueueUrl, body);
      await this.#remove(this.#queues.parkedQueueUrl, records);
    }
  }

  #disturbed(records: SQSRecord[]): SQSRecord[] {
    const order = records.map((record) => ({ record, at: this.#faults.random('queue order') }));
    const shuffled = order.sort((a, b) => a.at - b.at).map(({ record }) => record);
    const again = shuffled.filter(() => this.#faults.strikes('queue'));
    this.#faults.note('SQS delivers twice', again.length);
    return [...shuffled, ...again];
  }

  async #tryAll(records: SQSRecord[]): Promise<Set<string>> {
    try {
      const { batchItemFailures } = await this.#work({ Records: records });
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch {
      return new Set(records.map(({ messageId }) => messageId));
    }
  }

  async #receive(QueueUrl: string): Promise<SQSRecord[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: batchSize }),
    );
    return Messages.map(toRecord);
  }

  async #send(QueueUrl: string, MessageBody: string): Promise<void> {
    await this.#sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  async #remove(QueueUrl: string, records: SQSRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += batchSize) {
      const Entries = records
        .slice(at, at + batchSize)
        .map(({ messageId: Id, receiptHandle: ReceiptHandle }) => ({ Id, ReceiptHandle }));
      await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }
}

const receiveCount = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

const receivedOnceMore = (record: SQSRecord): SQSRecord => ({
  ...record,
  attributes: { ...record.attributes, ApproximateReceiveCount: String(receiveCount(record) + 1) },
});
