import { toPerson } from '../core/erase.ts';
import { authenticate } from '../runtime/authenticate.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Claims } from '../store/claims.ts';
import type { Erasures } from '../store/erasures.ts';
import type { ZendeskEvent } from './events.ts';

export interface EraseIdentityDeps {
  accounts: Accounts;
  claims: Pick<Claims, 'accountIds'>;
  erasures: Erasures;
  queue: ReviewQueue;
  logger: Logger;
  nowMs: () => number;
}

export type IdentityEvent = Extract<ZendeskEvent, { type_id: 'destroy_user_identity' }>;

/**
 * A person's data was erased in Zendesk, and is to be erased here. Only an event that proves its account does so;
 * another one waits for a person, because anybody can send it.
 */
export async function eraseIdentity(deps: EraseIdentityDeps, event: IdentityEvent): Promise<void> {
  const { author, metadata } = event.data;
  const person = toPerson(author.external_id);
  if (person === undefined) return;
  const account = await authenticate(deps.accounts, metadata);
  if (account === undefined) {
    await keepForPeople(deps, event.subdomain, author.external_id);
    return deps.logger.warn('unproven erasure', { subdomain: event.subdomain, count: 1 });
  }
  const { accountId } = account;
  await deps.queue.sendAll([{ kind: 'erase', accountId, isDeleted: false, ...person }]);
  deps.logger.info('erasure', { accountId });
}

/** More than a person would look through; whoever makes them up must not fill the table. */
const maxWaiting = 100;

/**
 * Each account of that Zendesk decides for itself: anybody can name a subdomain when adding an account, so one of them
 * must not speak for the others. Of a Zendesk without accounts here nobody could ever answer for it.
 */
async function keepForPeople(
  { claims, erasures, logger, nowMs }: EraseIdentityDeps,
  subdomain: string,
  authorId: string,
): Promise<void> {
  const report = (row: string) => logger.error('damaged row', { row });
  for (const accountId of await claims.accountIds(subdomain, report)) {
    if ((await erasures.unproven(accountId, maxWaiting)).length < maxWaiting)
      await erasures.keepUnproven(accountId, authorId, nowMs());
    else logger.error('unproven erasure not kept', { accountId });
  }
}
