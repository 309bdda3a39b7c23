import type { SidebarCalls } from '../clients/trustpilot/sidebar-calls.ts';
import type { CallAllowance } from '../connection/call-allowance.ts';
import type { Account } from '../core/account.ts';
import type { ReviewRecord } from '../core/review-record.ts';
import type { ReplyDeps } from '../reply/ports.ts';
import type { Erasures } from '../store/erasures.ts';
import type { ReviewCopies } from '../store/review-copies.ts';
import type { ReviewIndex } from '../store/review-index.ts';
import type { SidebarActions } from '../store/sidebar-actions.ts';
import type { AuthenticateDeps } from './authenticate.ts';

export interface SidebarDeps extends AuthenticateDeps, ReplyDeps {
  /** Trustpilot in the name of an account's connection, beyond what a reply needs. */
  sidebarCallsOf: (account: Account) => SidebarCalls;
  reviewIndex: ReviewIndex;
  reviewCopies: ReviewCopies;
  sidebarActions: SidebarActions;
  erasures: Erasures;
  allowance: Pick<CallAllowance, 'hasRoom'>;
  /** How long something must be missing before it counts as gone. */
  absenceMs: number;
  maxReplyCharacters: number;
}

/** A review that the caller may see, and the account whose it is. */
export interface Found {
  account: Account;
  record: ReviewRecord;
}
