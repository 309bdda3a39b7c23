import { DeleteCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from './table.ts';

/**
 * Work for later, found by the schedule's tick:
 * reoffer   entries taken over by Zendesk whose confirmation is checked (data: their fact keys and the attempt)
 * unpark    a parked entry that gets its daily try (id: its sort key)
 * settle    a reply whose outcome was not certain (id: hash of the request id)
 * absence   a review whose presence is in doubt and that is read once more (id: review id)
 * pending   an account that no pull has made live yet: its domains are freed
 * dialogue  an account dialogue that was left open: its connection is revoked
 * revoke    a connection that a reconnect replaced (id: connection id)
 * purge     a removed account: what late workers wrote is deleted too
 * forget    an erased review: the same (id: review id; data: its tickets)
 * retell    the note that an erased review was removed is offered again (id: review id; data: it and the attempt)
 */
export const dueKinds = [
  'reoffer',
  'unpark',
  'settle',
  'absence',
  'pending',
  'dialogue',
  'revoke',
  'purge',
  'forget',
  'retell',
] as const;

export const dueSchema = z.object({
  SK: z.string(),
  kind: z.enum(dueKinds),
  accountId: z.optional(z.string()),
  id: z.string(),
  atMs: z.number(),
  data: z.optional(z.unknown()),
});
export type Due = z.infer<typeof dueSchema>;
export type NewDue = Omit<Due, 'SK'>;

export class DueWork {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Idempotent: the same kind, id and time make the same row. */
  async put(due: NewDue): Promise<void> {
    const { kind, accountId, id, atMs } = due;
    const SK = `${new Date(atMs).toISOString()}#${kind}#${accountId ?? ''}#${id}`;
    await this.#db.send(new PutCommand({ TableName: this.#tableName, Item: { PK: keys.due, ...due, SK } }));
  }

  /** The oldest rows whose time has come, at most `limit`. A row that cannot be read is reported and holds up nobody. */
  async readDue(
    nowMs: number,
    limit: number,
    onDamaged: (row: string) => void = () => undefined,
  ): Promise<Due[]> {
    const { Items } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :due AND SK < :now',
        ExpressionAttributeValues: { ':due': keys.due, ':now': new Date(nowMs).toISOString() },
        Limit: limit,
      }),
    );
    return (Items ?? []).flatMap((item) => {
      const due = dueSchema.safeParse(item);
      if (!due.success) onDamaged(String(item['SK']));
      return due.success ? [due.data] : [];
    });
  }

  async done({ SK }: Pick<Due, 'SK'>): Promise<void> {
    await this.#db.send(new DeleteCommand({ TableName: this.#tableName, Key: { PK: keys.due, SK } }));
  }
}
