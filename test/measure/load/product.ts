import { PutCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, DeleteMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse } from 'aws-lambda';
import { createSecrets } from '../../../lambdas/clients/secrets.ts';
import { defaultSettings, type Account } from '../../../lambdas/core/account.ts';
import { hashKey } from '../../../lambdas/runtime/authenticate.ts';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import type { FunctionName } from '../../../lambdas/routes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { startGateway } from '../../../lib/local/gateway.ts';
import { createInvoke, importHandler, type LambdaHandler } from '../../../lib/local/lambda.ts';
import { toRecord } from '../../support/drain.ts';
import type { AwsMethods } from './services.ts';
import type { OutsideMethods } from './outside.ts';
import type { Remote } from './rpc.ts';

const table = 'reviews';
const connections = 'connection/';
/** What SQS and the event source mapping run side by side here. */
const workers = 4;
const names = ['poll', 'worker', 'pull', 'channelback', 'hooks', 'web'] as const;

export interface LoadedProduct {
  addAccount(name: string, domains: string[]): Promise<void>;
  /** One tick of the schedule and all the work that comes of it. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/** The Lambdas as their index.ts wires them, with the SDK's real clients; this process holds nothing else. */
export async function startLoadedProduct(
  aws: Remote<AwsMethods>,
  outside: Remote<OutsideMethods>,
  environment: Record<string, string>,
): Promise<LoadedProduct> {
  const { variables, reviewQueueUrl, parkedQueueUrl } = await aws.addresses();
  const trustpilotUrl = await outside.trustpilotUrl();
  const loaded = Promise.withResolvers<ReadonlyMap<FunctionName, LambdaHandler>>();
  const invoke = createInvoke(loaded.promise);
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    invoke,
    logger: createLogger('error', (line) => process.stderr.write(`${line}\n`)),
  });
  const url = `http://localhost:${gateway.port}`;
  Object.assign(process.env, {
    ...variables,
    TABLE_NAME: table,
    REVIEW_QUEUE_URL: reviewQueueUrl,
    PARKED_QUEUE_URL: parkedQueueUrl,
    PUBLIC_URL: url,
    INTEGRATION_ID: 'load',
    ZENDESK_SUBDOMAINS: '*',
    TRUSTPILOT_API_URL: trustpilotUrl,
    TRUSTPILOT_AUTHENTICATE_URL: trustpilotUrl,
    TRUSTPILOT_SECRET_ID: 'trustpilot',
    SIDEBAR_MASTER_SECRET_ID: 'sidebar',
    CONNECTION_SECRET_PREFIX: connections,
    LOG_LEVEL: 'warn',
    ...environment,
  });
  const secretsManager = new SecretsManagerClient();
  await secretsManager.send(
    new CreateSecretCommand({
      Name: 'trustpilot',
      SecretString: JSON.stringify({ apiKey: 'tpk-demo', apiSecret: 'tps-demo' }),
    }),
  );
  const handlers = new Map<FunctionName, LambdaHandler>();
  for (const name of names) handlers.set(name, await importHandler(name));
  loaded.resolve(handlers);
  await outside.install(`${url}/zendesk/manifest.json`);
  const db = DynamoDBDocumentClient.from(new DynamoDBClient());
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return {
    addAccount: (name, domains) => addAccount({ outside, db, secretsManager }, name, domains),
    tick: async () => {
      await invoke('poll', {});
      await Promise.all(Array.from({ length: workers }, () => work(sqs, reviewQueueUrl, invoke)));
    },
    close: async () => {
      await gateway.close();
      for (const client of [db, sqs, secretsManager]) client.destroy();
    },
  };
}

/** The event source mapping: batches of ten until the queue is empty. */
async function work(
  sqs: SQSClient,
  QueueUrl: string,
  invoke: ReturnType<typeof createInvoke>,
): Promise<void> {
  for (;;) {
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const Records = (received.Messages ?? []).map(toRecord);
    if (Records.length === 0) return;
    const { batchItemFailures } = (await invoke('worker', { Records })) as SQSBatchResponse;
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const Entries = Records.filter(({ messageId }) => !failed.has(messageId)).map(
      ({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }),
    );
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

interface Surroundings {
  outside: Remote<OutsideMethods>;
  db: DynamoDBDocumentClient;
  secretsManager: SecretsManagerClient;
}

/** As the dialogue leaves it; three days old, so that nobody watches it and no call is made in advance. */
async function addAccount(
  { outside, db, secretsManager }: Surroundings,
  name: string,
  domainNames: string[],
): Promise<void> {
  const { accessToken, refreshToken, businessUnitIds } = await outside.addCompany(name, domainNames);
  const accountId = name.padEnd(16, '0');
  const secrets = createSecrets({
    client: secretsManager,
    trustpilotSecretId: 'trustpilot',
    connectionSecretPrefix: connections,
    nowMs: Date.now,
  });
  const { versionId, pair } = await secrets.createConnectionSecret(accountId, {
    accessToken,
    refreshToken,
    accessExpiresInSeconds: 360_000,
    refreshExpiresInSeconds: 2_592_000,
  });
  const key = `key-${accountId}`;
  const nowMs = Date.now();
  const account: Account = {
    accountId,
    keyHash: hashKey(key),
    subdomain: 'acme',
    name,
    status: 'live',
    createdAtMs: nowMs - 3 * 86_400_000,
    lifecycleAtMs: 0,
    lastPullAtMs: nowMs,
    connection: {
      connectionId: accountId,
      versionId,
      status: 'ok',
      accessExpiresAtMs: pair.accessExpiresAtMs,
    },
    domains: domainNames.map((domain, index) => ({
      businessUnitId: businessUnitIds[index] ?? '',
      domain,
      addedAtMs: nowMs,
      webhookKey: `hook-${domain}`,
    })),
    settings: defaultSettings,
  };
  await db.send(new PutCommand({ TableName: table, Item: { ...keys.account(accountId), ...account } }));
  await outside.addAccount(name, JSON.stringify({ v: 1, account: accountId, key }));
}
