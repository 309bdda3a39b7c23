import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import { keys } from '../../lambdas/store/table.ts';
import { runOps } from '../../lib/ops/program.ts';
import { startTrustpilotSimulator, type TrustpilotSimulator } from '../simulators/trustpilot/index.ts';
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/index.ts';
import { drain } from '../support/drain.ts';
import { startDeployment, type Deployment } from './deployment.ts';

/** A deployment between the simulated Trustpilot and the simulated Zendesk, and what happens around it. */
export class ArtifactWorld {
  readonly deployment: Deployment;
  readonly trustpilot: TrustpilotSimulator;
  readonly zendesk: ZendeskSimulator;
  readonly db: DynamoDBDocumentClient;

  constructor(deployment: Deployment, trustpilot: TrustpilotSimulator, zendesk: ZendeskSimulator) {
    this.deployment = deployment;
    this.trustpilot = trustpilot;
    this.zendesk = zendesk;
    this.db = DynamoDBDocumentClient.from(deployment.clients.dynamodb);
  }

  /** The physical name of the resource whose logical id begins like this. */
  name(start: string): string {
    const found = Object.entries(this.deployment.physical).find(
      ([id]) => id.startsWith(start) && !id.includes('.'),
    );
    if (found === undefined) throw new Error(`The template has no ${start}.`);
    return found[1];
  }

  get tableName(): string {
    return this.name('State');
  }

  /** One tick of the schedule, and all the work that comes of it. */
  async poll(): Promise<void> {
    await this.deployment.invoke('poll', {});
    await this.work();
  }

  /** The worker, until it has done or failed everything. What failed comes again as if its time-out had passed. */
  async work(): Promise<number> {
    const { sqs } = this.deployment.clients;
    const QueueUrl = this.name('ReviewsQueue');
    const failed = await drain(
      sqs,
      QueueUrl,
      async (event) => (await this.deployment.invoke('worker', event)) as SQSBatchResponse,
    );
    for (const { receiptHandle: ReceiptHandle } of failed) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
    return failed.length;
  }

  /** What somebody else might put into the queue. */
  async send(MessageBody: string): Promise<void> {
    await this.deployment.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: this.name('ReviewsQueue'), MessageBody }),
    );
  }

  /** Does all planned work of these kinds now, whenever it is due. */
  async doPlannedWork(...kinds: string[]): Promise<void> {
    const { Items = [] } = await this.db.send(
      new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: 'PK = :due',
        ExpressionAttributeValues: { ':due': keys.due },
      }),
    );
    for (const due of Items.filter(({ kind }) => kinds.includes(String(kind)))) {
      await this.send(JSON.stringify({ kind: 'due', due }));
    }
    await this.work();
  }

  /** Messages in the parked queue: body and reason. */
  async parked(): Promise<{ body: string; reason: string | undefined }[]> {
    const { Messages = [] } = await this.deployment.clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.name('ReviewsParked'),
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: 0,
      }),
    );
    return Messages.map(({ Body = '', MessageAttributes }) => ({
      body: Body,
      reason: MessageAttributes?.['reason']?.StringValue,
    }));
  }

  /** Polls, works and lets Zendesk pull until nothing moves any more. */
  async sync(): Promise<void> {
    await this.poll();
    await this.pull();
  }

  /** Lets Zendesk pull until nothing is handed over any more. */
  async pull(): Promise<void> {
    for (let pulls = 0; pulls < 20; pulls += 1) {
      if ((await this.zendesk.tick()).every(({ handedOver }) => handedOver.length === 0)) return;
    }
    throw new Error('The outbox does not become empty.');
  }

  /** What an operator types, and what the program says. */
  async ops(...commandLine: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
    const outputs = join(folder, 'outputs.json');
    writeFileSync(outputs, JSON.stringify({ deployed: this.deployment.outputs }));
    const lines: string[] = [];
    const silent = async () => '';
    const { sqs, secretsManager } = this.deployment.clients;
    await runOps([...commandLine, '--stack', 'deployed', '--outputs', outputs], {
      print: (line) => lines.push(line),
      ask: { text: silent, secret: silent, choose: silent },
      db: this.db,
      sqs,
      secrets: secretsManager,
      readScheduleState: silent,
      readAlarms: async () => [],
      trustpilotUrl: this.trustpilot.url,
      nowMs: Date.now,
    });
    rmSync(folder, { recursive: true });
    return lines.join('\n');
  }

  async close(): Promise<void> {
    await this.deployment.close();
    await Promise.all([this.trustpilot.close(), this.zendesk.close()]);
  }
}

export async function startArtifactWorld(): Promise<ArtifactWorld> {
  const trustpilot = await startTrustpilotSimulator({
    switches: { consent: 'allow', tokenCallsPerMinute: 0 },
  });
  const zendesk = await startZendeskSimulator({ pullIntervalSeconds: 0 });
  try {
    const outside = { trustpilotUrl: trustpilot.url, zendeskUrl: zendesk.url };
    return new ArtifactWorld(await startDeployment(outside), trustpilot, zendesk);
  } catch (error) {
    await Promise.all([trustpilot.close(), zendesk.close()]);
    throw error;
  }
}
