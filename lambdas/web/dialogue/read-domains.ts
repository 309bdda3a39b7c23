import { isSilent, type Account } from '../../core/account.ts';
import { PermanentError } from '../../core/errors.ts';
import type { Dialogue, KnownDomain } from '../../store/dialogues.ts';
import type { Claim } from '../../store/claims.ts';
import type { DialogueDeps, Trustpilot } from './deps.ts';
import { inParallel } from './in-parallel.ts';
import { connectionOf, trustpilotOf, type Session } from './session.ts';

/** Each listed domain costs a call; whoever has more adds the others by name. */
export const maxListed = 100;
const callsAtOnce = 5;

/** A domain as the form shows it. */
export interface DomainRow extends KnownDomain {
  /** Name of another account of the same Zendesk that has it. */
  takenBy: string | undefined;
}

export interface DomainList {
  rows: DomainRow[];
  listing: Dialogue['listing'];
  /** Trustpilot no longer accepts the connection. */
  dead: boolean;
}

/** All domains the form offers: the account's, those the connection reaches, those added by name. */
export async function readDomains(deps: DialogueDeps, session: Session): Promise<DomainList> {
  const { dialogue, account } = session;
  const { listing, listed, dead } = await readListed(deps, session);
  const own = (account?.domains ?? []).map(({ businessUnitId, domain }) => ({
    businessUnitId,
    domain,
    displayName: domain,
  }));
  const known = new Map<string, KnownDomain>();
  for (const domain of [...own, ...listed, ...dialogue.added]) {
    known.set(domain.businessUnitId, { ...known.get(domain.businessUnitId), ...domain });
  }
  const takenBy = await readTakenBy(deps, dialogue, [...known.keys()]);
  const rows = [...known.values()]
    .map((domain) => ({ ...domain, takenBy: takenBy.get(domain.businessUnitId) }))
    .sort((a, b) => a.domain.localeCompare(b.domain, 'en'));
  return { rows, listing, dead };
}

/** What the connection reaches, asked once per connection and kept in the dialogue. */
async function readListed(
  deps: DialogueDeps,
  session: Session,
): Promise<{ listing: Dialogue['listing']; listed: KnownDomain[]; dead: boolean }> {
  const { dialogue, account } = session;
  const { listing, listed } = dialogue;
  const dead = connectionOf(session)?.status === 'dead';
  const trustpilot = trustpilotOf(deps, session);
  if (listing !== 'unread' || dead || trustpilot === undefined) return { listing, listed, dead };
  try {
    const known = new Map((account?.domains ?? []).map((domain) => [domain.businessUnitId, domain.domain]));
    const found = await list(trustpilot, known);
    await deps.dialogues.listedDomains(dialogue.dialogueId, found.listing, found.listed);
    Object.assign(dialogue, found);
    return { ...found, dead };
  } catch (error) {
    if (error instanceof PermanentError && error.reason === 'connection-dead') {
      return { listing: 'failed', listed, dead: true };
    }
    // Best effort: there is always the field to add a domain by name.
    deps.logger.warn('domains not listed', { accountId: dialogue.accountId }, error);
    return { listing: 'failed', listed, dead };
  }
}

async function list(trustpilot: Trustpilot, known: Map<string, string>) {
  const all = await trustpilot.myBusinessUnits();
  if (all === undefined) return { listing: 'failed' as const, listed: [] };
  const ids = all.slice(0, maxListed);
  const found = await inParallel(ids, callsAtOnce, async (businessUnitId) => {
    const domain = known.get(businessUnitId);
    if (domain !== undefined) return { businessUnitId, domain, displayName: domain };
    return trustpilot.getBusinessUnit(businessUnitId);
  });
  return {
    listing: all.length > ids.length ? ('cut' as const) : ('read' as const),
    listed: found.filter((domain) => domain !== undefined),
  };
}

/** A claim that its account never made good may be taken over after this time: a Submit takes seconds. */
export const claimGraceMs = 10 * 60_000;

export type ClaimVerdict = { kind: 'ours or free' } | { kind: 'taken'; account: string } | { kind: 'begun' };

/** Removed in Zendesk, or gone without a word: Zendesk says so once at most, and its event may be lost. */
const isOver = (account: Account, nowMs: number): boolean =>
  account.status === 'leaving' || (account.status === 'stopped' && isSilent(account, nowMs));

/**
 * Does the claim of another account stand? Not if that account is over, was never finished, or does not know the
 * domain. A claim comes before its account, so one without is that of a Submit under way until its time is over.
 */
export async function judgeClaim(
  { accounts, nowMs }: Pick<DialogueDeps, 'accounts' | 'nowMs'>,
  claim: Claim | undefined,
  accountId: string,
): Promise<ClaimVerdict> {
  if (claim === undefined || claim.accountId === accountId) return { kind: 'ours or free' };
  const account = await accounts.read(claim.accountId, { consistent: true });
  if (account !== undefined && isOver(account, nowMs())) return { kind: 'ours or free' };
  const holds =
    account?.domains.some(({ businessUnitId }) => businessUnitId === claim.businessUnitId) ?? false;
  if (account !== undefined && holds && (account.status === 'live' || account.status === 'stopped')) {
    return { kind: 'taken', account: account.name };
  }
  return claim.atMs + claimGraceMs > nowMs() ? { kind: 'begun' } : { kind: 'ours or free' };
}

/** Names of the other accounts that have one of these domains for good. */
async function readTakenBy(
  deps: DialogueDeps,
  { subdomain, accountId }: Dialogue,
  businessUnitIds: string[],
): Promise<Map<string, string>> {
  const claims = await deps.claims.all(subdomain, (row) => deps.logger.error('damaged row', { row }));
  const foreign = businessUnitIds.flatMap((id) => {
    const claim = claims.get(id);
    return claim === undefined || claim.accountId === accountId ? [] : [claim];
  });
  const verdicts = await inParallel(foreign, callsAtOnce, (claim) => judgeClaim(deps, claim, accountId));
  return new Map(
    foreign.flatMap(({ businessUnitId }, index) => {
      const verdict = verdicts[index];
      return verdict?.kind === 'taken' ? [[businessUnitId, verdict.account] as const] : [];
    }),
  );
}
