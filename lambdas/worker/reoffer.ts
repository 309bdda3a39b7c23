import * as z from 'zod/mini';
import { BadInputError } from '../core/errors.ts';
import { toOutboxEntry } from '../core/outbox-entry.ts';
import type { StoredFact, ReviewRecord } from '../core/review-record.ts';
import type { Due, DueWork } from '../store/due.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Reviews } from '../store/reviews.ts';

export interface ReofferDeps {
  reviews: Reviews;
  outbox: Outbox;
  due: DueWork;
  nowMs: () => number;
  reofferMs: number;
}

/** The second offer comes after 24 hours where the first came after 30 minutes. */
export const secondAfterFirst = 47;

const dataSchema = z.object({
  attempt: z.int(),
  facts: z.array(z.object({ reviewId: z.string(), factId: z.string() })),
});

interface Unconfirmed {
  reviewId: string;
  factId: string;
  record: ReviewRecord;
  stored: StoredFact;
}

/**
 * Taken over is not yet a ticket: what Zendesk has not confirmed is offered again twice, then listed for a person.
 * The next check is planned before the offer, so a crash between them repeats work and loses none.
 */
export async function reoffer(deps: ReofferDeps, accountId: string, { id, atMs, data }: Due): Promise<void> {
  const planned = dataSchema.safeParse(data);
  if (!planned.success) throw new BadInputError('A planned check of confirmations is damaged.');
  const { attempt, facts } = planned.data;
  const open = await findUnconfirmed(deps, accountId, facts);
  if (open.length === 0) return;
  if (attempt > 2) {
    for (const { reviewId, factId } of open) await list(deps, accountId, reviewId, factId);
    return;
  }
  const nextAtMs = atMs + deps.reofferMs * (attempt === 1 ? secondAfterFirst : 1);
  const left = open.map(({ reviewId, factId }) => ({ reviewId, factId }));
  await deps.due.put({
    kind: 'reoffer',
    accountId,
    id,
    atMs: nextAtMs,
    data: { attempt: attempt + 1, facts: left },
  });
  for (const { record, stored } of open)
    await deps.outbox.put(accountId, toOutboxEntry(record, stored, true));
}

async function findUnconfirmed(
  { reviews }: ReofferDeps,
  accountId: string,
  facts: { reviewId: string; factId: string }[],
): Promise<Unconfirmed[]> {
  const records = await reviews.readMany(
    accountId,
    facts.map(({ reviewId }) => reviewId),
  );
  return facts.flatMap(({ reviewId, factId }) => {
    const record = records.get(reviewId);
    const stored = record?.facts[factId];
    const isOpen = record !== undefined && stored !== undefined && stored.confirmed !== true;
    return isOpen ? [{ reviewId, factId, record, stored }] : [];
  });
}

/** A confirmation that comes while it is listed takes it off the list again (store/reviews.ts, confirm). */
async function list(
  { reviews, outbox, nowMs }: ReofferDeps,
  accountId: string,
  reviewId: string,
  factId: string,
) {
  await outbox.listUnconfirmed(accountId, reviewId, factId, nowMs());
  if (!(await reviews.markUnconfirmed(accountId, reviewId, factId))) {
    await outbox.unlistUnconfirmed(accountId, reviewId, factId);
  }
}
