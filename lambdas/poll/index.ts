import type { Context } from 'aws-lambda';
import { createTrustpilotAccess } from '../connection/trustpilot-access.ts';
import { ReviewQueue } from '../queue/review-queue.ts';
import { createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { createQueueClient } from '../runtime/queue-client.ts';
import { Accounts } from '../store/accounts.ts';
import { DueWork } from '../store/due.ts';
import { Erasures } from '../store/erasures.ts';
import { Hints } from '../store/hints.ts';
import { Memories } from '../store/memories.ts';
import { Syncs } from '../store/syncs.ts';
import { Waiting } from '../store/waiting.ts';
import { Webhooks } from '../store/webhooks.ts';
import { takeHourlyCensus } from './take-census.ts';
import { tick } from './tick.ts';

const environment = readEnvironment([
  'TABLE_NAME',
  'REVIEW_QUEUE_URL',
  'CONFIRM_ABSENCE_SECONDS',
  'POLL_SECONDS',
  'RESCAN_SECONDS',
  'DELETIONS_SECONDS',
  'REVIEW_RETENTION_DAYS',
  'LOG_LEVEL',
]);
const logger = createLogger(environment.LOG_LEVEL);
const table = [createTableClient(), environment.TABLE_NAME] as const;
const { userOf, allowance, trustpilot } = createTrustpilotAccess(table, logger);

/** Time kept for the page under way: one call to Trustpilot, the queue and the record. */
const reserveMs = 20_000;
const dayMs = 86_400_000;
const { REVIEW_RETENTION_DAYS: retentionDays } = environment;

const deps = {
  accounts: new Accounts(...table),
  syncs: new Syncs(...table),
  erasures: new Erasures(...table),
  webhooks: new Webhooks(...table),
  hints: new Hints(...table),
  memories: new Memories(...table),
  due: new DueWork(...table),
  waiting: new Waiting(...table),
  queue: new ReviewQueue(createQueueClient(), environment.REVIEW_QUEUE_URL),
  userOf,
  trustpilot,
  allowance,
  absenceMs: environment.CONFIRM_ABSENCE_SECONDS * 1_000,
  tickMs: environment.POLL_SECONDS * 1_000,
  deletionsMs: environment.DELETIONS_SECONDS * 1_000,
  retentionMs: retentionDays === undefined ? undefined : retentionDays * dayMs,
  rescanMs: environment.RESCAN_SECONDS * 1_000,
  logger,
  nowMs: Date.now,
};

/** The schedule's tick. Errors nobody foresaw go out, so that the function's error metric and alarm see them. */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  await tick({ ...deps, hasTime: () => context.getRemainingTimeInMillis() > reserveMs });
  await takeHourlyCensus(deps);
};
