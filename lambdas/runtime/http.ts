import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import { isAwsBusy } from './aws-errors.ts';
import type { Logger } from './logger.ts';

export type HttpRequest = APIGatewayProxyEventV2;
export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** Larger bodies are refused with 413. The largest honest one is a form with 65,535 characters of reply. */
export const maxBodyBytes = 1024 * 1024;

const securityHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

export const json = (statusCode: number, body: unknown): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

export const empty = (statusCode: number): HttpResponse => ({ statusCode, body: '' });

/** Wraps an API handler: errors become answers of the right kind, every answer gets the security headers. */
export function httpHandler(logger: Logger, work: (request: HttpRequest) => Promise<HttpResponse>) {
  return middy<HttpRequest, HttpResponse>()
    .use({ after: secure, onError: secure })
    .use({
      onError: (run) => void (run.response = toErrorResponse(run.error, run.event as HttpRequest, logger)),
    })
    .use(httpHeaderNormalizer())
    .before((run) => {
      const event = run.event as HttpRequest;
      if (bodyBytes(event) > maxBodyBytes)
        throw new BadInputError('The body is larger than 1 MiB.', { status: 413 });
    })
    .handler(work);
}

function secure(run: { response: HttpResponse | null | undefined }): void {
  if (run.response) run.response.headers = { ...securityHeaders, ...run.response.headers };
}

const bodyBytes = ({ body, isBase64Encoded }: HttpRequest): number =>
  body === undefined ? 0 : Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');

/** Zendesk's samples put a short text into `error_info`; it is diagnostic only (Channel framework, errors). */
function toErrorResponse(error: unknown, event: HttpRequest, logger: Logger): HttpResponse {
  const fields = { route: event.routeKey, requestId: event.requestContext.requestId };
  if (error instanceof BadInputError) {
    logger.info('request refused', { ...fields, status: error.status }, error);
    return json(error.status, { error_info: error.message });
  }
  if (error instanceof RetryableError || isAwsBusy(error)) {
    logger.warn('request put off', fields, error);
    const seconds = error instanceof RetryableError ? error.retryAfterSeconds : undefined;
    const headers = { 'retry-after': String(seconds ?? 60) };
    const answer = json(503, { error_info: 'Busy; please try again later.' });
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
  if (error instanceof PermanentError) {
    logger.error('request failed', fields, error);
    return json(502, { error_info: 'Trustpilot refused this; see the account in Channel integrations.' });
  }
  logger.error('request crashed', fields, error);
  return json(500, { error_info: 'Something went wrong on our side.' });
}

/** The body as text, whether or not API Gateway encoded it. */
export const readBody = ({ body, isBase64Encoded }: HttpRequest): string =>
  isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');

function requireContentType(request: HttpRequest, expected: string): void {
  const given = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== expected) throw new BadInputError(`Expected ${expected}.`, { status: 415 });
}

/**
 * A form body as a map. A name that comes twice is refused, because readers of the two could disagree; names
 * in `lists` may repeat.
 */
export function readForm(request: HttpRequest, lists: readonly string[] = []): Map<string, string[]> {
  // No body at all is an empty form, whatever its type: what is missing is said by whoever needs it.
  if (readBody(request) !== '') requireContentType(request, 'application/x-www-form-urlencoded');
  const form = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(readBody(request))) {
    const values = form.get(name);
    if (values === undefined) form.set(name, [value]);
    else if (lists.includes(name)) values.push(value);
    else throw new BadInputError('A form field came twice.');
  }
  return form;
}

/** One form field; missing, empty and the literal `null` are alike (Channel framework 3.1). */
export function field(form: Map<string, string[]>, name: string): string | undefined {
  const value = form.get(name)?.[0];
  return value === undefined || value === '' || value === 'null' ? undefined : value;
}

/** A JSON body, still to be parsed by a schema. */
export function readJson(request: HttpRequest): unknown {
  requireContentType(request, 'application/json');
  try {
    return JSON.parse(readBody(request)) as unknown;
  } catch (cause) {
    throw new BadInputError('The body is not valid JSON.', { cause });
  }
}
