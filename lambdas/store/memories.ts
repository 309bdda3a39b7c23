import { PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  hourOf,
  memoryMs,
  packHour,
  rememberedMs,
  rememberOne,
  unpackHour,
  type Memory,
  type Remembered,
} from '../core/memory.ts';
import { keys, timeToLiveAttribute } from './table.ts';

const rowSchema = z.object({ SK: z.string(), packed: z.string() });
type Row = z.infer<typeof rowSchema>;

/** A row is kept a little longer than it is read. */
const keepSeconds = (rememberedMs + 2 * 86_400_000) / 1000;

export interface NewestQuery {
  /** Nothing older is wanted. */
  sinceMs: number;
  /** That many reviews are enough … */
  count: number;
  /** … if they reach back to here. */
  reachingMs: number;
  reviewsPerDay: number;
}

/** What the walks over each domain remember (core/memory.ts): one row per hour in which reviews were created. */
export class Memories {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Whole hours from the newest one back. */
  async newest(accountId: string, businessUnitId: string, wanted: NewestQuery): Promise<Memory> {
    const memory = new Map<string, Remembered[]>();
    const rowsWanted = Math.ceil((wanted.count * 1.2) / Math.max(1, wanted.reviewsPerDay / 24));
    const rows = this.#rows(accountId, businessUnitId, hourOf(wanted.sinceMs), '~', {
      limit: Math.min(120, Math.max(4, rowsWanted)),
      forward: false,
    });
    let count = 0;
    for await (const { SK, packed } of rows) {
      const hour = hourInKey(SK);
      if (count >= wanted.count && hour < hourOf(wanted.reachingMs)) break;
      const entries = unpackHour(hour, packed);
      memory.set(hour, entries);
      count += entries.length;
    }
    return memory;
  }

  /** The hours that the range touches. */
  async range(accountId: string, businessUnitId: string, fromMs: number, toMs: number): Promise<Memory> {
    const memory = new Map<string, Remembered[]>();
    const rows = this.#rows(accountId, businessUnitId, hourOf(fromMs), hourOf(toMs), { forward: true });
    for await (const { SK, packed } of rows) memory.set(hourInKey(SK), unpackHour(hourInKey(SK), packed));
    return memory;
  }

  /**
   * What was learned of one review outside of the walks. Without it a change that is taken back before the next walk,
   * or a review that comes by a webhook and vanishes before it, would never be missed.
   */
  async keep(accountId: string, businessUnitId: string, one: Remembered, nowMs: number): Promise<void> {
    if (one.createdAtMs < nowMs - memoryMs) return;
    const hour = await this.range(accountId, businessUnitId, one.createdAtMs, one.createdAtMs);
    await this.save(accountId, businessUnitId, rememberOne(hour, one));
  }

  /** Stores whole hours. Two walks at once may undo each other's: what is forgotten is looked at once more. */
  async save(accountId: string, businessUnitId: string, hours: Memory): Promise<void> {
    for (const [hour, entries] of hours) {
      const expiresAt = Math.floor(Date.parse(`${hour}:00:00.000Z`) / 1000) + keepSeconds;
      await this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: {
            ...keys.memory(accountId, businessUnitId, hour),
            packed: packHour(entries),
            [timeToLiveAttribute]: expiresAt,
          },
        }),
      );
    }
  }

  async *#rows(
    accountId: string,
    businessUnitId: string,
    fromHour: string,
    toHour: string,
    { limit, forward }: { limit?: number; forward: boolean },
  ): AsyncGenerator<Row> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :memories AND SK BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':memories': keys.memories(accountId),
            ':from': keys.memory(accountId, businessUnitId, fromHour).SK,
            ':to': keys.memory(accountId, businessUnitId, toHour).SK,
          },
          ScanIndexForward: forward,
          ExclusiveStartKey: from,
          ...(limit !== undefined && { Limit: limit }),
        }),
      );
      for (const item of page.Items ?? []) yield rowSchema.parse(item);
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}

const hourInKey = (sortKey: string): string => sortKey.split('#')[1] ?? '';
