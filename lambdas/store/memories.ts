import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  hourOf,
  memoryMs,
  mergeHours,
  packHour,
  rememberedMs,
  rememberOne,
  unpackHour,
  type Memory,
  type Remembered,
} from '../core/memory.ts';
import { RetryableError } from '../core/errors.ts';
import { keys, timeToLiveAttribute } from './table.ts';
import { holds } from './write-once.ts';

const rowSchema = z.object({ SK: z.string(), packed: z.string() });
type Row = z.infer<typeof rowSchema>;

/** A row is kept a little longer than it is read. */
const keepSeconds = (rememberedMs + 2 * 86_400_000) / 1000;

const maxAttempts = 8;

interface Place {
  accountId: string;
  businessUnitId: string;
  hour: string;
}

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
    await this.#change({ accountId, businessUnitId, hour: hourOf(one.createdAtMs) }, (entries) =>
      rememberOne(entries, one),
    );
  }

  /** Stores whole hours that a walk changed from what it had read; what was kept meanwhile stays. */
  async save(accountId: string, businessUnitId: string, hours: Memory, before: Memory): Promise<void> {
    for (const [hour, entries] of hours) {
      const place = { accountId, businessUnitId, hour };
      const read = before.get(hour);
      if (await this.#put(place, packHour(entries), read && packHour(read))) continue;
      await this.#change(place, (theirs) => mergeHours(read ?? [], entries, theirs));
    }
  }

  /** Workers do several hints at a time, and new reviews are of the same hour. */
  async #change(
    place: Place,
    change: (entries: readonly Remembered[]) => readonly Remembered[],
  ): Promise<void> {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const packed = await this.#read(place);
      const next = packHour(change(unpackHour(place.hour, packed ?? '')));
      if (next === packed || (await this.#put(place, next, packed))) return;
    }
    throw new RetryableError('The memory of an hour is changed by too many at once.');
  }

  async #read({ accountId, businessUnitId, hour }: Place): Promise<string | undefined> {
    const Key = keys.memory(accountId, businessUnitId, hour);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : rowSchema.parse(Item).packed;
  }

  /** False when the hour is not as it was read. */
  async #put(
    { accountId, businessUnitId, hour }: Place,
    packed: string,
    read: string | undefined,
  ): Promise<boolean> {
    const expiresAt = Math.floor(Date.parse(`${hour}:00:00.000Z`) / 1000) + keepSeconds;
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: {
            ...keys.memory(accountId, businessUnitId, hour),
            packed,
            [timeToLiveAttribute]: expiresAt,
          },
          ConditionExpression: read === undefined ? 'attribute_not_exists(PK)' : 'packed = :read',
          ...(read !== undefined && { ExpressionAttributeValues: { ':read': read } }),
        }),
      ),
    );
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
