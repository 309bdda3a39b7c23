import { randomUUID } from 'node:crypto';
import type { Account, Integration } from '../model.ts';
import { finalizerPath, type Simulation } from '../simulation.ts';

export interface AdminPost {
  url: string;
  fields: Record<string, string>;
}

/** Opens an account dialogue in this session: what the admin's browser must now post into its iframe. */
export function openAdminDialogue(
  simulation: Simulation,
  session: string,
  integration: Integration,
  account: Account | undefined,
  locale: string,
): AdminPost {
  const instancePushId = account?.instancePushId ?? randomUUID();
  simulation.sessions.openDialogue({
    session,
    accountId: account?.id,
    integrationId: integration.id,
    instancePushId,
  });
  return {
    url: integration.manifest.urls.admin_ui,
    fields: {
      return_url: simulation.origin + finalizerPath,
      subdomain: simulation.subdomain,
      locale,
      ...accountFields(simulation, account),
      ...pushFields(simulation, integration, instancePushId),
    },
  };
}

function accountFields({ behaviour }: Simulation, account: Account | undefined): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of ['name', 'metadata', 'state'] as const) {
    const value = account?.[name] ?? '';
    if (value !== '' || behaviour.emptyFieldAs === 'empty') fields[name] = value;
    else if (behaviour.emptyFieldAs === 'null') fields[name] = 'null';
  }
  return fields;
}

/** Only for integrations that push, each time with a fresh token. */
function pushFields(
  { memory, behaviour }: Simulation,
  integration: Integration,
  instancePushId: string,
): Record<string, string> {
  if (integration.manifest.push_client_id === undefined) {
    return behaviour.pushIdWithoutPushClient ? { instance_push_id: instancePushId } : {};
  }
  if (behaviour.editRevokesOldTokens) {
    for (const old of memory.pushTokens.values())
      if (old.instancePushId === instancePushId) old.usable = false;
  }
  const token = `push-token-${randomUUID()}`;
  memory.pushTokens.set(token, { token, instancePushId, usable: true });
  return { instance_push_id: instancePushId, zendesk_access_token: token };
}
