import { BadInputError, PermanentError, RetryableError } from '../core/errors.ts';
import { toSourceFrame } from './source-frames.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof levels)[number];
/** Ids, counts and codes only: never a token, metadata, a body, a name or review text. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields, error?: unknown): void;
  warn(event: string, fields?: LogFields, error?: unknown): void;
  error(event: string, fields?: LogFields, error?: unknown): void;
}

/** One JSON line per event on standard output, which Lambda hands to CloudWatch. */
export function createLogger(
  level: LogLevel = 'info',
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Logger {
  const log =
    (at: LogLevel) =>
    (event: string, fields: LogFields = {}, error?: unknown) => {
      if (levels.indexOf(at) < levels.indexOf(level)) return;
      write(JSON.stringify({ level: at, event, ...fields, ...describeError(error) }));
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** Messages of our own errors are written to hold no personal data; those of others are not, so only their frames are kept. */
function describeError(error: unknown): LogFields {
  if (error === undefined) return {};
  if (error instanceof BadInputError || error instanceof RetryableError || error instanceof PermanentError) {
    return { error: error.name, reason: error.message, ...describeCause(error.cause) };
  }
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { error: error.name, at: frames.slice(0, 6).map(toSourceFrame).join(' | ').trim() };
}

const describeCause = (cause: unknown): LogFields => (cause instanceof Error ? { cause: cause.name } : {});
