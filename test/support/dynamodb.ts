import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynalite } from '../../lib/local/embedded-aws/dynalite.ts';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { primaryKey } from '../../lambdas/store/table.ts';

export interface TestTable {
  db: DynamoDBDocumentClient;
  tableName: string;
  url: string;
  server: Server;
  close(): Promise<void>;
}

/** DynamoDB in memory with the product's table in it, on a port of its own. */
export async function startDynamoDb(tableName = 'reviews'): Promise<TestTable> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials });
  await client.send(
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
    }),
  );
  const polling = { client, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.5 };
  await waitUntilTableExists(polling, { TableName: tableName });
  return {
    db: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    tableName,
    url,
    server,
    close: async () => {
      client.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
