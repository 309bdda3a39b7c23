import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { partsOfSortKey } from '../core/outbox-entry.ts';
import { keys } from './table.ts';

/** More than this many are only counted up to here: whoever sees the number has to act either way. */
const countUpTo = 500;

const rowSchema = z.object({ SK: z.string() });

/** How much of an account waits for Zendesk, or for a person. */
export class Waiting {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Since when (ms) the oldest new fact waits to be collected; undefined when none does. Backfill may take its time. */
  async oldestNewMs(accountId: string): Promise<number | undefined> {
    const { PK, SK } = keys.handout(accountId);
    const { Items } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :outbox AND SK > :handout',
        ExpressionAttributeValues: { ':outbox': PK, ':handout': SK },
        ProjectionExpression: 'SK',
        Limit: 1,
      }),
    );
    const oldest = rowSchema.safeParse(Items?.[0]);
    const { lane, order } = partsOfSortKey(oldest.data?.SK ?? '');
    const orderMs = Date.parse(order);
    return lane === 'new' && !Number.isNaN(orderMs) ? orderMs : undefined;
  }

  /** Taken over by Zendesk and never confirmed. */
  unconfirmed(accountId: string): Promise<number> {
    return this.#count(keys.unconfirmedAll(accountId));
  }

  /** Refused by Zendesk. */
  parked(accountId: string): Promise<number> {
    return this.#count(keys.parkedAll(accountId));
  }

  async #count(partition: string): Promise<number> {
    const { Count = 0 } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :partition',
        ExpressionAttributeValues: { ':partition': partition },
        Select: 'COUNT',
        Limit: countUpTo,
      }),
    );
    return Count;
  }
}
