import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecrets } from '../../lambdas/clients/secrets.ts';
import { createTrustpilotClient } from '../../lambdas/clients/trustpilot/client.ts';
import { createAccessTokens } from '../../lambdas/connection/access-token.ts';
import { createUserOfDialogue } from '../../lambdas/connection/dialogue-access.ts';
import type { Account } from '../../lambdas/core/account.ts';
import type { Message } from '../../lambdas/queue/message.ts';
import { json } from '../../lambdas/runtime/http.ts';
import { createLogger } from '../../lambdas/runtime/logger.ts';
import { StoredAccountStatus } from '../../lambdas/store/account-status.ts';
import { Accounts } from '../../lambdas/store/accounts.ts';
import { Claims } from '../../lambdas/store/claims.ts';
import { Connections } from '../../lambdas/store/connections.ts';
import { Dialogues } from '../../lambdas/store/dialogues.ts';
import { DueWork } from '../../lambdas/store/due.ts';
import { Erasures } from '../../lambdas/store/erasures.ts';
import { Outbox } from '../../lambdas/store/outbox.ts';
import { SidebarGroups } from '../../lambdas/store/sidebar-groups.ts';
import { Submissions } from '../../lambdas/store/submissions.ts';
import { Syncs } from '../../lambdas/store/syncs.ts';
import { keys as rowKeys } from '../../lambdas/store/table.ts';
import { assetPages } from '../../lambdas/web/assets/assets.ts';
import { dialoguePages } from '../../lambdas/web/dialogue/pages.ts';
import type { DialogueDeps } from '../../lambdas/web/dialogue/deps.ts';
import { createHandler } from '../../lambdas/web/handler.ts';
import { startSecretsManager } from '../../lib/local/embedded-aws/secrets-manager.ts';
import { startGateway } from '../../lib/local/gateway.ts';
import { createInvoke, type LambdaHandler } from '../../lib/local/lambda.ts';
import { startTrustpilotSimulator, type TrustpilotSimulatorOptions } from '../simulators/trustpilot/index.ts';
import { startZendeskSimulator } from '../simulators/zendesk/index.ts';
import { startDynamoDb } from './dynamodb.ts';

/** The manifest as far as Zendesk needs it to open the account dialogue. */
const manifestPage = (publicUrl: string) => async () =>
  json(200, {
    name: 'Trustpilot reviews',
    id: 'https://reviews.example/zendesk',
    urls: { admin_ui: `${publicUrl}/zendesk/admin`, pull_url: `${publicUrl}/zendesk/pull` },
  });

export interface WebWorldOptions {
  trustpilot?: TrustpilotSimulatorOptions;
  /** Swaps settings or parts of the dialogue. */
  change?: (deps: DialogueDeps) => Partial<DialogueDeps>;
}

/**
 * The pages over HTTP on `localhost`, the real stores and clients behind them, Trustpilot and Zendesk simulated.
 * Zendesk is `127.0.0.1`: for a browser another site.
 */
export async function startWebWorld({ trustpilot: options, change = () => ({}) }: WebWorldOptions = {}) {
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  const [trustpilot, table, secretsManager, zendesk] = await Promise.all([
    startTrustpilotSimulator({ clock: { nowMs }, ...options }),
    startDynamoDb(),
    startSecretsManager(),
    startZendeskSimulator({ host: '127.0.0.1', publicHost: '127.0.0.1', pullIntervalSeconds: 0 }),
  ]);
  const lines: string[] = [];
  const logger = createLogger('debug', (line) => lines.push(line));
  const loaded = Promise.withResolvers<ReadonlyMap<'web', LambdaHandler>>();
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    invoke: createInvoke(loaded.promise),
    logger,
  });
  const publicUrl = `http://localhost:${gateway.port}`;

  const client = new SecretsManagerClient({
    endpoint: secretsManager.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const rows = [table.db, table.tableName] as const;
  const secrets = createSecrets({
    client,
    trustpilotSecretId: 'keys',
    connectionSecretPrefix: 'connection/',
    nowMs,
  });
  const keys = { apiKey: 'tpk-demo', apiSecret: 'tps-demo' };
  const trustpilotClient = createTrustpilotClient({ apiUrl: trustpilot.url, ...keys, nowMs });
  const accounts = new Accounts(...rows);
  const tokens = createAccessTokens({
    secrets,
    connections: new Connections(...rows),
    trustpilot: trustpilotClient,
    logger,
    nowMs,
  });
  const queued: Message[] = [];
  const deps: DialogueDeps = {
    settings: {
      publicUrl,
      zendeskOrigin: zendesk.url,
      zendeskSubdomains: 'acme, globex',
      trustpilotAuthenticateUrl: trustpilot.url,
    },
    accounts,
    dialogues: new Dialogues(...rows),
    claims: new Claims(...rows),
    submissions: new Submissions(...rows),
    outbox: new Outbox(...rows),
    erasures: new Erasures(...rows),
    queue: { sendAll: async (messages) => void queued.push(...messages) },
    due: new DueWork(...rows),
    sidebarGroups: new SidebarGroups(...rows),
    sidebarMaster: { read: async () => 'what the sidebar keys of the tests come from' },
    trustpilot: trustpilotClient,
    secrets: { ...secrets, trustpilotKeys: { read: async () => keys, forget: () => undefined } },
    userOfDialogue: createUserOfDialogue({
      secrets,
      connections: new Connections(...rows, rowKeys.dialogue),
      trustpilot: trustpilotClient,
      logger,
      nowMs,
    }),
    userOf: (account) => trustpilotClient.forUser(tokens.forAccount(account)),
    status: new StoredAccountStatus(...rows),
    logger,
    nowMs,
  };
  const pages = {
    ...assetPages,
    'GET /zendesk/manifest.json': manifestPage(publicUrl),
    ...dialoguePages({ ...deps, ...change(deps) }),
  };
  const handler = createHandler({ logger, pages }) as unknown as LambdaHandler;
  loaded.resolve(new Map([['web', handler]]));
  await zendesk.install(`${publicUrl}/zendesk/manifest.json`);

  return {
    publicUrl,
    trustpilot,
    zendesk,
    accounts,
    claims: deps.claims,
    dialogues: deps.dialogues,
    secrets,
    userOf: deps.userOf,
    syncs: new Syncs(...rows),
    due: new DueWork(...rows),
    erasures: new Erasures(...rows),
    /** What was sent to the worker. */
    queued,
    table,
    /** Everything that was logged. */
    lines,
    nowMs,
    /** Time passes for everybody. */
    pass: (ms: number) => {
      offsetMs += ms;
    },
    storedAccounts: async () => {
      const all: Account[] = [];
      for await (const account of accounts.all(() => undefined)) all.push(account);
      return all;
    },
    close: async () => {
      client.destroy();
      await gateway.close();
      await Promise.all([zendesk.close(), trustpilot.close(), table.close(), secretsManager.close()]);
    },
  };
}

export type WebWorld = Awaited<ReturnType<typeof startWebWorld>>;
