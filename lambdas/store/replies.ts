import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/**
 * claimed     received, nothing sent to Trustpilot yet
 * publishing  about to be sent, or sent without an answer: only a look at Trustpilot can tell
 * published   Trustpilot took it
 * superseded  a newer reply of the same review was published before
 * failed      Trustpilot does not have it, nobody is trying any more, and the agent was told
 */
const statuses = ['claimed', 'publishing', 'published', 'superseded', 'failed'] as const;

export const replySchema = z.object({
  /** Hash of Zendesk's `request_unique_identifier`, and the last part of the reply's external id. */
  replyId: z.string(),
  reviewId: z.string(),
  text: z.string(),
  status: z.enum(statuses),
  /** First receipt (ms): the order among the replies of the review. */
  receivedAtMs: z.number(),
  /** When it was last sent to Trustpilot without a certain answer (ms); 0 when it surely never arrived. */
  attemptAtMs: z.optional(z.number()),
  /** What stood on Trustpilot before it was sent (reply/standing.ts): something else there later was written since. */
  over: z.optional(z.string()),
  /** Why the last try was refused for good, in words for the agent. */
  refusal: z.optional(z.string()),
  /** Whoever works on it, and until when (ms). */
  owner: z.string(),
  leaseUntilMs: z.number(),
});
export type Reply = z.infer<typeof replySchema>;

const newestSchema = z.object({ replyId: z.string() });

/** Agents' replies, one row per channelback request; a repeated request finds its row. */
export class Replies {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  async read(accountId: string, replyId: string): Promise<Reply | undefined> {
    const Key = keys.reply(accountId, replyId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : replySchema.parse(Item);
  }

  /** False when the request is known already. Which reply of the review is the newest is noted first: a crash repeats both. */
  async claim(accountId: string, reply: Reply): Promise<boolean> {
    await this.#noteNewest(accountId, reply);
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.reply(accountId, reply.replyId), ...reply },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      ),
    );
  }

  /** The agent's reply to a review that was received last, whatever became of it. */
  async newestOf(accountId: string, reviewId: string): Promise<Reply | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: keys.newestReply(accountId, reviewId),
        ConsistentRead: true,
      }),
    );
    const replyId = newestSchema.safeParse(Item).data?.replyId;
    return replyId === undefined ? undefined : this.read(accountId, replyId);
  }

  async #noteNewest(accountId: string, { reviewId, replyId, receivedAtMs }: Reply): Promise<void> {
    await holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.newestReply(accountId, reviewId), replyId, receivedAtMs },
          ConditionExpression: 'attribute_not_exists(PK) OR receivedAtMs <= :received',
          ExpressionAttributeValues: { ':received': receivedAtMs },
        }),
      ),
    );
  }

  /** Of a review that is not known any more, so no other reply to it counts. The row last: a crash leads here again. */
  async remove(accountId: string, { reviewId, replyId }: Pick<Reply, 'reviewId' | 'replyId'>): Promise<void> {
    for (const Key of [keys.newestReply(accountId, reviewId), keys.reply(accountId, replyId)])
      await this.#db.send(new DeleteCommand({ TableName: this.#tableName, Key }));
  }

  /** Takes the reply over from somebody whose lease has run out; undefined when somebody is at work or it is over. */
  async takeOver(
    accountId: string,
    replyId: string,
    lease: { owner: string; nowMs: number; untilMs: number },
  ): Promise<Reply | undefined> {
    return this.#change(accountId, replyId, {
      update: 'SET #owner = :new, leaseUntilMs = :until',
      condition: 'leaseUntilMs < :now AND NOT #status IN (:published, :superseded)',
      values: {
        ':new': lease.owner,
        ':until': lease.untilMs,
        ':now': lease.nowMs,
        ':published': 'published',
        ':superseded': 'superseded',
      },
      names: { '#owner': 'owner', '#status': 'status' },
    });
  }

  /** Stores a step of the one who has the lease; undefined when the lease went to somebody else. */
  async step(
    accountId: string,
    { replyId, owner }: Pick<Reply, 'replyId' | 'owner'>,
    step: Pick<Reply, 'leaseUntilMs'> & Partial<Pick<Reply, 'status' | 'attemptAtMs' | 'over' | 'refusal'>>,
  ): Promise<Reply | undefined> {
    const fields = Object.entries(step);
    return this.#change(accountId, replyId, {
      update: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      condition: '#owner = :owner',
      values: { ':owner': owner, ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])) },
      names: { '#owner': 'owner', ...Object.fromEntries(fields.map(([name]) => [`#${name}`, name])) },
    });
  }

  async #change(
    accountId: string,
    replyId: string,
    change: {
      update: string;
      condition: string;
      values: Record<string, unknown>;
      names: Record<string, string>;
    },
  ): Promise<Reply | undefined> {
    try {
      const { Attributes } = await this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.reply(accountId, replyId),
          UpdateExpression: change.update,
          ConditionExpression: change.condition,
          ExpressionAttributeNames: change.names,
          ExpressionAttributeValues: change.values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return replySchema.parse(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
