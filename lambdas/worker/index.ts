import { setTimeout as wait } from 'node:timers/promises';
import { abandonDialogue } from '../connection/abandon-dialogue.ts';
import { endConnection } from '../connection/end-connection.ts';
import { createTrustpilotAccess } from '../connection/trustpilot-access.ts';
import { ParkedQueue } from '../queue/review-queue.ts';
import { createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { createQueueClient } from '../runtime/queue-client.ts';
import { Accounts } from '../store/accounts.ts';
import { Claims } from '../store/claims.ts';
import { Dialogues } from '../store/dialogues.ts';
import { DueWork } from '../store/due.ts';
import { Erasures } from '../store/erasures.ts';
import { Hints } from '../store/hints.ts';
import { Memories } from '../store/memories.ts';
import { Outbox } from '../store/outbox.ts';
import { purgeRows } from '../store/purge.ts';
import { Replies } from '../store/replies.ts';
import { ReviewIndex } from '../store/review-index.ts';
import { Reviews } from '../store/reviews.ts';
import { SidebarGroups } from '../store/sidebar-groups.ts';
import { Webhooks } from '../store/webhooks.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment([
  'TABLE_NAME',
  'PARKED_QUEUE_URL',
  'REOFFER_SECONDS',
  'CONFIRM_ABSENCE_SECONDS',
  'LOG_LEVEL',
]);
const logger = createLogger(environment.LOG_LEVEL);
const table = [createTableClient(), environment.TABLE_NAME] as const;
const access = createTrustpilotAccess(table, logger);
const parked = new ParkedQueue(createQueueClient(), environment.PARKED_QUEUE_URL);

const accounts = new Accounts(...table);
const dialogues = new Dialogues(...table);
const end = (connectionId: string) => endConnection(access, connectionId);

const worker = createHandler({
  accounts,
  claims: new Claims(...table),
  reviews: new Reviews(...table),
  reviewIndex: new ReviewIndex(...table),
  outbox: new Outbox(...table),
  replies: new Replies(...table),
  due: new DueWork(...table),
  erasures: new Erasures(...table),
  hints: new Hints(...table),
  memories: new Memories(...table),
  webhooks: new Webhooks(...table),
  sidebarGroups: new SidebarGroups(...table),
  userOf: access.userOf,
  allowance: access.allowance,
  endConnection: end,
  abandonDialogue: (dialogueId) => abandonDialogue({ dialogues, accounts, endConnection: end }, dialogueId),
  purgeRows: (accountId) => purgeRows(...table, accountId),
  park: (body, reason) => parked.park(body, reason),
  reofferMs: environment.REOFFER_SECONDS * 1_000,
  absenceMs: environment.CONFIRM_ABSENCE_SECONDS * 1_000,
  logger,
  nowMs: Date.now,
  wait: async (ms) => wait(ms),
});

export const handler = access.allowance.counting(worker);
