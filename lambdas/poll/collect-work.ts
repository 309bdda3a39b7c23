import { isSilent, type Account } from '../core/account.ts';
import type { Sync } from '../core/sync.ts';
import type { TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DomainWork, PollDeps } from './poll-domain.ts';

export interface CollectDeps extends PollDeps {
  accounts: Accounts;
  userOf: (account: Account) => TrustpilotUser;
}

/** Every domain that is to be kept up with. Damaged rows are reported and hold up nobody. */
export async function collectWork(deps: CollectDeps): Promise<{ work: DomainWork[]; records: Sync[] }> {
  const report = (row: string) => deps.logger.error('damaged row', { row });
  const [syncs, hints] = await Promise.all([deps.syncs.all(), deps.hints.all(report)]);
  syncs.damaged.forEach(report);
  const work: DomainWork[] = [];
  for await (const account of deps.accounts.all(report)) {
    if (!(await isActive(deps, account))) continue;
    const user = deps.userOf(account);
    for (const domain of account.domains) {
      const key = `${account.accountId}#${domain.businessUnitId}`;
      if (domain.removedAtMs !== undefined || syncs.damaged.has(key)) continue;
      work.push({ key, account, domain, user, sync: syncs.records.get(key), hint: hints.get(key) });
    }
  }
  // The one that waited longest goes first, so that a tick that runs out of time starves nobody.
  work.sort((a, b) => (a.sync?.lastPollAtMs ?? 0) - (b.sync?.lastPollAtMs ?? 0));
  return { work, records: [...syncs.records.values()] };
}

async function isActive({ accounts, due, logger, nowMs }: CollectDeps, account: Account): Promise<boolean> {
  const { accountId, status, lastPullAtMs, connection, lifecycleAtMs } = account;
  if (status === 'leaving') await due.put({ kind: 'purge', accountId, id: 'leaving', atMs: lifecycleAtMs });
  if (status !== 'live' || connection.status === 'dead') return false;
  if (!isSilent(account, nowMs())) return true;
  if (await accounts.fellSilent(accountId, lastPullAtMs)) logger.warn('account fell silent', { accountId });
  return false;
}
