import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { defaultSettings, type Account } from '../../../lambdas/core/account.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { startLocalAws } from '../../../lib/local/embedded-aws/index.ts';
import type { AlarmState } from '../../../lib/ops/doctor/alarms.ts';
import { runOps } from '../../../lib/ops/program.ts';
import { startTrustpilotSimulator } from '../../simulators/trustpilot/index.ts';
import { startScriptedServer, type ScriptedAnswer } from '../../support/scripted-server.ts';

const account = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const stackName = 'trustpilot-reviews-production';

/** A person at a terminal, in front of a deployment in the emulators. */
export async function anOperator() {
  const folder = mkdtempSync(join(tmpdir(), 'ops-'));
  const aws = await startLocalAws({
    dataDir: folder,
    tableName: 'reviews',
    queueNames: { review: 'reviews', parked: 'parked' },
    environment: { AWS_REGION: 'us-east-1' },
  });
  const trustpilot = await startTrustpilotSimulator();
  const web = await startWeb();
  const endpoints = aws.variables;
  const db = DynamoDBDocumentClient.from(
    new DynamoDBClient({ ...account, endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB }),
  );
  const sqs = new SQSClient({
    ...account,
    endpoint: endpoints.AWS_ENDPOINT_URL_SQS,
    useQueueUrlAsEndpoint: false,
  });
  const secrets = new SecretsManagerClient({
    ...account,
    endpoint: endpoints.AWS_ENDPOINT_URL_SECRETS_MANAGER,
  });
  await secrets.send(new CreateSecretCommand({ Name: 'key' }));

  const outputs = join(folder, 'outputs.json');
  const found = {
    PublicUrl: web.url,
    TableName: 'reviews',
    ReviewQueueUrl: aws.reviewQueueUrl,
    ParkedQueueUrl: aws.parkedQueueUrl,
    TrustpilotSecretId: 'key',
    ScheduleName: 'schedule',
  };
  writeFileSync(outputs, JSON.stringify({ [stackName]: found }));

  /** What the world around the deployment is like; tests change it. */
  const world = {
    schedule: 'ENABLED',
    alarms: [{ description: 'New reviews are late. …', state: 'OK' }] as AlarmState[],
    answers: [] as string[],
    isForbidden: false,
    trustpilotUrl: trustpilot.url,
    nowMs: Date.now(),
  };
  const answer = async () => world.answers.shift() ?? '';
  const run = async (...commandLine: string[]) => {
    const lines: string[] = [];
    const exitCode = await runOps(commandLine, {
      print: (line) => lines.push(line),
      ask: { text: answer, secret: answer, choose: answer },
      db,
      sqs,
      secrets,
      readScheduleState: async () => world.schedule,
      readAlarms: async () => {
        if (world.isForbidden) throw Object.assign(new Error('not allowed'), { name: 'AccessDenied' });
        return world.alarms;
      },
      trustpilotUrl: world.trustpilotUrl,
      nowMs: () => world.nowMs,
    });
    return { exitCode, said: lines.join('\n') };
  };
  return {
    world,
    web,
    trustpilot,
    outputs,
    folder,
    found,
    run,
    db,
    sqs,
    secrets,
    put: (Item: Record<string, unknown>) => db.send(new PutCommand({ TableName: 'reviews', Item })),
    park: (MessageBody: string, reason?: string) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: aws.parkedQueueUrl,
          MessageBody,
          ...(reason !== undefined && {
            MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
          }),
        }),
      ),
    close: async () => {
      await Promise.all([aws.close(), trustpilot.close(), web.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

export type Operator = Awaited<ReturnType<typeof anOperator>>;

/** Health and manifest of the deployment; `pages` can be changed. */
async function startWeb() {
  const pages: Record<string, ScriptedAnswer> = {};
  const server = await startScriptedServer((response) => {
    const path = response.req.url ?? '';
    const page = pages[path] as { status?: number; json?: unknown } | undefined;
    response.writeHead(page?.status ?? 200).end(JSON.stringify(page?.json ?? {}));
  });
  pages['/zendesk/manifest.json'] = {
    json: { id: 'the-id', urls: { pull_url: `${server.url}/zendesk/pull` } },
  };
  return { ...server, pages };
}

export function aLiveAccount(change: Partial<Account> = {}): Record<string, unknown> {
  const accountId = 'aaaaaaaaaaaaaaaa';
  const live: Account = {
    accountId,
    keyHash: 'hash',
    subdomain: 'acme',
    name: 'Acme',
    status: 'live',
    createdAtMs: 0,
    lifecycleAtMs: 0,
    lastPullAtMs: Date.now(),
    connection: { connectionId: 'c', versionId: 'v', status: 'ok', accessExpiresAtMs: 0 },
    domains: [
      {
        businessUnitId: '5f0c1d2e3a4b5c6d7e8f9012',
        domain: 'bluelamp.example',
        addedAtMs: Date.now(),
        webhookKey: 'k',
      },
    ],
    settings: defaultSettings,
    ...change,
  };
  return { ...keys.account(accountId), ...live };
}
