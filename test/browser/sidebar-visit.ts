import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import type { ZendeskSimulator } from '../simulators/zendesk/index.ts';
import { blockThirdPartyCookies } from '../support/browser.ts';
import { findViolations, screenshotPath } from './dialogue-page.ts';

/** The edges of Zendesk's card around the frame. */
const edges = 2;

/** An agent's browser at a ticket with the sidebar beside it. */
export class SidebarVisit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: scripts that failed, content that a policy refused. */
  readonly complaints: string[] = [];
  /** What the page in the frame loaded. */
  readonly requests: string[] = [];

  private constructor(context: BrowserContext, page: Page, assetUrl: string) {
    this.context = context;
    this.page = page;
    context.on('weberror', (error) => this.complaints.push(error.error().message));
    context.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    context.on('request', (request) => {
      const isOfFrame = request.frame().url().startsWith(assetUrl) || request.url().startsWith(assetUrl);
      if (isOfFrame) this.requests.push(request.url());
    });
  }

  static async open(
    browser: Browser,
    { url, assetUrl }: Pick<ZendeskSimulator, 'url' | 'assetUrl'>,
    { ticketId = 1, width = 320 }: { ticketId?: number; width?: number } = {},
  ): Promise<SidebarVisit> {
    const context = await browser.newContext({
      viewport: { width: 1280 + width - 320, height: 1100 },
      locale: 'en-US',
    });
    context.setDefaultTimeout(10_000);
    const visit = new SidebarVisit(context, await context.newPage(), assetUrl);
    await blockThirdPartyCookies(visit.page);
    await visit.page.goto(`${url}/tickets/${ticketId}`);
    await visit.setWidth(width);
    await blockThirdPartyCookies(await visit.frame());
    return visit;
  }

  /** The frame with our page in it. */
  async frame(): Promise<Frame> {
    const element = await this.page.waitForSelector('.app iframe');
    const frame = await element.contentFrame();
    if (frame === null) throw new Error('The sidebar is not framed');
    await frame.waitForSelector('main h1');
    return frame;
  }

  /** The page once the card is there. */
  async card(): Promise<Frame> {
    const frame = await this.frame();
    await frame.waitForSelector('header.top');
    return frame;
  }

  setWidth(width: number): Promise<void> {
    return this.page
      .locator('.desk')
      .evaluate((desk: { style: { setProperty(name: string, value: string): void } }, to) => {
        desk.style.setProperty('--tray', `${to}px`);
      }, width + edges);
  }

  async write(text: string, kind: 'Public' | 'Internal' = 'Public'): Promise<void> {
    await this.page.getByRole('radio', { name: kind }).check();
    await this.page.getByLabel('Reply', { exact: true }).fill(text);
  }

  submit(): Promise<void> {
    return this.page.getByRole('button', { name: /^(Public reply|Internal note)$/ }).click();
  }

  /** The accessibility checker's findings on the page in the frame. */
  async violations(): Promise<string[]> {
    return findViolations(await this.frame());
  }

  async overflows(): Promise<boolean> {
    const wider = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    return (await this.frame()).evaluate(wider);
  }

  /** The sidebar as a picture; `readme/…` is one of the README's own. */
  async shot(name: string): Promise<void> {
    const path = screenshotPath(/^readme\//.test(name) ? name : `sidebar-${name}`);
    mkdirSync(dirname(path), { recursive: true });
    // Height follows content after a moment.
    await this.page.waitForTimeout(200);
    await this.page.locator('.app').screenshot({ path, animations: 'disabled' });
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
