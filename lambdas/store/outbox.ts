import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { emptyHandout, type Handout } from '../core/handout.ts';
import { outboxEntrySchema, partsOfSortKey, type OutboxEntry } from '../core/outbox-entry.ts';
import { deleteAll } from './batch-write.ts';
import { fromHandoutRow, toHandoutRow } from './handout-row.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** A read of the outbox: the handout row and the oldest entries, in one query. */
export interface OutboxPage {
  handout: Handout;
  entries: OutboxEntry[];
  /** Sort keys of rows that could not be read; they are reported, and hold up nobody. */
  damaged: string[];
  /** Where the next page starts; undefined when this was the last. */
  next: string | undefined;
}

/** The pending facts of each account: a set, from which rows leave only by name. */
export class Outbox {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Idempotent: an entry never changes, so a repeat writes the same row. */
  async put(accountId: string, entry: OutboxEntry): Promise<void> {
    const Item = { ...toRow(entry), ...keys.pending(accountId, entry.sortKey) };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  /**
   * Eventually consistent: a row that is missed comes with the next pull, one that was just deleted is offered
   * again and dropped by Zendesk, and a stale handout is caught by the condition on its version.
   */
  async readPage(accountId: string, limit: number, after?: string): Promise<OutboxPage> {
    const { Items, LastEvaluatedKey } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :outbox',
        ExpressionAttributeValues: { ':outbox': keys.outbox(accountId) },
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: keys.pending(accountId, after) }),
      }),
    );
    const page: OutboxPage = { handout: emptyHandout, entries: [], damaged: [], next: undefined };
    for (const item of Items ?? []) {
      const sortKey = String(item['SK']);
      if (sortKey === keys.handout(accountId).SK) {
        const { handout, isDamaged } = fromHandoutRow(item);
        page.handout = handout;
        if (isDamaged) page.damaged.push(sortKey);
      } else addEntry(page, sortKey, item);
    }
    const last: unknown = LastEvaluatedKey?.['SK'];
    return { ...page, next: typeof last === 'string' ? last : undefined };
  }

  async readPending(accountId: string, sortKey: string): Promise<OutboxEntry | undefined> {
    return this.#get(keys.pending(accountId, sortKey));
  }

  async readHandout(accountId: string): Promise<Handout> {
    const Key = keys.handout(accountId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? emptyHandout : fromHandoutRow(Item).handout;
  }

  /** False when another pull stored one since this one was read. */
  async saveHandout(accountId: string, handout: Handout): Promise<boolean> {
    const { version } = handout;
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.handout(accountId), ...toHandoutRow({ ...handout, version: version + 1 }) },
          // A version that is no number was read as none.
          ConditionExpression:
            version === 0
              ? 'attribute_not_exists(version) OR NOT attribute_type(version, :version)'
              : 'version = :version',
          ExpressionAttributeValues: { ':version': version === 0 ? 'N' : version },
        }),
      ),
    );
  }

  async remove(accountId: string, sortKeys: string[]): Promise<void> {
    await deleteAll(
      this.#db,
      this.#tableName,
      sortKeys.map((sortKey) => keys.pending(accountId, sortKey)),
    );
  }

  async removeParked(accountId: string, sortKeys: string[]): Promise<void> {
    await deleteAll(
      this.#db,
      this.#tableName,
      sortKeys.map((sortKey) => keys.parked(accountId, sortKey)),
    );
  }

  async isPending(accountId: string, sortKey: string): Promise<boolean> {
    return (await this.#get(keys.pending(accountId, sortKey))) !== undefined;
  }

  /** Moves an entry out of the way of the others. Copy first: a crash between the two leaves it in both places. */
  async park(accountId: string, sortKey: string, nowMs: number): Promise<void> {
    const entry = await this.#get(keys.pending(accountId, sortKey));
    if (entry === undefined) return;
    const Item = { ...toRow(entry), ...keys.parked(accountId, sortKey), parkedAtMs: nowMs };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
    await this.remove(accountId, [sortKey]);
  }

  /** Puts a parked entry back among the pending ones; false when it is not parked any more. */
  async unpark(accountId: string, sortKey: string): Promise<boolean> {
    const entry = await this.#get(keys.parked(accountId, sortKey));
    if (entry === undefined) return false;
    await this.put(accountId, entry);
    await this.#db.send(
      new DeleteCommand({ TableName: this.#tableName, Key: keys.parked(accountId, sortKey) }),
    );
    return true;
  }

  /** Lists what Zendesk took over and never confirmed, for a person to look at. */
  async listUnconfirmed(accountId: string, reviewId: string, factId: string, nowMs: number): Promise<void> {
    const Item = { ...keys.unconfirmed(accountId, reviewId, factId), reviewId, factId, listedAtMs: nowMs };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  async unlistUnconfirmed(accountId: string, reviewId: string, factId: string): Promise<void> {
    const Key = keys.unconfirmed(accountId, reviewId, factId);
    await this.#db.send(new DeleteCommand({ TableName: this.#tableName, Key }));
  }

  async #get(Key: { PK: string; SK: string }): Promise<OutboxEntry | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : outboxEntrySchema.parse(toEntry(Key.SK, Item));
  }
}

/** What the sort key says is not stored twice: a write of 1,024 bytes costs one unit, one more byte two. */
function toRow({ sortKey: _key, reviewId: _id, lane: _lane, order: _order, ...row }: OutboxEntry): object {
  return row;
}

const toEntry = (sortKey: string, row: object): object => ({ ...row, ...partsOfSortKey(sortKey), sortKey });

function addEntry(page: OutboxPage, sortKey: string, item: Record<string, unknown>): void {
  const entry = outboxEntrySchema.safeParse(toEntry(sortKey, item));
  if (entry.success) page.entries.push(entry.data);
  else page.damaged.push(sortKey);
}
