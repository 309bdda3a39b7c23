import { authenticate } from '../runtime/authenticate.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Claims } from '../store/claims.ts';
import type { Erasures } from '../store/erasures.ts';
import type { ZendeskEvent } from './events.ts';

export interface EraseIdentityDeps {
  accounts: Accounts;
  claims: Pick<Claims, 'isKnown'>;
  erasures: Erasures;
  queue: ReviewQueue;
  logger: Logger;
  nowMs: () => number;
}

export type IdentityEvent = Extract<ZendeskEvent, { type_id: 'destroy_user_identity' }>;

/** The authors that we hand out (core/ticket/resource.ts). */
const authorPattern = /^tp:(consumer|anonymous):([0-9a-f]{24})$/;

/**
 * A person's data was erased in Zendesk, and is to be erased here. Only an event that proves its account does so;
 * another one waits for a person, because anybody can send it.
 */
export async function eraseIdentity(deps: EraseIdentityDeps, event: IdentityEvent): Promise<void> {
  const { author, metadata } = event.data;
  const [, kind, id] = authorPattern.exec(author.external_id) ?? [];
  if (id === undefined) return;
  const account = await authenticate(deps.accounts, metadata);
  if (account === undefined) {
    // Of a Zendesk without accounts here nobody could ever answer for it.
    if (await deps.claims.isKnown(event.subdomain))
      await deps.erasures.keepUnproven(event.subdomain, author.external_id, deps.nowMs());
    return deps.logger.warn('unproven erasure', { subdomain: event.subdomain, count: 1 });
  }
  const { accountId } = account;
  const whose = kind === 'consumer' ? { consumerId: id } : { reviewId: id };
  await deps.queue.sendAll([{ kind: 'erase', accountId, isDeleted: false, ...whose }]);
  deps.logger.info('erasure', { accountId });
}
