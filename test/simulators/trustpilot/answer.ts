import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Thrown by a handler that refuses a call; the answer goes out as it is. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const empty = (status: number): Answer => ({ status, headers: {}, body: '' });

export const page = (status: number, html: string): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    // The pages show hostile review text: nothing in them may run. No form-action: Allow redirects elsewhere.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  },
  body: html,
});

export const redirect = (status: 302 | 303, location: string): Answer => ({
  status,
  headers: { location },
  body: '',
});

/** Recorded on POST reply (2019): the application's own error shape. */
export const applicationError = (status: number, message: string, details = ''): Answer =>
  json(status, { message, errorCode: 601 + status, details, correlationId: randomUUID() });

/** errorCode 1001 and this message were recorded together. */
export const badRequest = (details: string): Answer =>
  applicationError(400, 'The request was malformed', details);

/** The gateway's shape, recorded for 401 on private calls. */
export const gatewayError = (status: number, faultstring: string, errorcode: string): Answer =>
  json(status, { fault: { faultstring, detail: { errorcode } }, correlationId: randomUUID() });

/** The token endpoints' shape, as a public Java client models it. */
export const tokenError = (status: number, code: string, text: string): Answer =>
  json(status, { ErrorCode: code, Error: text, correlationId: randomUUID() });

/** Body and headers of 429 are undocumented; clients honour Retry-After where it is sent. */
export const tooManyCalls = (retryAfterSeconds?: number): Answer =>
  json(
    429,
    { message: 'Too many requests', correlationId: randomUUID() },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
