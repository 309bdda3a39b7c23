import type { Composer } from './composer.ts';

/** What the server wrote into the page of a ticket. */
export interface DeskSettings {
  ticketId: number;
  subdomain: string;
  assetOrigin: string;
  saveHookTimeoutMs: number;
  mostSidebarHeight: number;
}

/** An app beside the ticket. */
export interface AppOnPage {
  appId: number;
  installationId: number;
  name: string;
  version: string;
  /** Without the secure ones. */
  settings: Record<string, string>;
  /** Address of its page, without what the host adds. */
  page: string;
}

/** What every part of the page works with. */
export interface Desk {
  settings: DeskSettings;
  composer: Composer;
  /** `light` or `dark`, as the agent has it. */
  colorScheme: () => string;
  /** Ticket, agent and account as they are now. */
  read: () => Promise<Record<string, unknown>>;
}

/** Tells the rest of the page to look at the server at once. */
export const refreshPage = (): boolean => document.dispatchEvent(new Event('refresh'));

export function readData(element: HTMLElement, name: string): unknown {
  return JSON.parse(element.dataset[name] ?? 'null');
}
