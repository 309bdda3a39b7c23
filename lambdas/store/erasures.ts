import {
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { deleteAll } from './batch-write.ts';
import { keys, timeToLiveAttribute } from './table.ts';
import { holds } from './write-once.ts';

const reviewSchema = z.object({
  SK: z.string(),
  details: z.object({ consumerId: z.nullable(z.string()) }),
});
const replySchema = z.object({ PK: z.string(), SK: z.string() });
const runSchema = z.object({ lastAtMs: z.number(), notBeforeMs: z.number() });
/** When the Deletions API was followed last, and when it may be again. */
export type DeletionsRun = z.infer<typeof runSchema>;

const unprovenSeconds = 30 * 86_400;

/** What erasing a person's data needs to find and to remember. */
export class Erasures {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** From here on the review is not imported again. The account says whether there is anything to look for. */
  async remember(accountId: string, hash: string, nowMs: number): Promise<void> {
    const Item = { ...keys.erased(accountId, hash), erasedAtMs: nowMs };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
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
  }

  async isErased(accountId: string, hash: string): Promise<boolean> {
    const Key = keys.erased(accountId, hash);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item !== undefined;
  }

  /** Who wrote which review of an account. */
  async *authors(accountId: string): AsyncGenerator<{ reviewId: string; consumerId: string | null }> {
    for await (const item of this.#items(keys.reviews(accountId), 'SK, details.consumerId')) {
      const review = reviewSchema.safeParse(item);
      if (!review.success) continue;
      yield { reviewId: review.data.SK, consumerId: review.data.details.consumerId };
    }
  }

  /** Agents' replies to a review may quote the person. */
  async removeReplies(accountId: string, reviewId: string): Promise<void> {
    const rows: z.infer<typeof replySchema>[] = [];
    for await (const item of this.#items(keys.replies(accountId), 'PK, SK', reviewId))
      rows.push(replySchema.parse(item));
    await deleteAll(this.#db, this.#tableName, rows);
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
  async keepUnproven(subdomain: string, authorId: string, nowMs: number): Promise<void> {
    const Item = {
      ...keys.unproven(subdomain, authorId),
      authorId,
      receivedAtMs: nowMs,
      [timeToLiveAttribute]: Math.floor(nowMs / 1000) + unprovenSeconds,
    };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  async *#items(
    partition: string,
    projection: string,
    reviewId?: string,
  ): AsyncGenerator<Record<string, unknown>> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :partition',
          ProjectionExpression: projection,
          ExpressionAttributeValues: {
            ':partition': partition,
            ...(reviewId !== undefined && { ':review': reviewId }),
          },
          ...(reviewId !== undefined && { FilterExpression: 'reviewId = :review' }),
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      yield* page.Items ?? [];
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}
