import type { Account } from '../../core/account.ts';
import type { Backfill } from '../../core/sync.ts';

/** How one domain of an account is doing. */
export interface DomainStatus {
  businessUnitId: string;
  /** Undefined before the first poll. */
  lastSuccessAtMs: number | undefined;
  /** How often it is read, as planned at the last poll. */
  intervalMs?: number | undefined;
  /** The last polls failed. */
  failing: boolean;
  /** They failed because Trustpilot does not let this login read the domain. */
  lostAccess: boolean;
  backfill: Backfill | undefined;
}

/** A count that was broken off has `more`. */
export interface Count {
  count: number;
  more: boolean;
}

/** What the dialogue shows of an account that is at work. */
export interface AccountState {
  domains: DomainStatus[];
  reviews: number;
  replies: Count;
  unconfirmed: Count;
  parked: Count;
  /** Erasures that Zendesk is said to have made, which nobody proved. */
  erasures: { authorId: string; receivedAtMs: number }[];
  /** Only when calls are counted: of this year, and what regular polls come to in a day. */
  calls?: { used: number; allowance: number; pollsPerDay: number } | undefined;
}

export interface AccountStatus {
  read(account: Account): Promise<AccountState>;
}
