import type { Server } from 'node:http';
import { SQSClient } from '@aws-sdk/client-sqs';
import { offline } from '../../lib/local/embedded-aws/offline-client.ts';
import { startSecretsManager } from '../../lib/local/embedded-aws/secrets-manager.ts';
import { ensureQueues, startSqs } from '../../lib/local/embedded-aws/sqs.ts';
import { startDynamoDb } from '../support/dynamodb.ts';
import type { LocalAws } from '../support/deps.ts';

export type CampaignAws = LocalAws & { database: Server };

/** AWS for many runs, one after the other: each with an empty table, empty queues and no secrets. */
export class Emulators {
  readonly #queues: Awaited<ReturnType<typeof startSqs>>;
  readonly #sqs: SQSClient;
  #runs = 0;

  private constructor(queues: Awaited<ReturnType<typeof startSqs>>) {
    this.#queues = queues;
    this.#sqs = new SQSClient({ endpoint: queues.url, useQueueUrlAsEndpoint: false, ...offline });
  }

  static async start(): Promise<Emulators> {
    return new Emulators(await startSqs({ names: { review: 'reviews', parked: 'parked' } }));
  }

  /** Whoever gets them closes them; the server of the queues goes on. */
  async fresh(): Promise<CampaignAws> {
    this.#runs += 1;
    const names = { review: `reviews-${this.#runs}`, parked: `parked-${this.#runs}` };
    const [table, secrets, queues] = await Promise.all([
      startDynamoDb(),
      startSecretsManager(),
      ensureQueues(this.#sqs, names),
    ]);
    const variables = {
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_SQS: this.#queues.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    };
    const close = async () => {
      await Promise.all([table.close(), secrets.close()]);
    };
    return { ...queues, variables, close, database: table.server };
  }

  async close(): Promise<void> {
    this.#sqs.destroy();
    await this.#queues.close();
  }
}
