import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createHandler as createChannelback } from '../../lambdas/channelback/handler.ts';
import { createSecrets } from '../../lambdas/clients/secrets.ts';
import { createTrustpilotClient } from '../../lambdas/clients/trustpilot/client.ts';
import { sidebarCalls } from '../../lambdas/clients/trustpilot/sidebar-calls.ts';
import { abandonDialogue } from '../../lambdas/connection/abandon-dialogue.ts';
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
import { keys } from '../../lambdas/store/table.ts';
import { createHandler as createSidebar } from '../../lambdas/sidebar/handler.ts';
import { createHandler as createWorker } from '../../lambdas/worker/handler.ts';
import { startLocalAws } from '../../lib/local/embedded-aws/index.ts';
import { startGateway } from '../../lib/local/gateway.ts';
import { createInvoke, type LambdaContext, type LambdaHandler } from '../../lib/local/lambda.ts';
import { functionNames, type FunctionName } from '../../lambdas/routes.ts';
import {
  startTrustpilotSimulator,
  type TrustpilotSimulator,
  type TrustpilotSimulatorOptions,
} from '../simulators/trustpilot/index.ts';
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/index.ts';
import type { ZendeskSimulatorOptions } from '../simulators/zendesk/options.ts';
import { drain, type Worker } from './drain.ts';

/** The demo key pair of the simulator's default seed. */
const apiKey = 'tpk-demo';
const apiSecret = 'tps-demo';
const tableName = 'reviews';
/** What the sidebar's tokens name as their audience. */
const publicUrl = 'https://reviews.example';
const sidebarMaster = 'what the sidebar keys of the tests come from';

export interface WorldOptions {
  zendesk?: ZendeskSimulatorOptions;
  trustpilot?: Pick<TrustpilotSimulatorOptions, 'clock' | 'switches'>;
  /** So large that nothing waits for it, unless told. */
  allowance?: AllowanceSettings;
  clock?: WorldClock;
  /** Emulators that were started for this world; they are closed with it. */
  aws?: LocalAws;
  /** Of all SDK clients. */
  sdk?: SdkSettings;
  /** What the functions behind the gateway know of their run; a real one's limit of time unless told. */
  context?: (real: LambdaContext) => Partial<LambdaContext>;
  /** Where the gateway tells of functions that failed; the console unless told. */
  gatewayLog?: (line: string) => void;
}

type SdkSettings = Pick<DynamoDBClientConfig, 'retryStrategy' | 'requestHandler' | 'signer'>;

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
  const clock = options.clock ?? new WorldClock();
  const aws = options.aws ?? (await startEmulators());
  const switches = { ...noLimits, ...options.trustpilot?.switches };
  const trustpilot = await startTrustpilotSimulator({ clock, ...options.trustpilot, switches });
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
    sdk: options.sdk ?? {},
    gatewayLog: options.gatewayLog,
    context: options.context ?? ((real) => real),
    allowance: options.allowance ?? { yearlyCalls: 1_000_000_000, starts: '01-01' },
  });
  await world.start();
  return world;
}

const noLimits = { tokenCallsPerMinute: 0, callsPer5Minutes: 0, callsPerHour: 0 };

/** DynamoDB, SQS and Secrets Manager with the product's table and queues, in a folder that goes with them. */
async function startEmulators(): Promise<LocalAws> {
  const dataDir = mkdtempSync(join(tmpdir(), 'world-'));
  const aws = await startLocalAws({
    dataDir,
    tableName,
    queueNames: { review: 'reviews', parked: 'parked' },
    environment: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  });
  const close = async () => {
    await aws.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...aws, close };
}

export type LocalAws = Awaited<ReturnType<typeof startLocalAws>>;

interface Parts {
  aws: LocalAws;
  trustpilot: TrustpilotSimulator;
  zendesk: ZendeskSimulator;
  clock: WorldClock;
  sdk: SdkSettings;
  gatewayLog: ((line: string) => void) | undefined;
  context: (real: LambdaContext) => Partial<LambdaContext>;
  allowance: AllowanceSettings;
}

function createClients({ variables }: LocalAws, sdk: SdkSettings) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const common = { region: 'us-east-1', credentials, ...sdk };
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
export type Clients = ReturnType<typeof createClients>;

function createDeps(
  { aws, trustpilot: simulator, clock, allowance }: Parts,
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

export type Invoke = <Result>(name: FunctionName, run: (deps: Deps) => Promise<Result>) => Promise<Result>;

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
    this.#clients = createClients(parts.aws, parts.sdk);
    this.trustpilot = parts.trustpilot;
    this.zendesk = parts.zendesk;
    this.clock = parts.clock;
    this.db = this.#clients.db;
    this.deps = this.newDeps();
  }

  /** As a fresh Lambda environment would have them. */
  newDeps(environment?: EnvironmentOptions): Deps {
    return createDeps(this.#parts, this.#clients, (line) => this.logLines.push(line), environment);
  }

  /** Replaceable by a test: one invocation of a function, and the environment that it finds. */
  invoke: Invoke = async (name, run) => {
    this.invocations.push(name);
    return run(this.deps);
  };

  /** Replaceable by a test: the pages. As long as nobody opens one, the manifest is enough. */
  web: LambdaHandler = async () => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: this.#manifest(),
  });

  get queues(): { reviewQueueUrl: string; parkedQueueUrl: string } {
    return this.#parts.aws;
  }

  async start(): Promise<void> {
    const handlers = new Map(functionNames.map((name) => [name, this.#handler(name)]));
    const invoke = createInvoke(Promise.resolve(handlers));
    const logger = createLogger('error', this.#parts.gatewayLog);
    this.#gateway = await startGateway({ port: 0, host: '127.0.0.1', invoke, logger });
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
      pull: (event: never, context: never) =>
        this.invoke('pull', async (deps) => createPull(deps)(event, context)),
      channelback: (event: never, context: never) =>
        this.invoke('channelback', async (deps) =>
          deps.allowance.counting(createChannelback(deps))(event, context),
        ),
      hooks: (event: never, context: never) =>
        this.invoke('hooks', async (deps) => createHooks(deps)(event, context)),
      sidebar: (event: never, context: never) =>
        this.invoke('sidebar', async (deps) => deps.allowance.counting(createSidebar(deps))(event, context)),
      worker: (event: never) => this.work(event),
      poll: () => this.tick(),
      web: (event: never, context: never) => this.web(event, context),
    }[name];
    const { context } = this.#parts;
    return (event, real) => (run as LambdaHandler)(event, context(real) as LambdaContext);
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
    await this.invoke('poll', tick);
  }

  /** The worker, until its queue is empty; answers the records that it could not do. */
  async drain(): Promise<SQSRecord[]> {
    return drain(this.#clients.sqs, this.#parts.aws.reviewQueueUrl, (event) => this.work(event));
  }

  /** One invocation of the worker. */
  work: Worker = (event) =>
    this.invoke('worker', async (deps) => deps.allowance.counting(createWorker(deps))(event));

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
  }
}

const randomId = (): string =>
  Array.from({ length: 16 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
