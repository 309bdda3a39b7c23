import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { deleteAll, type Key } from './batch-write.ts';
import { runSchema, sweepSchema, type DeletionsRun, type RetentionSweep } from './erasure-runs.ts';
import { keys, timeToLiveAttribute } from './table.ts';
import { holds } from './write-once.ts';

/** Of a review's row only what tells whose it is and when something last happened to it. */
const rowSchema = z.object({
  SK: z.string(),
  details: z.object({ consumerId: z.nullable(z.string()) }),
  contentAtMs: z.number(),
  reply: z.nullish(z.object({ atMs: z.optional(z.number()), readAtMs: z.optional(z.number()) })),
  presence: z.optional(z.object({ atMs: z.number() })),
  lastPublished: z.optional(z.object({ receivedAtMs: z.number() })),
});
/** Of a row that is damaged elsewhere. */
const authorSchema = z.object({ details: z.object({ consumerId: z.nullable(z.string()) }) });
const rowAttributes =
  'SK, #details.consumerId, contentAtMs, #reply.atMs, #reply.readAtMs, #presence.atMs, lastPublished.receivedAtMs';

export interface StoredReview {
  reviewId: string;
  consumerId: string | null;
  /** When its content, its reply or its being there changed last, or an agent answered it (ms); a damaged row never says. */
  lastEventMs: number;
}

const keySchema = z.object({ PK: z.string(), SK: z.string(), reviewId: z.optional(z.unknown()) });
const unprovenSchema = z.object({ authorId: z.string(), receivedAtMs: z.number() });
/** A person who is said to have been erased in Zendesk, without proof. */
export type UnprovenErasure = z.infer<typeof unprovenSchema>;

const unprovenSeconds = 30 * 86_400;

/** What erasing a person's data needs to find and to remember. */
export class Erasures {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /**
   * From here on the review is not imported again. The account says whether there is anything to look for. Answers
   * whether an earlier try has found that Zendesk never had it.
   */
  async remember(accountId: string, hash: string, nowMs: number): Promise<{ neverInZendesk: boolean }> {
    const { Attributes } = await this.#db.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: keys.erased(accountId, hash),
        UpdateExpression: 'SET erasedAtMs = :now',
        ExpressionAttributeValues: { ':now': nowMs },
        ReturnValues: 'ALL_NEW',
      }),
    );
    await holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET hasErased = :true',
          ConditionExpression: 'attribute_exists(PK) AND attribute_not_exists(hasErased)',
          ExpressionAttributeValues: { ':true': true },
        }),
      ),
    );
    return { neverInZendesk: Attributes?.['neverInZendesk'] === true };
  }

  /** Noted before what shows it is erased: a repeat could not tell any more. */
  async noteNeverInZendesk(accountId: string, hash: string): Promise<void> {
    await this.#db.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: keys.erased(accountId, hash),
        UpdateExpression: 'SET neverInZendesk = :true',
        ExpressionAttributeValues: { ':true': true },
      }),
    );
  }

  async isErased(accountId: string, hash: string): Promise<boolean> {
    const Key = keys.erased(accountId, hash);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item !== undefined;
  }

  /**
   * The stored reviews of an account in the order of their ids, as DynamoDB pages them; after `after` where given. A
   * damaged row is reported, and still goes by its id and by its author where it names one.
   */
  async *storedReviews(
    accountId: string,
    onDamaged: (row: string) => void,
    after = '',
  ): AsyncGenerator<StoredReview[]> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :reviews AND SK > :after',
          ProjectionExpression: rowAttributes,
          ExpressionAttributeNames: { '#details': 'details', '#reply': 'reply', '#presence': 'presence' },
          ExpressionAttributeValues: { ':reviews': keys.reviews(accountId), ':after': after || ' ' },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      yield (page.Items ?? []).map((item) => toStoredReview(item, onDamaged));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }

  /** Agents' replies to a review may quote the person. */
  async removeReplies(accountId: string, reviewId: string): Promise<void> {
    await this.removeRows(await this.#rowsAbout(keys.replies(accountId), reviewId));
  }

  /** Everything that names a review but its own row, which names the rest only while it can be read. */
  async rowsAbout(accountId: string, reviewId: string): Promise<Key[]> {
    const partitions = [keys.unconfirmedAll, keys.replies, keys.cards];
    const rows = partitions.map((partition) => this.#rowsAbout(partition(accountId), reviewId));
    return [...(await this.entriesOf(accountId, reviewId)), ...(await Promise.all(rows)).flat()];
  }

  /** Pending and parked ones. */
  async entriesOf(accountId: string, reviewId: string): Promise<Key[]> {
    const partitions = [keys.outbox, keys.parkedAll];
    const rows = partitions.map((partition) => this.#rowsAbout(partition(accountId), reviewId));
    return (await Promise.all(rows)).flat();
  }

  async removeRows(rows: Key[]): Promise<void> {
    await deleteAll(this.#db, this.#tableName, rows);
  }

  async #rowsAbout(partition: string, reviewId: string): Promise<Key[]> {
    const rows: Key[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :partition',
          ProjectionExpression: 'PK, SK, reviewId',
          ExpressionAttributeValues: { ':partition': partition },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      rows.push(...(page.Items ?? []).map((item) => keySchema.parse(item)).filter(isAbout(reviewId)));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return rows;
  }

  async readRun(): Promise<DeletionsRun | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key: keys.deletions, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : runSchema.parse(Item);
  }

  async saveRun(run: DeletionsRun): Promise<void> {
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item: { ...keys.deletions, ...run } }));
  }

  /** A wish that nobody proved to be Zendesk's waits for a person. */
  async keepUnproven(accountId: string, authorId: string, nowMs: number): Promise<void> {
    const Item = {
      ...keys.unproven(accountId, authorId),
      authorId,
      receivedAtMs: nowMs,
      [timeToLiveAttribute]: Math.floor(nowMs / 1000) + unprovenSeconds,
    };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  /** At most `limit` of those that wait for a person. */
  async unproven(accountId: string, limit: number): Promise<UnprovenErasure[]> {
    const { Items = [] } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :unproven',
        ExpressionAttributeValues: { ':unproven': keys.unprovenAll(accountId) },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return Items.flatMap((item) => unprovenSchema.safeParse(item).data ?? []);
  }

  async isUnproven(accountId: string, authorId: string): Promise<boolean> {
    const Key = keys.unproven(accountId, authorId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item !== undefined;
  }

  /** A person has decided, or the erasure was proven after all. */
  async settleUnproven(accountId: string, authorId: string): Promise<void> {
    const Key = keys.unproven(accountId, authorId);
    await this.#db.send(new DeleteCommand({ TableName: this.#tableName, Key }));
  }

  async readSweep(): Promise<RetentionSweep | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key: keys.retention, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : sweepSchema.parse(Item);
  }

  async saveSweep(sweep: RetentionSweep): Promise<void> {
    await this.#db.send(
      new PutCommand({ TableName: this.#tableName, Item: { ...keys.retention, ...sweep } }),
    );
  }
}

function toStoredReview(item: Record<string, unknown>, onDamaged: (row: string) => void): StoredReview {
  const row = rowSchema.safeParse(item);
  if (!row.success) {
    const reviewId = String(item['SK']);
    onDamaged(reviewId);
    const consumerId = authorSchema.safeParse(item).data?.details.consumerId ?? null;
    return { reviewId, consumerId, lastEventMs: Infinity };
  }
  const { SK: reviewId, details, contentAtMs, reply, presence, lastPublished } = row.data;
  const events = [contentAtMs, reply?.atMs, reply?.readAtMs, presence?.atMs, lastPublished?.receivedAtMs];
  const lastEventMs = Math.max(...events.filter((atMs) => atMs !== undefined));
  return { reviewId, consumerId: details.consumerId, lastEventMs };
}

/** In an attribute, or as a part of the key. */
const isAbout =
  (reviewId: string) =>
  (row: z.infer<typeof keySchema>): boolean =>
    row.reviewId === reviewId || row.SK.split('#').includes(reviewId);
