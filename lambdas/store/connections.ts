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

type RowKey = (rowId: string) => { PK: string; SK: string };

/** The `connection` of an account's row, or of a dialogue's. Each write is one conditional update; false: somebody else was there first. */
export class Connections {
  readonly #db: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #keyOf: RowKey;

  constructor(db: DynamoDBDocumentClient, tableName: string, keyOf: RowKey = keys.account) {
    this.#db = db;
    this.#tableName = tableName;
    this.#keyOf = keyOf;
  }

  /** Always the latest state: what is decided upon it cannot be taken back. */
  async read(rowId: string): Promise<Connection | undefined> {
    const { Item } = await this.#db.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: this.#keyOf(rowId),
        ConsistentRead: true,
        ProjectionExpression: '#connection',
        ExpressionAttributeNames: { '#connection': 'connection' },
      }),
    );
    return Item === undefined ? undefined : rowSchema.parse(Item).connection;
  }

  /** The right to refresh exactly this version, for a while: a holder that dies blocks nobody for long. */
  takeRefreshLock(rowId: string, version: Version, lock: { owner: string; nowMs: number; untilMs: number }) {
    return this.#update(rowId, version, {
      UpdateExpression: 'SET #connection.refreshLock = :lock',
      condition: '(attribute_not_exists(#connection.refreshLock) OR #connection.refreshLock.untilMs <= :now)',
      values: { ':lock': { owner: lock.owner, untilMs: lock.untilMs }, ':now': lock.nowMs },
    });
  }

  releaseRefreshLock(rowId: string, version: Version, owner: string) {
    return this.#update(rowId, version, {
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
  moveTo(rowId: string, from: Version, to: Pick<Connection, 'versionId' | 'accessExpiresAtMs'>) {
    return this.#update(rowId, from, {
      UpdateExpression:
        'SET #connection.versionId = :to, #connection.accessExpiresAtMs = :ends, #connection.#status = :ok REMOVE #connection.refreshLock',
      names: { '#status': 'status' },
      values: { ':to': to.versionId, ':ends': to.accessExpiresAtMs, ':ok': 'ok' },
    });
  }

  /** Trustpilot refuses this login for good: an admin must reconnect. */
  markDead(rowId: string, version: Version) {
    return this.#update(rowId, version, {
      UpdateExpression: 'SET #connection.#status = :dead REMOVE #connection.refreshLock',
      names: { '#status': 'status' },
      values: { ':dead': 'dead' },
    });
  }

  /** A reconnect: the account goes on with another login, unless somebody else has reconnected it meanwhile. */
  replace(rowId: string, fromConnectionId: string, to: Connection): Promise<boolean> {
    return holds(
      this.#db.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: this.#keyOf(rowId),
          UpdateExpression: 'SET #connection = :to',
          ConditionExpression: '#connection.connectionId = :from',
          ExpressionAttributeNames: { '#connection': 'connection' },
          ExpressionAttributeValues: { ':to': to, ':from': fromConnectionId },
        }),
      ),
    );
  }

  #update(
    rowId: string,
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
          Key: this.#keyOf(rowId),
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
