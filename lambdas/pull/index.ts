import { createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { Accounts } from '../store/accounts.ts';
import { DueWork } from '../store/due.ts';
import { Outbox } from '../store/outbox.ts';
import { Reviews } from '../store/reviews.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment(['TABLE_NAME', 'REOFFER_SECONDS', 'LOG_LEVEL']);
const table = [createTableClient(), environment.TABLE_NAME] as const;

export const handler = createHandler({
  accounts: new Accounts(...table),
  outbox: new Outbox(...table),
  reviews: new Reviews(...table),
  due: new DueWork(...table),
  reofferMs: environment.REOFFER_SECONDS * 1_000,
  nowMs: Date.now,
  logger: createLogger(environment.LOG_LEVEL),
});
