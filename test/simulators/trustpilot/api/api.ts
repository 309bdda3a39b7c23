import { type Answer, tooManyCalls } from '../answer.ts';
import type { ReceivedCall } from '../call-log.ts';
import { type Outcome, withFault } from '../faults.ts';
import type { Request } from '../http-server.ts';
import type { World } from '../world.ts';
import { apiKeyOf, basicOf, bearerOf } from './access.ts';
import { businessUnitRoutes } from './business-units.ts';
import { deletionRoutes } from './deletions.ts';
import { privateReviewRoutes } from './private-reviews.ts';
import { publicReviewRoutes } from './public-reviews.ts';
import { replyRoutes } from './replies.ts';
import { resourceRoutes } from './resources.ts';
import { type FoundRoute, type Route, findRoute, runRoute } from './routes.ts';
import { tagRoutes } from './tags.ts';
import { tokenRoutes } from './token-endpoints.ts';

// Order matters where a fixed word stands in the place of an id (`/v1/reviews/deletions`).
const routes: Route[] = [
  ...tokenRoutes,
  ...deletionRoutes,
  ...businessUnitRoutes,
  ...privateReviewRoutes,
  ...replyRoutes,
  ...tagRoutes,
  ...publicReviewRoutes,
  ...resourceRoutes,
];

/** One call to `/v1`: entered in the log, perhaps hit by a fault or a limit, then answered. */
export async function answerApiCall(world: World, request: Request): Promise<Outcome> {
  const found = findRoute(routes, request);
  return logged(world, request, found.route?.name ?? 'unknown', () => limited(world, request, found));
}

/** Enters a call in the log and lets the planned faults have their way with it. */
export async function logged(
  world: World,
  request: Request,
  route: ReceivedCall['route'],
  work: () => Answer | Promise<Answer>,
): Promise<Outcome> {
  const call = toReceivedCall(world, request, route);
  const log = world.calls;
  log.begin(call);
  const fault = world.faults.take(route, `${request.method} ${request.target}`);
  call.fault = fault?.kind;
  const run = async (): Promise<Answer> => work();
  const outcome: Outcome = fault
    ? await withFault(fault, run)
    : { answer: await run(), delivery: { kind: 'now' }, hasStatus: true };
  log.finish(call, outcome.hasStatus ? outcome.answer.status : undefined);
  return outcome;
}

/** Documented ceilings, per API key. Token calls have a limit of their own, the Deletions API has none. */
function limited(world: World, request: Request, found: FoundRoute): Answer {
  const key = keyOf(world, request);
  const hasLimit = found.route && !tokenRoutes.includes(found.route) && !deletionRoutes.includes(found.route);
  if (key !== undefined && hasLimit) {
    const { callsPer5Minutes, callsPerHour, retryAfterOnLimit } = world.switches;
    const waitSeconds = world.calls.admit(key, world.clock.nowMs(), [
      { seconds: 300, calls: callsPer5Minutes },
      { seconds: 3600, calls: callsPerHour },
    ]);
    if (waitSeconds !== undefined) return tooManyCalls(retryAfterOnLimit ? waitSeconds : undefined);
  }
  return runRoute(found, world, request);
}

function toReceivedCall(world: World, request: Request, route: ReceivedCall['route']): ReceivedCall {
  return {
    method: request.method,
    path: request.path,
    query: withoutSecrets(Object.fromEntries(request.query)),
    atMs: world.clock.nowMs(),
    route,
    authKind: authKindOf(request),
    key: keyOf(world, request),
    headers: withoutSecrets(request.headers),
    status: undefined,
    fault: undefined,
  };
}

const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'apikey',
  'cookie',
  'token',
  'code',
  'state',
]);

const withoutSecrets = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, secretNames.has(name) ? '***' : value]),
  );

function authKindOf(request: Request): ReceivedCall['authKind'] {
  if (basicOf(request)) return 'basic';
  const hasApiKey = apiKeyOf(request) !== undefined;
  if (bearerOf(request) !== undefined) return hasApiKey ? 'bearer+apikey' : 'bearer';
  return hasApiKey ? 'apikey' : 'none';
}

function keyOf(world: World, request: Request): string | undefined {
  const token = bearerOf(request);
  const key = (token === undefined ? undefined : world.tokens.keyOf(token)) ?? apiKeyOf(request);
  const formKey = new URLSearchParams(request.path.includes('/oauth/') ? request.body : '').get('client_id');
  const named = key ?? basicOf(request)?.key ?? formKey ?? undefined;
  return named !== undefined && world.directory.keys.has(named) ? named : undefined;
}
