import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { blockThirdPartyCookies } from '../support/browser.ts';
import type { WebWorld } from '../support/web-world.ts';

/** Zendesk's own navigation and margins. */
const besideFrame = 272;
const windowHeight = 900;
const folder = resolve('test/browser/screenshots');

/** The README's own pictures change only when somebody asks for that: ports and times differ in every run. */
export const screenshotPath = (name: string): string =>
  `${folder}/${process.env['README_SCREENSHOTS'] === undefined ? name.replace('readme/', '') : name}.png`;

export interface Look {
  /** Of the frame. */
  width?: number;
  colorScheme?: 'light' | 'dark';
  locale?: string;
  reducedMotion?: 'reduce';
}

/** A browser of an admin at Zendesk's Admin Center, with the dialogue in Zendesk's frame. */
export class DialogueVisit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: scripts that failed, content that its policy refused. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    context.on('weberror', (error) => this.complaints.push(error.error().message));
    context.on('console', (message) => {
      // A refused form (409, 422) is reported as a failed load.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
        this.complaints.push(message.text());
      }
    });
  }

  static async open(
    browser: Browser,
    world: WebWorld,
    path: string,
    look: Look = {},
  ): Promise<DialogueVisit> {
    const { width = 1008, colorScheme = 'light', reducedMotion = null } = look;
    const context = await browser.newContext({
      viewport: { width: width + besideFrame, height: windowHeight },
      colorScheme,
      reducedMotion,
    });
    context.setDefaultTimeout(10_000);
    const visit = new DialogueVisit(context, await context.newPage());
    await blockThirdPartyCookies(visit.page);
    await visit.page.goto(`${world.zendesk.url}${path}`);
    await blockThirdPartyCookies(await visit.frame());
    return visit;
  }

  /** Zendesk's frame with our page in it. */
  async frame(): Promise<Frame> {
    const element = await this.page.waitForSelector('iframe[name=dialogue]');
    const frame = await element.contentFrame();
    if (frame === null) throw new Error('The dialogue is not framed');
    await frame.waitForSelector('main');
    return frame;
  }

  /** Goes through the window with the consent. */
  async consent(button: string, { shot }: { shot?: string } = {}): Promise<void> {
    const frame = await this.frame();
    const [popup] = await Promise.all([
      this.page.waitForEvent('popup'),
      frame.getByRole('button', { name: button }).click(),
    ]);
    const onward = popup.locator('main form button');
    await onward.waitFor();
    if (shot !== undefined) await this.shotOf(popup, shot);
    await onward.click();
    await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Allow' }).click()]);
    await frame.waitForSelector('#subject');
  }

  /** The accessibility checker's findings on the page in the frame. */
  async violations(): Promise<string[]> {
    return findViolations(await this.frame());
  }

  /** The whole dialogue as a picture; the frame grows to what it holds. */
  async shot(name: string): Promise<void> {
    const frame = await this.frame();
    const height = Number(await frame.evaluate('document.documentElement.scrollHeight'));
    const element = this.page.locator('iframe[name=dialogue]');
    const setHeight = (value: string) =>
      element.evaluate((node: { style: { height: string } }, to) => {
        node.style.height = to;
      }, value);
    // What lies outside the window is not painted in a frame of another site.
    const { width = 1280 } = this.page.viewportSize() ?? {};
    await this.page.setViewportSize({ width, height: height + 400 });
    await setHeight(`${height + 2}px`);
    mkdirSync(folder, { recursive: true });
    await element.screenshot({ path: screenshotPath(name), animations: 'disabled' });
    await setHeight('');
    await this.page.setViewportSize({ width, height: windowHeight });
  }

  async shotOf(page: Page, name: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: screenshotPath(name), animations: 'disabled' });
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

interface AxeResults {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** The checker is put into the page through the debugger, which the page's own policy does not concern. */
export async function findViolations(frame: Frame | Page): Promise<string[]> {
  await frame.evaluate(axe.source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const results: AxeResults = await frame.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(tags)} })`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
