import * as z from 'zod/mini';
import { BadInputError } from '../core/errors.ts';
import { outboxEntrySchema, type OutboxEntry } from '../core/outbox-entry.ts';
import type { Due, DueWork } from '../store/due.ts';
import type { Outbox } from '../store/outbox.ts';
import { secondAfterFirst } from './reoffer.ts';

export interface RetellDeps {
  outbox: Pick<Outbox, 'put'>;
  due: Pick<DueWork, 'put'>;
  nowMs: () => number;
  reofferMs: number;
}

const dataSchema = z.object({ attempt: z.int(), entry: outboxEntrySchema });

/**
 * Of an erased review nothing is kept that Zendesk could confirm, so the note of its removal is offered again either
 * way; Zendesk drops what it has. Without the note its ticket could be answered for ever.
 */
export const planRetelling = (
  { due, nowMs, reofferMs }: RetellDeps,
  accountId: string,
  entry: OutboxEntry,
): Promise<void> =>
  due.put({
    kind: 'retell',
    accountId,
    id: entry.reviewId,
    atMs: nowMs() + reofferMs,
    data: { attempt: 1, entry: { ...entry, again: true } },
  });

export async function retell(deps: RetellDeps, accountId: string, { id, atMs, data }: Due): Promise<void> {
  const planned = dataSchema.safeParse(data);
  if (!planned.success) throw new BadInputError('A planned note of a removal is damaged.');
  const { attempt, entry } = planned.data;
  const nextAtMs = atMs + deps.reofferMs * secondAfterFirst;
  if (attempt === 1)
    await deps.due.put({ kind: 'retell', accountId, id, atMs: nextAtMs, data: { attempt: 2, entry } });
  await deps.outbox.put(accountId, entry);
}
