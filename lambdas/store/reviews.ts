import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { RetryableError } from '../core/errors.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import { fromReviewRow, toReviewRow } from './review-row.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** DynamoDB reads at most 100 rows in one BatchGetItem. */
const maxBatchGet = 100;
const maxChanges = 8;

/** What a confirmation needs to know of the row as it was. */
const beforeSchema = z.object({
  facts: z.record(z.string(), z.object({ confirmed: z.optional(z.boolean()) })),
  details: z.object({ consumerId: z.nullable(z.string()) }),
  ticketId: z.optional(z.number()),
});

/** The part of a row that says which facts became tickets. */
const confirmationsSchema = z.object({
  SK: z.string(),
  facts: z.record(z.string(), z.object({ confirmed: z.optional(z.boolean()) })),
});

/** What was known when a fact was confirmed. */
export interface Confirmed {
  /** As unconfirmed. */
  wasListed: boolean;
  consumerId: string | null;
  /** Of the review itself. */
  ticketId: number | undefined;
}

interface ReviewName {
  reviewId: string;
  version?: number;
}

export interface FactName {
  reviewId: string;
  factId: string;
}

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
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : fromReviewRow(Item);
  }

  /** As `read`, for whoever has something to do about a row that nobody can read. */
  async find(accountId: string, reviewId: string): Promise<ReviewRecord | 'damaged' | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: keys.review(accountId, reviewId),
        ConsistentRead: true,
      }),
    );
    if (Item === undefined) return undefined;
    try {
      return fromReviewRow(Item);
    } catch {
      return 'damaged';
    }
  }

  /** False when the review is known already. */
  async create(accountId: string, record: ReviewRecord): Promise<boolean> {
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.review(accountId, record.reviewId), ...toReviewRow(record) },
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
          Item: {
            ...keys.review(accountId, record.reviewId),
            ...toReviewRow(record),
            version: record.version + 1,
          },
          ConditionExpression: 'version = :version',
          ExpressionAttributeValues: { ':version': record.version },
        }),
      ),
    );
  }

  /** False when somebody changed it since it was read. Of a damaged row only the id is known. */
  async remove(accountId: string, { reviewId, version }: ReviewName): Promise<boolean> {
    return holds(
      this.#db.send(
        new DeleteCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          ...(version !== undefined && {
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': version },
          }),
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
   * handed to that subdomain can be confirmed, and a ticket id is never replaced. Undefined for any other.
   */
  async confirm(
    accountId: string,
    reviewId: string,
    factId: string,
    ticketId: number | undefined,
  ): Promise<Confirmed | undefined> {
    const ticket = ticketId === undefined ? '' : ', ticketId = if_not_exists(ticketId, :ticket)';
    try {
      const { Attributes } = await this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          UpdateExpression: `SET facts.#fact.confirmed = :true${ticket} ADD version :one`,
          ConditionExpression: 'facts.#fact.queued = :true',
          ExpressionAttributeNames: { '#fact': factId },
          ExpressionAttributeValues: {
            ':true': true,
            ':one': 1,
            ...(ticket !== '' && { ':ticket': ticketId }),
          },
          ReturnValues: 'ALL_OLD',
        }),
      );
      const before = beforeSchema.safeParse(Attributes).data;
      return {
        wasListed: before?.facts[factId]?.confirmed === false,
        consumerId: before?.details.consumerId ?? null,
        ticketId: before?.ticketId ?? ticketId,
      };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /**
   * A fact stands in another ticket than its review: that one was closed, and Zendesk made a follow-up. False when
   * it is known to stand in a third one.
   */
  async noteFollowUp(
    accountId: string,
    reviewId: string,
    factId: string,
    ticketId: number,
  ): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          UpdateExpression: 'SET facts.#fact.ticketId = :ticket ADD version :one',
          ConditionExpression:
            'attribute_exists(facts.#fact) AND (attribute_not_exists(facts.#fact.ticketId) OR facts.#fact.ticketId = :ticket)',
          ExpressionAttributeNames: { '#fact': factId },
          ExpressionAttributeValues: { ':ticket': ticketId, ':one': 1 },
        }),
      ),
    );
  }

  /** Remembers that a fact is listed as unconfirmed; false when it was confirmed meanwhile or is gone. */
  async markUnconfirmed(accountId: string, reviewId: string, factId: string): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          UpdateExpression: 'SET facts.#fact.confirmed = :false ADD version :one',
          ConditionExpression:
            'attribute_exists(facts.#fact) AND (attribute_not_exists(facts.#fact.confirmed) OR facts.#fact.confirmed = :false)',
          ExpressionAttributeNames: { '#fact': factId },
          ExpressionAttributeValues: { ':false': false, ':one': 1 },
        }),
      ),
    );
  }

  /**
   * The records of many reviews; those that are gone are left out, and damaged ones where the caller takes note.
   * @throws when a row is damaged otherwise
   */
  async readMany(
    accountId: string,
    reviewIds: string[],
    onDamaged?: (row: string) => void,
  ): Promise<Map<string, ReviewRecord>> {
    const rows = await this.#rows(accountId, reviewIds);
    const records = rows.flatMap((row) => {
      try {
        return [fromReviewRow(row)];
      } catch (error) {
        if (onDamaged === undefined) throw error;
        onDamaged(String(row['SK']));
        return [];
      }
    });
    return new Map(records.map((record) => [record.reviewId, record]));
  }

  /** Those of the facts that are not known to have become tickets. A row that cannot be read proves nothing. */
  async unconfirmedAmong(accountId: string, facts: FactName[]): Promise<FactName[]> {
    const rows = await this.#rows(
      accountId,
      facts.map(({ reviewId }) => reviewId),
    );
    const confirmed = new Set<string>();
    for (const row of rows) {
      const { data } = confirmationsSchema.safeParse(row);
      for (const [factId, fact] of Object.entries(data?.facts ?? {}))
        if (fact.confirmed === true) confirmed.add(`${data?.SK ?? ''}#${factId}`);
    }
    return facts.filter(({ reviewId, factId }) => !confirmed.has(`${reviewId}#${factId}`));
  }

  async #rows(accountId: string, reviewIds: string[]): Promise<Record<string, unknown>[]> {
    const wanted = [...new Set(reviewIds)];
    const pages: string[][] = [];
    for (let at = 0; at < wanted.length; at += maxBatchGet) pages.push(wanted.slice(at, at + maxBatchGet));
    return (await Promise.all(pages.map((page) => this.#batch(accountId, page)))).flat();
  }

  async #batch(accountId: string, reviewIds: string[]): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let ask = reviewIds.map((reviewId) => keys.review(accountId, reviewId));
    for (let attempt = 0; ask.length > 0; attempt += 1) {
      if (attempt === 8) throw new RetryableError('DynamoDB left rows unread.');
      const answer = await this.#db.send(
        new BatchGetCommand({ RequestItems: { [this.#tableName]: { Keys: ask } } }),
      );
      rows.push(...(answer.Responses?.[this.#tableName] ?? []));
      ask = (answer.UnprocessedKeys?.[this.#tableName]?.Keys ?? []) as typeof ask;
    }
    return rows;
  }

  /** The right to talk to Trustpilot about a review's reply; undefined while somebody else has it. */
  async lockPublishing(
    accountId: string,
    reviewId: string,
    lock: { owner: string; nowMs: number; untilMs: number },
  ): Promise<ReviewRecord | undefined> {
    return this.#update(accountId, reviewId, {
      UpdateExpression: 'SET publishing = :lock ADD version :one',
      ConditionExpression:
        'attribute_exists(PK) AND (attribute_not_exists(publishing) OR publishing.untilMs < :now)',
      ExpressionAttributeValues: {
        ':lock': { owner: lock.owner, untilMs: lock.untilMs },
        ':now': lock.nowMs,
        ':one': 1,
      },
    });
  }

  async unlockPublishing(accountId: string, reviewId: string, owner: string): Promise<void> {
    await this.#update(accountId, reviewId, {
      UpdateExpression: 'REMOVE publishing ADD version :one',
      ConditionExpression: 'publishing.#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner, ':one': 1 },
    });
  }

  /**
   * Reads, changes and stores a record until nobody came in between; `change` may run several times. Undefined when
   * the review is not known (any more).
   */
  async change(
    accountId: string,
    reviewId: string,
    change: (record: ReviewRecord) => ReviewRecord,
  ): Promise<ReviewRecord | undefined> {
    for (let attempt = 1; attempt <= maxChanges; attempt += 1) {
      const record = await this.read(accountId, reviewId);
      if (record === undefined) return undefined;
      const next = change(record);
      if (next === record) return record;
      if (await this.replace(accountId, next)) return { ...next, version: next.version + 1 };
    }
    throw new RetryableError('The review is changed by too many at once.');
  }

  async #update(
    accountId: string,
    reviewId: string,
    input: Omit<UpdateCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
  ): Promise<ReviewRecord | undefined> {
    try {
      const { Attributes } = await this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.review(accountId, reviewId),
          ReturnValues: 'ALL_NEW',
          ...input,
        }),
      );
      return fromReviewRow(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
