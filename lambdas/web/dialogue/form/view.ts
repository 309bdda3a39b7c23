import type { Account } from '../../../core/account.ts';
import type { Entries } from '../entries.ts';
import type { DomainCount } from '../read-counts.ts';
import type { DomainList } from '../read-domains.ts';
import type { Session } from '../session.ts';
import type { AccountState } from '../status.ts';
import type { Errors } from '../validate.ts';

/** Something to say above the form. */
export type Notice =
  | { kind: 'busy' }
  | { kind: 'stale'; changes: { what: string; before: string; after: string }[] }
  | { kind: 'added'; domain: string }
  | { kind: 'backfill cancelled' }
  | { kind: 'test ticket sent' }
  | { kind: 'erasure begun'; author: string }
  | { kind: 'erasure dismissed'; author: string }
  | { kind: 'sidebar key'; text: 'sidebarRenewed' | 'sidebarRevoked' | 'sidebarJoined' };

/** The key that an admin puts into the app's settings. */
export interface ShownSidebarKey {
  key: string;
  /** Until when the one before still counts (ms). */
  previousUntilMs: number | undefined;
  /** How many accounts share it. */
  members: number;
}

/** All that the form page shows. */
export interface FormView {
  session: Session;
  entries: Entries;
  errors: Errors;
  notice: Notice | undefined;
  domains: DomainList;
  /** Undefined: not counted (yet). */
  counts: DomainCount[] | undefined;
  /** Only when editing. */
  state: { account: Account; status: AccountState | undefined } | undefined;
  /** Only when editing; undefined also when it cannot be read now. */
  sidebar: ShownSidebarKey | undefined;
  publicUrl: string;
  nowMs: number;
}
