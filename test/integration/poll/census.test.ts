import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { defaultSettings, type Account } from '../../../lambdas/core/account.ts';
import { takeHourlyCensus } from '../../../lambdas/poll/take-census.ts';
import { createLogger } from '../../../lambdas/runtime/logger.ts';
import { Accounts } from '../../../lambdas/store/accounts.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { Waiting } from '../../../lambdas/store/waiting.ts';
import { startDynamoDb, type TestTable } from '../../support/dynamodb.ts';

let table: TestTable;
beforeEach(async () => {
  table = await startDynamoDb();
});
afterEach(() => table.close());

const noon = Date.parse('2026-06-01T12:00:00Z');
const put = (Item: Record<string, unknown>) =>
  table.db.send(new PutCommand({ TableName: table.tableName, Item }));

async function anAccount(accountId: string, change: Partial<Account> = {}): Promise<void> {
  const connection = { connectionId: 'c', versionId: 'v', status: 'ok', accessExpiresAtMs: 0 } as const;
  const account: Account = {
    accountId,
    keyHash: 'hash',
    subdomain: 'acme',
    name: 'Acme',
    status: 'live',
    createdAtMs: 0,
    lifecycleAtMs: 0,
    lastPullAtMs: 0,
    connection,
    domains: [],
    settings: defaultSettings,
    ...change,
  };
  await put({ ...keys.account(accountId), ...account });
}

async function census(nowMs: number): Promise<unknown> {
  const lines: string[] = [];
  await takeHourlyCensus({
    accounts: new Accounts(table.db, table.tableName),
    waiting: new Waiting(table.db, table.tableName),
    logger: createLogger('info', (line) => lines.push(line)),
    nowMs: () => nowMs,
    tickMs: 60_000,
  });
  return lines.map((line) => JSON.parse(line) as unknown)[0];
}

const zeros = {
  level: 'info',
  event: 'census',
  accounts: 0,
  deadConnections: 0,
  oldestPendingSeconds: 0,
  unconfirmed: 0,
  parked: 0,
};

test('with the first tick of an hour zeros are said too, with the others nothing', async () => {
  expect(await census(noon + 5_000)).toEqual(zeros);
  expect(await census(noon + 65_000)).toBeUndefined();
});

test('what waits for Zendesk or for a person is counted over all live accounts', async () => {
  const [a, b, left] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc'];
  await anAccount(a);
  await anAccount(b, {
    connection: { connectionId: 'c', versionId: 'v', status: 'dead', accessExpiresAtMs: 0 },
  });
  await anAccount(left, { status: 'stopped' });
  await put({ ...keys.handout(a), version: 1 });
  await put(keys.pending(a, '0#2026-06-01T11:00:00.000Z#r1#0#review'));
  await put(keys.pending(a, '0#2026-06-01T11:30:00.000Z#r2#0#review'));
  await put(keys.pending(b, '1#2025-01-01T00:00:00.000Z#r3#0#review'));
  await put(keys.parked(b, '0#refused'));
  await put(keys.unconfirmed(a, 'r1', 'review'));
  await put(keys.unconfirmed(a, 'r2', 'review'));
  await put(keys.unconfirmed(left, 'r3', 'review'));
  expect(await census(noon)).toEqual({
    ...zeros,
    accounts: 2,
    deadConnections: 1,
    oldestPendingSeconds: 3_600,
    unconfirmed: 2,
    parked: 1,
  });
});
