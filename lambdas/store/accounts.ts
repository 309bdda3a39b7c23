import {
  DeleteCommand,
  GetCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { accountSchema, type Account } from '../core/account.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** The accounts: one row each, see core/account.ts. */
export class Accounts {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Eventually consistent unless asked otherwise: half the price, and every caller survives a stale row. */
  async read(accountId: string, { consistent = false } = {}): Promise<Account | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: keys.account(accountId),
        ConsistentRead: consistent,
      }),
    );
    return Item === undefined ? undefined : accountSchema.parse(Item);
  }

  /** Every account; a row that cannot be read is reported and holds up nobody. */
  async *all(onDamaged: (accountId: string) => void): AsyncGenerator<Account> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :accounts',
          ExpressionAttributeValues: { ':accounts': keys.accounts },
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) {
        const account = accountSchema.safeParse(item);
        if (account.success) yield account.data;
        else onDamaged(String(item['SK']));
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }

  /** A pull is the proof of life: it makes a pending or stopped account live. Written at most once an hour. */
  async pulled(accountId: string, nowMs: number): Promise<void> {
    await holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET lastPullAtMs = :now, #status = :live',
          ConditionExpression: 'attribute_exists(PK) AND #status <> :leaving',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':now': nowMs, ':live': 'live', ':leaving': 'leaving' },
        }),
      ),
    );
  }

  /** Applies a lifecycle event; one that is not newer than the last applied changes nothing. */
  async changeStatus(
    accountId: string,
    status: 'live' | 'stopped' | 'leaving',
    eventAtMs: number,
  ): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET #status = :status, lifecycleAtMs = :at',
          // Event times are whole seconds: an end in the second of a beginning is still the last word. A pull revives.
          ConditionExpression: `attribute_exists(PK) AND #status <> :leaving AND lifecycleAtMs ${status === 'live' ? '<' : '<='} :at`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': status, ':at': eventAtMs, ':leaving': 'leaving' },
        }),
      ),
    );
  }

  /** Stops polling an account that Zendesk has not asked about since `lastPullAtMs`; a newer pull wins. */
  async fellSilent(accountId: string, lastPullAtMs: number): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET #status = :stopped',
          ConditionExpression: '#status = :live AND lastPullAtMs = :last',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':stopped': 'stopped', ':live': 'live', ':last': lastPullAtMs },
        }),
      ),
    );
  }

  /** A pending account that no pull made live is removed; true also when a crash interrupted that before. */
  async giveUpPending(accountId: string): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET #status = :leaving',
          ConditionExpression: '#status IN (:pending, :leaving)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':pending': 'pending', ':leaving': 'leaving' },
        }),
      ),
    );
  }

  /** Removes an account that fell silent, as it was read; a pull or an event that came since keeps it. */
  async giveUpSilent({
    accountId,
    lastPullAtMs,
    lifecycleAtMs,
  }: Pick<Account, 'accountId' | 'lastPullAtMs' | 'lifecycleAtMs'>): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET #status = :leaving',
          ConditionExpression: '#status = :stopped AND lastPullAtMs = :last AND lifecycleAtMs = :at',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':stopped': 'stopped',
            ':leaving': 'leaving',
            ':last': lastPullAtMs,
            ':at': lifecycleAtMs,
          },
        }),
      ),
    );
  }

  async remove(accountId: string): Promise<void> {
    await this.#db.send(new DeleteCommand({ TableName: this.#tableName, Key: keys.account(accountId) }));
  }
}
