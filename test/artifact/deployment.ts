import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynalite } from '../../lib/local/embedded-aws/dynalite.ts';
import { startFauxqs } from 'fauxqs';
import { functionNames, type FunctionName } from '../../lambdas/routes.ts';
import { createLogger } from '../../lambdas/runtime/logger.ts';
import { closeNow, listen } from '../../lib/local/embedded-aws/listen.ts';
import { startSecretsManager } from '../../lib/local/embedded-aws/secrets-manager.ts';
import { startGateway } from '../../lib/local/gateway.ts';
import { assetOf, functionOf, synthesise, type Synthesised } from '../infrastructure/synth.ts';
import { resolveValue } from '../infrastructure/intrinsics.ts';
import { provision, type AwsClients } from './provision.ts';
import { startRecorder, type AwsCall, type Recorder, type Upstreams } from './recorder.ts';
import { LambdaProcess, type LambdaProcessOptions } from './runtime-api.ts';

type Closer = () => Promise<unknown>;

/** Where the world outside is, in place of Trustpilot's and Zendesk's real addresses. */
export interface Outside {
  trustpilotUrl: string;
  zendeskUrl: string;
}

/** A deployment without AWS: the assets of cdk.out as processes, with what the template makes around them. */
export interface Deployment {
  url: string;
  clients: AwsClients;
  /** Physical names by logical id. */
  physical: Readonly<Record<string, string>>;
  /** What the stack puts out, as `cdk deploy --outputs-file` writes it. */
  outputs: Record<string, unknown>;
  invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  /** What each function asked of AWS so far. */
  calls: () => Record<string, AwsCall[]>;
  recorderOf: (name: FunctionName) => Recorder;
  /** How the function's process was started, and what it was asked last. */
  running: (name: FunctionName) => Running;
  close: () => Promise<void>;
}

/** Starts a deployment. Its functions know only the variables that the template gives them, and those of Lambda. */
export async function startDeployment(outside: Outside): Promise<Deployment> {
  const closers: Closer[] = [];
  const close = async () => {
    for (const each of closers.reverse()) await each();
  };
  try {
    return { ...(await start(outside, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(outside: Outside, closers: Closer[]): Promise<Omit<Deployment, 'close'>> {
  const synthesised = await synthesise();
  const upstreams = await startEmulators(closers);
  const clients = createClients(upstreams);
  const physical = await provision(clients, synthesised.resources);
  const functions = new Map<FunctionName, Running>();
  const invoke = async (name: FunctionName, event: unknown) => {
    const running = runningOf(functions, name);
    running.lastEvent = event;
    return running.process.invoke(event);
  };
  const gateway = await startGateway({ port: 0, host: '127.0.0.1', invoke, logger: createLogger('error') });
  closers.push(gateway.close);
  const url = `http://localhost:${gateway.port}`;
  const overrides = { ...replacements(outside), PUBLIC_URL: url };
  for (const name of functionNames) {
    functions.set(name, await startFunction(name, { synthesised, physical, upstreams, overrides, closers }));
  }
  return {
    url,
    clients,
    physical,
    outputs: outputsOf(synthesised, physical, url),
    invoke,
    calls: () => Object.fromEntries([...functions].map(([name, { recorder }]) => [name, recorder.calls])),
    recorderOf: (name) => runningOf(functions, name).recorder,
    running: (name) => runningOf(functions, name),
  };
}

/** Without the DNS name that only API Gateway knows; what no emulator makes goes by its logical id. */
function outputsOf({ outputs, resources }: Synthesised, physical: Record<string, string>, url: string) {
  const { DnsTarget: _, ...ours } = outputs;
  const named = { ...Object.fromEntries(Object.keys(resources).map((id) => [id, id])), ...physical };
  const found = Object.entries(ours).map(([name, { Value }]) => [name, resolveValue(Value, named)]);
  return { ...(Object.fromEntries(found) as Record<string, unknown>), PublicUrl: url };
}

export interface Running {
  options: LambdaProcessOptions;
  process: LambdaProcess;
  recorder: Recorder;
  lastEvent?: unknown;
}

function runningOf(functions: ReadonlyMap<FunctionName, Running>, name: FunctionName): Running {
  const running = functions.get(name);
  if (running === undefined) throw new Error(`No function ${name}.`);
  return running;
}

interface Surroundings {
  synthesised: Synthesised;
  physical: Readonly<Record<string, string>>;
  upstreams: Upstreams;
  overrides: Record<string, string>;
  closers: Closer[];
}

async function startEmulators(closers: Closer[]): Promise<Upstreams> {
  const table = dynalite({ createTableMs: 0 });
  const dynamodb = `http://127.0.0.1:${await listen(table, 0, '127.0.0.1')}`;
  const queues = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const secrets = await startSecretsManager();
  closers.push(
    () => closeNow(table),
    () => queues.stop(),
    secrets.close,
  );
  return { dynamodb, sqs: `http://127.0.0.1:${queues.port}`, secretsmanager: secrets.url };
}

const account = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

const createClients = ({ dynamodb, sqs, secretsmanager }: Upstreams): AwsClients => ({
  dynamodb: new DynamoDBClient({ ...account, endpoint: dynamodb }),
  sqs: new SQSClient({ ...account, endpoint: sqs, useQueueUrlAsEndpoint: false }),
  secretsManager: new SecretsManagerClient({ ...account, endpoint: secretsmanager }),
});

const replacements = ({ trustpilotUrl, zendeskUrl }: Outside) => ({
  TRUSTPILOT_API_URL: trustpilotUrl,
  TRUSTPILOT_AUTHENTICATE_URL: trustpilotUrl,
  ZENDESK_ORIGIN: zendeskUrl,
});

async function startFunction(name: FunctionName, around: Surroundings): Promise<Running> {
  const { synthesised, physical, upstreams, overrides, closers } = around;
  const { Handler, Timeout, MemorySize, Environment } = functionOf(synthesised, name).Properties as {
    Handler: string;
    Timeout: number;
    MemorySize: number;
    Environment: { Variables: Record<string, unknown> };
  };
  const recorder = await startRecorder(upstreams);
  const options: LambdaProcessOptions = {
    taskRoot: assetOf(synthesised, name),
    handler: Handler,
    timeoutMs: Timeout * 1_000,
    memoryMiB: MemorySize,
    environment: {
      ...(resolveValue(Environment.Variables, physical) as Record<string, string>),
      ...overrides,
      ...lambdaVariables(recorder.url),
    },
  };
  const process = new LambdaProcess(options);
  await process.start();
  closers.push(recorder.close, () => process.close());
  return { options, process, recorder };
}

/** What Lambda itself puts into the environment, and the SDK's own way to another endpoint. */
const lambdaVariables = (url: string) => ({
  AWS_REGION: account.region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: url,
  AWS_ENDPOINT_URL_SQS: url,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
});
