import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { accountIdSchema } from '../core/account.ts';
import { trustpilotIdSchema } from '../core/review.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

const claimSchema = z.object({
  businessUnitId: trustpilotIdSchema,
  accountId: accountIdSchema,
  atMs: z.number(),
});
export type Claim = z.infer<typeof claimSchema>;

/**
 * Which account of a Zendesk has a domain: at most one, so that a review never feeds two tickets. An account keeps
 * the claim of a domain that was taken out of it, because that domain's tickets are still its own.
 */
export class Claims {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** All claims of a Zendesk, by business unit; a row that cannot be read is reported and holds up nobody. */
  async all(
    subdomain: string,
    onDamaged: (row: string) => void = () => undefined,
  ): Promise<Map<string, Claim>> {
    const claims = new Map<string, Claim>();
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.#db.send(
        new QueryCommand({
          TableName: this.#tableName,
          KeyConditionExpression: 'PK = :claims',
          ExpressionAttributeValues: { ':claims': keys.claim(subdomain, '').PK },
          ExclusiveStartKey: from,
          ConsistentRead: true,
        }),
      );
      for (const item of page.Items ?? []) {
        const claim = claimSchema.safeParse(item);
        if (claim.success) claims.set(claim.data.businessUnitId, claim.data);
        else onDamaged(`${String(item['PK'])} ${String(item['SK'])}`);
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return claims;
  }

  /** The accounts of a Zendesk that have any domain. */
  async accountIds(subdomain: string, onDamaged: (row: string) => void): Promise<Set<string>> {
    return new Set([...(await this.all(subdomain, onDamaged)).values()].map(({ accountId }) => accountId));
  }

  /** Claims a domain that is free or already the account's own; otherwise answers the claim that stands. */
  async take(subdomain: string, claim: Claim): Promise<'ours' | Claim> {
    const taken = await this.#put(subdomain, claim, 'attribute_not_exists(PK) OR accountId = :account', {
      ':account': claim.accountId,
    });
    if (taken) return 'ours';
    const { Item } = await this.#db.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: keys.claim(subdomain, claim.businessUnitId),
        ConsistentRead: true,
      }),
    );
    // Freed in this very moment: once more.
    return Item === undefined ? this.take(subdomain, claim) : claimSchema.parse(Item);
  }

  /** Takes a domain over from an account that was never finished, if that one's claim still stands as it was read. */
  async takeOver(subdomain: string, claim: Claim, from: Claim): Promise<boolean> {
    return this.#put(subdomain, claim, 'accountId = :before AND atMs = :at', {
      ':before': from.accountId,
      ':at': from.atMs,
    });
  }

  /** Frees a domain if the account still has it. */
  async release(subdomain: string, businessUnitId: string, accountId: string): Promise<void> {
    await holds(
      this.#db.send(
        new DeleteCommand({
          TableName: this.#tableName,
          Key: keys.claim(subdomain, businessUnitId),
          ConditionExpression: 'accountId = :account',
          ExpressionAttributeValues: { ':account': accountId },
        }),
      ),
    );
  }

  /** Frees all domains of an account. */
  async releaseAll(subdomain: string, accountId: string, onDamaged?: (row: string) => void): Promise<void> {
    const all = [...(await this.all(subdomain, onDamaged)).values()];
    const claims = all.filter((claim) => claim.accountId === accountId);
    await Promise.all(claims.map(({ businessUnitId }) => this.release(subdomain, businessUnitId, accountId)));
  }

  async #put(
    subdomain: string,
    claim: Claim,
    condition: string,
    values: Record<string, unknown>,
  ): Promise<boolean> {
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.claim(subdomain, claim.businessUnitId), ...claim },
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      ),
    );
  }
}
