import { RetryableError } from '../core/errors.ts';
import { unparked } from '../core/handout.ts';
import type { Outbox } from '../store/outbox.ts';

const maxAttempts = 5;

/** Gives a parked entry its daily try. The handout first: without it the entry would be held back for ever. */
export async function unpark(outbox: Outbox, accountId: string, sortKey: string): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const handout = await outbox.readHandout(accountId);
    if (await outbox.saveHandout(accountId, unparked(handout, sortKey))) {
      await outbox.unpark(accountId, sortKey);
      return;
    }
  }
  throw new RetryableError('Pulls of the account came in between.');
}
