import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closeNow, listen } from '../../lib/local/embedded-aws/listen.ts';

/** One call to AWS as IAM sees it: `dynamodb:PutItem` on the name of a table, queue or secret. */
export interface AwsCall {
  action: string;
  resource: string;
}

export interface Upstreams {
  dynamodb: string;
  sqs: string;
  secretsmanager: string;
}

/** The batch operations of SQS are allowed by the action of the single one; the others carry their own name. */
const actionOf = (service: string, operation: string): string =>
  `${service}:${service === 'sqs' ? operation.replace(/Batch$/, '') : operation}`;

const services: Record<string, keyof Upstreams> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  secretsmanager: 'secretsmanager',
};

/** Stands between one function and the emulators and writes down every call, whatever the code says it does. */
export async function startRecorder(upstreams: Upstreams) {
  const recorder: Recorder = { calls: [], beforeCall: undefined };
  const server = createServer((request, response) => void forward(request, response, upstreams, recorder));
  const port = await listen(server, 0, '127.0.0.1');
  return Object.assign(recorder, { url: `http://127.0.0.1:${port}`, close: () => closeNow(server) });
}

export interface Recorder {
  calls: AwsCall[];
  /** What happens in the world in the very moment before a call reaches AWS. */
  beforeCall: ((call: AwsCall, body: string) => Promise<void>) | undefined;
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstreams: Upstreams,
  recorder: Recorder,
): Promise<void> {
  const body = await buffer(request);
  const [prefix = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
  const service = services[prefix];
  if (service === undefined) return void response.writeHead(400).end(`Not recorded: ${prefix}`);
  for (const resource of resourcesOf(body)) {
    const call = { action: actionOf(service, operation), resource };
    recorder.calls.push(call);
    await recorder.beforeCall?.(call, body.toString());
  }
  const { method, headers, url } = request;
  const upstream = httpRequest(new URL(url ?? '/', upstreams[service]), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  upstream.end(body);
}

function resourcesOf(body: Buffer): string[] {
  const { TableName, RequestItems, QueueUrl, SecretId, Name } = JSON.parse(body.toString()) as Record<
    string,
    unknown
  >;
  if (typeof RequestItems === 'object' && RequestItems !== null) return Object.keys(RequestItems);
  const name = [TableName, QueueUrl, SecretId, Name].find((each) => typeof each === 'string');
  if (typeof name !== 'string') throw new Error('A call to AWS that names no resource.');
  return [name.replace(/^http.*\//, '')];
}
