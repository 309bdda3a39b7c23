import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { closeNow, listen } from '../../lib/local/embedded-aws/listen.ts';

interface Invocation {
  requestId: string;
  event: unknown;
  timeoutMs: number;
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

export interface LambdaProcessOptions {
  /** The unpacked asset. */
  taskRoot: string;
  handler: string;
  timeoutMs: number;
  memoryMiB: number;
  environment: Record<string, string>;
  /** Of Lambda's side of the process; bootstrap.ts unless there is one that starts faster. */
  bootstrap?: string;
}

/**
 * The heap that V8 gives itself in a machine of that size: half of it, and a 256th for either half of the young ones.
 * Without, it would go by this machine's memory.
 */
const heapOf = (memoryMiB: number): string[] => [
  `--max-old-space-size=${memoryMiB / 2}`,
  `--max-semi-space-size=${memoryMiB / 256}`,
];

/** One execution environment: a process of its own that runs an asset, fed by a small Lambda Runtime API. */
export class LambdaProcess {
  readonly #options: LambdaProcessOptions;
  readonly #waiting: Invocation[] = [];
  readonly #running = new Map<string, Invocation>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #asking: ServerResponse | undefined;
  #child: ChildProcess | undefined;
  #initError: Error | undefined;
  readonly #asked = Promise.withResolvers<undefined>();
  /** What the process wrote; a Lambda's log. */
  output = '';

  constructor(options: LambdaProcessOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    // Closed when this process was busy for five seconds, a connection would fail the question that is already in it.
    this.#server.keepAliveTimeout = 0;
    const port = await listen(this.#server, 0, '127.0.0.1');
    const { taskRoot, handler, memoryMiB, environment } = this.#options;
    const { bootstrap = join(import.meta.dirname, 'bootstrap.ts') } = this.#options;
    this.#child = spawn(process.execPath, [...heapOf(memoryMiB), bootstrap], {
      // Nothing of this process's environment: a variable that the template forgot must be missing.
      env: {
        ...environment,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: taskRoot,
        _HANDLER: handler,
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.#child.once('exit', () => this.#fail(new Error(`The process ended.\n${this.output}`)));
  }

  /** When it has loaded its handler and asks for the first event: the end of what Lambda calls init. */
  async ready(): Promise<void> {
    await this.#asked.promise;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** One event at a time, as Lambda does per environment; more wait in line. */
  async invoke(event: unknown): Promise<unknown> {
    if (this.#initError !== undefined) throw this.#initError;
    return new Promise((resolve, reject) => {
      const { timeoutMs } = this.#options;
      this.#waiting.push({ requestId: randomUUID(), event, timeoutMs, resolve, reject });
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await closeNow(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') {
      this.#asking = response;
      this.#asked.resolve(undefined);
      return this.#handOut();
    }
    const body: unknown = await json(request);
    response.writeHead(202).end();
    const [, requestId = '', outcome] = path.split('/');
    const invocation = this.#running.get(requestId);
    this.#running.delete(requestId);
    if (path === 'init/error') this.#fail(toError(body));
    else if (outcome === 'response') invocation?.resolve(body);
    else invocation?.reject(toError(body));
  }

  #handOut(): void {
    const response = this.#asking;
    const invocation = response && this.#waiting.shift();
    if (response === undefined || invocation === undefined) return;
    // Taken back at once: whoever asks is answered only once.
    this.#asking = undefined;
    this.#running.set(invocation.requestId, invocation);
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + invocation.timeoutMs),
    });
    response.end(JSON.stringify(invocation.event));
  }

  #fail(error: Error): void {
    this.#initError = error;
    this.#asked.resolve(undefined);
    for (const { reject } of [...this.#running.values(), ...this.#waiting]) reject(error);
    this.#running.clear();
    this.#waiting.length = 0;
  }
}

function toError(body: unknown): Error {
  const { errorType, errorMessage } = body as { errorType: string; errorMessage: string };
  return Object.assign(new Error(errorMessage), { name: errorType });
}
