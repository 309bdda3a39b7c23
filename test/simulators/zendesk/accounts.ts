import { randomUUID } from 'node:crypto';
import type { Account, Integration } from './model.ts';
import { type Memory, NotFoundError } from './memory.ts';
import type { Simulation } from './simulation.ts';

export interface AccountValues {
  name: string;
  metadata: string;
  state: string;
  /** Known to the service since the dialogue opened, when it pushes. */
  instancePushId?: string;
}

/** Stores a new account, active from the start. */
export function createAccount(
  { memory, events }: Simulation,
  integration: Integration,
  values: AccountValues,
): Account {
  const account: Account = {
    ...values,
    id: memory.nextId('account'),
    integrationId: integration.id,
    active: true,
    deactivatedBy: undefined,
    deactivatingError: undefined,
    needsAttention: false,
    instancePushId: values.instancePushId ?? randomUUID(),
    consecutiveRefusals: 0,
    pullsInProgress: 0,
    lastPull: undefined,
  };
  memory.accounts.set(account.id, account);
  events.emit(integration, 'create_integration_instance', { metadata: account.metadata });
  return account;
}

export function integrationOf(memory: Memory, account: Account): Integration {
  const integration = memory.integrations.get(account.integrationId);
  if (integration === undefined) throw new NotFoundError(`The integration of account ${account.id} is gone`);
  return integration;
}

/** `error` when Zendesk itself gives up on the account, `api` when a person switches it off. */
export function deactivateAccount(
  simulation: Simulation,
  account: Account,
  by: 'error' | 'api',
  error?: string,
): void {
  if (!account.active) return;
  account.active = false;
  account.deactivatedBy = by;
  account.deactivatingError = error;
  simulation.events.emit(integrationOf(simulation.memory, account), 'deactivate_integration_instance', {
    metadata: account.metadata,
    deactivated_by: by,
    ...(error === undefined ? {} : { deactivating_error: error }),
  });
}

export function activateAccount(simulation: Simulation, account: Account): void {
  if (account.active) return;
  account.active = true;
  account.deactivatedBy = undefined;
  account.deactivatingError = undefined;
  account.consecutiveRefusals = 0;
  simulation.events.emit(integrationOf(simulation.memory, account), 'activate_integration_instance', {
    metadata: account.metadata,
  });
}

/** Removes the account with its metadata and state; its tickets stay. */
export function destroyAccount({ memory, events }: Simulation, account: Account): void {
  memory.accounts.delete(account.id);
  events.emit(integrationOf(memory, account), 'destroy_integration_instance', { metadata: account.metadata });
}
