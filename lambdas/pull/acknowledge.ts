import { settle, type Batch, type Handout } from '../core/handout.ts';
import { factOfSortKey } from '../core/outbox-entry.ts';
import type { DueWork } from '../store/due.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Reviews } from '../store/reviews.ts';

const dayMs = 86_400_000;

export interface AcknowledgeDeps {
  outbox: Outbox;
  reviews: Pick<Reviews, 'unconfirmedAmong'>;
  due: DueWork;
  nowMs: () => number;
  /** After this long an entry without confirmation is offered again. */
  reofferMs: number;
}

/**
 * Carries out what the returning state tells. Every step can be repeated: until the handout is stored without the
 * batch, the same state leads here again.
 */
export async function acknowledge(
  deps: AcknowledgeDeps,
  accountId: string,
  handout: Handout,
  batchId: string | undefined,
  raced: boolean,
): Promise<{ handout: Handout; gone: Set<string>; park: string[] }> {
  const { accepted, park, handout: settled } = settle(handout, batchId, raced);
  if (accepted !== undefined) await accept(deps, accountId, accepted);
  // Its daily try is planned first, so that nothing is parked for ever.
  const atMs = deps.nowMs() + dayMs;
  for (const id of park) await deps.due.put({ kind: 'unpark', accountId, id, atMs });
  return { handout: settled, gone: new Set([...(accepted?.sortKeys ?? []), ...park]), park };
}

/**
 * Check of the confirmation first, deletion second: a crash between the two offers an entry once more. Zendesk's
 * events mostly come before its next pull, and what is confirmed by then needs no check.
 */
async function accept(
  { outbox, reviews, due, reofferMs }: AcknowledgeDeps,
  accountId: string,
  batch: Batch,
): Promise<void> {
  const { batchId, atMs, sortKeys, again = [] } = batch;
  const handedOut = sortKeys.filter((sortKey) => !again.includes(sortKey)).map(factOfSortKey);
  const facts = await reviews.unconfirmedAmong(accountId, handedOut);
  if (facts.length > 0) {
    await due.put({
      kind: 'reoffer',
      accountId,
      id: batchId,
      atMs: atMs + reofferMs,
      data: { attempt: 1, facts },
    });
  }
  await outbox.remove(accountId, sortKeys);
}
