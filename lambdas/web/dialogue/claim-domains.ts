import type { Account } from '../../core/account.ts';
import type { Claim } from '../../store/claims.ts';
import type { DialogueDeps } from './deps.ts';
import { judgeClaim, type DomainRow } from './read-domains.ts';
import type { Session } from './session.ts';
import type { Errors } from './validate.ts';

/**
 * Makes the chosen domains the account's own. If another account has one of them, those claimed just now are given
 * back, and the answer says which domain and why.
 */
export async function claimDomains(
  deps: DialogueDeps,
  session: Session,
  chosen: DomainRow[],
): Promise<Errors> {
  const { dialogue, account, texts } = session;
  const { subdomain, accountId } = dialogue;
  const errors: Errors = new Map();
  for (const { businessUnitId, domain } of chosen) {
    const verdict = await claim(deps, subdomain, { businessUnitId, accountId, atMs: deps.nowMs() });
    const id = `domain-${businessUnitId}`;
    if (verdict.kind === 'taken')
      errors.set(id, texts.text('domainTaken', { domain, account: verdict.account }));
    if (verdict.kind === 'begun') errors.set(id, texts.text('domainTakenBegun', { domain }));
  }
  if (errors.size > 0) {
    const stored = account ?? (await deps.accounts.read(accountId, { consistent: true }));
    const kept = new Set(stored?.domains.map(({ businessUnitId }) => businessUnitId));
    const given = chosen.filter(({ businessUnitId }) => !kept.has(businessUnitId));
    await Promise.all(
      given.map(({ businessUnitId }) => deps.claims.release(subdomain, businessUnitId, accountId)),
    );
  }
  return errors;
}

async function claim(deps: DialogueDeps, subdomain: string, wanted: Claim) {
  const standing = await deps.claims.take(subdomain, wanted);
  if (standing === 'ours') return { kind: 'ours' } as const;
  const verdict = await judgeClaim(deps, standing, wanted.accountId);
  if (verdict.kind !== 'ours or free') return verdict;
  // It must not wake up once we have its domain.
  const holder = await deps.accounts.read(standing.accountId, { consistent: true });
  const holds =
    holder?.domains.some(({ businessUnitId }) => businessUnitId === wanted.businessUnitId) ?? false;
  if (holder !== undefined && holds && !(await giveUp(deps, holder))) {
    return { kind: 'taken', account: holder.name } as const;
  }
  const taken = await deps.claims.takeOver(subdomain, wanted, standing);
  // Freed in this very moment, by its removal: once more.
  const ours = taken || (await deps.claims.take(subdomain, wanted)) === 'ours';
  return ours ? ({ kind: 'ours' } as const) : ({ kind: 'begun' } as const);
}

/** A Submit whose end never reached Zendesk or that died on its way, or an account that Zendesk fell silent about. */
const giveUp = ({ accounts }: DialogueDeps, holder: Account): Promise<boolean> =>
  holder.status === 'stopped' ? accounts.giveUpSilent(holder) : accounts.giveUpPending(holder.accountId);
