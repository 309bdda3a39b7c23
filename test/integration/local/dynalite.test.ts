import { AbstractLevel } from 'abstract-level';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDynamoDb } from '../../support/dynamodb.ts';

test('a query leaves nothing open in the store, so that a long life costs no memory', async () => {
  const open = import.meta.jest.spyOn(AbstractLevel.prototype, 'attachResource');
  const close = import.meta.jest.spyOn(AbstractLevel.prototype, 'detachResource');
  const table = await startDynamoDb();
  const query = new QueryCommand({
    TableName: table.tableName,
    KeyConditionExpression: 'PK = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'nobody' } },
  });
  for (let count = 0; count < 5; count += 1) await table.db.send(query);
  await sleep(20);
  const [opened, closed] = [open.mock.calls.length, close.mock.calls.length];
  await table.close();
  expect(opened).toBeGreaterThanOrEqual(5);
  expect(closed).toBe(opened);
});
