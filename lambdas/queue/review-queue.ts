import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { RetryableError } from '../core/errors.ts';
import { toBody } from './body.ts';
import type { Message } from './message.ts';

/** SQS takes at most 10 messages and 262,144 bytes in one request. */
const maxMessages = 10;
const maxBytes = 250_000;
const maxAttempts = 3;

/** The queue between those who notice work and the worker that does it. */
export class ReviewQueue {
  readonly #sqs: SQSClient;
  readonly #url: string;

  constructor(sqs: SQSClient, url: string) {
    this.#sqs = sqs;
    this.#url = url;
  }

  /** Returns only when every message is safely in the queue. */
  async sendAll(messages: Message[]): Promise<void> {
    for (const bodies of toBatches(messages.map(toBody))) await this.#sendBatch(bodies);
  }

  async #sendBatch(bodies: string[]): Promise<void> {
    let left = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const { Failed = [] } = await this.#sqs.send(
        new SendMessageBatchCommand({ QueueUrl: this.#url, Entries: left }),
      );
      if (Failed.length === 0) return;
      left = left.filter(({ Id }) => Failed.some((failure) => failure.Id === Id));
    }
    throw new RetryableError('SQS did not take every message.');
  }
}

/** Where messages wait for a person: nothing that the worker cannot do is dropped. */
export class ParkedQueue {
  readonly #sqs: SQSClient;
  readonly #url: string;

  constructor(sqs: SQSClient, url: string) {
    this.#sqs = sqs;
    this.#url = url;
  }

  async park(body: string, reason: string): Promise<void> {
    const MessageAttributes = { reason: { DataType: 'String', StringValue: reason.slice(0, 256) } };
    await this.#sqs.send(
      new SendMessageCommand({ QueueUrl: this.#url, MessageBody: body, MessageAttributes }),
    );
  }
}

function toBatches(bodies: string[]): string[][] {
  const batches: string[][] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const current = batches.at(-1);
    if (current !== undefined && current.length < maxMessages && bytes + size <= maxBytes) {
      current.push(body);
      bytes += size;
    } else {
      batches.push([body]);
      bytes = size;
    }
  }
  return batches;
}
