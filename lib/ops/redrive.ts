import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Deployment } from './deployment.ts';
import type { Surroundings } from './surroundings.ts';
import { toTable } from './table.ts';

const choices = ['retry', 'discard', 'leave'] as const;
export type Choice = (typeof choices)[number];

/** Long enough to decide about ten messages; whatever is left undecided comes back by itself. */
const visibilitySeconds = 300;

/** Shows what is parked, ten at a time, and lets each be tried again or discarded. */
export async function redrive(around: Surroundings, deployment: Deployment, all?: Choice): Promise<void> {
  const { print } = around;
  const done = { retry: 0, discard: 0, leave: 0 };
  const left: Message[] = [];
  for (;;) {
    const messages = await receive(around, deployment);
    if (messages.length === 0) break;
    print(toTable([['no.', 'kind', 'account', 'since', 'reason'], ...messages.map(describe)]));
    for (const [index, message] of messages.entries()) {
      const choice = all ?? choiceSchema.parse(await around.ask.choose(`Message ${index + 1}`, choices));
      if (choice === 'leave') left.push(message);
      else await settle(around, deployment, message, choice);
      done[choice] += 1;
    }
  }
  for (const message of left) await giveBack(around, deployment, message);
  const total = done.retry + done.discard + done.leave;
  if (total === 0) return print('Nothing is parked.');
  print(`${done.retry} to be tried again, ${done.discard} discarded, ${done.leave} left.`);
}

const choiceSchema = z.enum(choices);

async function receive({ sqs }: Surroundings, { ParkedQueueUrl }: Deployment): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: ParkedQueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: visibilitySeconds,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['reason'],
    }),
  );
  return Messages;
}

/** Put into the queue first: a crash between the two does the work twice, which every message allows. */
async function settle(
  { sqs }: Surroundings,
  { ReviewQueueUrl, ParkedQueueUrl }: Deployment,
  { Body, ReceiptHandle }: Message,
  choice: 'retry' | 'discard',
): Promise<void> {
  if (choice === 'retry')
    await sqs.send(new SendMessageCommand({ QueueUrl: ReviewQueueUrl, MessageBody: Body }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: ParkedQueueUrl, ReceiptHandle }));
}

/** A second, not none: the emulator loses a message that is given back at once. */
async function giveBack({ sqs }: Surroundings, { ParkedQueueUrl }: Deployment, { ReceiptHandle }: Message) {
  await sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: ParkedQueueUrl, ReceiptHandle, VisibilityTimeout: 1 }),
  );
}

/** Only what names the work; never a review's text. */
const messageSchema = z.object({
  kind: z.string(),
  accountId: z.string().optional(),
  due: z.object({ kind: z.string(), accountId: z.string().optional() }).optional(),
});

function describe({ Body = '', Attributes, MessageAttributes }: Message, index: number): string[] {
  const message = messageSchema.safeParse(toJson(Body)).data;
  const kind =
    message === undefined ? 'not ours' : [message.kind, message.due?.kind].filter(Boolean).join(' ');
  const since = new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();
  const reason =
    MessageAttributes?.['reason']?.StringValue ?? 'failed five times; see the log of the function worker';
  return [String(index + 1), kind, message?.accountId ?? message?.due?.accountId ?? '', since, reason];
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
