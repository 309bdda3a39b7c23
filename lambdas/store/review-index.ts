import { GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { factsInOrder, type ReviewRecord } from '../core/review-record.ts';
import { deleteAll, type Key } from './batch-write.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

const rowSchema = z.object({ reviewId: z.string() });
const keySchema = z.object({ PK: z.string(), SK: z.string() });

/** Ways to a review other than its id: from a ticket, and from its author. Written when Zendesk confirms the ticket. */
export class ReviewIndex {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Events are not authenticated: none moves a ticket to another review. */
  async putTicket(accountId: string, ticketId: number, reviewId: string): Promise<void> {
    await holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.ticket(accountId, ticketId), reviewId },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      ),
    );
  }

  async putAuthor(accountId: string, consumerId: string, reviewId: string): Promise<void> {
    const Item = { ...keys.authored(accountId, consumerId, reviewId), reviewId };
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item }));
  }

  async reviewOfTicket(accountId: string, ticketId: number): Promise<string | undefined> {
    const Key = keys.ticket(accountId, ticketId);
    const { Item } = await this.#db.send(new GetCommand({ TableName: this.#tableName, Key }));
    return rowSchema.safeParse(Item).data?.reviewId;
  }

  /** The newest ids first: Trustpilot's begin with the time. */
  async reviewsOf(accountId: string, consumerId: string, limit: number): Promise<string[]> {
    const { PK, SK } = keys.authored(accountId, consumerId, '');
    const { Items = [] } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :cards AND begins_with(SK, :author)',
        ExpressionAttributeValues: { ':cards': PK, ':author': SK },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.flatMap((item) => rowSchema.safeParse(item).data?.reviewId ?? []);
  }

  /** Everything in the account's cards that is about one review; the record names the rows. */
  async forget(accountId: string, record: ReviewRecord): Promise<void> {
    const { reviewId, details } = record;
    await deleteAll(this.#db, this.#tableName, [
      ...cardsOf(accountId, reviewId, ticketsOf(record)),
      ...(details.consumerId === null ? [] : [keys.authored(accountId, details.consumerId, reviewId)]),
    ]);
  }

  /** The same when the record is gone, and with it the name of the author: looked for among all, a while later. */
  async forgetLate(accountId: string, reviewId: string, ticketIds: number[]): Promise<void> {
    const { PK, SK } = keys.authored(accountId, '', '');
    const rows = cardsOf(accountId, reviewId, ticketIds);
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :cards AND begins_with(SK, :authors)',
          FilterExpression: 'reviewId = :review',
          ExpressionAttributeValues: { ':cards': PK, ':authors': SK.slice(0, -1), ':review': reviewId },
          ExclusiveStartKey: from,
        }),
      );
      rows.push(...(page.Items ?? []).map((item) => keySchema.parse(item)));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    await deleteAll(this.#db, this.#tableName, rows);
  }
}

/** Those in which something of the review stands, follow-ups too. */
export function ticketsOf(record: ReviewRecord): number[] {
  const followUps = factsInOrder(record).map(({ ticketId }) => ticketId);
  return [...new Set([record.ticketId, ...followUps].filter((id) => id !== undefined))];
}

const cardsOf = (accountId: string, reviewId: string, ticketIds: number[]): Key[] => [
  ...ticketIds.map((id) => keys.ticket(accountId, id)),
  keys.newestReply(accountId, reviewId),
  keys.copy(accountId, reviewId),
];
