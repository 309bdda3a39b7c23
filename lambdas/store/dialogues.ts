import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { accountIdSchema, connectionSchema, domainSchema, settingsSchema } from '../core/account.ts';
import { trustpilotIdSchema } from '../core/review.ts';
import { keys, timeToLiveAttribute } from './table.ts';
import { holds } from './write-once.ts';

/** The row outlives the dialogue, so that an abandoned one's connection can be revoked. */
const rowLifeSeconds = 3 * 86_400;

/** A domain that the connected person reaches. */
export const knownDomainSchema = z.object({
  businessUnitId: trustpilotIdSchema,
  domain: z.string(),
  displayName: z.string(),
});
export type KnownDomain = z.infer<typeof knownDomainSchema>;

/** Unanswered reviews of a domain by `<period>|<stars>|<language>|<with text>`; `complete` = no older ones exist. */
export const histogramSchema = z.object({
  atMs: z.number(),
  buckets: z.record(z.string(), z.int()),
  complete: z.boolean(),
  /** Creation of the oldest one that was counted (ms). */
  oldestMs: z.number(),
  /** Creation of the newest one beyond so many that somebody has to say yes; without it there are none (ms). */
  beyondMs: z.optional(z.number()),
});
export type Histogram = z.infer<typeof histogramSchema>;

const consentSchema = z.object({
  stateHash: z.string(),
  cookieHash: z.string(),
  untilMs: z.number(),
});
export type Consent = z.infer<typeof consentSchema>;

export const dialogueSchema = z.object({
  /** Hash of the token that the browser carries; the token itself is never stored. */
  dialogueId: z.string(),
  openedAtMs: z.number(),
  subdomain: z.string(),
  locale: z.string(),
  returnUrl: z.string(),
  /** The account that this dialogue makes, or the one that it edits. */
  accountId: accountIdSchema,
  /** Only when editing: how the account was when the dialogue was opened. */
  base: z.optional(z.object({ name: z.string(), domains: z.array(domainSchema), settings: settingsSchema })),
  /** The name that Zendesk knows. */
  name: z.string(),
  /** A consent that was begun; taken out by the one callback that finishes it. */
  consent: z.optional(consentSchema),
  /**
   * Every connection that may be left over: those made here, named before their secrets are, and the one that they
   * are to replace. Whichever of them the account does not use in the end is revoked with the dialogue.
   */
  connectionIds: z.array(z.string()),
  /** The consent given in this dialogue. */
  connection: z.optional(connectionSchema),
  /** `unread` until they have been asked for with the connection in force. */
  listing: z.enum(['unread', 'read', 'cut', 'failed']),
  listed: z.array(knownDomainSchema),
  /** Found by name, access proved. */
  added: z.array(knownDomainSchema),
  /** Business units whose reviews could be read with the connection in force. */
  proven: z.array(z.string()),
  counts: z.record(z.string(), histogramSchema),
});
export type Dialogue = z.infer<typeof dialogueSchema>;

/** The open account dialogues, one row each. */
export class Dialogues {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  async create(dialogue: Dialogue): Promise<void> {
    const expiresAt = Math.ceil(dialogue.openedAtMs / 1000) + rowLifeSeconds;
    const Item = { ...keys.dialogue(dialogue.dialogueId), ...dialogue, [timeToLiveAttribute]: expiresAt };
    await this.#db.send(
      new PutCommand({ TableName: this.#tableName, Item, ConditionExpression: 'attribute_not_exists(PK)' }),
    );
  }

  async read(dialogueId: string): Promise<Dialogue | undefined> {
    const Key = keys.dialogue(dialogueId);
    const { Item } = await this.#db.send(
      new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : dialogueSchema.parse(Item);
  }

  /** The consent begun last counts. */
  async beginConsent(dialogueId: string, consent: Consent): Promise<boolean> {
    return this.#update(dialogueId, 'SET consent = :consent', { ':consent': consent });
  }

  /** True for exactly one caller per state. Names the connections that may be left over from now on. */
  async takeConsent(dialogueId: string, stateHash: string, connectionIds: string[]): Promise<boolean> {
    return this.#update(
      dialogueId,
      'REMOVE consent SET connectionIds = list_append(connectionIds, :ids)',
      { ':ids': connectionIds, ':state': stateHash },
      'consent.stateHash = :state',
    );
  }

  /** A new connection knows other domains: what was found with the one before is asked for again. */
  async connected(dialogueId: string, connection: NonNullable<Dialogue['connection']>): Promise<boolean> {
    return this.#update(
      dialogueId,
      'SET #connection = :connection, listing = :unread, listed = :none, proven = :none, counts = :no',
      {
        ':connection': connection,
        ':unread': 'unread',
        ':none': [],
        ':no': {},
      },
    );
  }

  async listedDomains(
    dialogueId: string,
    listing: Dialogue['listing'],
    listed: KnownDomain[],
  ): Promise<void> {
    await this.#update(dialogueId, 'SET listing = :listing, listed = :listed', {
      ':listing': listing,
      ':listed': listed,
    });
  }

  async addedDomains(dialogueId: string, added: KnownDomain[], proven: string[]): Promise<void> {
    await this.#update(dialogueId, 'SET added = :added, proven = :proven', {
      ':added': added,
      ':proven': proven,
    });
  }

  async proved(dialogueId: string, proven: string[]): Promise<void> {
    await this.#update(dialogueId, 'SET proven = :proven', { ':proven': proven });
  }

  async counted(dialogueId: string, counts: Record<string, Histogram>): Promise<void> {
    await this.#update(dialogueId, 'SET counts = :counts', { ':counts': counts });
  }

  async remove(dialogueId: string): Promise<void> {
    await this.#db.send(new DeleteCommand({ TableName: this.#tableName, Key: keys.dialogue(dialogueId) }));
  }

  /** False when the dialogue is gone or `condition` does not hold. */
  async #update(
    dialogueId: string,
    expression: string,
    values: Record<string, unknown>,
    condition = 'attribute_exists(PK)',
  ): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.dialogue(dialogueId),
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
          ...(expression.includes('#connection') && {
            ExpressionAttributeNames: { '#connection': 'connection' },
          }),
        }),
      ),
    );
  }
}
