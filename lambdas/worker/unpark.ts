import { RetryableError } from '../core/errors.ts';
import { forgotten, unparked, type Handout } from '../core/handout.ts';
import type { Outbox } from '../store/outbox.ts';

const maxAttempts = 5;

/**
 * Gives a parked entry its daily try. The handout first: without it the entry would be held back for ever. One that
 * is neither parked nor pending any more is forgotten, so that the later facts of its review need not wait for it.
 */
export async function unpark(outbox: Outbox, accountId: string, sortKey: string): Promise<void> {
  await changeHandout(outbox, accountId, (handout) => unparked(handout, sortKey));
  if (await outbox.unpark(accountId, sortKey)) return;
  if (await outbox.isPending(accountId, sortKey)) return;
  await changeHandout(outbox, accountId, (handout) => forgotten(handout, sortKey));
}

async function changeHandout(
  outbox: Outbox,
  accountId: string,
  change: (handout: Handout) => Handout,
): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const handout = await outbox.readHandout(accountId);
    const next = change(handout);
    if (next === handout || (await outbox.saveHandout(accountId, next))) return;
  }
  throw new RetryableError('Pulls of the account came in between.');
}
