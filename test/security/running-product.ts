import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FunctionName } from '../../lambdas/routes.ts';
import { timeToLiveAttribute } from '../../lambdas/store/table.ts';
import { importHandler, type LambdaContext, type LambdaHandler } from '../../lib/local/lambda.ts';
import { startProduct } from '../../lib/local/product.ts';
import { readSettings } from '../../lib/local/settings.ts';
import { startTrustpilotSimulator } from '../simulators/trustpilot/index.ts';
import { startZendeskSimulator } from '../simulators/zendesk/index.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

/**
 * The product as `npm run local` runs it, wired by each function's own index.ts, in this process: over HTTP, and each
 * handler on its own, so that it can be given events that no gateway would make. One per process.
 */
export async function startRunningProduct() {
  const dataDir = mkdtempSync(join(tmpdir(), 'security-'));
  const trustpilot = await startTrustpilotSimulator({
    switches: { tokenCallsPerMinute: 0, callsPer5Minutes: 0, callsPerHour: 0, consent: 'allow' },
  });
  const zendesk = await startZendeskSimulator({ pullIntervalSeconds: 0 });
  const log = keepLog();
  const calls = keepCalls();
  const handlers = new Map<FunctionName, LambdaHandler>();
  const product = await startProduct(
    readSettings({
      PORT: '0',
      DATA_DIR: dataDir,
      TRUSTPILOT_API_URL: trustpilot.url,
      TRUSTPILOT_AUTHENTICATE_URL: trustpilot.url,
      TRUSTPILOT_API_KEY: 'tpk-demo',
      TRUSTPILOT_API_SECRET: 'tps-demo',
      ZENDESK_ORIGIN: zendesk.url,
      ZENDESK_SUBDOMAINS: 'acme, globex',
      POLL_SECONDS: '1000000',
      TRUSTPILOT_YEARLY_CALLS: '1000000000',
    }),
    {
      loadHandler: async (name) => {
        const handler = await importHandler(name);
        handlers.set(name, handler);
        return handler;
      },
    },
  );
  const run = async (name: FunctionName, event: unknown): Promise<unknown> => {
    const handler = handlers.get(name);
    if (handler === undefined) throw new Error(`No function ${name}`);
    return handler(event, context(name));
  };
  const db = DynamoDBDocumentClient.from(new DynamoDBClient());
  await zendesk.installZip(`${product.url}/download/zendesk-app.zip`);
  return {
    url: product.url,
    trustpilot,
    zendesk,
    db,
    tableName: process.env['TABLE_NAME'] ?? '',
    /** Log lines so far. */
    lines: log.lines,
    /** Every address that anything in this process asked so far, the simulators included. */
    calls: calls.urls,
    /** What the function answers to this very event. */
    call: async (name: FunctionName, event: APIGatewayProxyEventV2): Promise<Answer> =>
      (await run(name, event)) as Answer,
    /** One tick of the schedule. */
    poll: () => run('poll', {}),
    /** All rows, as DynamoDB holds them. */
    rows: () => scan(db, process.env['TABLE_NAME'] ?? ''),
    close: async () => {
      await product.close();
      db.destroy();
      await Promise.all([trustpilot.close(), zendesk.close()]);
      log.stop();
      calls.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type RunningProduct = Awaited<ReturnType<typeof startRunningProduct>>;

/** Rows that DynamoDB does not delete by itself. */
export const lastingRows = (rows: Record<string, unknown>[]): string[] =>
  rows.flatMap((row) =>
    row[timeToLiveAttribute] === undefined ? [`${String(row['PK'])} ${String(row['SK'])}`] : [],
  );

async function scan(db: DynamoDBDocumentClient, TableName: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await db.send(new ScanCommand({ TableName, ExclusiveStartKey: from }));
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}

/** The functions write to standard output; their lines are kept here instead of being printed. */
function keepLog() {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array, ...rest: []) => {
    if (typeof chunk !== 'string' || !chunk.startsWith('{"level":')) return write(chunk, ...rest);
    lines.push(chunk.trimEnd());
    return true;
  };
  return { lines, stop: () => (process.stdout.write = write) };
}

/** Both ways out of a Node process: `fetch`, and the HTTP client that the AWS SDK uses. */
function keepCalls() {
  const urls = new Set<string>();
  const onFetch = (message: unknown) => {
    const { request } = message as { request: { origin: string; path: string } };
    urls.add(`${request.origin}${request.path}`);
  };
  const onHttp = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    urls.add(`${request.protocol}//${String(request.getHeader('host') ?? request.host)}${request.path}`);
  };
  subscribe('undici:request:create', onFetch);
  subscribe('http.client.request.start', onHttp);
  const stop = () => {
    unsubscribe('undici:request:create', onFetch);
    unsubscribe('http.client.request.start', onHttp);
  };
  return { urls, stop };
}

const context = (functionName: string): LambdaContext => ({
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
  memoryLimitInMB: '512',
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: 'test',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => 30_000,
});
