import { SQSClient } from '@aws-sdk/client-sqs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { functionNames } from '../../lambdas/routes.ts';
import type { FunctionName } from '../../lambdas/routes.ts';
import type { Logger } from '../../lambdas/runtime/logger.ts';
import { createLogger } from '../../lambdas/runtime/logger.ts';
import { writeSidebarPage } from '../bundle/sidebar-page.ts';
import { openDataDir } from './data-dir.ts';
import { startLocalAws } from './embedded-aws/index.ts';
import type { Queues } from './embedded-aws/sqs.ts';
import { startGateway } from './gateway.ts';
import { createInvoke, importHandler } from './lambda.ts';
import type { Invoke, LambdaHandler, LoadHandler } from './lambda.ts';
import { startQueuePump } from './queue-pump.ts';
import type { Settings } from './settings.ts';
import { StartError } from './start-error.ts';
import { startTicker } from './ticker.ts';
import { seedSidebarMaster } from './sidebar-master.ts';
import { seedTrustpilotSecret } from './trustpilot-secret.ts';

const name = 'trustpilot-reviews-local';
const trustpilotSecretId = `${name}/trustpilot`;
const sidebarMasterSecretId = `${name}/sidebar-master`;
/** How long requests, batches and the poll in flight may take to end when the product closes. */
const closeTimeoutMs = 5_000;

export interface ProductOptions {
  /** Where the Lambda functions come from; their modules by default. */
  loadHandler?: LoadHandler;
}

/**
 * Starts the whole product in this process: embedded AWS, gateway, queue pump, schedule, and the handlers, which read
 * their settings from `process.env` when they are imported. So there can be one product in a process.
 */
export async function startProduct(settings: Settings, { loadHandler = importHandler }: ProductOptions = {}) {
  const opened = new Opened();
  try {
    const url = await start(settings, loadHandler, opened);
    return { url, close: () => opened.close() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function start(settings: Settings, loadHandler: LoadHandler, opened: Opened): Promise<string> {
  const dataDir = openDataDir(settings.DATA_DIR);
  opened.add(async () => dataDir.release());
  const aws = await startLocalAws({
    dataDir: dataDir.path,
    tableName: name,
    queueNames: { review: `${name}-reviews`, parked: `${name}-parked` },
    environment: process.env,
  });
  opened.add(aws.close);
  setEnvironment(aws.variables);
  const sidebarPageDir = join(dataDir.path, 'sidebar-page');
  writeSidebarPage(sidebarPageDir);

  // The handlers need the public URL, whose port may be known only once the gateway listens: it holds back what comes
  // before they are there.
  const handlers = Promise.withResolvers<Handlers>();
  handlers.promise.catch(() => undefined);
  const logger = createLogger();
  const invoke = createInvoke(handlers.promise);
  const gateway = await listenOnce(settings, { invoke, logger });
  const url = settings.PUBLIC_URL ?? `http://localhost:${gateway.port}`;
  setEnvironment(
    handlerVariables(settings, { url, integrationId: dataDir.integrationId, queues: aws, sidebarPageDir }),
  );
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  opened.add(async () => sqs.destroy());
  const running: Closer[] = [gateway.close];
  opened.add(() => atMost(closeTimeoutMs, Promise.all(running.map((close) => close()))));
  try {
    await seedTrustpilotSecret(trustpilotSecretId, settings);
    await seedSidebarMaster(sidebarMasterSecretId);
    handlers.resolve(await loadAll(loadHandler));
  } catch (error) {
    handlers.reject(error);
    throw error;
  }
  running.push(startQueuePump({ sqs, queueUrl: aws.reviewQueueUrl, invoke, logger }).close);
  running.push(startTicker({ everySeconds: settings.POLL_SECONDS, invoke, logger }).close);
  return url;
}

type Closer = () => Promise<void>;
type Handlers = ReadonlyMap<FunctionName, LambdaHandler>;

/** What has been opened so far; closed once, the last first. */
class Opened {
  readonly #closers: Closer[] = [];

  add(close: Closer): void {
    this.#closers.push(close);
  }

  async close(): Promise<void> {
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) await close();
  }
}

const loadAll = async (loadHandler: LoadHandler): Promise<Handlers> =>
  new Map(await Promise.all(functionNames.map(async (each) => [each, await loadHandler(each)] as const)));

async function listenOnce(
  { PORT, PUBLIC_URL }: Settings,
  { invoke, logger }: { invoke: Invoke; logger: Logger },
) {
  try {
    return await startGateway({ port: PORT, ...listenHost(PUBLIC_URL), invoke, logger });
  } catch (cause) {
    if (!isPortInUse(cause)) throw cause;
    throw new StartError(`Port ${PORT} is in use. Set PORT to another one; 0 picks a free one.`, { cause });
  }
}

const isPortInUse = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** A product whose address is of this machine can be called from this machine only. */
function listenHost(publicUrl = 'http://localhost'): { host?: string } {
  const { hostname } = new URL(publicUrl.replace(/^https?:/, 'http:'));
  return /^(localhost|127\..*|\[::1\])$/.test(hostname) ? { host: '127.0.0.1' } : {};
}

interface Place {
  url: string;
  integrationId: string;
  queues: Queues;
  sidebarPageDir: string;
}

/** The environment of the Lambda functions (lambdas/runtime/environment.ts), apart from the SDK's own variables. */
function handlerVariables(settings: Settings, { url, integrationId, queues, sidebarPageDir }: Place) {
  const {
    PORT: _port,
    DATA_DIR: _dataDir,
    TRUSTPILOT_API_KEY: _key,
    TRUSTPILOT_API_SECRET: _secret,
    ...passedOn
  } = settings;
  return {
    ...passedOn,
    TABLE_NAME: name,
    REVIEW_QUEUE_URL: queues.reviewQueueUrl,
    PARKED_QUEUE_URL: queues.parkedQueueUrl,
    PUBLIC_URL: url,
    INTEGRATION_ID: integrationId,
    SIDEBAR_PAGE_DIR: sidebarPageDir,
    TRUSTPILOT_SECRET_ID: trustpilotSecretId,
    CONNECTION_SECRET_PREFIX: `${name}/connection/`,
    SIDEBAR_MASTER_SECRET_ID: sidebarMasterSecretId,
  };
}

function setEnvironment(variables: Record<string, string | number | undefined>): void {
  for (const [variable, value] of Object.entries(variables)) {
    if (value === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = String(value);
  }
}

async function atMost(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const timeout = sleep(timeoutMs, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([work, timeout]);
  patience.abort();
}
