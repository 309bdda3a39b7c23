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
  | { kind: 'erasure dismissed'; author: string };

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
  publicUrl: string;
  nowMs: number;
}
