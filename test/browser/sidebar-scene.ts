import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { ScriptedSidebar } from './scripted-sidebar.ts';
import { SidebarVisit } from './sidebar-visit.ts';

export interface SidebarScene {
  readonly browser: Browser;
  readonly sidebar: ScriptedSidebar;
  open(look?: { ticketId?: number; width?: number }): Promise<SidebarVisit>;
}

/** One browser for the tests of a file, and for each test an installed sidebar; visits are closed with it. */
export function useSidebar(): SidebarScene {
  let browser: Browser | undefined;
  let sidebar: ScriptedSidebar | undefined;
  let visits: SidebarVisit[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 120_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    sidebar = await ScriptedSidebar.start();
  });
  afterEach(async () => {
    await Promise.all(visits.map((visit) => visit.close()));
    visits = [];
    await sidebar?.close();
  });
  return {
    get browser() {
      if (browser === undefined) throw new Error('The browser has not started.');
      return browser;
    },
    get sidebar() {
      if (sidebar === undefined) throw new Error('The sidebar is not installed.');
      return sidebar;
    },
    async open(look = {}) {
      const visit = await SidebarVisit.open(this.browser, this.sidebar.zendesk, look);
      visits.push(visit);
      return visit;
    },
  };
}
