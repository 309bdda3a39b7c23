import { join } from 'node:path';
import { createSidebarMaster } from '../clients/sidebar-master.ts';
import { createUserOfDialogue } from '../connection/dialogue-access.ts';
import { createTrustpilotAccess } from '../connection/trustpilot-access.ts';
import { createSecretsClient, createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { createLogger } from '../runtime/logger.ts';
import { StoredAccountStatus } from '../store/account-status.ts';
import { Accounts } from '../store/accounts.ts';
import { Claims } from '../store/claims.ts';
import { Connections } from '../store/connections.ts';
import { Dialogues } from '../store/dialogues.ts';
import { DueWork } from '../store/due.ts';
import { Erasures } from '../store/erasures.ts';
import { Outbox } from '../store/outbox.ts';
import { SidebarGroups } from '../store/sidebar-groups.ts';
import { Submissions } from '../store/submissions.ts';
import { keys } from '../store/table.ts';
import { assetPages } from './assets/assets.ts';
import { clickthroughPage } from './channel/clickthrough.ts';
import { healthPage } from './channel/health.ts';
import { manifestPage } from './channel/manifest.ts';
import { dialoguePages } from './dialogue/pages.ts';
import { createHandler } from './handler.ts';
import { latePage, lateQueue } from './late.ts';
import { landingPage } from './pages/landing/landing-page.ts';

const environment = readEnvironment([
  'TABLE_NAME',
  'REVIEW_QUEUE_URL',
  'PARKED_QUEUE_URL',
  'PUBLIC_URL',
  'INTEGRATION_ID',
  'ZENDESK_ORIGIN',
  'ZENDESK_SUBDOMAINS',
  'SIDEBAR_PAGE_DIR',
  'TRUSTPILOT_AUTHENTICATE_URL',
  'SIDEBAR_MASTER_SECRET_ID',
  'LOG_LEVEL',
]);
const logger = createLogger(environment.LOG_LEVEL);
const table = [createTableClient(), environment.TABLE_NAME] as const;
const { secrets, trustpilot, userOf, allowance } = createTrustpilotAccess(table, logger);
const stored = new StoredAccountStatus(...table);

const web = createHandler({
  logger,
  pages: {
    ...assetPages,
    'GET /': landingPage(environment.PUBLIC_URL),
    'GET /download/zendesk-app.zip': latePage(async () => {
      const { appPackagePage } = await import('./app-package/app-package.ts');
      const { readPageFrom } = await import('./app-package/page-files.ts');
      return appPackagePage({
        publicUrl: environment.PUBLIC_URL,
        integrationId: environment.INTEGRATION_ID,
        // Bundled, it lies beside this file.
        readPage: readPageFrom(environment.SIDEBAR_PAGE_DIR ?? join(import.meta.dirname, 'sidebar-page')),
      });
    }),
    'GET /zendesk/manifest.json': manifestPage({
      integrationId: environment.INTEGRATION_ID,
      publicUrl: environment.PUBLIC_URL,
    }),
    'GET /zendesk/clickthrough': clickthroughPage(environment.PUBLIC_URL),
    'GET /zendesk/health': healthPage,
    'GET /zendesk/dashboard': latePage(async () => {
      const { dashboardPage } = await import('./pages/dashboard/dashboard-page.ts');
      const { createStoredDeploymentHealth } = await import('./pages/dashboard/stored-deployment-health.ts');
      const { createQueueClient } = await import('../runtime/queue-client.ts');
      const deploymentHealth = createStoredDeploymentHealth({
        db: table[0],
        tableName: table[1],
        queues: createQueueClient(),
        reviewQueueUrl: environment.REVIEW_QUEUE_URL,
        parkedQueueUrl: environment.PARKED_QUEUE_URL,
        logger,
        nowMs: Date.now,
      });
      return dashboardPage({ publicUrl: environment.PUBLIC_URL, deploymentHealth, nowMs: Date.now });
    }),
    ...dialoguePages({
      settings: {
        publicUrl: environment.PUBLIC_URL,
        zendeskOrigin: environment.ZENDESK_ORIGIN,
        zendeskSubdomains: environment.ZENDESK_SUBDOMAINS,
        trustpilotAuthenticateUrl: environment.TRUSTPILOT_AUTHENTICATE_URL,
      },
      accounts: new Accounts(...table),
      dialogues: new Dialogues(...table),
      claims: new Claims(...table),
      submissions: new Submissions(...table),
      outbox: new Outbox(...table),
      erasures: new Erasures(...table),
      queue: lateQueue(environment.REVIEW_QUEUE_URL),
      sidebarGroups: new SidebarGroups(...table),
      sidebarMaster: createSidebarMaster(createSecretsClient(), environment.SIDEBAR_MASTER_SECRET_ID),
      due: new DueWork(...table),
      trustpilot,
      secrets,
      userOf,
      userOfDialogue: createUserOfDialogue({
        secrets,
        connections: new Connections(...table, keys.dialogue),
        trustpilot,
        logger,
      }),
      status: {
        read: async (account) => {
          const [status, calls] = await Promise.all([stored.read(account), allowance.shown()]);
          return { ...status, calls };
        },
      },
      logger,
      nowMs: Date.now,
    }),
  },
});

export const handler = allowance.counting(web);
