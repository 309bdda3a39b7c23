import { authenticate } from '../runtime/authenticate.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Accounts } from '../store/accounts.ts';
import type { ZendeskEvent } from './events.ts';

export interface LifecycleDeps {
  accounts: Accounts;
  logger: Logger;
  nowMs: () => number;
}

type InstanceEvent = Extract<ZendeskEvent, { type_id: keyof typeof statusAfter }>;

const statusAfter = {
  create_integration_instance: 'live',
  activate_integration_instance: 'live',
  deactivate_integration_instance: 'stopped',
  destroy_integration_instance: 'leaving',
} as const;

export const isInstanceEvent = (event: ZendeskEvent): event is InstanceEvent => event.type_id in statusAfter;

/**
 * Applies what Zendesk says of an account, if its metadata proves that it is about this account, and is news. The
 * schedule's tick sees an account that is leaving, and has it removed.
 */
export async function applyLifecycle(deps: LifecycleDeps, event: InstanceEvent): Promise<void> {
  const { type_id: kind } = event;
  const account = await authenticate(deps.accounts, event.data.metadata);
  if (account === undefined) return logUnproven(deps.logger, event);
  const { accountId } = account;
  const status = statusAfter[kind];
  const isApplied = await deps.accounts.changeStatus(accountId, status, eventAtMs(event, deps.nowMs()));
  deps.logger.info('lifecycle event', { accountId, kind, applied: isApplied });
}

/** Anybody can send it, so it changes nothing. */
export const logUnproven = (logger: Logger, { type_id: kind, subdomain }: ZendeskEvent): void =>
  logger.warn('unproven event', { kind, subdomain, count: 1 });

/** A time in the future would keep later events out. */
function eventAtMs({ timestamp }: ZendeskEvent, nowMs: number): number {
  const atMs = Date.parse(timestamp);
  return Number.isNaN(atMs) ? nowMs : Math.min(atMs, nowMs);
}
