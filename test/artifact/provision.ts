import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { randomBytes } from 'node:crypto';
import type { Resource } from '../infrastructure/synth.ts';
import { resolveValue } from '../infrastructure/intrinsics.ts';

export interface AwsClients {
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
  secretsManager: SecretsManagerClient;
}

const pseudoParameters = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Makes the template's tables, queues and secrets in the emulators, with the template's own properties. */
export async function provision(
  clients: AwsClients,
  resources: Record<string, Resource>,
): Promise<Record<string, string>> {
  const physical: Record<string, string> = { ...pseudoParameters };
  const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  for (const [id, { Properties }] of ofType('AWS::DynamoDB::Table')) {
    await createTable(clients, id, Properties);
    physical[id] = id;
    physical[`${id}.Arn`] = `arn:aws:dynamodb:us-east-1:000000000000:table/${id}`;
  }
  const queues = ofType('AWS::SQS::Queue');
  // A dead-letter queue comes before the queue that names it.
  queues.sort(
    ([, a], [, b]) => Number('RedrivePolicy' in a.Properties) - Number('RedrivePolicy' in b.Properties),
  );
  for (const [id, { Properties }] of queues) {
    const { url, arn } = await createQueue(clients, id, resolveValue(Properties, physical) as object);
    physical[id] = url;
    physical[`${id}.Arn`] = arn;
  }
  for (const [id, { Properties }] of ofType('AWS::SecretsManager::Secret')) {
    const generated = 'GenerateSecretString' in Properties && {
      SecretString: randomBytes(32).toString('hex'),
    };
    const { ARN = '' } = await clients.secretsManager.send(
      new CreateSecretCommand({ Name: id, ...generated }),
    );
    physical[id] = ARN;
  }
  return physical;
}

async function createTable({ dynamodb }: AwsClients, TableName: string, properties: Resource['Properties']) {
  const { AttributeDefinitions, KeySchema, BillingMode } = properties as unknown as CreateTableCommandInput;
  await dynamodb.send(new CreateTableCommand({ TableName, AttributeDefinitions, KeySchema, BillingMode }));
}

async function createQueue({ sqs }: AwsClients, QueueName: string, properties: object) {
  const attributes = Object.entries(properties)
    .filter(([name]) => name !== 'SqsManagedSseEnabled')
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName,
      Attributes: Object.fromEntries(attributes) as Record<string, string>,
    }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return { url: QueueUrl, arn: Attributes?.QueueArn ?? '' };
}
