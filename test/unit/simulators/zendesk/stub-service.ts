import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubRequest {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  form: URLSearchParams;
}

export interface StubAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: unknown;
  delayMs?: number;
}

export type Stub = (request: StubRequest) => StubAnswer;

/** A service in a few lines: path → answer. `requests` holds what came in. */
export class StubService {
  readonly requests: StubRequest[] = [];
  readonly stubs = new Map<string, Stub>();
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
  }

  static async start(): Promise<StubService> {
    const server = http.createServer((request, response) => void service.#answer(request, response));
    const service = new StubService(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    service.on('/manifest.json', () => ({ body: service.manifest() }));
    service.on('/pull', () => ({ body: { external_resources: [] } }));
    service.on('/events', () => ({}));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get manifestUrl(): string {
    return `${this.url}/manifest.json`;
  }

  on(path: string, stub: Stub): void {
    this.stubs.set(path, stub);
  }

  /** The manifest of a service that can do everything. */
  manifest(change: Record<string, unknown> = {}): Record<string, unknown> {
    const names = {
      admin_ui: 'admin',
      pull_url: 'pull',
      channelback_url: 'channelback',
      clickthrough_url: 'clickthrough',
      healthcheck_url: 'health',
      event_callback_url: 'events',
    };
    const urls = Object.fromEntries(
      Object.entries(names).map(([name, path]) => [name, `${this.url}/${path}`]),
    );
    return { name: 'Reviews', id: 'https://reviews.example.com/channel', version: '1', urls, ...change };
  }

  /** Answers pulls with these resources until told otherwise. */
  hands(resources: unknown[], more: Record<string, unknown> = {}): void {
    this.on('/pull', () => ({ body: { external_resources: resources, ...more } }));
  }

  requestsTo(path: string): StubRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** All events received so far, in order of arrival. */
  events(): { type_id: string; error?: string; data: Record<string, unknown> }[] {
    return this.requestsTo('/events').flatMap(
      ({ body }) =>
        (JSON.parse(body) as { events: { type_id: string; error?: string; data: Record<string, unknown> }[] })
          .events,
    );
  }

  eventTypes(): string[] {
    return this.events().map(({ type_id }) => type_id);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }

  async #answer(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(incoming.url ?? '/', this.url);
    const request: StubRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      headers: incoming.headers,
      body,
      form: incoming.method === 'GET' ? url.searchParams : new URLSearchParams(body),
    };
    this.requests.push(request);
    const answer = this.stubs.get(url.pathname)?.(request) ?? { status: 404 };
    if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    const isText = typeof answer.body === 'string';
    response.writeHead(answer.status ?? 200, {
      'content-type': isText ? 'text/html; charset=utf-8' : 'application/json',
      ...answer.headers,
    });
    response.end(isText ? answer.body : JSON.stringify(answer.body ?? null));
  }
}

/** A valid resource: one review, one thread. */
export function aResource(id: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    external_id: id,
    thread_id: id,
    message: `Review ${id}\nThe text`,
    created_at: '2026-05-01T09:30:00Z',
    author: { external_id: 'consumer-1', name: 'Maja L.' },
    allow_channelback: true,
    ...change,
  };
}
