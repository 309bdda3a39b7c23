import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { offline } from '../../lib/local/embedded-aws/offline-client.ts';
import { startSecretsManager } from '../../lib/local/embedded-aws/secrets-manager.ts';
import { ensureQueues, startSqs } from '../../lib/local/embedded-aws/sqs.ts';
import { startDynamoDb } from '../support/dynamodb.ts';
import type { LocalAws } from '../support/world.ts';

/** AWS for many runs, one after the other: each with an empty table, empty queues and no secrets. */
export class Emulators {
  readonly #dataDir: string;
  readonly #queues: Awaited<ReturnType<typeof startSqs>>;
  readonly #sqs: SQSClient;
  #runs = 0;

  private constructor(dataDir: string, queues: Awaited<ReturnType<typeof startSqs>>) {
    this.#dataDir = dataDir;
    this.#queues = queues;
    this.#sqs = new SQSClient({ endpoint: queues.url, useQueueUrlAsEndpoint: false, ...offline });
  }

  static async start(): Promise<Emulators> {
    const dataDir = mkdtempSync(join(tmpdir(), 'campaign-'));
    return new Emulators(
      dataDir,
      await startSqs({ dataDir, names: { review: 'reviews', parked: 'parked' } }),
    );
  }

  /** Whoever gets them closes them; the server of the queues goes on. */
  async fresh(): Promise<LocalAws> {
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
    return { ...queues, variables, close };
  }

  async close(): Promise<void> {
    this.#sqs.destroy();
    await this.#queues.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
