import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { reviewCopySchema, type ReviewCopy } from '../core/review-copy.ts';
import { keys, timeToLiveAttribute } from './table.ts';

/** It may hold what a reviewer gave to be found: kept no longer than a card is likely to be opened again. */
const keepSeconds = 7 * 86_400;

const usedTagsSchema = z.object({ values: z.array(z.string()) });

/** What Trustpilot said last of a review, and which tags the company uses. */
export class ReviewCopies {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** A copy that cannot be read, or whose time is over, is none. */
  async read(accountId: string, reviewId: string, nowMs: number): Promise<ReviewCopy | undefined> {
    const Key = keys.copy(accountId, reviewId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    const copy = reviewCopySchema.safeParse(Item).data;
    return copy !== undefined && copy.atMs + keepSeconds * 1000 > nowMs ? copy : undefined;
  }

  async put(accountId: string, reviewId: string, copy: ReviewCopy): Promise<void> {
    const expiresAt = Math.floor(copy.atMs / 1000) + keepSeconds;
    const Item = { ...keys.copy(accountId, reviewId), ...copy, [timeToLiveAttribute]: expiresAt };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  async remove(accountId: string, reviewId: string): Promise<void> {
    await this.#db.send(
      new DeleteCommand({ TableName: this.#tableName, Key: keys.copy(accountId, reviewId) }),
    );
  }

  /** The company's tags, those used last first. */
  async usedTags(accountId: string): Promise<string[]> {
    const Key = keys.usedTags(accountId);
    const { Item } = await this.#db.send(new GetCommand({ TableName: this.#tableName, Key }));
    return usedTagsSchema.safeParse(Item).data?.values ?? [];
  }

  /** Of two at the same time one is forgotten: it is a suggestion. */
  async saveUsedTags(accountId: string, values: string[]): Promise<void> {
    await this.#db.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: keys.usedTags(accountId),
        UpdateExpression: 'SET #values = :values',
        ExpressionAttributeNames: { '#values': 'values' },
        ExpressionAttributeValues: { ':values': values },
      }),
    );
  }
}
