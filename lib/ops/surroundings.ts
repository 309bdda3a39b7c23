import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AlarmState } from './doctor/alarms.ts';

/** What the commands need of the world. Tests give their own; the SDK clients follow `AWS_ENDPOINT_URL_*` by themselves. */
export interface Surroundings {
  print: (line: string) => void;
  ask: {
    text: (question: string) => Promise<string>;
    secret: (question: string) => Promise<string>;
    choose: (question: string, choices: readonly string[]) => Promise<string>;
  };
  db: DynamoDBDocumentClient;
  sqs: SQSClient;
  secrets: SecretsManagerClient;
  /** `ENABLED`, or why not. */
  readScheduleState: (ruleName: string) => Promise<string>;
  readAlarms: (stackName: string) => Promise<AlarmState[]>;
  trustpilotUrl: string;
  nowMs: () => number;
}

export const createAwsClients = () => ({
  db: DynamoDBDocumentClient.from(new DynamoDBClient()),
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  secrets: new SecretsManagerClient(),
});
