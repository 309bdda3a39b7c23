import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFauxqs } from 'fauxqs';
import { offline } from './offline-client.ts';

export interface Queues {
  reviewQueueUrl: string;
  parkedQueueUrl: string;
}

export interface QueueNames {
  review: string;
  parked: string;
}

/** Short, so that a failed message is tried again soon; longer than a worker may take on one machine (lambda.ts). */
const visibilityTimeoutSeconds = 15;
const maxReceiveCount = 5;
const retentionSeconds = 14 * 86_400;

/** SQS for one machine (fauxqs, SQLite on disk; in memory without a folder), with the queues in it. */
export async function startSqs({ dataDir, names }: { dataDir?: string; names: QueueNames }) {
  const path = dataDir === undefined ? undefined : join(dataDir, 'sqs');
  if (path !== undefined) releaseInFlight(join(path, 'fauxqs.db'));
  const server = await startFauxqs({ ...(path && { dataDir: path }), port: 0, logger: false });
  const stopGuard = refuseStrangers(server.port);
  const url = `http://127.0.0.1:${server.port}`;
  const client = new SQSClient({ endpoint: url, useQueueUrlAsEndpoint: false, ...offline });
  await ensureQueues(client, names);
  client.destroy();
  const queueUrl = (name: string) => `${url}/000000000000/${name}`;
  const close = async () => {
    await server.stop();
    stopGuard();
  };
  // The emulator's own queue URLs hold the port of its first start and a host that does not resolve; it goes by the name.
  const queues: Queues = { reviewQueueUrl: queueUrl(names.review), parkedQueueUrl: queueUrl(names.parked) };
  return { url, queues, close };
}

/** Whoever had messages before this start is gone, so they need not be waited for. */
function releaseInFlight(file: string): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  const messages = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqs_messages'").get();
  if (messages) database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  database.close();
}

/** fauxqs listens on all interfaces and cannot be told otherwise: hang up on whoever does not call from this machine. */
function refuseStrangers(port: number): () => void {
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort === port && !isLoopback(socket.remoteAddress)) socket.destroy();
  };
  subscribe('net.server.socket', onSocket);
  return () => void unsubscribe('net.server.socket', onSocket);
}

const isLoopback = (address = ''): boolean => address === '::1' || /^(::ffff:)?127\./.test(address);

/** Creates the queues where they are missing and gives them the product's settings. */
export async function ensureQueues(client: SQSClient, names: QueueNames): Promise<Queues> {
  const parkedQueueUrl = await ensureQueue(client, names.parked);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: parkedQueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const reviewQueueUrl = await ensureQueue(client, names.review);
  const retention = { MessageRetentionPeriod: String(retentionSeconds) };
  const redrive = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount };
  const review = {
    ...retention,
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify(redrive),
  };
  await client.send(new SetQueueAttributesCommand({ QueueUrl: parkedQueueUrl, Attributes: retention }));
  await client.send(new SetQueueAttributesCommand({ QueueUrl: reviewQueueUrl, Attributes: review }));
  return { reviewQueueUrl, parkedQueueUrl };
}

/** Looks first: creating a queue that exists with other attributes is an error. */
async function ensureQueue(client: SQSClient, name: string): Promise<string> {
  const found = await client.send(new GetQueueUrlCommand({ QueueName: name })).catch((error: unknown) => {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  });
  const { QueueUrl } = found ?? (await client.send(new CreateQueueCommand({ QueueName: name })));
  if (QueueUrl === undefined) throw new Error(`SQS gave no URL for the queue ${name}.`);
  return QueueUrl;
}
