import { SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { offline } from '../../../lib/local/embedded-aws/offline-client.ts';
import { startSecretsManager } from '../../../lib/local/embedded-aws/secrets-manager.ts';
import { ensureQueues } from '../../../lib/local/embedded-aws/sqs.ts';
import { startDynamoDb } from '../../support/dynamodb.ts';
import type { LocalAws } from '../../support/world.ts';

/** The emulators of `npm start` without a disk: a year makes some millions of small writes. */
export async function startMemoryAws(): Promise<LocalAws> {
  const [table, queues, secrets] = await Promise.all([
    startDynamoDb('reviews'),
    startFauxqs({ port: 0, logger: false }),
    startSecretsManager(),
  ]);
  const url = `http://127.0.0.1:${queues.port}`;
  const client = new SQSClient({ endpoint: url, useQueueUrlAsEndpoint: false, ...offline });
  await ensureQueues(client, { review: 'reviews', parked: 'parked' });
  client.destroy();
  const queueUrl = (name: string) => `${url}/000000000000/${name}`;
  return {
    reviewQueueUrl: queueUrl('reviews'),
    parkedQueueUrl: queueUrl('parked'),
    variables: {
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_SQS: url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    },
    close: async () => {
      await Promise.all([table.close(), queues.stop(), secrets.close()]);
    },
  };
}
