import { Refusal, applicationError, badRequest } from '../answer.ts';
import type { Request } from '../http-server.ts';

export const isJson = (request: Request): boolean =>
  /^application\/json\b/i.test(request.headers['content-type'] ?? '');

/** 415 for another content type, 400 for what is not a JSON object. */
export function readJsonObject(request: Request): Record<string, unknown> {
  if (!isJson(request)) throw new Refusal(applicationError(415, 'Unsupported media type'));
  try {
    const value: unknown = JSON.parse(request.body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Falls through to the same refusal.
  }
  throw new Refusal(badRequest('The body is not a JSON object'));
}
