import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { routes, type FunctionName } from '../../lambdas/routes.ts';
import { assetPaths } from '../../lambdas/web/assets/assets.ts';
import { operations } from '../../lambdas/sidebar/contract.ts';
import { paths } from '../../lambdas/web/dialogue/frame.ts';

/** One thing of ours that anybody can call: a route, or one of the pages behind a greedy one. */
export interface Target {
  name: string;
  function: FunctionName;
  method: string;
  routeKey: string;
  path: string;
}

const pages = [
  ...Object.values(paths),
  ...Object.values(assetPaths),
  ...operations.map((name) => `/sidebar/v1/${name}`),
];

/** Made from the table of routes, so that a new route is fuzzed without being told. */
export const targets: Target[] = routes.flatMap((route) => {
  const { method, path } = route;
  const [before, greedy] = path.split('{proxy+}');
  const behind = greedy === undefined ? [path] : pages.filter((page) => page.startsWith(before ?? ''));
  const known = behind.length === 0 ? [`${before ?? ''}anything`] : behind;
  return known.map((each) => ({
    name: `${method} ${each}`,
    function: route.function,
    method,
    routeKey: `${method} ${path}`,
    path: each,
  }));
});

export interface Request {
  path?: string;
  pathParameters?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** What API Gateway hands over for a request (payload format 2.0). */
export function toEvent(target: Target, request: Request = {}): APIGatewayProxyEventV2 {
  const { path = target.path, query = '', headers = {}, cookies, body, isBase64Encoded = false } = request;
  const parameters = [...new URLSearchParams(query)];
  return {
    version: '2.0',
    routeKey: target.routeKey,
    rawPath: path,
    rawQueryString: query,
    headers,
    isBase64Encoded,
    ...(body !== undefined && { body }),
    ...(cookies !== undefined && { cookies }),
    ...(parameters.length > 0 && { queryStringParameters: Object.fromEntries(parameters) }),
    ...parametersOf(target, path, request.pathParameters),
    requestContext: {
      accountId: '000000000000',
      apiId: 'fuzz',
      domainName: 'localhost',
      domainPrefix: 'fuzz',
      http: { method: target.method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: 'fuzz',
      routeKey: target.routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
  };
}

/** API Gateway names what a greedy route has matched. */
function parametersOf({ routeKey }: Target, path: string, given?: Record<string, string>) {
  const before = /^\w+ (.*)\{proxy\+\}$/.exec(routeKey)?.[1];
  if (before === undefined) return given === undefined ? {} : { pathParameters: given };
  return { pathParameters: { ...given, proxy: path.slice(before.length) } };
}
