import { type Answer, Refusal, applicationError, gatewayError } from '../answer.ts';
import type { Request } from '../http-server.ts';
import type { BusinessUser, Review } from '../model.ts';
import type { World } from '../world.ts';

/** On whose behalf a private call is made. */
export interface Caller {
  key: string;
  /** Missing for client_credentials: the application itself. */
  user: BusinessUser | undefined;
  reaches: (businessUnitId: string) => boolean;
}

export interface BasicCredentials {
  key: string;
  secret: string;
}

export function bearerOf(request: Request): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}

export function basicOf(request: Request): BasicCredentials | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const cut = text.indexOf(':');
  return cut < 0 ? undefined : { key: text.slice(0, cut), secret: text.slice(cut + 1) };
}

/** The documented header, or the query parameter that the docs advise against. */
export function apiKeyOf(request: Request): string | undefined {
  return request.headers['apikey'] ?? request.query.get('apikey') ?? undefined;
}

const invalidApiKey = (): Answer => gatewayError(401, 'Invalid API key', 'oauth.v2.InvalidApiKey');
const invalidToken = (): Answer => gatewayError(401, 'Invalid access token', 'oauth.v2.InvalidAccessToken');
export const forbidden = (): Answer => applicationError(403, 'Forbidden', 'No access to this resource');
export const notFound = (details = ''): Answer => applicationError(404, 'Not found', details);

/** Public calls want a known API key; a bearer alone does not do. */
export function requireApiKey(world: World, request: Request): void {
  const key = apiKeyOf(request);
  if (key === undefined || !world.directory.keys.has(key)) throw new Refusal(invalidApiKey());
}

/** Private calls want a live access token; an API key beside it must at least be a known one. */
export function requireCaller(world: World, request: Request): Caller {
  const apiKey = apiKeyOf(request);
  if (apiKey === undefined ? world.switches.apiKeyBesideBearerRequired : !world.directory.keys.has(apiKey))
    throw new Refusal(invalidApiKey());
  const token = bearerOf(request);
  const grant = token === undefined ? undefined : world.tokens.access(token, world.clock.nowMs());
  if (grant === 'expired' && world.switches.expiredTokenAnswers403) throw new Refusal(forbidden());
  if (grant === undefined || grant === 'expired') throw new Refusal(invalidToken());
  const application = world.directory.keys.get(grant.key);
  const user = grant.userId === undefined ? undefined : world.directory.users.get(grant.userId);
  if (!application || (grant.userId !== undefined && !user)) throw new Refusal(invalidToken());
  const reachable = user?.businessUnitIds ?? application.businessUnitIds;
  return { key: grant.key, user, reaches: (id) => reachable.includes(id) };
}

/** Unknown business units are 403 as well: the private API never says which ones exist. */
export function requireReach(caller: Caller, businessUnitId: string): void {
  if (!caller.reaches(businessUnitId)) throw new Refusal(forbidden());
}

/** A review that this caller may see, as it stood at `atMs`: 404 when gone, 403 when out of reach. */
export function requireReview(world: World, caller: Caller, id: string, atMs = Infinity): Review {
  const review = world.reviews.find(id, atMs);
  if (!review || (review.state === 'hidden' && !world.switches.hiddenReviewReadable))
    throw new Refusal(notFound());
  requireReach(caller, review.businessUnitId);
  if (review.state === 'deleted')
    throw new Refusal(world.switches.deletedReviewAnswers410 ? applicationError(410, 'Gone') : notFound());
  return review;
}
