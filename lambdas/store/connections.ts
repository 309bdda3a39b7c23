import {
  GetCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { connectionSchema, type Connection } from '../core/account.ts';
import { keys } from './table.ts';
import { holds } from './write-once.ts';

const rowSchema = z.object({ connection: connectionSchema });

/** Which login, and which version of its token pair. Changes name the one they replace, so a late writer loses. */
type Version = Pick<Connection, 'connectionId' | 'versionId'>;

/** The `connection` of an account's row. Each write is one conditional update; false: somebody else was there first. */
export class Connections {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(db: DynamoDBDocumentClient, tableName: string) {
    this.#db = db;
    this.#tableName = tableName;
  }

  /** Always the latest state: what is decided upon it cannot be taken back. */
  async read(accountId: string): Promise<Connection | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: keys.account(accountId),
        ConsistentRead: true,
        ProjectionExpression: '#connection',
        ExpressionAttributeNames: { '#connection': 'connection' },
      }),
    );
    return Item === undefined ? undefined : rowSchema.parse(Item).connection;
  }

  /** The right to refresh exactly this version, for a while: a holder that dies blocks nobody for long. */
  takeRefreshLock(
    accountId: string,
    version: Version,
    lock: { owner: string; nowMs: number; untilMs: number },
  ) {
    return this.#update(accountId, version, {
      UpdateExpression: 'SET #connection.refreshLock = :lock',
      condition: '(attribute_not_exists(#connection.refreshLock) OR #connection.refreshLock.untilMs <= :now)',
      values: { ':lock': { owner: lock.owner, untilMs: lock.untilMs }, ':now': lock.nowMs },
    });
  }

  releaseRefreshLock(accountId: string, version: Version, owner: string) {
    return this.#update(accountId, version, {
      UpdateExpression: 'REMOVE #connection.refreshLock',
      condition: '#connection.refreshLock.#owner = :owner',
      names: { '#owner': 'owner' },
      values: { ':owner': owner },
    });
  }

  /**
   * A new pair is in force. It also revives a connection that was given up while its new pair was under way, and
   * does not ask for the lock: whoever holds a pair that follows the row's version holds the only one that works.
   */
  moveTo(accountId: string, from: Version, to: Pick<Connection, 'versionId' | 'accessExpiresAtMs'>) {
    return this.#update(accountId, from, {
      UpdateExpression:
        'SET #connection.versionId = :to, #connection.accessExpiresAtMs = :ends, #connection.#status = :ok REMOVE #connection.refreshLock',
      names: { '#status': 'status' },
      values: { ':to': to.versionId, ':ends': to.accessExpiresAtMs, ':ok': 'ok' },
    });
  }

  /** Trustpilot refuses this login for good: an admin must reconnect. */
  markDead(accountId: string, version: Version) {
    return this.#update(accountId, version, {
      UpdateExpression: 'SET #connection.#status = :dead REMOVE #connection.refreshLock',
      names: { '#status': 'status' },
      values: { ':dead': 'dead' },
    });
  }

  /** A reconnect: the account goes on with another login, unless somebody else has reconnected it meanwhile. */
  replace(accountId: string, fromConnectionId: string, to: Connection): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: 'SET #connection = :to',
          ConditionExpression: '#connection.connectionId = :from',
          ExpressionAttributeNames: { '#connection': 'connection' },
          ExpressionAttributeValues: { ':to': to, ':from': fromConnectionId },
        }),
      ),
    );
  }

  #update(
    accountId: string,
    { connectionId, versionId }: Version,
    change: {
      UpdateExpression: string;
      condition?: string;
      names?: Record<string, string>;
      values?: UpdateCommandInput['ExpressionAttributeValues'];
    },
  ): Promise<boolean> {
    const sameVersion = '#connection.connectionId = :connectionId AND #connection.versionId = :versionId';
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: keys.account(accountId),
          UpdateExpression: change.UpdateExpression,
          ConditionExpression: [sameVersion, change.condition].filter(Boolean).join(' AND '),
          ExpressionAttributeNames: { '#connection': 'connection', ...change.names },
          ExpressionAttributeValues: {
            ':connectionId': connectionId,
            ':versionId': versionId,
            ...change.values,
          },
        }),
      ),
    );
  }
}
