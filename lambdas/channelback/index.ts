import { setTimeout as wait } from 'node:timers/promises';
import { createTrustpilotAccess } from '../connection/trustpilot-access.ts';
import { createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { Accounts } from '../store/accounts.ts';
import { DueWork } from '../store/due.ts';
import { Outbox } from '../store/outbox.ts';
import { Replies } from '../store/replies.ts';
import { Reviews } from '../store/reviews.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment(['TABLE_NAME', 'REPLY_MAX_CHARACTERS', 'LOG_LEVEL']);
const logger = createLogger(environment.LOG_LEVEL);
const table = [createTableClient(), environment.TABLE_NAME] as const;

const { userOf, allowance } = createTrustpilotAccess(table, logger);

const channelback = createHandler({
  accounts: new Accounts(...table),
  replies: new Replies(...table),
  reviews: new Reviews(...table),
  outbox: new Outbox(...table),
  due: new DueWork(...table),
  userOf,
  maxReplyCharacters: environment.REPLY_MAX_CHARACTERS,
  logger,
  nowMs: Date.now,
  wait: async (ms) => wait(ms),
});

export const handler = allowance.counting(channelback);
