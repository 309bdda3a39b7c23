import { PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Account, Connection, Domain, Settings } from '../core/account.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

/** What an edit changes of an account. `settings` already carries its new version. */
export interface AccountChange {
  name: string;
  domains: Domain[];
  settings: Settings;
  /** Only after a reconnect. */
  connection?: Connection | undefined;
}

/** What the account dialogue writes about accounts. */
export class Submissions {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** False when the account is there already: the same dialogue was submitted before. */
  async create(account: Account): Promise<boolean> {
    return holds(
      this.#db.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...keys.account(account.accountId), ...account },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      ),
    );
  }

  /** False when somebody else changed the settings since `version`, or the account is being removed. */
  async change(accountId: string, version: number, change: AccountChange): Promise<boolean> {
    const { name, domains, settings, connection } = change;
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: `SET #name = :name, #domains = :domains, settings = :settings${
            connection === undefined ? '' : ', #connection = :connection'
          }`,
          ConditionExpression:
            'attribute_exists(PK) AND settings.#version = :version AND #status <> :leaving',
          ExpressionAttributeNames: {
            '#name': 'name',
            '#domains': 'domains',
            '#version': 'version',
            '#status': 'status',
            ...(connection !== undefined && { '#connection': 'connection' }),
          },
          ExpressionAttributeValues: {
            ':name': name,
            ':domains': domains,
            ':settings': settings,
            ':version': version,
            ':leaving': 'leaving',
            ...(connection !== undefined && { ':connection': connection }),
          },
        }),
      ),
    );
  }
}
