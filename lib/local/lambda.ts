import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { FunctionName } from '../../lambdas/routes.ts';

/** What a handler of ours may use of Lambda's context. */
export type LambdaContext = Omit<Context, 'done' | 'fail' | 'succeed'>;
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;
export type LoadHandler = (name: FunctionName) => Promise<LambdaHandler>;
export type Invoke = (name: FunctionName, event: unknown) => Promise<unknown>;

/** How long each function may run on one machine. The worker stays below the queue's visibility time-out. */
const timeoutsMs: Record<FunctionName, number> = {
  pull: 30_000,
  channelback: 30_000,
  web: 30_000,
  hooks: 30_000,
  poll: 60_000,
  worker: 12_000,
  sidebar: 30_000,
};

export class LambdaTimeout extends Error {
  override readonly name = 'LambdaTimeout';
}

/** Loads a handler the way Lambda does: `handler` of the function's `index` module, which reads its environment now. */
export const importHandler: LoadHandler = async (name) => {
  const module = (await import(new URL(`../../lambdas/${name}/index.ts`, import.meta.url).href)) as Record<
    string,
    unknown
  >;
  if (typeof module['handler'] !== 'function')
    throw new Error(`lambdas/${name}/index.ts exports no handler.`);
  return module['handler'] as LambdaHandler;
};

/** Calls handlers in this process, as Lambda would: a context, a time limit, events and answers as plain JSON. */
export function createInvoke(
  handlers: Promise<ReadonlyMap<FunctionName, LambdaHandler>>,
  limits = timeoutsMs,
): Invoke {
  return async (name, event) => {
    const handler = (await handlers).get(name);
    if (!handler) throw new Error(`No handler for ${name}.`);
    const timeoutMs = limits[name];
    const answer = handler(structuredClone(event), createContext(name, timeoutMs));
    return within(timeoutMs, name, answer);
  };
}

/** A handler that is too slow runs on, because it cannot be stopped inside this process; its answer no longer counts. */
async function within(timeoutMs: number, name: FunctionName, answer: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LambdaTimeout(`${name} timed out after ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function createContext(name: FunctionName, timeoutMs: number): LambdaContext {
  const endsAtMs = performance.now() + timeoutMs;
  return {
    awsRequestId: randomUUID(),
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    memoryLimitInMB: '512',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAtMs - performance.now())),
  };
}
