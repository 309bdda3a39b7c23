import { BatchGetCommand, GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { RetryableError } from '../core/errors.ts';
import { reviewRecordSchema, type ReviewRecord } from '../core/review-record.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** DynamoDB reads at most 100 rows in one BatchGetItem. */
const maxBatchGet = 100;

/** What is known of each review, with its facts. */
export class Reviews {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  async read(accountId: string, reviewId: string): Promise<ReviewRecord | undefined> {
    const Key = keys.review(accountId, reviewId);
    const { Item } = await this.#db.send(new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : reviewRecordSchema.parse(Item);
  }

  /** False when the review is known already. */
  async create(accountId: string, record: ReviewRecord): Promise<boolean> {
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.review(accountId, record.reviewId), ...record },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      ),
    );
  }

  /** Stores a changed record; false when somebody changed it since it was read. */
  async replace(accountId: string, record: ReviewRecord): Promise<boolean> {
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.review(accountId, record.reviewId), ...record, version: record.version + 1 },
          ConditionExpression: 'version = :version',
          ExpressionAttributeValues: { ':version': record.version },
        }),
      ),
    );
  }

  /** Remembers that the outbox has these facts. Says nothing of their later fate, so it needs no version. */
  async markQueued(accountId: string, reviewId: string, factIds: string[]): Promise<void> {
    const names = Object.fromEntries(factIds.map((factId, index) => [`#f${index}`, factId]));
    const paths = factIds.map((_, index) => `facts.#f${index}`);
    await holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          UpdateExpression: `SET ${paths.map((path) => `${path}.queued = :true`).join(', ')} ADD version :one`,
          ConditionExpression: paths.map((path) => `attribute_exists(${path})`).join(' AND '),
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':true': true, ':one': 1 },
        }),
      ),
    );
  }

  /**
   * Zendesk says that a ticket or comment was made of a fact. Events are not authenticated: only a fact that was
   * handed to that subdomain can be confirmed, and a ticket id is never replaced.
   */
  async confirm(accountId: string, reviewId: string, factId: string, ticketId: number | undefined): Promise<boolean> {
    const ticket = ticketId === undefined ? '' : ', ticketId = if_not_exists(ticketId, :ticket)';
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          UpdateExpression: `SET facts.#fact.confirmed = :true${ticket} ADD version :one`,
          ConditionExpression: 'facts.#fact.queued = :true',
          ExpressionAttributeNames: { '#fact': factId },
          ExpressionAttributeValues: { ':true': true, ':one': 1, ...(ticket !== '' && { ':ticket': ticketId }) },
        }),
      ),
    );
  }

  /** The records of many reviews; those that are gone are left out. */
  async readMany(accountId: string, reviewIds: string[]): Promise<Map<string, ReviewRecord>> {
    const records = new Map<string, ReviewRecord>();
    const wanted = [...new Set(reviewIds)];
    for (let at = 0; at < wanted.length; at += maxBatchGet) {
      let ask = wanted.slice(at, at + maxBatchGet).map((reviewId) => keys.review(accountId, reviewId));
      for (let attempt = 0; ask.length > 0; attempt += 1) {
        if (attempt === 8) throw new RetryableError('DynamoDB left rows unread.');
        const answer = await this.#db.send(new BatchGetCommand({ RequestItems: { [this.#tableName]: { Keys: ask } } }));
        for (const item of answer.Responses?.[this.#tableName] ?? []) {
          const record = reviewRecordSchema.parse(item);
          records.set(record.reviewId, record);
        }
        ask = (answer.UnprocessedKeys?.[this.#tableName]?.Keys ?? []) as typeof ask;
      }
    }
    return records;
  }
}
