import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSecrets } from '../../lambdas/clients/secrets.ts';
import { createTrustpilotClient } from '../../lambdas/clients/trustpilot/client.ts';
import { sidebarCalls } from '../../lambdas/clients/trustpilot/sidebar-calls.ts';
import { abandonDialogue } from '../../lambdas/connection/abandon-dialogue.ts';
import { createAccessTokens } from '../../lambdas/connection/access-token.ts';
import { CallAllowance } from '../../lambdas/connection/call-allowance.ts';
import { CallMeter } from '../../lambdas/connection/call-meter.ts';
import { endConnection } from '../../lambdas/connection/end-connection.ts';
import type { AllowanceSettings } from '../../lambdas/core/allowance.ts';
import type { Account } from '../../lambdas/core/account.ts';
import { ParkedQueue, ReviewQueue } from '../../lambdas/queue/review-queue.ts';
import { toTableClient } from '../../lambdas/runtime/aws.ts';
import { createLogger } from '../../lambdas/runtime/logger.ts';
import { Accounts } from '../../lambdas/store/accounts.ts';
import { Claims } from '../../lambdas/store/claims.ts';
import { Connections } from '../../lambdas/store/connections.ts';
import { Dialogues } from '../../lambdas/store/dialogues.ts';
import { DueWork } from '../../lambdas/store/due.ts';
import { Erasures } from '../../lambdas/store/erasures.ts';
import { Hints } from '../../lambdas/store/hints.ts';
import { Memories } from '../../lambdas/store/memories.ts';
import { Outbox } from '../../lambdas/store/outbox.ts';
import { purgeRows } from '../../lambdas/store/purge.ts';
import { Replies } from '../../lambdas/store/replies.ts';
import { ReviewCopies } from '../../lambdas/store/review-copies.ts';
import { ReviewIndex } from '../../lambdas/store/review-index.ts';
import { Reviews } from '../../lambdas/store/reviews.ts';
import { SidebarActions } from '../../lambdas/store/sidebar-actions.ts';
import { SidebarGroups } from '../../lambdas/store/sidebar-groups.ts';
import { Syncs } from '../../lambdas/store/syncs.ts';
import { Usages } from '../../lambdas/store/usage.ts';
import { Webhooks } from '../../lambdas/store/webhooks.ts';
import type { startLocalAws } from '../../lib/local/embedded-aws/index.ts';

/** The demo key pair of the simulator's default seed. */
const apiKey = 'tpk-demo';
const apiSecret = 'tps-demo';
export const tableName = 'reviews';
/** What the sidebar's tokens name as their audience. */
const publicUrl = 'https://reviews.example';
const sidebarMaster = 'what the sidebar keys of the tests come from';

/** What a Lambda environment has of its own, where a test says so. */
export interface EnvironmentOptions {
  nowMs?: () => number;
  fetch?: typeof fetch;
  timeoutMs?: number;
  /** Of everything that waits in it. */
  wait?: (ms: number) => Promise<void>;
  /** What renewing a login goes by in place of the real rows. */
  connections?: (real: Connections) => Connections;
}

export type LocalAws = Awaited<ReturnType<typeof startLocalAws>>;

/** What the Lambdas find outside themselves. */
export interface Outside {
  aws: LocalAws;
  trustpilot: { url: string };
  clock: { nowMs: () => number; advance: (ms: number) => void };
  allowance: AllowanceSettings;
}

export type SdkSettings = Pick<DynamoDBClientConfig, 'retryStrategy' | 'requestHandler' | 'signer'>;

export function createClients({ variables }: LocalAws, sdk: SdkSettings) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const common = { region: 'us-east-1', credentials, ...sdk };
  const db = toTableClient(new DynamoDBClient({ ...common, endpoint: variables.AWS_ENDPOINT_URL_DYNAMODB }));
  const sqs = new SQSClient({
    ...common,
    endpoint: variables.AWS_ENDPOINT_URL_SQS,
    useQueueUrlAsEndpoint: false,
  });
  const secretsManager = new SecretsManagerClient({
    ...common,
    endpoint: variables.AWS_ENDPOINT_URL_SECRETS_MANAGER,
  });
  return { db, sqs, secretsManager };
}
export type Clients = ReturnType<typeof createClients>;

/** A `deps` as the Lambdas of one environment have them; made anew to stand for another environment. */
export type Deps = ReturnType<typeof createDeps>;

export function createDeps(
  { aws, trustpilot: simulator, clock, allowance }: Outside,
  clients: Clients,
  log: (line: string) => void,
  environment: EnvironmentOptions = {},
) {
  const table = [clients.db, tableName] as const;
  const { nowMs = clock.nowMs, fetch, timeoutMs = 2_000, wait, connections: change } = environment;
  const logger = createLogger('debug', log);
  const secrets = createSecrets({
    client: clients.secretsManager,
    trustpilotSecretId: 'trustpilot',
    connectionSecretPrefix: 'connection/',
    nowMs,
  });
  const meter = new CallMeter(nowMs);
  const trustpilot = createTrustpilotClient({
    apiUrl: simulator.url,
    keys: { read: async () => ({ apiKey, apiSecret }), forget: () => undefined },
    nowMs,
    timeoutMs,
    ...(fetch !== undefined && { fetch }),
    onAnswer: (answer) => meter.answered(answer),
  });
  const logins = new Connections(...table);
  const connections = change?.(logins) ?? logins;
  const tokens = createAccessTokens({
    secrets,
    connections,
    trustpilot,
    logger,
    nowMs,
    ...(wait !== undefined && { wait }),
  });
  const parked = new ParkedQueue(clients.sqs, aws.parkedQueueUrl);
  return {
    accounts: new Accounts(...table),
    claims: new Claims(...table),
    syncs: new Syncs(...table),
    memories: new Memories(...table),
    reviews: new Reviews(...table),
    reviewIndex: new ReviewIndex(...table),
    reviewCopies: new ReviewCopies(...table),
    sidebarActions: new SidebarActions(...table),
    outbox: new Outbox(...table),
    replies: new Replies(...table),
    due: new DueWork(...table),
    erasures: new Erasures(...table),
    hints: new Hints(...table),
    webhooks: new Webhooks(...table),
    sidebarGroups: new SidebarGroups(...table),
    sidebarMaster: { read: async () => sidebarMaster },
    publicUrl,
    queue: new ReviewQueue(clients.sqs, aws.reviewQueueUrl),
    park: (body: string, reason: string) => parked.park(body, reason),
    userOf: (account: Account) => trustpilot.forUser(tokens.forAccount(account)),
    sidebarCallsOf: (account: Account) => trustpilot.forUser(tokens.forAccount(account)).with(sidebarCalls),
    endConnection: (connectionId: string) => endConnection({ secrets, trustpilot }, connectionId),
    abandonDialogue: (dialogueId: string) => {
      const end = (connectionId: string) => endConnection({ secrets, trustpilot }, connectionId);
      const [dialogues, accounts] = [new Dialogues(...table), new Accounts(...table)];
      return abandonDialogue({ dialogues, accounts, endConnection: end }, dialogueId);
    },
    purgeRows: (accountId: string) => purgeRows(...table, accountId),
    usages: new Usages(...table),
    allowance: new CallAllowance({
      syncs: new Syncs(...table),
      usages: new Usages(...table),
      meter,
      settings: allowance,
      logger,
      nowMs,
    }),
    secrets,
    trustpilot,
    logger,
    nowMs,
    wait: wait ?? (async () => clock.advance(500)),
    hasTime: () => true,
    reofferMs: 1_800_000,
    absenceMs: 300_000,
    tickMs: 60_000,
    rescanMs: 21_600_000,
    deletionsMs: 86_400_000,
    retentionMs: undefined as number | undefined,
    maxReplyCharacters: 10_000,
  };
}
