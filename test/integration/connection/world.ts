import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { createSecrets, type Secrets } from '../../../lambdas/clients/secrets.ts';
import { createTrustpilotClient, type TrustpilotClient } from '../../../lambdas/clients/trustpilot/client.ts';
import {
  createAccessTokens,
  type AccessTokens,
  type AccessTokensOptions,
} from '../../../lambdas/connection/access-token.ts';
import { defaultSettings, type Account, type Connection } from '../../../lambdas/core/account.ts';
import type { Logger } from '../../../lambdas/runtime/logger.ts';
import { Connections } from '../../../lambdas/store/connections.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { startSecretsManager } from '../../../lib/local/embedded-aws/secrets-manager.ts';
import { startTrustpilotSimulator } from '../../simulators/trustpilot/index.ts';
import { startDynamoDb } from '../../support/dynamodb.ts';

export const hourMs = 3_600_000;
const accountId = 'a1b2c3d4e5f60718';
const connectionId = 'c1';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** What access tokens need of each; an object of functions, so that a test can replace one of them. */
type LambdaParts = Pick<AccessTokensOptions, 'secrets' | 'connections' | 'trustpilot'> & {
  secrets: Secrets;
  trustpilot: TrustpilotClient;
};

/** Trustpilot, DynamoDB and Secrets Manager on one clock, and as many Lambda environments as a test wants. */
export async function startWorld() {
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  const [trustpilot, table, secretsManager] = await Promise.all([
    startTrustpilotSimulator({ clock: { nowMs } }),
    startDynamoDb(),
    startSecretsManager(),
  ]);
  const client = new SecretsManagerClient({
    endpoint: secretsManager.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const newParts = (): LambdaParts => ({
    secrets: createSecrets({
      client,
      trustpilotSecretId: 'keys',
      connectionSecretPrefix: 'connection/',
      nowMs,
    }),
    connections: methodsOf(new Connections(table.db, table.tableName)),
    trustpilot: createTrustpilotClient({
      apiUrl: trustpilot.url,
      apiKey: 'tpk-demo',
      apiSecret: 'tps-demo',
      nowMs,
    }),
  });
  const own = newParts();
  const connections = new Connections(table.db, table.tableName);

  const writeRow = async (connection: Connection) => {
    const account: Account = {
      accountId,
      keyHash: 'hash',
      subdomain: 'acme',
      name: 'Blue Lamp',
      status: 'live',
      createdAtMs: 0,
      lifecycleAtMs: 0,
      lastPullAtMs: 0,
      connection,
      domains: [],
      settings: defaultSettings,
    };
    await table.db.send(
      new PutCommand({ TableName: table.tableName, Item: { ...keys.account(accountId), ...account } }),
    );
    return account;
  };

  return {
    trustpilot,
    client: own.trustpilot,
    secrets: own.secrets,
    connections,
    nowMs,
    /** Time passes for everybody. */
    pass: (ms: number) => {
      offsetMs += ms;
    },

    /** An account whose admin has just consented. */
    connect: async (): Promise<Account> => {
      trustpilot.reset();
      await own.secrets.deleteConnectionSecret(connectionId);
      const issued = trustpilot.issueTokens();
      const accessExpiresInSeconds = trustpilot.switches().accessTokenLifeSeconds;
      const { versionId, pair } = await own.secrets.createConnectionSecret(connectionId, {
        accessToken: issued.accessToken,
        refreshToken: issued.refreshToken ?? '',
        accessExpiresInSeconds,
        refreshExpiresInSeconds: 30 * 86_400,
      });
      return writeRow({ connectionId, versionId, status: 'ok', accessExpiresAtMs: pair.accessExpiresAtMs });
    },

    /** The account as any Lambda would read it now. */
    readAccount: async (account: Account): Promise<Account> => {
      const connection = await connections.read(account.accountId);
      if (connection === undefined) throw new Error('The account is gone');
      return { ...account, connection };
    },

    /**
     * A Lambda environment of its own: nothing in memory. `change` swaps parts, to crash at a chosen moment.
     * `skipWaits` moves the clock instead of waiting; with several waiting at once it would run away.
     */
    lambda: (
      change: (parts: LambdaParts) => Partial<LambdaParts> = () => ({}),
      { skipWaits = false } = {},
    ): AccessTokens => {
      const parts = newParts();
      const skip = async (ms: number) => {
        offsetMs += ms;
      };
      const wait = skipWaits ? { wait: skip } : {};
      return createAccessTokens({ ...parts, ...change(parts), logger: silent, nowMs, ...wait });
    },

    refreshes: () => trustpilot.calls().filter(({ route }) => route === 'refresh').length,
    works: async (accessToken: string): Promise<boolean> => {
      const refuse = () => Promise.reject(new Error('refused'));
      const user = own.trustpilot.forUser({ get: async () => accessToken, renew: refuse });
      return user.proveAccess('5f0c1d2e3a4b5c6d7e8f9012').catch(() => false);
    },

    close: async () => {
      client.destroy();
      await Promise.all([trustpilot.close(), table.close(), secretsManager.close()]);
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

const methodsOf = (connections: Connections): LambdaParts['connections'] => ({
  read: (...given) => connections.read(...given),
  takeRefreshLock: (...given) => connections.takeRefreshLock(...given),
  releaseRefreshLock: (...given) => connections.releaseRefreshLock(...given),
  moveTo: (...given) => connections.moveTo(...given),
  markDead: (...given) => connections.markDead(...given),
});
