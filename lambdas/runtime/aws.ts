import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/*
 * The AWS clients of a Lambda, made once per environment. Time-outs are short, because a stuck connection must not
 * eat the time in which Zendesk waits; the SDK repeats a call that timed out.
 */
export const quick = { maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } };

export const createTableClient = (): DynamoDBDocumentClient => toTableClient(new DynamoDBClient(quick));

export function toTableClient(client: DynamoDBClient): DynamoDBDocumentClient {
  const table = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  // The SDK copies every input and output for a logger, also where there is none: half a millisecond for 200 rows.
  table.middlewareStack.removeByTag('LOGGER');
  return table;
}

export const createSecretsClient = (): SecretsManagerClient => new SecretsManagerClient(quick);
