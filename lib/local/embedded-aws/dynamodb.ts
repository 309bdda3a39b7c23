import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { dynalite } from './dynalite.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { primaryKey } from '../../../lambdas/store/table.ts';
import { closeNow, listen } from './listen.ts';
import { offline } from './offline-client.ts';

/** DynamoDB for one machine (dynalite, LevelDB on disk), with the table in it. */
export async function startDynamoDb({ dataDir, tableName }: { dataDir: string; tableName: string }) {
  const path = join(dataDir, 'dynamodb');
  const first = await listenDynalite(path);
  if ((await tableStatus(first.client, tableName)) !== 'CREATING') {
    await ensureTable(first.client, tableName);
    return first;
  }
  // Killed while it created the table, dynalite never finishes that. Such a table took no writes: start afresh.
  await first.close();
  await rm(path, { recursive: true, force: true });
  const second = await listenDynalite(path);
  await ensureTable(second.client, tableName);
  return second;
}

async function listenDynalite(path: string) {
  const server = dynalite({ path, createTableMs: 0 });
  const url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  const client = new DynamoDBClient({ endpoint: url, ...offline });
  const close = async () => {
    client.destroy();
    await closeNow(server);
  };
  return { url, client, close };
}

async function tableStatus(client: DynamoDBClient, tableName: string): Promise<string | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Creates the product's table where it is missing, and waits until it can be used. */
export async function ensureTable(client: DynamoDBClient, tableName: string): Promise<void> {
  if ((await tableStatus(client, tableName)) === 'ACTIVE') return;
  await client.send(createTable(tableName)).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 2 },
    { TableName: tableName },
  );
}

const createTable = (tableName: string) =>
  new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: primaryKey.partition, AttributeType: 'S' },
      { AttributeName: primaryKey.sort, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: primaryKey.partition, KeyType: 'HASH' },
      { AttributeName: primaryKey.sort, KeyType: 'RANGE' },
    ],
  });
