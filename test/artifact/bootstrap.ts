import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { inspect } from 'node:util';

/*
 * What the Node.js runtime of Lambda does inside its sandbox: loads the handler of the task, then asks the Runtime
 * API for one event after the other (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
 */
const { AWS_LAMBDA_RUNTIME_API: host = '', LAMBDA_TASK_ROOT: task = '', _HANDLER: name = '' } = process.env;
const api = `http://${host}/2018-06-01/runtime`;

const post = (path: string, body: unknown) =>
  fetch(`${api}/${path}`, { method: 'POST', body: JSON.stringify(body ?? null) });
/** `fetch` gives up after five minutes without an answer; Lambda's runtime waits for as long as nothing is to be done. */
const nextInvocation = () =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${api}/invocation/next`, resolve).once('error', reject);
  });
const describe = (error: unknown) => ({
  errorType: error instanceof Error ? error.name : typeof error,
  errorMessage: error instanceof Error ? error.message : String(error),
});

try {
  const [file = '', exported = ''] = name.split('.');
  const module = (await import(`${task}/${file}.mjs`)) as Record<
    string,
    (event: unknown, context: unknown) => unknown
  >;
  const handler = module[exported];
  if (handler === undefined) throw new Error(`No ${name} in the asset.`);
  for (;;) {
    const next = await nextInvocation();
    const requestId = String(next.headers['lambda-runtime-aws-request-id']);
    const deadlineMs = Number(next.headers['lambda-runtime-deadline-ms']);
    const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => deadlineMs - Date.now() };
    try {
      await post(`invocation/${requestId}/response`, await handler(await json(next), context));
    } catch (error) {
      await post(`invocation/${requestId}/error`, describe(error));
    }
  }
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`);
  await post('init/error', describe(error)).catch(() => undefined);
  process.exit(1);
}
