import type { CallAllowance } from '../connection/call-allowance.ts';
import type { Account } from '../core/account.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Claims } from '../store/claims.ts';
import type { DueWork } from '../store/due.ts';
import type { SidebarGroups } from '../store/sidebar-groups.ts';
import type { Webhooks } from '../store/webhooks.ts';

const hourMs = 3_600_000;

export interface RemoveDeps {
  accounts: Accounts;
  claims: Claims;
  webhooks: Webhooks;
  sidebarGroups: SidebarGroups;
  allowance: CallAllowance;
  due: DueWork;
  /** Takes our access back at Trustpilot and forgets the tokens. */
  endConnection: (connectionId: string) => Promise<void>;
  purgeRows: (accountId: string) => Promise<number>;
  logger: Logger;
  nowMs: () => number;
}

/**
 * Deletes all of an account that is leaving. Its own row goes last: as long as it is there, a crash leads back
 * here. A second pass an hour later takes what late workers have written meanwhile.
 */
export async function removeAccount(
  deps: RemoveDeps,
  accountId: string,
  account: Account | undefined,
): Promise<void> {
  if (account !== undefined && account.status !== 'leaving') return;
  if (account !== undefined) {
    await deps.due.put({ kind: 'purge', accountId, id: 'again', atMs: deps.nowMs() + hourMs });
    await deps.endConnection(account.connection.connectionId);
    await deps.claims.releaseAll(account.subdomain, accountId, (row) =>
      deps.logger.error('damaged row', { row }),
    );
    await deps.webhooks.removeAll(account);
    await deps.sidebarGroups.leave(account.subdomain, accountId);
    await deps.allowance.keepCallsOf(accountId);
  }
  await deps.purgeRows(accountId);
  if (account !== undefined) await deps.accounts.remove(accountId);
}

/** No pull has come since Submit: Zendesk does not have the account, so its domains are free again. */
export async function freePendingAccount(deps: RemoveDeps, accountId: string): Promise<void> {
  if (await deps.accounts.giveUpPending(accountId)) {
    await removeAccount(deps, accountId, await deps.accounts.read(accountId, { consistent: true }));
  }
}
