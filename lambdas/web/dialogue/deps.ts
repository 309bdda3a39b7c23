import type { Secrets } from '../../clients/secrets.ts';
import type { SidebarMaster } from '../../clients/sidebar-master.ts';
import type { TrustpilotClient, TrustpilotUser } from '../../clients/trustpilot/client.ts';
import type { ConnectedDialogue } from '../../connection/dialogue-access.ts';
import type { Account } from '../../core/account.ts';
import type { ReviewQueue } from '../../queue/review-queue.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Accounts } from '../../store/accounts.ts';
import type { Claims } from '../../store/claims.ts';
import type { Dialogues } from '../../store/dialogues.ts';
import type { DueWork } from '../../store/due.ts';
import type { Erasures } from '../../store/erasures.ts';
import type { Outbox } from '../../store/outbox.ts';
import type { SidebarGroups } from '../../store/sidebar-groups.ts';
import type { Submissions } from '../../store/submissions.ts';
import type { AccountStatus } from './status.ts';

/** What the account dialogue needs of the rest of the product. */
export interface DialogueDeps {
  settings: {
    /** Base of our own URLs, no slash at the end. */
    publicUrl: string;
    /** Where an account's Zendesk lives, perhaps with `{subdomain}`. */
    zendeskOrigin: string;
    /** Comma-separated, or `*`. */
    zendeskSubdomains: string;
    trustpilotAuthenticateUrl: string;
  };
  accounts: Pick<Accounts, 'all' | 'read' | 'giveUpPending' | 'giveUpSilent'>;
  dialogues: Dialogues;
  claims: Claims;
  submissions: Submissions;
  due: Pick<DueWork, 'put'>;
  outbox: Pick<Outbox, 'put'>;
  erasures: Pick<Erasures, 'isUnproven' | 'settleUnproven'>;
  queue: Pick<ReviewQueue, 'sendAll'>;
  sidebarGroups: SidebarGroups;
  sidebarMaster: SidebarMaster;
  trustpilot: Pick<TrustpilotClient, 'exchangeCode' | 'findBusinessUnit' | 'forUser'>;
  secrets: Pick<Secrets, 'trustpilotKeys' | 'createConnectionSecret'>;
  /** Trustpilot in the name of an account's connection. */
  userOf: (account: Account) => Trustpilot;
  /** Trustpilot in the name of the consent given in a dialogue. */
  userOfDialogue: (dialogue: ConnectedDialogue) => Trustpilot;
  status: AccountStatus;
  logger: Logger;
  nowMs: () => number;
}

export type Trustpilot = Pick<
  TrustpilotUser,
  'me' | 'myBusinessUnits' | 'getBusinessUnit' | 'proveAccess' | 'listReviews'
>;
