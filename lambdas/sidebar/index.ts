import { setTimeout as wait } from 'node:timers/promises';
import { createSidebarMaster } from '../clients/sidebar-master.ts';
import { sidebarCalls } from '../clients/trustpilot/sidebar-calls.ts';
import { createTrustpilotAccess } from '../connection/trustpilot-access.ts';
import { createSecretsClient, createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { Accounts } from '../store/accounts.ts';
import { DueWork } from '../store/due.ts';
import { Erasures } from '../store/erasures.ts';
import { Outbox } from '../store/outbox.ts';
import { Replies } from '../store/replies.ts';
import { ReviewCopies } from '../store/review-copies.ts';
import { ReviewIndex } from '../store/review-index.ts';
import { Reviews } from '../store/reviews.ts';
import { SidebarActions } from '../store/sidebar-actions.ts';
import { SidebarGroups } from '../store/sidebar-groups.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment([
  'TABLE_NAME',
  'PUBLIC_URL',
  'SIDEBAR_MASTER_SECRET_ID',
  'CONFIRM_ABSENCE_SECONDS',
  'REPLY_MAX_CHARACTERS',
  'LOG_LEVEL',
]);
const logger = createLogger(environment.LOG_LEVEL);
const table = [createTableClient(), environment.TABLE_NAME] as const;
const { userOf, allowance } = createTrustpilotAccess(table, logger);

const sidebar = createHandler({
  accounts: new Accounts(...table),
  sidebarGroups: new SidebarGroups(...table),
  sidebarMaster: createSidebarMaster(createSecretsClient(), environment.SIDEBAR_MASTER_SECRET_ID),
  publicUrl: environment.PUBLIC_URL,
  reviews: new Reviews(...table),
  reviewIndex: new ReviewIndex(...table),
  reviewCopies: new ReviewCopies(...table),
  sidebarActions: new SidebarActions(...table),
  replies: new Replies(...table),
  erasures: new Erasures(...table),
  outbox: new Outbox(...table),
  due: new DueWork(...table),
  userOf,
  sidebarCallsOf: (account) => userOf(account).with(sidebarCalls),
  allowance,
  absenceMs: environment.CONFIRM_ABSENCE_SECONDS * 1000,
  maxReplyCharacters: environment.REPLY_MAX_CHARACTERS,
  logger,
  nowMs: Date.now,
  wait: async (ms) => wait(ms),
});

export const handler = allowance.counting(sidebar);
