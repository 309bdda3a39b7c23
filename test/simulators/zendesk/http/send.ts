import http from 'node:http';
import https from 'node:https';
import type { ExchangeKind, Transcript } from './transcript.ts';

export interface OutgoingRequest {
  kind: ExchangeKind;
  accountId?: number | undefined;
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** The service handles the request, but its answer never arrives. */
  losesResponse?: boolean;
  /** What the transcript must not show. */
  secrets?: string[];
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export type Sent = { arrived: true; answer: Answer } | { arrived: false; error: string };

export type Send = (request: OutgoingRequest) => Promise<Sent>;

/** Bounds what a runaway answer can occupy; the contract's own limit is lower and checked elsewhere. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Makes HTTP calls as Zendesk does and writes them into the transcript.
 * Not `fetch`, which adds headers of its own: the pull carries nothing beyond type, length, host and user agent.
 */
export function createSend(transcript: Transcript): Send {
  return async (request) => {
    const startedAt = performance.now();
    const headers = headersOf(request);
    const outcome = await exchange(request, headers);
    const sent: Sent =
      outcome.arrived && request.losesResponse === true
        ? { arrived: false, error: 'Connection lost while waiting for the answer' }
        : outcome;
    const masked = mask(request.secrets ?? []);
    transcript.record({
      kind: request.kind,
      accountId: request.accountId,
      direction: 'out',
      method: request.method,
      url: masked(request.url),
      requestHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, masked(value)]),
      ),
      requestBody: masked(request.body ?? ''),
      status: outcome.arrived ? outcome.answer.status : undefined,
      responseHeaders: outcome.arrived ? outcome.answer.headers : {},
      responseBody: outcome.arrived ? outcome.answer.body : '',
      durationMs: Math.round(performance.now() - startedAt),
      error: sent.arrived ? undefined : sent.error,
    });
    return sent;
  };
}

const mask =
  (secrets: string[]) =>
  (text: string): string =>
    secrets.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, '•••')), text);

function headersOf(request: OutgoingRequest): Record<string, string> {
  const length =
    request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
  return { 'user-agent': 'Zendesk Channel Framework simulator', ...request.headers, ...length };
}

async function exchange(request: OutgoingRequest, headers: Record<string, string>): Promise<Sent> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    return { arrived: true, answer: await roundTrip(request, headers, signal) };
  } catch (error) {
    if (signal.aborted) return { arrived: false, error: `No answer within ${request.timeoutMs} ms` };
    return { arrived: false, error: connectionError(error) };
  }
}

function roundTrip(
  request: OutgoingRequest,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const url = new URL(request.url);
  // agent: false = a connection of its own per call, so that no idle socket is reused in the moment it closes.
  const options = { method: request.method, headers, signal, agent: false } as const;
  const outgoing = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => {
    readBody(incoming).then((body) => {
      resolve({ status: incoming.statusCode ?? 0, headers: flatHeaders(incoming.headers), body });
    }, reject);
  });
  outgoing.end(request.body);
  return promise;
}

async function readBody(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`Answer of more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Repeated headers are joined as HTTP allows; `set-cookie` too, which is only looked at. */
function flatHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}

function connectionError(error: unknown): string {
  if (error instanceof AggregateError) return connectionError(error.errors[0]);
  return error instanceof Error ? `Connection failed: ${error.message}` : 'Connection failed';
}
