import * as z from 'zod/mini';
import { PermanentError, RetryableError } from '../../core/errors.ts';
import { retryAfterSeconds } from './retry-after.ts';

export interface Call {
  /** For error messages: which call, without ids. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Fixed text and checked ids only; see `idInPath`. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  body?: string;
  /** It changes what the public sees, so "did it happen?" matters when no answer arrives. */
  publishes?: boolean;
  /** Does not count against the yearly allowance (reference, 7.3). */
  isFree?: boolean;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** What somebody who counts calls wants to know of each. */
export interface CountedAnswer {
  status: number;
  isFree: boolean;
  retryAfterSeconds: number | undefined;
}

export type Send = (call: Call) => Promise<Answer>;

export interface SendOptions {
  apiUrl: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
  maxBodyBytes?: number;
  nowMs?: () => number;
  onAnswer?: ((answer: CountedAnswer) => void) | undefined;
}

/** One HTTP exchange with Trustpilot, whatever the status. Only a missing answer is an error: RetryableError. */
export function createSend({
  apiUrl,
  fetch: given,
  timeoutMs = 8_000,
  maxBodyBytes = 20_000_000,
  nowMs = Date.now,
  onAnswer,
}: SendOptions): Send {
  const base = apiUrl.replace(/\/+$/, '');
  return async (call) => {
    const signal = AbortSignal.timeout(timeoutMs); // covers the body too: a slow drip must not outlive the Lambda
    const response = await request(call, signal);
    const { status, headers } = response;
    const retryAfter = retryAfterSeconds(headers.get('retry-after'), nowMs());
    onAnswer?.({ status, isFree: call.isFree === true, retryAfterSeconds: retryAfter });
    const body = await readBody(call, response);
    return { status, headers, body };
  };

  async function request(call: Call, signal: AbortSignal): Promise<Response> {
    try {
      return await (given ?? fetch)(toUrl(base, call), {
        method: call.method,
        headers: {
          accept: 'application/json',
          'user-agent': 'trustpilot-reviews-for-zendesk',
          ...call.headers,
        },
        ...(call.body === undefined ? {} : { body: call.body }),
        redirect: 'manual', // our credentials go to the configured host only
        signal,
      });
    } catch (cause) {
      throw noAnswer(call, cause);
    }
  }

  async function readBody(call: Call, response: Response): Promise<string> {
    if (response.ok && call.publishes === true) {
      // It is done, whatever the body says: it may be empty, HTML or break off (reference, 4.1).
      await response.body?.cancel().catch(() => undefined);
      return '';
    }
    try {
      return await readAtMost(response, maxBodyBytes);
    } catch (cause) {
      if (!response.ok) return ''; // the status says enough
      if (cause instanceof RangeError)
        throw new PermanentError(`${cause.message} (${call.name})`, 'unreadable');
      throw noAnswer(call, cause);
    }
  }
}

function toUrl(base: string, { path, query = {} }: Call): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? `${base}${path}` : `${base}${path}?${parameters.toString()}`;
}

async function readAtMost(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new RangeError("Trustpilot's answer is too large");
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks)); // also drops a byte order mark
}

function noAnswer(call: Call, cause: unknown): RetryableError {
  const { names, neverSent } = describe(cause);
  const outcomeUnknown = call.publishes === true && !neverSent;
  return new RetryableError(`No answer from Trustpilot (${[call.name, ...names].join(', ')})`, {
    cause,
    outcomeUnknown,
  });
}

/** What Node's network errors carry; read as data, because `fetch` wraps them several layers deep. */
const networkErrorSchema = z.object({
  name: z.string(),
  code: z.optional(z.unknown()),
  syscall: z.optional(z.unknown()),
  cause: z.optional(z.unknown()),
  /** Node tries all addresses of a name; each failure is a part of one AggregateError. */
  errors: z.optional(z.array(z.unknown())),
});

/** `neverSent`: no connection was made. Refused, no route, name not found, connect time-out. */
function describe(failure: unknown): { names: string[]; neverSent: boolean } {
  const parsed = networkErrorSchema.safeParse(failure);
  if (!parsed.success) return { names: [], neverSent: false };
  const { name, code, syscall, cause, errors = [] } = parsed.data;
  const own = syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT';
  const neverSent = own || (errors.length > 0 && errors.every((part) => describe(part).neverSent));
  if (neverSent || cause === undefined) return { names: [typeof code === 'string' ? code : name], neverSent };
  return describe(cause);
}

/** An id that may stand in a path. Anything else is a bug of ours or an attack, so it never leaves the house. */
export function idInPath(id: string): string {
  if (!/^[0-9a-f]{24}$/i.test(id)) throw new RangeError('Not a Trustpilot id.');
  return id.toLowerCase();
}
