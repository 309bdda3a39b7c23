import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deleteAll } from './batch-write.ts';
import { keys } from './table.ts';

/** Deletes everything that is stored of an account, but for its own row, its claims and planned work. */
export async function purgeRows(
  db: DynamoDBDocumentClient,
  tableName: string,
  accountId: string,
): Promise<number> {
  const partitions = [
    keys.outbox,
    keys.parkedAll,
    keys.unconfirmedAll,
    keys.replies,
    keys.cards,
    keys.memories,
    keys.reviews,
    keys.erasedAll,
    keys.unprovenAll,
  ];
  let deleted = 0;
  for (const partition of partitions) deleted += await purgePartition(db, tableName, partition(accountId));
  return deleted + (await purgePartition(db, tableName, keys.syncs, `${accountId}#`));
}

async function purgePartition(
  db: DynamoDBDocumentClient,
  tableName: string,
  partition: string,
  prefix?: string,
): Promise<number> {
  let from: Record<string, unknown> | undefined;
  let deleted = 0;
  do {
    const page = await db.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: prefix === undefined ? 'PK = :pk' : 'PK = :pk AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ':pk': partition, ...(prefix !== undefined && { ':prefix': prefix }) },
        ProjectionExpression: 'PK, SK',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    const rows = (page.Items ?? []).map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) }));
    await deleteAll(db, tableName, rows);
    deleted += rows.length;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return deleted;
}
