import { type Answer, Refusal, applicationError } from '../answer.ts';
import type { Request } from '../http-server.ts';
import type { RouteName } from '../route-names.ts';
import type { World } from '../world.ts';
import { type Caller, notFound, requireApiKey, requireCaller } from './access.ts';

type PathParams = Record<string, string>;

export interface ApiCall {
  world: World;
  request: Request;
  params: PathParams;
}

export interface Route {
  name: RouteName;
  method: string;
  pattern: RegExp;
  handle: (call: ApiCall) => Answer;
}

const toPattern = (path: string): RegExp => new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);

/** A call that needs no credentials of the two usual kinds (token endpoints check their own). */
export const openRoute = (
  name: RouteName,
  method: string,
  path: string,
  handle: (call: ApiCall) => Answer,
): Route => ({ name, method, pattern: toPattern(path), handle });

export const publicRoute = (name: RouteName, path: string, handle: (call: ApiCall) => Answer): Route =>
  openRoute(name, 'GET', path, (call) => {
    requireApiKey(call.world, call.request);
    return handle(call);
  });

export const privateRoute = (
  name: RouteName,
  method: string,
  path: string,
  handle: (call: ApiCall, caller: Caller) => Answer,
): Route => openRoute(name, method, path, (call) => handle(call, requireCaller(call.world, call.request)));

export interface FoundRoute {
  route: Route | undefined;
  params: PathParams;
  /** The path exists, with another method. */
  isOtherMethod: boolean;
}

export function findRoute(routes: readonly Route[], request: Request): FoundRoute {
  let isOtherMethod = false;
  for (const route of routes) {
    const match = route.pattern.exec(request.path);
    if (!match) continue;
    if (route.method === request.method) return { route, params: { ...match.groups }, isOtherMethod: false };
    isOtherMethod = true;
  }
  return { route: undefined, params: {}, isOtherMethod };
}

export function runRoute(
  { route, params, isOtherMethod }: FoundRoute,
  world: World,
  request: Request,
): Answer {
  if (!route) return isOtherMethod ? applicationError(405, 'Method not allowed') : notFound('Unknown path');
  try {
    return route.handle({ world, request, params });
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** A path parameter that the route's own pattern guarantees. */
export function param(call: ApiCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no {${name}}`);
  return value;
}
