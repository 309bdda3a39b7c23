/*
 * A product of its own process whose functions are stand-ins, so that a test can kill it. What they do goes through
 * the environment that the real ones read, and the real SDK clients.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import type { LoadHandler } from '../../../lib/local/lambda.ts';
import { startProduct } from '../../../lib/local/product.ts';
import { runUntilStopped } from '../../../lib/local/run-until-stopped.ts';
import { readSettings } from '../../../lib/local/settings.ts';

const required = (name: string): string => process.env[name] ?? 'missing';

/** Answers only after everything is stored: what the caller was told must survive. */
async function store(id: string): Promise<unknown> {
  const Item = { PK: { S: 'TEST' }, SK: { S: id } };
  await new DynamoDBClient().send(new PutItemCommand({ TableName: required('TABLE_NAME'), Item }));
  const Name = required('CONNECTION_SECRET_PREFIX') + id;
  await new SecretsManagerClient().send(new CreateSecretCommand({ Name, SecretString: id }));
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  await sqs.send(new SendMessageCommand({ QueueUrl: required('REVIEW_QUEUE_URL'), MessageBody: id }));
  return { statusCode: 200, body: id };
}

async function recall(id: string): Promise<unknown> {
  const Key = { PK: { S: 'TEST' }, SK: { S: id } };
  const row = await new DynamoDBClient().send(new GetItemCommand({ TableName: required('TABLE_NAME'), Key }));
  const SecretId = required('CONNECTION_SECRET_PREFIX') + id;
  const secret = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId }));
  const body = {
    row: row.Item?.['SK']?.S,
    secret: secret.SecretString,
    integrationId: required('INTEGRATION_ID'),
  };
  return { statusCode: 200, body: JSON.stringify(body) };
}

async function web({ queryStringParameters = {} }: APIGatewayProxyEventV2): Promise<unknown> {
  if (queryStringParameters['slow']) await sleep(1_000);
  const id = queryStringParameters['id'];
  return id === undefined ? { statusCode: 200, body: required('PUBLIC_URL') } : recall(id);
}

/** Slow, so that the process dies in the middle of a batch. */
async function work({ Records }: SQSEvent): Promise<unknown> {
  await sleep(Number(required('TEST_WORK_MS')));
  for (const { body } of Records) appendFileSync(required('TEST_WORK_LOG'), `${body}\n`);
  return { batchItemFailures: [] };
}

const loadHandler: LoadHandler = async (name) => async (event) => {
  if (name === 'web') return web(event as APIGatewayProxyEventV2);
  if (name === 'hooks') return store((event as APIGatewayProxyEventV2).body ?? '');
  if (name === 'worker') return work(event as SQSEvent);
  return { statusCode: 200, body: '' };
};

await runUntilStopped(async () => {
  const product = await startProduct(readSettings(process.env), { loadHandler });
  console.log(`listening on ${product.url}`);
  return product;
});
