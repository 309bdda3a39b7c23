import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createHandler as createChannelback } from '../../lambdas/channelback/handler.ts';
import { createSecrets } from '../../lambdas/clients/secrets.ts';
import { createTrustpilotClient } from '../../lambdas/clients/trustpilot/client.ts';
import { createAccessTokens } from '../../lambdas/connection/access-token.ts';
import { CallAllowance } from '../../lambdas/connection/call-allowance.ts';
import { CallMeter } from '../../lambdas/connection/call-meter.ts';
import { endConnection } from '../../lambdas/connection/end-connection.ts';
import type { AllowanceSettings } from '../../lambdas/core/allowance.ts';
import { defaultSettings, type Account, type Settings } from '../../lambdas/core/account.ts';
import { createHandler as createHooks } from '../../lambdas/hooks/handler.ts';
import { tick } from '../../lambdas/poll/tick.ts';
import { createHandler as createPull } from '../../lambdas/pull/handler.ts';
import { ParkedQueue, ReviewQueue } from '../../lambdas/queue/review-queue.ts';
import { hashKey } from '../../lambdas/runtime/authenticate.ts';
import { createLogger } from '../../lambdas/runtime/logger.ts';
import { Accounts } from '../../lambdas/store/accounts.ts';
import { Claims } from '../../lambdas/store/claims.ts';
import { Connections } from '../../lambdas/store/connections.ts';
import { DueWork } from '../../lambdas/store/due.ts';
import { Erasures } from '../../lambdas/store/erasures.ts';
import { Hints } from '../../lambdas/store/hints.ts';
import { Memories } from '../../lambdas/store/memories.ts';
import { Outbox } from '../../lambdas/store/outbox.ts';
import { purgeRows } from '../../lambdas/store/purge.ts';
import { Replies } from '../../lambdas/store/replies.ts';
import { Reviews } from '../../lambdas/store/reviews.ts';
import { Syncs } from '../../lambdas/store/syncs.ts';
import { Usages } from '../../lambdas/store/usage.ts';
import { Webhooks } from '../../lambdas/store/webhooks.ts';
import { keys } from '../../lambdas/store/table.ts';
import { createHandler as createSidebar } from '../../lambdas/sidebar/handler.ts';
import { createHandler as createWorker } from '../../lambdas/worker/handler.ts';
import { startLocalAws } from '../../lib/local/embedded-aws/index.ts';
import { startGateway } from '../../lib/local/gateway.ts';
import { createInvoke, type LambdaHandler } from '../../lib/local/lambda.ts';
import { functionNames, type FunctionName } from '../../lambdas/routes.ts';
import { startTrustpilotSimulator, type TrustpilotSimulator } from '../simulators/trustpilot/index.ts';
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/index.ts';
import type { ZendeskSimulatorOptions } from '../simulators/zendesk/options.ts';
import { drain, type Worker } from './drain.ts';

/** The demo key pair of the simulator's default seed. */
const apiKey = 'tpk-demo';
const apiSecret = 'tps-demo';
const tableName = 'reviews';

export interface WorldOptions {
  zendesk?: ZendeskSimulatorOptions;
  /** So large that nothing waits for it, unless told. */
  allowance?: AllowanceSettings;
}

/** The clock of the whole world; tests move it instead of waiting. */
export class WorldClock {
  #offsetMs = 0;
  nowMs = (): number => Date.now() + this.#offsetMs;
  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}

/** A `deps` as the Lambdas of one environment have them; made anew to stand for another environment. */
export type Deps = ReturnType<typeof createDeps>;

/**
 * Everything for real but the clock: handlers with real SDK clients over HTTP against emulators, between a simulated
 * Trustpilot and a simulated Zendesk. What index.ts of each Lambda wires, `createDeps` wires here.
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'world-'));
  const clock = new WorldClock();
  const aws = await startLocalAws({
    dataDir,
    tableName,
    queueNames: { review: 'reviews', parked: 'parked' },
    environment: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  });
  const switches = { tokenCallsPerMinute: 0, callsPer5Minutes: 0, callsPerHour: 0 };
  const trustpilot = await startTrustpilotSimulator({ clock, switches });
  const zendesk = await startZendeskSimulator({
    pullIntervalSeconds: 0,
    clock,
    ...options.zendesk,
  });
  const world = new World({
    aws,
    trustpilot,
    zendesk,
    clock,
    dataDir,
    allowance: options.allowance ?? { yearlyCalls: 1_000_000_000, starts: '01-01' },
  });
  await world.start();
  return world;
}

type LocalAws = Awaited<ReturnType<typeof startLocalAws>>;

interface Parts {
  aws: LocalAws;
  trustpilot: TrustpilotSimulator;
  zendesk: ZendeskSimulator;
  clock: WorldClock;
  dataDir: string;
  allowance: AllowanceSettings;
}

function createClients({ variables }: LocalAws) {
  const common = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const db = DynamoDBDocumentClient.from(
    new DynamoDBClient({ ...common, endpoint: variables.AWS_ENDPOINT_URL_DYNAMODB }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
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
type Clients = ReturnType<typeof createClients>;

function createDeps(
  { aws, trustpilot: simulator, clock, allowance }: Parts,
  clients: Clients,
  log: (line: string) => void,
) {
  const table = [clients.db, tableName] as const;
  const { nowMs } = clock;
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
    timeoutMs: 2_000,
    onAnswer: (answer) => meter.answered(answer),
  });
  const connections = new Connections(...table);
  const tokens = createAccessTokens({ secrets, connections, trustpilot, logger, nowMs });
  const parked = new ParkedQueue(clients.sqs, aws.parkedQueueUrl);
  return {
    accounts: new Accounts(...table),
    claims: new Claims(...table),
    syncs: new Syncs(...table),
    memories: new Memories(...table),
    reviews: new Reviews(...table),
    outbox: new Outbox(...table),
    replies: new Replies(...table),
    due: new DueWork(...table),
    erasures: new Erasures(...table),
    hints: new Hints(...table),
    webhooks: new Webhooks(...table),
    queue: new ReviewQueue(clients.sqs, aws.reviewQueueUrl),
    park: (body: string, reason: string) => parked.park(body, reason),
    userOf: (account: Account) => trustpilot.forUser(tokens.forAccount(account)),
    endConnection: (connectionId: string) => endConnection({ secrets, trustpilot }, connectionId),
    abandonDialogue: async () => undefined,
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
    wait: async () => clock.advance(500),
    hasTime: () => true,
    reofferMs: 1_800_000,
    absenceMs: 300_000,
    tickMs: 60_000,
    rescanMs: 21_600_000,
    deletionsMs: 86_400_000,
    maxReplyCharacters: 10_000,
  };
}

export class World {
  readonly trustpilot: TrustpilotSimulator;
  readonly zendesk: ZendeskSimulator;
  readonly clock: WorldClock;
  readonly logLines: string[] = [];
  /** Every run of a function so far, as AWS would charge for it. */
  readonly invocations: FunctionName[] = [];
  readonly db: DynamoDBDocumentClient;
  readonly tableName = tableName;
  readonly #parts: Parts;
  readonly #clients: Clients;
  #gateway: { port: number; close(): Promise<void> } | undefined;
  /** Replaceable by a test: what the next invocations of the handlers use. */
  deps: Deps;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#clients = createClients(parts.aws);
    this.trustpilot = parts.trustpilot;
    this.zendesk = parts.zendesk;
    this.clock = parts.clock;
    this.db = this.#clients.db;
    this.deps = this.newDeps();
  }

  /** As a fresh Lambda environment would have them. */
  newDeps(): Deps {
    return createDeps(this.#parts, this.#clients, (line) => this.logLines.push(line));
  }

  async start(): Promise<void> {
    const handlers = new Map(functionNames.map((name) => [name, this.#handler(name)]));
    const invoke = createInvoke(Promise.resolve(handlers));
    this.#gateway = await startGateway({ port: 0, host: '127.0.0.1', invoke, logger: createLogger('error') });
    await this.zendesk.install(`${this.url}/zendesk/manifest.json`);
  }

  /** The clients that the handlers of this world use. */
  get clients(): Clients {
    return this.#clients;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#gateway?.port ?? 0}`;
  }

  #handler(name: FunctionName): LambdaHandler {
    const run = {
      pull: (event: never, context: never) => createPull(this.deps)(event, context),
      channelback: (event: never, context: never) =>
        this.deps.allowance.counting(createChannelback(this.deps))(event, context),
      hooks: (event: never, context: never) => createHooks(this.deps)(event, context),
      sidebar: (event: never, context: never) =>
        this.deps.allowance.counting(createSidebar(this.deps))(event, context),
      worker: (event: never) => this.work(event),
      poll: () => this.tick(),
      web: async () => ({
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: this.#manifest(),
      }),
    }[name];
    return async (event, context) => {
      // The other two count themselves, since tests run them without the gateway.
      if (name !== 'worker' && name !== 'poll') this.invocations.push(name);
      return (run as LambdaHandler)(event, context);
    };
  }

  #manifest(): string {
    const at = (path: string) => `${this.url}/zendesk/${path}`;
    return JSON.stringify({
      name: 'Trustpilot service reviews',
      id: 'trustpilot-reviews-test',
      version: '1',
      urls: {
        admin_ui: at('admin'),
        pull_url: at('pull'),
        channelback_url: at('channelback'),
        event_callback_url: at('events'),
        healthcheck_url: at('health'),
        clickthrough_url: at('clickthrough'),
      },
    });
  }

  /** An account with its own connection, known to Zendesk, as the dialogue makes it. */
  async connect(
    given: { accountId?: string; domains?: string[]; settings?: Partial<Settings>; userId?: string } = {},
  ) {
    const accountId = given.accountId ?? randomId();
    const key = `key-${accountId}`;
    const connectionId = `c-${accountId}`;
    const user = this.trustpilot.users()[0];
    const userId = given.userId ?? user?.id;
    const tokens = this.trustpilot.issueTokens(userId === undefined ? {} : { userId });
    const { versionId, pair } = await this.deps.secrets.createConnectionSecret(connectionId, {
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken ?? '',
      accessExpiresInSeconds: 360_000,
      refreshExpiresInSeconds: 2_592_000,
    });
    const nowMs = this.clock.nowMs();
    const wanted = given.domains ?? ['bluelamp.example'];
    const domains = this.trustpilot
      .domains()
      .filter(({ identifyingName }) => wanted.includes(identifyingName))
      .map(({ id, identifyingName }) => ({
        businessUnitId: id,
        domain: identifyingName,
        addedAtMs: nowMs,
        webhookKey: `hook-${accountId}-${id}`,
      }));
    const account: Account = {
      accountId,
      keyHash: hashKey(key),
      subdomain: 'acme',
      name: 'Acme',
      status: 'pending',
      createdAtMs: nowMs,
      lifecycleAtMs: 0,
      lastPullAtMs: 0,
      connection: { connectionId, versionId, status: 'ok', accessExpiresAtMs: pair.accessExpiresAtMs },
      domains,
      settings: { ...defaultSettings, ...given.settings },
    };
    await this.db.send(
      new PutCommand({ TableName: tableName, Item: { ...keys.account(accountId), ...account } }),
    );
    const metadata = JSON.stringify({ v: 1, account: accountId, key });
    const inZendesk = await this.zendesk.addAccountDirectly({ name: 'Acme', metadata, state: '' });
    await this.zendesk.eventsDelivered();
    return {
      accountId,
      account,
      metadata,
      zendeskId: inZendesk.id,
      businessUnitId: domains[0]?.businessUnitId ?? '',
    };
  }

  /** One tick of the schedule and all the work that comes of it. */
  async poll(): Promise<void> {
    await this.tick();
    await this.drain();
  }

  /** One run of the schedule's function. */
  async tick(): Promise<void> {
    this.invocations.push('poll');
    await tick(this.deps);
  }

  /** The worker, until its queue is empty; answers the records that it could not do. */
  async drain(): Promise<SQSRecord[]> {
    return drain(this.#clients.sqs, this.#parts.aws.reviewQueueUrl, (event) => this.work(event));
  }

  /** One invocation of the worker. */
  work: Worker = (event) => {
    this.invocations.push('worker');
    return this.deps.allowance.counting(createWorker(this.deps))(event);
  };

  /** Poll, work and pull until nothing moves any more. */
  async sync(): Promise<void> {
    await this.poll();
    for (let pulls = 0; pulls < 100; pulls += 1) {
      const results = await this.zendesk.tick();
      await this.zendesk.eventsDelivered();
      if (results.every(({ handedOver }) => handedOver.length === 0)) return;
    }
    throw new Error('The outbox does not become empty.');
  }

  async close(): Promise<void> {
    await this.#gateway?.close();
    await Promise.all([this.trustpilot.close(), this.zendesk.close(), this.#parts.aws.close()]);
    rmSync(this.#parts.dataDir, { recursive: true, force: true });
  }
}

const randomId = (): string =>
  Array.from({ length: 16 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
