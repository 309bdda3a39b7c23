import { createSidebarMaster } from '../clients/sidebar-master.ts';
import { createSecretsClient, createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { Accounts } from '../store/accounts.ts';
import { SidebarGroups } from '../store/sidebar-groups.ts';
import { createHandler } from './handler.ts';

const environment = readEnvironment(['TABLE_NAME', 'PUBLIC_URL', 'SIDEBAR_MASTER_SECRET_ID', 'LOG_LEVEL']);
const table = [createTableClient(), environment.TABLE_NAME] as const;

export const handler = createHandler({
  accounts: new Accounts(...table),
  sidebarGroups: new SidebarGroups(...table),
  sidebarMaster: createSidebarMaster(createSecretsClient(), environment.SIDEBAR_MASTER_SECRET_ID),
  publicUrl: environment.PUBLIC_URL,
  logger: createLogger(environment.LOG_LEVEL),
  nowMs: Date.now,
});
