import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { Logger } from '../../lambdas/runtime/logger.ts';
import { decodedPath, matchRoute, toEvent } from './gateway-event.ts';
import { LambdaTimeout } from './lambda.ts';
import type { Invoke } from './lambda.ts';
import { listen } from './embedded-aws/listen.ts';

/** API Gateway's limit for a request, Lambda's for an answer. */
const maxRequestBytes = 10 * 1024 * 1024;
const maxAnswerBytes = 6 * 1024 * 1024;

export interface GatewayOptions {
  port: number;
  /** All interfaces when left out. */
  host?: string;
  invoke: Invoke;
  logger: Logger;
}

/** An API Gateway HTTP API for one machine, with the routes of lambdas/routes.ts. */
export async function startGateway({ port, host, invoke, logger }: GatewayOptions) {
  const inFlight = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
    void answer(request, response, invoke, logger);
  });
  const actualPort = await listen(server, port, host);
  const close = async () => {
    for (const response of inFlight) response.shouldKeepAlive = false;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: actualPort, close };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  invoke: Invoke,
  logger: Logger,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = decodedPath(url);
    if (path === undefined) return sendMessage(response, 400, 'Bad Request');
    const matched = matchRoute(request.method, path);
    if (!matched) return sendMessage(response, 404, 'Not Found');
    const body = await readBody(request);
    if (body === 'too large') return sendMessage(response, 413, 'Request Entity Too Large');
    const result = await invoke(matched.route.function, toEvent(request, url, path, matched, body));
    sendResult(response, result);
  } catch (error) {
    if (request.destroyed && response.destroyed) return;
    const timedOut = error instanceof LambdaTimeout;
    logger.error(
      timedOut ? 'function timed out' : 'function failed',
      { path: request.url?.split('?')[0] },
      error,
    );
    if (timedOut) sendMessage(response, 503, 'Service Unavailable');
    else sendMessage(response, 500, 'Internal Server Error');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > maxRequestBytes) return 'too large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxRequestBytes) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const resultSchema = z.object({
  statusCode: z.int().check(z.gte(100), z.lte(599)),
  headers: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  cookies: z.optional(z.array(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});

/** Writes a structured answer; anything that does not look like one is an error here, as nothing of ours relies on guessing. */
function sendResult(response: ServerResponse, result: unknown): void {
  const {
    statusCode,
    headers = {},
    cookies = [],
    body = '',
    isBase64Encoded = false,
  } = resultSchema.parse(result);
  if (Buffer.byteLength(JSON.stringify(result)) > maxAnswerBytes)
    throw new Error('The answer is larger than 6 MB.');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (body !== '' && !response.hasHeader('content-type')) {
    response.setHeader('content-type', 'text/plain;charset=UTF-8');
  }
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (statusCode !== 204 && statusCode !== 304) response.setHeader('content-length', content.length);
  response.writeHead(statusCode).end(content);
}

function sendMessage(response: ServerResponse, statusCode: number, message: string): void {
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  if (statusCode === 413) response.shouldKeepAlive = false;
  response.writeHead(statusCode, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}
