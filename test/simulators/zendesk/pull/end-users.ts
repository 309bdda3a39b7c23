import type { ExternalResource } from './external-resource.ts';
import type { Account, EndUser, Integration } from '../model.ts';
import { type Memory, NotFoundError } from '../memory.ts';
import type { Simulation } from '../simulation.ts';

/** Finds or creates the end user with the `any_channel` identity of this author: one per integration and id. */
export function endUserFor(
  { memory, behaviour }: Simulation,
  integration: Integration,
  author: ExternalResource['author'],
): EndUser {
  const value = identityOf(integration.id, author.external_id);
  const known = memory.identities.get(value);
  if (known !== undefined) {
    if (behaviour.updateAuthorName && author.name !== undefined) known.name = author.name;
    return known;
  }
  const user: EndUser = {
    id: memory.nextId('endUser'),
    integrationId: integration.id,
    externalId: author.external_id,
    name: author.name ?? author.external_id,
    imageUrl: author.image_url,
    locale: author.locale,
    identity: { type: 'any_channel', value },
  };
  memory.endUsers.set(user.id, user);
  memory.identities.set(value, user);
  return user;
}

/**
 * A privacy deletion: the person loses the identity and the name, the service hears `destroy_user_identity`.
 * Whether the event carries the account's metadata is not documented; the caller chooses.
 */
export function destroyIdentity(simulation: Simulation, externalId: string, account?: Account): void {
  const { memory, events } = simulation;
  const user = findIdentity(memory, externalId, account?.integrationId);
  const integration = user === undefined ? undefined : memory.integrations.get(user.integrationId);
  if (user === undefined || integration === undefined)
    throw new NotFoundError(`No end user has the identity ${externalId}`);
  memory.identities.delete(identityOf(integration.id, externalId));
  user.identity = undefined;
  user.name = 'Permanently deleted user';
  for (const ticket of memory.tickets.values()) {
    for (const comment of ticket.comments) {
      if (comment.author.kind === 'end-user' && comment.author.externalId === externalId)
        comment.author.name = user.name;
    }
  }
  const metadata = account === undefined ? {} : { metadata: account.metadata };
  events.emit(integration, 'destroy_user_identity', { author: { external_id: externalId }, ...metadata });
  events.flush();
}

const identityOf = (integrationId: number, externalId: string) => `${integrationId}:${externalId}`;

function findIdentity(memory: Memory, externalId: string, integrationId?: number): EndUser | undefined {
  const integrations = integrationId === undefined ? [...memory.integrations.keys()] : [integrationId];
  return integrations
    .map((id) => memory.identities.get(identityOf(id, externalId)))
    .find((user) => user !== undefined);
}
