import type { Browser } from 'playwright-core';
import { createLogger } from '../../lambdas/runtime/logger.ts';
import { createHandler } from '../../lambdas/web/handler.ts';
import { dashboardPage } from '../../lambdas/web/pages/dashboard/dashboard-page.ts';
import type { HealthReadings } from '../../lambdas/web/pages/dashboard/deployment-health.ts';
import { landingPage } from '../../lambdas/web/pages/landing/landing-page.ts';
import { startGateway } from '../../lib/local/gateway.ts';
import { createInvoke, type LambdaHandler } from '../../lib/local/lambda.ts';
import { launchBrowser } from '../support/browser.ts';
import { findViolations } from './dialogue-page.ts';

/** One of each verdict. */
const mixed: HealthReadings = {
  lastRunAtMs: Date.now() - 3 * 3_600_000,
  lastSuccessAtMs: 'none',
  waiting: 'unreadable',
  parked: 3,
};

let browser: Browser;
let site: { url: string; close: () => Promise<void> };

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), startSite()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** The two pages over HTTP; the dashboard with readings that are not all well. */
async function startSite() {
  const loaded = Promise.withResolvers<ReadonlyMap<'web', LambdaHandler>>();
  const logger = createLogger('error');
  const invoke = createInvoke(loaded.promise);
  const gateway = await startGateway({ port: 0, host: '127.0.0.1', invoke, logger });
  const publicUrl = `http://localhost:${gateway.port}`;
  const pages = {
    'GET /': landingPage(publicUrl),
    'GET /zendesk/dashboard': dashboardPage({
      publicUrl,
      deploymentHealth: { read: async () => mixed },
      nowMs: Date.now,
    }),
  };
  loaded.resolve(new Map([['web', createHandler({ logger, pages })]]));
  return { url: publicUrl, close: gateway.close };
}

describe.each([360, 400, 1400])('%i px wide', (width) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each(['/', '/zendesk/dashboard'])(
      '%s is accessible, fits, and asks nobody else for anything',
      async (path) => {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        const requests: string[] = [];
        const complaints: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(`${site.url}${path}`);
        expect(await findViolations(page)).toEqual([]);
        const overflow = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
        expect(await page.evaluate(overflow)).toBe(false);
        expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([`${site.url}${path}`]);
        expect(complaints).toEqual([]);
        await context.close();
      },
    );
  });
});
