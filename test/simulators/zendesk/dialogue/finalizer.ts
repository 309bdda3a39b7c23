import { activateAccount, createAccount } from '../accounts.ts';
import { limits } from '../limits.ts';
import { findAccount, findIntegration } from '../memory.ts';
import type { Account } from '../model.ts';
import type { OpenDialogue } from './sessions.ts';
import type { Simulation } from '../simulation.ts';

export type FinalizerOutcome =
  { ok: true; account: Account; isNew: boolean } | { ok: false; reasons: string[] };

/**
 * Ends an account dialogue with what the browser brought: stores a new account or the edited one.
 * Anything out of bounds leaves the account as it was.
 */
export function finishDialogue(
  simulation: Simulation,
  fields: URLSearchParams,
  dialogue: OpenDialogue | undefined,
): FinalizerOutcome {
  const reasons = dialogue === undefined ? ['No account dialogue is open'] : outOfBounds(simulation, fields);
  if (dialogue === undefined || reasons.length > 0) {
    for (const reason of reasons) simulation.transcript.violation('finalizer', reason);
    return { ok: false, reasons };
  }
  simulation.sessions.closeDialogue(dialogue);
  const values = {
    name: fields.get('name') ?? '',
    metadata: fields.get('metadata') ?? '',
    state: fields.get('state'),
  };
  if (dialogue.accountId === undefined) {
    const integration = findIntegration(simulation.memory, dialogue.integrationId);
    const { instancePushId } = dialogue;
    const account = createAccount(simulation, integration, {
      ...values,
      state: values.state ?? '',
      instancePushId,
    });
    simulation.events.flush();
    return { ok: true, account, isNew: true };
  }
  const account = findAccount(simulation.memory, dialogue.accountId);
  edit(simulation, account, values);
  return { ok: true, account, isNew: false };
}

/** There is no event for an edit, unless it wakes a deactivated account. */
function edit(
  simulation: Simulation,
  account: Account,
  values: { name: string; metadata: string; state: string | null },
): void {
  const { behaviour } = simulation;
  account.name = values.name;
  account.metadata = values.metadata;
  account.state = values.state ?? (behaviour.editWithoutStateKeepsState ? account.state : '');
  account.needsAttention = false;
  if (behaviour.editReactivates) activateAccount(simulation, account);
  simulation.events.flush();
}

function outOfBounds({ behaviour }: Simulation, fields: URLSearchParams): string[] {
  const reasons: string[] = [];
  const check = (name: string, max: number, required: boolean) => {
    const value = fields.get(name);
    if (value === null || value === '') {
      if (required) reasons.push(`${name} is missing`);
    } else {
      const bytes = behaviour.countBytes && name !== 'name' ? Buffer.byteLength(value) : 0;
      const length = Math.max(Array.from(value).length, bytes);
      if (length > max) reasons.push(`${name} is ${length} long, at most ${max} allowed`);
    }
    if (fields.getAll(name).length > 1) reasons.push(`${name} is there more than once`);
  };
  check('name', limits.accountName, true);
  check('metadata', limits.metadata, false);
  check('state', limits.state, false);
  return reasons;
}
