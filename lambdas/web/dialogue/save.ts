import type { Account } from '../../core/account.ts';
import { hashKey } from '../../runtime/authenticate.ts';
import type { Dialogue } from '../../store/dialogues.ts';
import { isSame, mergeDomains, withRequestTime } from './account-change.ts';
import type { DialogueDeps } from './deps.ts';
import type { Entries } from './entries.ts';
import { Problem } from './problem.ts';
import type { DomainRow } from './read-domains.ts';
import { dialogueLifeMs, type Session } from './session.ts';
import { accountOf } from './token.ts';
import { toSettings } from './validate.ts';

/** An account that no pull has made live is freed after this time, counted from the end of the dialogue's life. */
const pendingLifeMs = 24 * 3_600_000;

export type Saved =
  | { kind: 'saved'; metadata: string; isNew: boolean }
  /** Somebody else changed the account meanwhile: as it is now. */
  | { kind: 'stale'; account: Account };

/**
 * Submit of a new account; the domains are claimed already. Id and key follow from the dialogue, so whoever submits
 * twice, or again after a crash, completes the same account. What frees it if Zendesk never asks is planned first.
 */
export async function saveNew(
  deps: DialogueDeps,
  session: Session,
  entries: Entries,
  chosen: DomainRow[],
  connection: NonNullable<Dialogue['connection']>,
): Promise<Saved> {
  const { dialogue, token } = session;
  const { accountId, key } = accountOf(token);
  const nowMs = deps.nowMs();
  const account: Account = {
    accountId,
    keyHash: hashKey(key),
    subdomain: dialogue.subdomain,
    name: entries.name,
    status: 'pending',
    createdAtMs: nowMs,
    lifecycleAtMs: 0,
    lastPullAtMs: nowMs,
    connection,
    domains: mergeDomains([], chosen, nowMs),
    settings: withRequestTime(toSettings(entries, 1), undefined, nowMs),
  };
  const atMs = dialogue.openedAtMs + dialogueLifeMs + pendingLifeMs;
  await deps.due.put({ kind: 'pending', accountId, id: accountId, atMs });
  const metadata = JSON.stringify({ v: 1, account: accountId, key });
  const created = await deps.submissions.create(account);
  deps.logger.info(created ? 'account created' : 'account submitted again', {
    accountId,
    domains: chosen.length,
  });
  if (created) return { kind: 'saved', metadata, isNew: true };
  const existing = await deps.accounts.read(accountId, { consistent: true });
  if (existing === undefined || existing.status === 'leaving') throw new Problem('expired');
  const { name, domains, settings } = account;
  const changed = await change(deps, existing, existing.settings.version, { entries, chosen, connection });
  return changed === 'stale' && !isSame(existing, { name, domains, settings })
    ? { kind: 'stale', account: existing }
    : { kind: 'saved', metadata, isNew: true };
}

/** Submit of an account that exists; its metadata goes back to Zendesk as it came. */
export async function saveEdit(
  deps: DialogueDeps,
  session: Session & { account: Account; metadata: string },
  entries: Entries,
  chosen: DomainRow[],
  connection: Dialogue['connection'],
): Promise<Saved> {
  const { account, metadata } = session;
  const wanted = { entries, chosen, connection };
  const outcome = await change(deps, account, entries.version, wanted);
  if (outcome === 'saved') return { kind: 'saved', metadata, isNew: false };
  const now = await deps.accounts.read(account.accountId, { consistent: true });
  if (now === undefined) throw new Problem('unknownAccount');
  return { kind: 'stale', account: now };
}

interface Wanted {
  entries: Entries;
  chosen: DomainRow[];
  connection: Dialogue['connection'];
}

/** One conditional write upon the version that the admin saw. Nothing to change is a success as well. */
async function change(
  deps: DialogueDeps,
  account: Account,
  version: number,
  { entries, chosen, connection }: Wanted,
): Promise<'saved' | 'stale'> {
  const { accountId } = account;
  const nowMs = deps.nowMs();
  const replaced = account.connection.connectionId;
  const reconnect = connection !== undefined && connection.connectionId !== replaced;
  const next = {
    name: entries.name,
    domains: mergeDomains(account.domains, chosen, nowMs),
    settings: withRequestTime(toSettings(entries, version + 1), account.settings, nowMs),
    ...(reconnect && { connection }),
  };
  if (!reconnect && isSame(account, next)) return 'saved';
  if (account.settings.version !== version) return 'stale';
  if (!(await deps.submissions.change(accountId, version, next))) return 'stale';
  deps.logger.info('account changed', { accountId, reconnect, version: version + 1 });
  // A crash before this line leaves the old login to the dialogue's own end, which finds it unused.
  if (reconnect) await deps.due.put({ kind: 'revoke', id: replaced, atMs: nowMs });
  return 'saved';
}
