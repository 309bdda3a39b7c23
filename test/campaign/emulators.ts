import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { offline } from '../../lib/local/embedded-aws/offline-client.ts';
import { startSecretsManager } from '../../lib/local/embedded-aws/secrets-manager.ts';
import { ensureQueues, startSqs } from '../../lib/local/embedded-aws/sqs.ts';
import { startDynamoDb } from '../support/dynamodb.ts';
import type { LocalAws } from '../support/world.ts';

interface Service {
  url: string;
  close(): Promise<void>;
}

/** AWS for many runs, one after the other: each with an empty table and empty queues of its own. */
export class Emulators {
  readonly #dataDir: string;
  readonly #services: { sqs: Service; secrets: Service };
  readonly #sqs: SQSClient;
  #runs = 0;

  private constructor(dataDir: string, services: { sqs: Service; secrets: Service }) {
    this.#dataDir = dataDir;
    this.#services = services;
    this.#sqs = new SQSClient({ endpoint: services.sqs.url, useQueueUrlAsEndpoint: false, ...offline });
  }

  static async start(): Promise<Emulators> {
    const dataDir = mkdtempSync(join(tmpdir(), 'campaign-'));
    const [sqs, secrets] = await Promise.all([
      startSqs({ dataDir, names: { review: 'reviews', parked: 'parked' } }),
      startSecretsManager({ dataDir }),
    ]);
    return new Emulators(dataDir, { sqs, secrets });
  }

  async fresh(): Promise<LocalAws> {
    this.#runs += 1;
    const names = { review: `reviews-${this.#runs}`, parked: `parked-${this.#runs}` };
    const [table, queues] = await Promise.all([startDynamoDb(), ensureQueues(this.#sqs, names)]);
    const { sqs, secrets } = this.#services;
    const variables = {
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    };
    return { ...queues, variables, close: () => table.close() };
  }

  async close(): Promise<void> {
    this.#sqs.destroy();
    await Promise.all([this.#services.sqs.close(), this.#services.secrets.close()]);
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
