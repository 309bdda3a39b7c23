import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Account } from '../core/account.ts';
import type { Logger } from '../runtime/logger.ts';
import type { DueWork } from '../store/due.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Replies } from '../store/replies.ts';
import type { Reviews } from '../store/reviews.ts';

/** What publishing and settling a reply need. */
export interface ReplyDeps {
  replies: Replies;
  reviews: Reviews;
  outbox: Outbox;
  due: DueWork;
  userOf: (account: Account) => TrustpilotUser;
  logger: Logger;
  nowMs: () => number;
  wait: (ms: number) => Promise<void>;
}

/** How long one worker may be at a reply. Longer than a Lambda lives, so a lease never runs out under its holder. */
export const leaseMs = 30_000;
/** How often somebody who waits looks again. */
export const lookEveryMs = 500;

/** Trustpilot's caches make a read uncertain for minutes; after this long it tells what stands. */
export const certainAfterMs = 5 * 60_000;
/** When an open outcome is looked at for the last time, if Trustpilot can be read then. */
export const lastLookAfterMs = 15 * 60_000;
/** While Trustpilot cannot be read, it is looked at this often, and given up in the end. */
export const blindLookEveryMs = 3_600_000;
export const giveUpAfterMs = 24 * 3_600_000;
