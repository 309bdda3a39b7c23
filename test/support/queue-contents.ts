import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import { fromBody } from '../../lambdas/queue/body.ts';
import type { World } from './world.ts';

/**
 * What lies in both queues, as somebody could read it. The emulator keeps messages for ever: here those go that SQS
 * deletes, because they are older than the retention which their queue has.
 */
export async function messagesIn(world: World): Promise<string[]> {
  const { reviewQueueUrl, parkedQueueUrl } = world.queues;
  const bodies: string[] = [];
  for (const url of [reviewQueueUrl, parkedQueueUrl]) bodies.push(...(await contentsOf(world, url)));
  return bodies;
}

async function contentsOf(world: World, QueueUrl: string): Promise<string[]> {
  const { sqs } = world.clients;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['MessageRetentionPeriod'] }),
  );
  const retentionMs = Number(Attributes?.MessageRetentionPeriod) * 1000;
  const bodies: string[] = [];
  for (const { Body = '', ReceiptHandle, Attributes: sent } of await receiveAll(world, QueueUrl)) {
    const isExpired = world.clock.nowMs() - Number(sent?.SentTimestamp) > retentionMs;
    if (isExpired) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    else bodies.push(JSON.stringify(fromBody(Body)));
  }
  return bodies;
}

/** Everybody else finds them again a second later. */
async function receiveAll({ clients: { sqs } }: World, QueueUrl: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    if (Messages.length === 0) break;
    all.push(...Messages);
  }
  if (all.length > 0) await wait(1_100);
  return all;
}
