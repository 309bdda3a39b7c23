import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../core/account.ts';
import type { Sync } from '../core/sync.ts';
import { Erasures } from './erasures.ts';
import { Syncs } from './syncs.ts';
import { keys } from './table.ts';

/** A count is broken off after so many pages of 1 MB each: nobody needs the exact number of that many. */
const maxPages = 5;

/** Anybody can report erasures: a person decides about so many at a time. */
const maxErasures = 20;

export interface BoundedCount {
  count: number;
  more: boolean;
}

/** What is stored about how an account is doing. */
export class StoredAccountStatus {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #syncs: Syncs;
  readonly #erasures: Erasures;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
    this.#syncs = new Syncs(db, tableName);
    this.#erasures = new Erasures(db, tableName);
  }

  async read({ accountId }: Account) {
    const [{ records }, replies, unconfirmed, parked, erasures] = await Promise.all([
      this.#syncs.all(accountId),
      this.#count(keys.replies(accountId)),
      this.#count(keys.unconfirmedAll(accountId)),
      this.#count(keys.parkedAll(accountId)),
      this.#erasures.unproven(accountId, maxErasures),
    ]);
    const syncs = [...records.values()];
    const reviews = syncs.reduce(
      (sum, { received, backfill }) => sum + received + (backfill?.queued ?? 0),
      0,
    );
    return { domains: syncs.map(toDomainStatus), reviews, replies, unconfirmed, parked, erasures };
  }

  async #count(partition: string): Promise<BoundedCount> {
    let count = 0;
    let from: Record<string, unknown> | undefined;
    for (let page = 1; page <= maxPages; page += 1) {
      const answer = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :partition',
          ExpressionAttributeValues: { ':partition': partition },
          Select: 'COUNT',
          ExclusiveStartKey: from,
        }),
      );
      count += answer.Count ?? 0;
      from = answer.LastEvaluatedKey;
      if (from === undefined) return { count, more: false };
    }
    return { count, more: true };
  }
}

const toDomainStatus = ({
  businessUnitId,
  intervalMs,
  lastSuccessAtMs,
  failures,
  lastError,
  backfill,
}: Sync) => ({
  businessUnitId,
  intervalMs,
  lastSuccessAtMs: lastSuccessAtMs === 0 ? undefined : lastSuccessAtMs,
  failing: failures > 0,
  lostAccess: failures > 0 && lastError === 'forbidden',
  backfill,
});
