import { Readable } from 'node:stream';
import type { Clients } from '../support/deps.ts';
import type { Faults } from './faults.ts';
import { Invocation } from './invocation.ts';
import type { Handle, SdkRequest, SdkResponse } from '../support/without-sockets.ts';

type Failure = (send: () => Promise<SdkResponse>) => Promise<SdkResponse>;

/** As the service answers it: an error of its JSON protocol. */
const answering =
  (statusCode: number, type: string): Failure =>
  async () => ({
    response: {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Readable.from([JSON.stringify({ __type: `com.amazonaws#${type}`, message: 'injected' })]),
    },
  });

const failing =
  (code: string): Failure =>
  async () => {
    throw Object.assign(new Error('injected'), {
      code,
      name: code === 'ETIMEDOUT' ? 'TimeoutError' : 'Error',
    });
  };

/** The call does its work, and its answer is lost. */
const afterEffect =
  (failure: Failure): Failure =>
  async (send) => {
    const { response } = await send();
    if (response.body instanceof Readable) response.body.resume();
    return failure(send);
  };

const common: Record<string, Failure> = {
  'answers 500': answering(500, 'InternalServerError'),
  'answers 500, done': afterEffect(answering(500, 'InternalServerError')),
  'resets before': failing('ECONNRESET'),
  'resets after': afterEffect(failing('ECONNRESET')),
  'times out before': failing('ETIMEDOUT'),
  'times out after': afterEffect(failing('ETIMEDOUT')),
};

const failures: Record<string, Record<string, Failure>> = {
  DynamoDB: { ...common, throttles: answering(400, 'ProvisionedThroughputExceededException') },
  SQS: { ...common, throttles: answering(400, 'ThrottlingException') },
  'Secrets Manager': { ...common, throttles: answering(400, 'ThrottlingException') },
};

/** The SDK calls at most that often. */
const attempts = 3;

/** Repeats at once what the SDK would repeat after a pause. */
export const hastyRetries = {
  mode: 'hasty',
  acquireInitialRetryToken: async () => token(0),
  refreshRetryTokenForRetry: async (before: { getRetryCount(): number }) => {
    if (before.getRetryCount() >= attempts - 1) throw new Error('No retries left');
    return token(before.getRetryCount() + 1);
  },
  recordSuccess: () => undefined,
};
const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

/** Lets calls of Lambdas to AWS go wrong below the SDK, which repeats some of them, and with them its own effects. */
export function makeAwsFaulty({ db, sqs, secretsManager }: Clients, faults: Faults): void {
  const services = { DynamoDB: db, SQS: sqs, 'Secrets Manager': secretsManager };
  for (const [service, client] of Object.entries(services)) {
    const handler = client.config.requestHandler as unknown as { handle: Handle };
    handler.handle = faulty(service, handler.handle.bind(handler), faults);
  }
}

/** `DynamoDB_20120810.PutItem` */
const targetOf = ({ headers }: SdkRequest): string => headers['x-amz-target'] ?? '';
const bodyOf = ({ body }: SdkRequest): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : '';

function faulty(service: string, handle: Handle, faults: Faults): Handle {
  const planned = new Map<string, { kind: string; left: number }>();
  const failureOf = (request: SdkRequest): string | undefined => {
    const id = request.headers['amz-sdk-invocation-id'] ?? '';
    if (!planned.has(id) && faults.strikes(service)) {
      const kind = faults.pick(service, Object.keys(failures[service] ?? {}));
      // Half of them outlast the SDK's own repeats.
      planned.set(id, { kind, left: faults.random(service) < 0.5 ? attempts : 1 });
    }
    const plan = planned.get(id);
    if (plan === undefined || plan.left === 0) return undefined;
    plan.left -= 1;
    return plan.kind;
  };
  return async (request, options) => {
    const send = () => handle(request, options);
    const { current } = Invocation;
    if (current === undefined) return send();
    return current.outside(
      () => `${targetOf(request)} ${bodyOf(request)}`,
      async () => {
        const kind = failureOf(request);
        const failure = failures[service]?.[kind ?? ''];
        if (failure === undefined) return send();
        faults.note(`${service} ${kind ?? ''}`);
        return failure(send);
      },
    );
  };
}
