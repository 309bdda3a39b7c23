import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { RetryableError } from '../core/errors.ts';

/** DynamoDB takes at most 25 items in one BatchWriteItem. */
const maxItems = 25;
const maxAttempts = 6;

export interface Key {
  PK: string;
  SK: string;
}

/** Deletes rows in batches, and again what DynamoDB left unprocessed. Rows that are gone already are fine. */
export async function deleteAll(db: DynamoDBDocumentClient, tableName: string, rows: Key[]): Promise<void> {
  const batches: Key[][] = [];
  for (let at = 0; at < rows.length; at += maxItems) batches.push(rows.slice(at, at + maxItems));
  await Promise.all(batches.map((batch) => deleteBatch(db, tableName, batch)));
}

async function deleteBatch(db: DynamoDBDocumentClient, tableName: string, rows: Key[]): Promise<void> {
  let left = rows.map(({ PK, SK }) => ({ DeleteRequest: { Key: { PK, SK } } }));
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const { UnprocessedItems } = await db.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: left } }),
    );
    const unprocessed = UnprocessedItems?.[tableName] ?? [];
    if (unprocessed.length === 0) return;
    left = unprocessed as typeof left;
    await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt));
  }
  throw new RetryableError('DynamoDB left rows undeleted.');
}
