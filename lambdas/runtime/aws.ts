import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/*
 * The AWS clients of a Lambda, made once per environment. Time-outs are short, because a stuck connection must not
 * eat the time in which Zendesk waits; the SDK repeats a call that timed out.
 */
const quick = { maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } };

export const createTableClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(quick), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const createSecretsClient = (): SecretsManagerClient => new SecretsManagerClient(quick);

/** A queue URL names a host that does not resolve everywhere; the endpoint of the region (or of the test) is used. */
export const createQueueClient = (): SQSClient => new SQSClient({ ...quick, useQueueUrlAsEndpoint: false });
