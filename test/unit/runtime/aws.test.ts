import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { toTableClient } from '../../../lambdas/runtime/aws.ts';

const logs = ({ middlewareStack }: Pick<DynamoDBClient, 'middlewareStack'>) =>
  middlewareStack.identify().filter((name) => name.includes('logger'));

test("a table's client spares the copies for a logger, which the SDK makes also where there is none", () => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  expect(logs(client)).toHaveLength(1);
  expect(logs(toTableClient(client))).toEqual([]);
});
