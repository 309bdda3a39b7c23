import type * as z from 'zod/mini';
import { BadInputError } from '../core/errors.ts';

/** @throws BadInputError that names the fields, not what stood in them */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'body');
  throw new BadInputError(`Not as expected: ${[...new Set(fields)].join(', ')}.`);
}
