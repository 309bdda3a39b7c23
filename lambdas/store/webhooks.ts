import { createHash } from 'node:crypto';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { accountIdSchema, type Account } from '../core/account.ts';
import { trustpilotIdSchema } from '../core/review.ts';
import { deleteAll } from './batch-write.ts';
import { keys } from './table.ts';

const targetSchema = z.object({ accountId: accountIdSchema, businessUnitId: trustpilotIdSchema });
export type WebhookTarget = z.infer<typeof targetSchema>;

/** A row is found by the hash, so how long a look-up takes says nothing about the key. */
export const webhookHash = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** Which domain of which account a Trustpilot webhook is about, by the key in its URL. */
export class Webhooks {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  async find(key: string): Promise<WebhookTarget | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key: keys.webhook(webhookHash(key)) }),
    );
    return Item === undefined ? undefined : targetSchema.parse(Item);
  }

  async put(hash: string, target: WebhookTarget): Promise<void> {
    await this.#db.send(
      new PutCommand({ TableName: this.#tableName, Item: { ...keys.webhook(hash), ...target } }),
    );
  }

  async removeAll({ domains }: Account): Promise<void> {
    const rows = domains.map(({ webhookKey }) => keys.webhook(webhookHash(webhookKey)));
    await deleteAll(this.#db, this.#tableName, rows);
  }
}
