import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from './table.ts';

const usageSchema = z.object({
  calls: z._default(z.number(), 0),
  /** Taken as used before counting began; missing until a tick has set it. */
  before: z.optional(z.number()),
  /** Trustpilot asked for a pause (429) until then (ms). */
  pauseUntilMs: z._default(z.number(), 0),
});
export type Usage = z.infer<typeof usageSchema>;

/** Calls to Trustpilot, one row per allowance year: every Lambda adds what it has called. */
export class Usages {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  async read(year: string): Promise<Usage> {
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key: keys.usage(year), ConsistentRead: true }),
    );
    return usageSchema.parse(Item ?? {});
  }

  async add(year: string, calls: number, pauseUntilMs?: number): Promise<void> {
    const pause = pauseUntilMs === undefined ? '' : ' SET pauseUntilMs = :until';
    await this.#db.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: keys.usage(year),
        UpdateExpression: `ADD calls :calls${pause}`,
        ExpressionAttributeValues: {
          ':calls': calls,
          ...(pauseUntilMs !== undefined && { ':until': pauseUntilMs }),
        },
      }),
    );
  }

  /** Once a year: what was used before counting began. */
  async begin(year: string, before: number): Promise<void> {
    await this.#db.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: keys.usage(year),
        UpdateExpression: 'SET #before = if_not_exists(#before, :before)',
        ExpressionAttributeNames: { '#before': 'before' },
        ExpressionAttributeValues: { ':before': before },
      }),
    );
  }
}
