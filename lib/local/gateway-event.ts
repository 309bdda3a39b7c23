import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { routes } from '../../lambdas/routes.ts';

type Route = (typeof routes)[number];
export interface MatchedRoute {
  route: Route;
  pathParameters: Record<string, string>;
}

/** API Gateway prefers the full match over the greedy one; no two of our routes match in the same way. */
export function matchRoute(method: string | undefined, path: string): MatchedRoute | undefined {
  const matches = routes.flatMap((route) => {
    const pathParameters = route.method === method ? matchPath(route.path, path) : undefined;
    return pathParameters === undefined ? [] : [{ route, pathParameters }];
  });
  return matches.find(({ route }) => !route.path.includes('{proxy+}')) ?? matches[0];
}

/** `{name}` stands for one segment, `{name+}` at the end for one or more. */
function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const source = pattern
    .split('/')
    .map((segment) => {
      const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
      if (name === undefined) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return greedy === '+' ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`;
    })
    .join('/');
  const match = new RegExp(`^${source}$`, 's').exec(path);
  return match ? { ...match.groups } : undefined;
}

/** The path as API Gateway hands it on: HTTP APIs decode it. Undefined when it cannot be decoded. */
export function decodedPath(url: URL): string | undefined {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
}

/** The event of an HTTP API with payload format 2.0. */
export function toEvent(
  request: IncomingMessage,
  url: URL,
  path: string,
  matched: MatchedRoute,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const { route, pathParameters } = matched;
  const headers = toHeaders(request);
  const cookies = (request.headers.cookie ?? '').split(/; */).filter(Boolean);
  const query = toQueryParameters(url.searchParams);
  const routeKey = `${route.method} ${route.path}`;
  const isText = isTextType(headers['content-type']);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(url.search.length < 2 ? {} : { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    requestContext: toRequestContext(request, routeKey, path, headers),
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Lower-case names, values of a repeated header joined by a comma, no cookies: those have their own list. */
function toHeaders(request: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(request.headersDistinct).flatMap(([name, values]) =>
    name === 'cookie' || values === undefined ? [] : [[name, values.join(',')] as const],
  );
  const headers: Record<string, string> = Object.fromEntries(pairs);
  const forwarded = [headers['x-forwarded-for'], sourceIp(request)].filter((value) => value !== undefined);
  return {
    'content-length': '0',
    'x-forwarded-port': String(request.socket.localPort),
    'x-forwarded-proto': 'http',
    ...headers,
    'x-forwarded-for': forwarded.join(', '),
  };
}

function toQueryParameters(search: URLSearchParams): Record<string, string> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(names.map((name) => [name, search.getAll(name).join(',')]));
}

const sourceIp = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

/** Everything else arrives in base64: forms too, and bodies without a content type (observed on AWS, not documented). */
const isTextType = (contentType = ''): boolean =>
  /^(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i.test(contentType.trim());

function toRequestContext(
  request: IncomingMessage,
  routeKey: string,
  path: string,
  headers: Record<string, string>,
): APIGatewayProxyEventV2['requestContext'] {
  const now = new Date();
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName: headers['host'] ?? 'localhost',
    domainPrefix: 'local',
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: sourceIp(request),
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: now.toISOString(),
    timeEpoch: now.getTime(),
  };
}
