import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  /** The parts of the path that the route left open. */
  params: string[];
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Route {
  method: string;
  /** `:id` stands for one part of the path. */
  path: string;
  handle: (call: Call) => Reply | Promise<Reply>;
}

export interface RunningServer {
  port: number;
  close(): Promise<void>;
}

const MOST_BYTES = 16 * 1024 * 1024;

/** Serves the routes; what a handler throws goes through `onError`. */
export async function serve(
  routes: Route[],
  onError: (error: unknown, call: Call) => Reply | Promise<Reply>,
  listen: { port: number; host: string },
): Promise<RunningServer> {
  const patterns = routes.map((route) => ({ ...route, pattern: toPattern(route.path) }));
  const answer = async (request: http.IncomingMessage): Promise<Reply> => {
    const call = await readCall(request);
    const candidates = patterns.filter(({ pattern }) => pattern.test(call.path));
    const route = candidates.find(
      ({ method }) => method === call.method || (method === 'GET' && call.method === 'HEAD'),
    );
    if (route === undefined) return { status: candidates.length > 0 ? 405 : 404, body: 'Not found' };
    const params = route.pattern.exec(call.path)?.slice(1).map(decodeURIComponent) ?? [];
    try {
      return await route.handle({ ...call, params });
    } catch (error) {
      return await onError(error, call);
    }
  };
  const server = http.createServer((request, response) => {
    answer(request).then(
      (reply) => write(response, reply),
      () => write(response, { status: 400, body: 'Bad request' }),
    );
  });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(listen.port, listen.host, () => resolve(undefined));
  await promise;
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:[a-z]+/g, '([^/]+)')}$`);
}

async function readCall(request: http.IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('Body too large');
    chunks.push(chunk);
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks),
    params: [],
  };
}

function write(response: http.ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(body);
}

function close(server: http.Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeAllConnections();
  return promise;
}

/** The fields of a posted form. */
export function formOf(call: Call): URLSearchParams {
  return new URLSearchParams(call.body.toString('utf8'));
}

export function json(value: unknown, status = 200): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value ?? null) };
}

export function seeOther(location: string): Reply {
  return { status: 303, headers: { location } };
}
