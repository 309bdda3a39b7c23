import { DialogueBrowser, DialogueError, type DialoguePage, type SubmitOptions } from './dialogue-browser.ts';
import { findAccount, findIntegration } from '../memory.ts';
import type { Account } from '../model.ts';
import type { Simulation } from '../simulation.ts';

export interface OpenAdminOptions {
  /** Edit this account; a new one otherwise. */
  accountId?: number;
  integrationId?: number;
  locale?: string;
  /** What the admin does on each page of the service; one answer for all pages otherwise. */
  onPage?: SubmitOptions | ((page: DialoguePage) => SubmitOptions | Promise<SubmitOptions>);
}

const MOST_PAGES = 20;

/** Opens the dialogue and leaves it to the caller to go on, for what needs more than forms (a popup, polling). */
export async function openDialogue(
  simulation: Simulation,
  options: OpenAdminOptions = {},
): Promise<DialogueBrowser> {
  const { memory } = simulation;
  const account = options.accountId === undefined ? undefined : findAccount(memory, options.accountId);
  const integration = findIntegration(memory, account?.integrationId ?? options.integrationId);
  const browser = new DialogueBrowser(simulation);
  await browser.open(integration, account, options.locale);
  return browser;
}

/** Goes through the whole dialogue, form by form, until one leads to `return_url`. */
export async function openAdmin(simulation: Simulation, options: OpenAdminOptions = {}): Promise<Account> {
  const browser = await openDialogue(simulation, options);
  const { onPage = {} } = options;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    if (browser.account !== undefined) return browser.account;
    await browser.submit(typeof onPage === 'function' ? await onPage(browser.page) : onPage);
  }
  if (browser.account !== undefined) return browser.account;
  throw new DialogueError(
    `No form led to return_url within ${MOST_PAGES} pages; the last one was ${browser.page.url}`,
  );
}
