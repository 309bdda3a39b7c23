import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { createHandler as createChannelback } from '../../lambdas/channelback/handler.ts';
import type { AllowanceSettings } from '../../lambdas/core/allowance.ts';
import { defaultSettings, type Account, type Settings } from '../../lambdas/core/account.ts';
import { createHandler as createHooks } from '../../lambdas/hooks/handler.ts';
import { tick } from '../../lambdas/poll/tick.ts';
import { createHandler as createPull } from '../../lambdas/pull/handler.ts';
import { hashKey } from '../../lambdas/runtime/authenticate.ts';
import { createLogger } from '../../lambdas/runtime/logger.ts';
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
import {
  createClients,
  createDeps,
  tableName,
  type Clients,
  type Deps,
  type EnvironmentOptions,
  type LocalAws,
  type Outside,
  type SdkSettings,
} from './deps.ts';

export interface WorldOptions {
  zendesk?: ZendeskSimulatorOptions;
  trustpilot?: Pick<TrustpilotSimulatorOptions, 'clock' | 'switches'>;
  /** So large that nothing waits for it, unless told. */
  allowance?: AllowanceSettings;
  clock?: WorldClock;
  /** Emulators that were started for this world; they are closed with it. */
  aws?: LocalAws;
  /** A DynamoDB that runs elsewhere, in place of one in this process. */
  dynamoDbUrl?: string;
  /** Of all SDK clients. */
  sdk?: SdkSettings;
  /** What the functions behind the gateway know of their run; a real one's limit of time unless told. */
  context?: (real: LambdaContext) => Partial<LambdaContext>;
  /** Where the gateway tells of functions that failed; the console unless told. */
  gatewayLog?: (line: string) => void;
}

/** The clock of the whole world; tests move it instead of waiting. */
export class WorldClock {
  #offsetMs = 0;
  nowMs = (): number => Date.now() + this.#offsetMs;
  advance(ms: number): void {
    this.#offsetMs += ms;
  }
}

/**
 * Everything for real but the clock: handlers with real SDK clients over HTTP against emulators, between a simulated
 * Trustpilot and a simulated Zendesk. What index.ts of each Lambda wires, `createDeps` wires (deps.ts).
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = options.clock ?? new WorldClock();
  const aws = options.aws ?? (await startEmulators(options.dynamoDbUrl));
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
async function startEmulators(dynamoDbUrl: string | undefined): Promise<LocalAws> {
  const dataDir = mkdtempSync(join(tmpdir(), 'world-'));
  const aws = await startLocalAws({
    dataDir,
    tableName,
    queueNames: { review: 'reviews', parked: 'parked' },
    environment: { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl },
  });
  const close = async () => {
    await aws.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...aws, close };
}

interface Parts extends Outside {
  trustpilot: TrustpilotSimulator;
  zendesk: ZendeskSimulator;
  clock: WorldClock;
  sdk: SdkSettings;
  gatewayLog: ((line: string) => void) | undefined;
  context: (real: LambdaContext) => Partial<LambdaContext>;
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
