import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startDynamoDb, ensureTable } from './dynamodb.ts';
import { startSecretsManager } from './secrets-manager.ts';
import { ensureQueues, startSqs } from './sqs.ts';
import type { QueueNames } from './sqs.ts';

export interface LocalAwsOptions {
  dataDir: string;
  tableName: string;
  queueNames: QueueNames;
  /** Where the SDK's own settings are looked up. An endpoint that is named there replaces the embedded service. */
  environment: NodeJS.ProcessEnv;
}

/**
 * DynamoDB, SQS and Secrets Manager with the product's table and queues. Nothing here reads or changes this process's
 * environment: `variables` is what the SDK clients of the handlers need to find there.
 */
export async function startLocalAws(options: LocalAwsOptions) {
  const started = await allOrNone([startTable(options), startQueues(options), startSecrets(options)]);
  const [table, queues, secrets] = started;
  return {
    ...queues.queues,
    variables: {
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      ...sdkVariables(options.environment),
    },
    close: () => closeAll(started),
  };
}

interface Service {
  url: string;
  close(): Promise<void>;
}

async function startTable({ dataDir, tableName, environment }: LocalAwsOptions): Promise<Service> {
  const url = environment['AWS_ENDPOINT_URL_DYNAMODB'];
  if (!url) return startDynamoDb({ dataDir, tableName });
  const client = new DynamoDBClient({ endpoint: url, ...clientSettings(environment) });
  await ensureTable(client, tableName);
  client.destroy();
  return external(url);
}

async function startQueues({ dataDir, queueNames, environment }: LocalAwsOptions) {
  const url = environment['AWS_ENDPOINT_URL_SQS'];
  if (!url) return startSqs({ dataDir, names: queueNames });
  const client = new SQSClient({
    endpoint: url,
    useQueueUrlAsEndpoint: false,
    ...clientSettings(environment),
  });
  const queues = await ensureQueues(client, queueNames);
  client.destroy();
  return { ...external(url), queues };
}

async function startSecrets({ dataDir, environment }: LocalAwsOptions): Promise<Service> {
  const url = environment['AWS_ENDPOINT_URL_SECRETS_MANAGER'];
  return url ? external(url) : startSecretsManager({ dataDir });
}

const external = (url: string): Service => ({ url, close: async () => undefined });

/**
 * Region and credentials as the handlers' clients will see them. Emulators take any; a profile of the user's own is
 * left alone only where an endpoint was named, because only then can somebody ask for real ones.
 */
function sdkVariables(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'us-east-1';
  const allEmbedded = endpointNames.every((name) => !environment[name]);
  const ownCredentials = Boolean(environment['AWS_ACCESS_KEY_ID'] || environment['AWS_PROFILE']);
  if (ownCredentials && !allEmbedded) return { AWS_REGION: region };
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // With a profile or a session token around, the SDK would not take the pair above as it is.
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
  };
}

const endpointNames = [
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_SQS',
  'AWS_ENDPOINT_URL_SECRETS_MANAGER',
] as const;

function clientSettings(environment: NodeJS.ProcessEnv) {
  const variables = sdkVariables(environment);
  const region = variables['AWS_REGION'] ?? 'us-east-1';
  const [accessKeyId, secretAccessKey] = [variables['AWS_ACCESS_KEY_ID'], variables['AWS_SECRET_ACCESS_KEY']];
  if (accessKeyId === undefined || secretAccessKey === undefined) return { region };
  return { region, credentials: { accessKeyId, secretAccessKey } };
}

/** Starts side by side; when one fails, the others do not stay behind. */
async function allOrNone<A extends Service, B extends Service, C extends Service>(
  starting: [Promise<A>, Promise<B>, Promise<C>],
): Promise<[A, B, C]> {
  try {
    return await Promise.all(starting);
  } catch (error) {
    const settled = await Promise.allSettled<Service>(starting);
    await closeAll(settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
    throw error;
  }
}

async function closeAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => service.close()));
}
