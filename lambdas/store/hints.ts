import {
  DeleteCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { toldAgainMs } from '../core/told.ts';
import { keys, timeToLiveAttribute } from './table.ts';
import { holds } from './write-once.ts';

const hintSchema = z.object({ SK: z.string(), atMs: z.number() });
/** Of an account that is not polled any more; regular scans and re-scans find what it was about. */
const keepSeconds = 7 * 86_400;

export type Hint = z.infer<typeof hintSchema>;

/** Domains of which something is known to have changed, to be read by one list call: many hints, one row. */
export class Hints {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  async put(accountId: string, businessUnitId: string, atMs: number): Promise<void> {
    const expiresAt = Math.floor(atMs / 1000) + keepSeconds;
    const Item = { ...keys.hint(accountId, businessUnitId), atMs, [timeToLiveAttribute]: expiresAt };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  /** A domain's webhook tells of new reviews: kept in its poll record, whose version stays, because no scan goes by it. */
  async heard(accountId: string, businessUnitId: string, atMs: number): Promise<void> {
    await holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.sync(accountId, businessUnitId),
          UpdateExpression: 'SET toldAtMs = :at',
          ConditionExpression:
            'attribute_exists(PK) AND (attribute_not_exists(toldAtMs) OR toldAtMs < :before)',
          ExpressionAttributeValues: { ':at': atMs, ':before': atMs - toldAgainMs },
        }),
      ),
    );
  }

  /** By `<account>#<business unit>`; a row that cannot be read is reported and holds up nobody. */
  async all(onDamaged: (row: string) => void): Promise<Map<string, Hint>> {
    const hints = new Map<string, Hint>();
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :hints',
          ExpressionAttributeValues: { ':hints': keys.hints },
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) {
        const hint = hintSchema.safeParse(item);
        if (hint.success) hints.set(hint.data.SK, hint.data);
        else onDamaged(String(item['SK']));
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return hints;
  }

  /** The domain was read after the hint; one that came meanwhile stays. */
  async done({ SK, atMs }: Hint): Promise<void> {
    await holds(
      this.#db.send(
        new DeleteCommand({
          TableName: this.#tableName,
          Key: { PK: keys.hints, SK },
          ConditionExpression: 'atMs = :at',
          ExpressionAttributeValues: { ':at': atMs },
        }),
      ),
    );
  }
}
