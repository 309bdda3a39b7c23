import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys, timeToLiveAttribute } from './table.ts';
import { holds } from './write-once.ts';

/** A repeated click does nothing for so long. */
const keepSeconds = 86_400;

const outcomeSchema = z.object({
  /** Why it was refused for good; missing after success. */
  failure: z.optional(
    z.object({ code: z.enum(['refused', 'connection-dead', 'not-found']), message: z.string() }),
  ),
});
export type Outcome = z.infer<typeof outcomeSchema>;

const actionSchema = z.object({
  /** Hash of what was clicked on which review: nothing of an erased review stays behind. */
  what: z.string(),
  startedAtMs: z.number(),
  /** Whoever is at it, and until when (ms). */
  owner: z.string(),
  leaseUntilMs: z.number(),
  outcome: z.optional(outcomeSchema),
});
type Action = z.infer<typeof actionSchema>;

/** Clicks in the sidebar: each does its work once, however often it is sent. */
export class SidebarActions {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** False when the click is known already. */
  async claim(accountId: string, actionId: string, action: Action): Promise<boolean> {
    const expiresAt = Math.floor(action.startedAtMs / 1000) + keepSeconds;
    const Item = { ...keys.action(accountId, actionId), ...action, [timeToLiveAttribute]: expiresAt };
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item,
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      ),
    );
  }

  async read(accountId: string, actionId: string): Promise<Action | undefined> {
    const Key = keys.action(accountId, actionId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : actionSchema.parse(Item);
  }

  /** Takes an unfinished click over from somebody whose lease has run out. */
  async takeOver(
    accountId: string,
    actionId: string,
    { owner, leaseUntilMs, nowMs }: { owner: string; leaseUntilMs: number; nowMs: number },
  ): Promise<boolean> {
    return this.#update(accountId, actionId, {
      set: '#owner = :new, leaseUntilMs = :until',
      condition: 'leaseUntilMs < :now AND attribute_not_exists(outcome)',
      values: { ':new': owner, ':until': leaseUntilMs, ':now': nowMs },
    });
  }

  /** For good. */
  async finish(accountId: string, actionId: string, owner: string, outcome: Outcome): Promise<void> {
    await this.#update(accountId, actionId, {
      set: 'outcome = :outcome, leaseUntilMs = :free',
      condition: '#owner = :owner',
      values: { ':outcome': outcome, ':free': 0, ':owner': owner },
    });
  }

  /** It may be tried again at once: as the same one where it may be done, else as if it had never been. */
  async release(
    accountId: string,
    actionId: string,
    owner: string,
    { mayBeDone }: { mayBeDone: boolean },
  ): Promise<void> {
    if (mayBeDone) {
      const values = { ':free': 0, ':owner': owner };
      await this.#update(accountId, actionId, {
        set: 'leaseUntilMs = :free',
        condition: '#owner = :owner',
        values,
      });
      return;
    }
    await holds(
      this.#db.send(
        new DeleteCommand({
          TableName: this.#tableName,
          Key: keys.action(accountId, actionId),
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': owner },
        }),
      ),
    );
  }

  async #update(
    accountId: string,
    actionId: string,
    { set, condition, values }: { set: string; condition: string; values: Record<string, unknown> },
  ): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.action(accountId, actionId),
          UpdateExpression: `SET ${set}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: values,
        }),
      ),
    );
  }
}
