import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { applicationError } from './answer.ts';
import type { Outcome } from './faults.ts';

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Path and query as they came. */
  target: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
  /** Where the caller reached us, for links in answers. */
  origin: string;
}

const mostBodyBytes = 1024 * 1024;

/** An HTTP server whose answers may also come late, in drips, broken off or never. */
export async function listen(
  handle: (request: Request) => Promise<Outcome>,
  { port, host }: { port: number; host: string },
): Promise<{ port: number; close: () => Promise<void> }> {
  const closing = new AbortController();
  const server = createServer((incoming, response) => {
    serve(handle, incoming, response, closing.signal).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { port: portOf(server), close: () => closeServer(server, closing) };
}

async function closeServer(server: Server, closing: AbortController): Promise<void> {
  if (!server.listening) return;
  closing.abort();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function serve(
  handle: (request: Request) => Promise<Outcome>,
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const body = await readBody(incoming);
  const outcome: Outcome =
    body === undefined
      ? { answer: applicationError(413, 'Request too large'), delivery: { kind: 'now' }, hasStatus: true }
      : await handle(toRequest(incoming, body));
  await deliver(outcome, incoming, response, closing);
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBodyBytes) chunks.push(chunk);
  }
  return size > mostBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

function toRequest(incoming: IncomingMessage, body: string): Request {
  const target = incoming.url ?? '/';
  const host = incoming.headers.host ?? 'localhost';
  const cut = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    method: incoming.method ?? 'GET',
    path: cut < 0 ? target : target.slice(0, cut),
    query: new URLSearchParams(cut < 0 ? '' : target.slice(cut + 1)),
    target,
    headers,
    body,
    origin: `http://${host}`,
  };
}

async function deliver(
  { answer, delivery }: Outcome,
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  if (delivery.kind === 'silence') return;
  if (delivery.kind === 'reset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  // A closing server or a caller who has left ends the waiting, not the process.
  if (delivery.kind === 'late') await sleep(delivery.delayMs, undefined, { signal: closing, ref: false });
  const length: Record<string, string> =
    answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(answer.body)) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  if (delivery.kind !== 'drip') {
    response.end(incoming.method === 'HEAD' ? undefined : answer.body);
    return;
  }
  const bytes = Buffer.from(answer.body);
  const pieceLength = Math.max(1, Math.ceil(bytes.length / 20));
  for (let start = 0; start < bytes.length && !response.destroyed; start += pieceLength) {
    response.write(bytes.subarray(start, start + pieceLength));
    await sleep(delivery.delayMs, undefined, { signal: closing, ref: false });
  }
  response.end();
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The simulator has no TCP port');
  return address.port;
}
