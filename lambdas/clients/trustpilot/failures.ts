import type * as z from 'zod/mini';
import { PermanentError, RetryableError, type RefusalReason } from '../../core/errors.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { wireErrorSchema } from './schemas.ts';
import type { Answer, Call } from './send.ts';

/** The request reached no application: 501 is unknown to it, 503 comes from the gate before it. */
const surelyNotDone = new Set([501, 503]);

/** The kind of error that a status means (reference, 4.3 and 7.2). Undefined for 2xx. */
export function toFailure(
  call: Call,
  answer: Answer,
  nowMs: number,
): RetryableError | PermanentError | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const message = `Trustpilot answered ${status} (${[call.name, ...readCodes(answer.body)].join(', ')})`;
  const later = { retryAfterSeconds: retryAfterSeconds(answer.headers.get('retry-after'), nowMs) };
  if (status === 429 || status === 425) return new RetryableError(message, definedOnly(later));
  if (status >= 500 || status === 408) {
    const outcomeUnknown = call.publishes === true && !surelyNotDone.has(status);
    return new RetryableError(message, { ...definedOnly(later), outcomeUnknown });
  }
  return new PermanentError(message, reasonFor(status));
}

function reasonFor(status: number): RefusalReason {
  if (status < 400) return 'unreadable'; // a redirect: credentials never follow it to another host
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 409) return 'conflict';
  return 'rejected';
}

const definedOnly = (options: { retryAfterSeconds: number | undefined }): { retryAfterSeconds?: number } =>
  options.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: options.retryAfterSeconds };

/** Codes only: the texts beside them may quote the request. Never fails, also not on HTML or nothing at all. */
function readCodes(body: string): string[] {
  const parsed = wireErrorSchema.safeParse(parseJson(body));
  if (!parsed.success) return [];
  const { errorCode, ErrorCode, error, correlationId, fault } = parsed.data;
  const code = errorCode ?? ErrorCode ?? fault?.detail?.errorcode ?? error;
  return [
    ...(isCode(code) ? [`errorCode ${code}`] : []),
    ...(isCode(correlationId) ? [`correlationId ${correlationId}`] : []),
  ];
}

const isCode = (value: string | number | null | undefined): value is string | number =>
  value !== null && value !== undefined && /^[\w.-]{1,64}$/.test(String(value));

/** The body of a 2xx answer through a schema. */
export function readAnswer<Schema extends z.ZodMiniType>(
  call: Call,
  answer: Answer,
  schema: Schema,
): z.output<Schema> {
  const body = parseJson(answer.body);
  // A gateway's own page under status 200, or an answer that broke off: the next try may reach the application.
  if (body === undefined) throw new RetryableError(`Trustpilot's answer is not JSON (${call.name})`);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw unreadable(call.name, parsed.error);
  return parsed.data;
}

/** Names the fields and what is wrong with them, never their values. */
export function unreadable(what: string, error: z.core.$ZodError): PermanentError {
  const fields = error.issues.map(({ path, code }) => `${path.join('.') || 'the whole'} (${code})`);
  return new PermanentError(
    `Trustpilot's answer cannot be read (${what}): ${fields.join(', ')}`,
    'unreadable',
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
