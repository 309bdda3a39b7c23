import {
  DeleteCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { firstVersion, maxMembers, sidebarGroupSchema, type SidebarGroup } from '../core/sidebar-group.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** Each is an account with a Trustpilot login of its own; beyond so many something is wrong. */
const maxGroups = 500;

/** Who shares which sidebar key, by Zendesk subdomain. */
export class SidebarGroups {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Always the latest state: a revoked key is refused from that moment on. */
  async all(subdomain: string): Promise<SidebarGroup[]> {
    const { Items = [] } = await this.#db.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'PK = :groups',
        ExpressionAttributeValues: { ':groups': keys.sidebarGroup(subdomain, '').PK },
        ConsistentRead: true,
        Limit: maxGroups,
      }),
    );
    return Items.flatMap((item) => sidebarGroupSchema.safeParse(item).data ?? []);
  }

  /** An account's own group, where there is none yet. */
  async begin(subdomain: string, accountId: string, nowMs: number): Promise<void> {
    const group: SidebarGroup = {
      groupId: accountId,
      version: firstVersion(nowMs),
      members: { [accountId]: nowMs },
    };
    await holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.sidebarGroup(subdomain, accountId), ...group },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      ),
    );
  }

  /** Stores other versions; false when somebody else changed them since `known` was read. */
  async changeKey(subdomain: string, known: SidebarGroup, next: SidebarGroup): Promise<boolean> {
    const { previous } = next;
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.sidebarGroup(subdomain, known.groupId),
          UpdateExpression: `SET #version = :next${previous === undefined ? ' REMOVE previous' : ', previous = :previous'}`,
          ConditionExpression: '#version = :known',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: {
            ':next': next.version,
            ':known': known.version,
            ...(previous !== undefined && { ':previous': previous }),
          },
        }),
      ),
    );
  }

  /** The newest key was used: the one before ends. */
  async endPrevious(subdomain: string, { groupId, version }: SidebarGroup): Promise<void> {
    await holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.sidebarGroup(subdomain, groupId),
          UpdateExpression: 'REMOVE previous',
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': version },
        }),
      ),
    );
  }

  /** False when the key that was shown is not the group's any more, or the group is full. */
  async join(
    subdomain: string,
    { groupId, version }: SidebarGroup,
    accountId: string,
    nowMs: number,
  ): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.sidebarGroup(subdomain, groupId),
          UpdateExpression: 'SET #members.#account = :now',
          ConditionExpression: '#version = :version AND size(#members) < :max',
          ExpressionAttributeNames: { '#members': 'members', '#account': accountId, '#version': 'version' },
          ExpressionAttributeValues: { ':now': nowMs, ':version': version, ':max': maxMembers },
        }),
      ),
    );
  }

  /** Takes an account out of all groups but one; a group without members goes, and its key with it. */
  async leave(subdomain: string, accountId: string, except?: string): Promise<void> {
    const groups = await this.all(subdomain);
    const left = groups.filter(
      ({ groupId, members }) => groupId !== except && members[accountId] !== undefined,
    );
    for (const group of left) await this.#takeOut(subdomain, group, accountId);
  }

  async #takeOut(subdomain: string, { groupId }: SidebarGroup, accountId: string): Promise<void> {
    const Key = keys.sidebarGroup(subdomain, groupId);
    await holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key,
          UpdateExpression: 'REMOVE #members.#account',
          ConditionExpression: 'attribute_exists(PK)',
          ExpressionAttributeNames: { '#members': 'members', '#account': accountId },
        }),
      ),
    );
    await holds(
      this.#db.send(
        new DeleteCommand({
          TableName: this.#tableName,
          Key,
          ConditionExpression: 'size(#members) = :none',
          ExpressionAttributeNames: { '#members': 'members' },
          ExpressionAttributeValues: { ':none': 0 },
        }),
      ),
    );
  }
}
