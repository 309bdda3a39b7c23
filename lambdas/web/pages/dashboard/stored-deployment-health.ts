import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Logger } from '../../../runtime/logger.ts';
import { keys } from '../../../store/table.ts';
import { unreadable, type DeploymentHealth, type HealthReadings } from './deployment-health.ts';

export interface StoredDeploymentHealthOptions {
  db: DynamoDBDocumentClient;
  tableName: string;
  queues: SQSClient;
  reviewQueueUrl: string;
  parkedQueueUrl: string;
  logger: Logger;
  nowMs: () => number;
  /** Longest wait for one point; an admin looks at an empty page meanwhile. */
  timeoutMs?: number;
  /** Anybody may load the page: within this time everybody gets the same reading. */
  keepMs?: number;
}

const pollTimesSchema = z.object({ lastPollAtMs: z.number(), lastSuccessAtMs: z.number() });
const countSchema = z.coerce.number().check(z.gte(0));

/** Reads the table and the two queues, each on its own. */
export function createStoredDeploymentHealth(options: StoredDeploymentHealthOptions): DeploymentHealth {
  const { reviewQueueUrl, parkedQueueUrl, logger, nowMs, timeoutMs = 3_000, keepMs = 10_000 } = options;

  async function point<Value>(name: string, read: (signal: AbortSignal) => Promise<Value>) {
    try {
      return await read(AbortSignal.timeout(timeoutMs));
    } catch (error) {
      logger.warn('health point not readable', { point: name }, error);
      return unreadable;
    }
  }

  async function readAll(): Promise<HealthReadings> {
    const [times, waiting, parked] = await Promise.all([
      point('table', (signal) => readPollTimes(options, signal)),
      point('review queue', (signal) => countMessages(options.queues, reviewQueueUrl, signal)),
      point('parked queue', (signal) => countMessages(options.queues, parkedQueueUrl, signal)),
    ]);
    const { lastRunAtMs, lastSuccessAtMs } =
      times === unreadable ? { lastRunAtMs: times, lastSuccessAtMs: times } : times;
    return { lastRunAtMs, lastSuccessAtMs, waiting, parked };
  }

  let kept: { readings: Promise<HealthReadings>; untilMs: number } | undefined;
  return {
    read() {
      const now = nowMs();
      if (kept === undefined || now >= kept.untilMs) kept = { readings: readAll(), untilMs: now + keepMs };
      return kept.readings;
    },
  };
}

/** The newest of each over the poll records of all accounts. */
async function readPollTimes(
  { db, tableName }: StoredDeploymentHealthOptions,
  abortSignal: AbortSignal,
): Promise<{ lastRunAtMs: number | 'none'; lastSuccessAtMs: number | 'none' }> {
  let runAtMs = 0;
  let successAtMs = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'PK = :syncs',
        ExpressionAttributeValues: { ':syncs': keys.syncs },
        ProjectionExpression: 'lastPollAtMs, lastSuccessAtMs',
        ExclusiveStartKey: from,
      }),
      { abortSignal },
    );
    for (const item of page.Items ?? []) {
      const times = pollTimesSchema.safeParse(item);
      if (!times.success) continue;
      runAtMs = Math.max(runAtMs, times.data.lastPollAtMs);
      successAtMs = Math.max(successAtMs, times.data.lastSuccessAtMs);
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return { lastRunAtMs: runAtMs || 'none', lastSuccessAtMs: successAtMs || 'none' };
}

async function countMessages(queues: SQSClient, QueueUrl: string, abortSignal: AbortSignal): Promise<number> {
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    { abortSignal },
  );
  return countSchema.parse(Attributes?.ApproximateNumberOfMessages);
}
