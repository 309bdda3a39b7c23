import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynalite } from '../../../lib/local/embedded-aws/dynalite.ts';
import { startDynamoDb } from '../../../lib/local/embedded-aws/dynamodb.ts';
import { startLocalAws } from '../../../lib/local/embedded-aws/index.ts';
import { closeNow, listen } from '../../../lib/local/embedded-aws/listen.ts';

const offline = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const names = { tableName: 'table', queueNames: { review: 'reviews', parked: 'parked' } };
let dataDir: string;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'aws-'));
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await rm(dataDir, { recursive: true });
});

async function start(environment: NodeJS.ProcessEnv = {}, folder = 'own') {
  const aws = await startLocalAws({ ...names, dataDir: join(dataDir, folder), environment });
  closers.push(aws.close);
  return aws;
}

async function tableStatus(endpoint: string): Promise<string | undefined> {
  const client = new DynamoDBClient({ endpoint, ...offline });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: names.tableName }));
  client.destroy();
  return Table?.TableStatus;
}

test('table and queues are there, with the settings that the worker relies on', async () => {
  const { variables, reviewQueueUrl } = await start();
  expect(await tableStatus(variables.AWS_ENDPOINT_URL_DYNAMODB)).toBe('ACTIVE');
  // A client that follows queue URLs, as the SDK does unless told otherwise, gets on with these, too.
  const sqs = new SQSClient({ endpoint: variables.AWS_ENDPOINT_URL_SQS, ...offline });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: reviewQueueUrl, AttributeNames: ['All'] }),
  );
  sqs.destroy();
  expect(Attributes).toMatchObject({ MessageRetentionPeriod: '1209600', VisibilityTimeout: '15' });
  expect(Attributes['RedrivePolicy']).toContain('"maxReceiveCount":5');
});

test('endpoints that the environment names are used instead, and get table and queues as well', async () => {
  const emulators = await startLocalAws({
    dataDir: join(dataDir, 'theirs'),
    tableName: 'of-others',
    queueNames: { review: 'of-others', parked: 'of-others-parked' },
    environment: {},
  });
  closers.push(emulators.close);
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL_SECRETS_MANAGER } =
    emulators.variables;
  const endpoints = { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL_SECRETS_MANAGER };
  const aws = await start({ ...endpoints, AWS_REGION: 'us-east-1' });
  expect(aws.variables).toMatchObject({ ...endpoints, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local' });
  expect(aws.reviewQueueUrl).toMatch(/\/reviews$/);
});

test('somebody’s own profile is not used for the embedded services', async () => {
  const { variables } = await start({ AWS_PROFILE: 'mine', AWS_SESSION_TOKEN: 'x' });
  expect(variables).toMatchObject({ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  expect(variables).toHaveProperty('AWS_PROFILE', undefined);
});

test('a table whose creation was cut short by a kill is made again', async () => {
  const path = join(dataDir, 'dynamodb');
  const killed = dynalite({ path, createTableMs: 2_000 });
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${await listen(killed, 0, '127.0.0.1')}`,
    ...offline,
  });
  await client.send(
    new CreateTableCommand({
      TableName: names.tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    }),
  );
  client.destroy();
  await closeNow(killed);
  const started = await startDynamoDb({ dataDir, tableName: names.tableName });
  closers.push(started.close);
  expect(await tableStatus(started.url)).toBe('ACTIVE');
});

test('only this machine reaches the queue', async () => {
  const { variables } = await start();
  const addresses = Object.values(networkInterfaces()).flatMap((each = []) => each);
  const outward = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
  // A machine without a network has nobody to keep out.
  if (outward === undefined) return;
  const socket = connect(Number(new URL(variables.AWS_ENDPOINT_URL_SQS).port), outward.address);
  socket.on('error', () => undefined);
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  let answer = '';
  socket.on('data', (data) => (answer += data.toString()));
  await once(socket, 'close');
  expect(answer).toBe('');
});
