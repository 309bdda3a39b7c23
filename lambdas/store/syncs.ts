import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { syncSchema, type Sync } from '../core/sync.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** The poll records, one per domain of an account. */
export class Syncs {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** All poll records, or those of one account; by `<account>#<business unit>`. Damaged rows are named apart. */
  async all(accountId?: string): Promise<{ records: Map<string, Sync>; damaged: Set<string> }> {
    const records = new Map<string, Sync>();
    const damaged = new Set<string>();
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression:
            accountId === undefined ? 'PK = :syncs' : 'PK = :syncs AND begins_with(SK, :account)',
          ExpressionAttributeValues: {
            ':syncs': keys.syncs,
            ...(accountId !== undefined && { ':account': `${accountId}#` }),
          },
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) {
        const record = syncSchema.safeParse(item);
        if (record.success) records.set(String(item['SK']), record.data);
        else damaged.add(String(item['SK']));
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return { records, damaged };
  }

  async read(accountId: string, businessUnitId: string): Promise<Sync | undefined> {
    const Key = keys.sync(accountId, businessUnitId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : syncSchema.parse(Item);
  }

  /**
   * Stores the record if nobody stored a newer one since it was read. A refused write loses nothing: the scan that
   * it would have recorded is repeated.
   */
  async save(record: Sync): Promise<boolean> {
    const { version } = record;
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.sync(record.accountId, record.businessUnitId), ...record, version: version + 1 },
          ConditionExpression: version === 0 ? 'attribute_not_exists(PK)' : 'version = :version',
          ...(version > 0 && { ExpressionAttributeValues: { ':version': version } }),
        }),
      ),
    );
  }
}
