import type { Server } from 'node:http';
import { startSecretsManager } from '../../../lib/local/embedded-aws/secrets-manager.ts';
import { startSqs } from '../../../lib/local/embedded-aws/sqs.ts';
import { startDynamoDb } from '../../support/dynamodb.ts';
import type { LocalAws } from '../../support/deps.ts';

/** The emulators of `npm start` without a disk: a year makes some millions of small writes. */
export async function startMemoryAws(): Promise<LocalAws & { database: Server }> {
  const [table, queues, secrets] = await Promise.all([
    startDynamoDb('reviews'),
    startSqs({ names: { review: 'reviews', parked: 'parked' } }),
    startSecretsManager(),
  ]);
  return {
    ...queues.queues,
    database: table.server,
    variables: {
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    },
    close: async () => {
      await Promise.all([table.close(), queues.close(), secrets.close()]);
    },
  };
}
