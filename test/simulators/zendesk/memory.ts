import type { Account, Comment, EndUser, Imported, Integration, PushToken, Ticket } from './model.ts';
import type { SidebarApp } from './sidebar/app.ts';

/** Everything the simulated Zendesk account stores. */
export interface Memory {
  integrations: Map<number, Integration>;
  /** What the zip of an integration brought beside it; by the integration's id. */
  apps: Map<number, SidebarApp>;
  /** Every folder of assets ever served: a page that is open outlives the update of its app. */
  assets: Map<string, Map<string, Uint8Array>>;
  accounts: Map<number, Account>;
  tickets: Map<number, Ticket>;
  endUsers: Map<number, EndUser>;
  /** `any_channel` identity → whose it is. */
  identities: Map<string, EndUser>;
  /** Dedupe scope and `external_id` → what became of it. */
  imported: Map<string, Imported>;
  /** Dedupe scope and `thread_id` → the ticket that holds the thread now. */
  threads: Map<string, number>;
  pushTokens: Map<string, PushToken>;
  /** `request_unique_identifier` → the form as it first left: a repeat is the same to the letter. */
  channelbackForms: Map<string, string>;
  nextId(kind: string): number;
}

const firstIds: Record<string, number> = {
  ticket: 1,
  comment: 1001,
  endUser: 501,
  integration: 1,
  account: 1,
  app: 90_001,
  installation: 7_001,
};

export function createMemory(): Memory {
  const lastIds = new Map<string, number>();
  return {
    integrations: new Map(),
    apps: new Map(),
    assets: new Map(),
    accounts: new Map(),
    tickets: new Map(),
    endUsers: new Map(),
    identities: new Map(),
    imported: new Map(),
    threads: new Map(),
    pushTokens: new Map(),
    channelbackForms: new Map(),
    nextId: (kind) => {
      const id = (lastIds.get(kind) ?? (firstIds[kind] ?? 1) - 1) + 1;
      lastIds.set(kind, id);
      return id;
    },
  };
}

/** Thrown for what does not exist; the HTTP side answers 404. */
export class NotFoundError extends Error {
  override name = 'NotFoundError';
}

export function findAccount(memory: Memory, id: number): Account {
  const account = memory.accounts.get(id);
  if (account === undefined) throw new NotFoundError(`There is no account ${id}`);
  return account;
}

export function findTicket(memory: Memory, id: number): Ticket {
  const ticket = memory.tickets.get(id);
  if (ticket === undefined) throw new NotFoundError(`There is no ticket ${id}`);
  return ticket;
}

export function findComment(ticket: Ticket, id: number): Comment {
  const comment = ticket.comments.find((candidate) => candidate.id === id);
  if (comment === undefined) throw new NotFoundError(`Ticket ${ticket.id} has no comment ${id}`);
  return comment;
}

/** The named integration, or the only one. */
export function findIntegration(memory: Memory, id?: number): Integration {
  const all = [...memory.integrations.values()];
  const found = id === undefined ? all[0] : memory.integrations.get(id);
  if (found === undefined)
    throw new NotFoundError(id === undefined ? 'No app is installed' : `There is no integration ${id}`);
  if (id === undefined && all.length > 1) throw new Error('Several apps are installed: name the integration');
  return found;
}
