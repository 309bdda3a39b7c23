import type * as z from 'zod/mini';
import { PermanentError, RetryableError } from '../../core/errors.ts';
import { readAnswer, toFailure } from './failures.ts';
import { asApplication, type SendWithKeys } from './keys.ts';
import { wireBusinessUnitSchema, wireMeSchema, wireMyBusinessUnitsSchema } from './schemas.ts';
import { idInPath, type Answer, type Call } from './send.ts';
import type { SendAsUser } from './user.ts';

export interface BusinessUnit {
  businessUnitId: string;
  /** The identifying name, e.g. `bluelamp.example`. */
  domain: string;
  displayName: string;
}

const get = (name: string, path: string, query: Call['query'] = {}): Call => ({
  name,
  method: 'GET',
  path,
  query,
});

/** Documented: a domain name's business unit, or none. Some profiles are registered with `www.` (reference, 2.2). */
export async function findBusinessUnit(send: SendWithKeys, nowMs: () => number, typed: string) {
  for (const name of toNames(typed)) {
    const call = get('find domain', '/v1/business-units/find', { name });
    const answer = await send(call, asApplication);
    if (answer.status === 404 || answer.status === 400) continue;
    const failure = toFailure(call, answer, nowMs());
    if (failure !== undefined) throw failure;
    return toBusinessUnit(readAnswer(call, answer, wireBusinessUnitSchema), name);
  }
  return undefined;
}

/** What an admin types or pastes, also a whole address, as the names to look for. */
function toNames(typed: string): string[] {
  const name = typed
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .replace(/:\d+$/, '')
    .replace(/\.+$/, '');
  if (name === '' || name.length > 253) return [];
  const bare = name.replace(/^www\./, '');
  return [...new Set([name, bare, `www.${bare}`])].filter((candidate) => candidate !== '');
}

const toBusinessUnit = (wire: z.infer<typeof wireBusinessUnitSchema>, fallback: string): BusinessUnit => {
  const domain = wire.name?.identifying ?? wire.identifyingName ?? fallback;
  return { businessUnitId: wire.id, domain, displayName: wire.displayName ?? domain };
};

/**
 * Name and domain of a business unit: first the documented public call, then the undocumented private one, which
 * may know profiles that are not public.
 */
export async function getBusinessUnit(
  asKeys: SendWithKeys,
  asUser: SendAsUser,
  nowMs: () => number,
  businessUnitId: string,
): Promise<BusinessUnit | undefined> {
  const id = idInPath(businessUnitId);
  const call = get('get domain', `/v1/business-units/${id}`);
  const answer = await asKeys(call, asApplication);
  const failure = toFailure(call, answer, nowMs());
  if (failure === undefined) return toBusinessUnit(readAnswer(call, answer, wireBusinessUnitSchema), id);
  if (failure instanceof RetryableError) throw failure;
  const path = `/v1/private/business-units/${id}`;
  const wire = await attempt(asUser, get('get domain privately', path), wireBusinessUnitSchema);
  return wire === undefined ? undefined : toBusinessUnit(wire, id);
}

/** Undocumented: who consented. Undefined whenever it does not work. */
export async function me(
  send: SendAsUser,
): Promise<{ businessUserId: string; name: string | undefined } | undefined> {
  const wire = await attempt(send, get('me', '/v1/private/me'), wireMeSchema);
  if (wire === undefined) return undefined;
  return { businessUserId: wire.businessUser.id, name: wire.businessUser.name ?? undefined };
}

/** Undocumented: the ids of the domains that the user reaches. Undefined whenever it does not work (reference, 2.1). */
export async function myBusinessUnits(send: SendAsUser): Promise<string[] | undefined> {
  const user = await me(send);
  if (user === undefined) return undefined;
  const path = `/v1/private/business-users/${idInPath(user.businessUserId)}/business-units`;
  const wire = await attempt(send, get('my domains', path), wireMyBusinessUnitsSchema);
  return wire === undefined ? undefined : [...new Set(wire.businessUnits.map(({ id }) => id))];
}

/**
 * A call that nobody promised: every way in which it can fail means the same, that the caller takes the documented
 * way. It never renews a login (no `refusals`); a login that cannot be had at all is still an error.
 */
async function attempt<Schema extends z.ZodMiniType>(
  send: SendAsUser,
  call: Call,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    const answer: Answer = await send(call, { refusals: [] });
    return answer.status === 200 ? readAnswer(call, answer, schema) : undefined;
  } catch (error) {
    if (error instanceof PermanentError && error.reason === 'unreadable') return undefined;
    if (error instanceof RetryableError) return undefined;
    throw error;
  }
}
