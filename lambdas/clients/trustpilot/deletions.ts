import { PermanentError } from '../../core/errors.ts';
import { readAnswer, toFailure } from './failures.ts';
import { asApplication, type SendWithKeys } from './keys.ts';
import { wireDeletionSchema, wireDeletionsSchema } from './schemas.ts';
import type { Call } from './send.ts';

export interface DeletionsQuery {
  /** Days, `2025-04-30` (reference, 7.5). */
  startDate?: string;
  endDate?: string;
  nextToken?: string;
}

/** Ids of reviews or consumers deleted anywhere on Trustpilot; calls to it do not count against the allowance. */
export async function listDeletions(
  send: SendWithKeys,
  nowMs: () => number,
  kind: 'reviews' | 'consumers',
  query: DeletionsQuery,
): Promise<{ ids: string[]; nextToken: string | undefined }> {
  const call: Call = {
    name: `${kind} deletions`,
    method: 'GET',
    isFree: true,
    path: `/v1/${kind}/deletions`,
    query: { limit: 1_000, ...query },
  };
  const answer = await send(call, asApplication);
  const failure = toFailure(call, answer, nowMs());
  if (failure !== undefined) throw failure;
  const { nextToken, ...wire } = readAnswer(call, answer, wireDeletionsSchema);
  const items: unknown = wire[kind] ?? Object.values(wire).find(Array.isArray);
  if (!Array.isArray(items))
    throw new PermanentError(`Trustpilot's answer cannot be read (${call.name}): ${kind}`, 'unreadable');
  const ids = items.flatMap((item) => {
    const parsed = wireDeletionSchema.safeParse(item);
    return parsed.success ? Object.values(parsed.data) : [];
  });
  // Silence here would mean that nobody is ever erased.
  if (ids.length === 0 && items.length > 0) {
    throw new PermanentError(`Trustpilot's answer cannot be read (${call.name}): ids`, 'unreadable');
  }
  return { ids, nextToken: typeof nextToken === 'string' && nextToken !== '' ? nextToken : undefined };
}
