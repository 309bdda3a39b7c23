import { isDeepStrictEqual } from 'node:util';
import type { Account, Domain, Settings } from '../../core/account.ts';
import { newToken } from './token.ts';
import type { DomainRow } from './read-domains.ts';

/** When the walk over older reviews was asked for: anew where the switch or the period was changed. */
export function withRequestTime(wanted: Settings, before: Settings | undefined, nowMs: number): Settings {
  const { on, period } = wanted.backfill;
  if (!on) return wanted;
  const same = before?.backfill.on === true && before.backfill.period === period;
  const requestedAtMs = same ? before.backfill.requestedAtMs : nowMs;
  return {
    ...wanted,
    backfill: { on, period, ...(requestedAtMs !== undefined && { requestedAtMs }) },
  };
}

/**
 * The account's domains after Submit. One that was taken out stays in the list, marked, because its tickets stay
 * answerable; one that was put (back) in starts now.
 */
export function mergeDomains(before: Domain[], chosen: DomainRow[], nowMs: number): Domain[] {
  const wanted = new Map(chosen.map((row) => [row.businessUnitId, row]));
  const kept = before.map((domain): Domain => {
    const { removedAtMs, ...rest } = domain;
    if (!wanted.has(domain.businessUnitId)) return { ...domain, removedAtMs: removedAtMs ?? nowMs };
    return removedAtMs === undefined ? domain : { ...rest, addedAtMs: nowMs };
  });
  const known = new Set(before.map(({ businessUnitId }) => businessUnitId));
  const added = chosen
    .filter(({ businessUnitId }) => !known.has(businessUnitId))
    .map(({ businessUnitId, domain }) => ({
      businessUnitId,
      domain,
      addedAtMs: nowMs,
      webhookKey: newToken(),
    }));
  return [...kept, ...added];
}

/** What an admin decides about an account, without when and how often he did. */
const decisions = ({ name, domains, settings }: Pick<Account, 'name' | 'domains' | 'settings'>) => ({
  name,
  domains: domains
    .flatMap(({ businessUnitId, removedAtMs }) => (removedAtMs === undefined ? [businessUnitId] : []))
    .sort(),
  settings: {
    ...settings,
    version: 0,
    backfill: { on: settings.backfill.on, period: settings.backfill.period },
  },
});

/** Whether two states of an account say the same, e.g. because Submit was pressed twice. */
export const isSame = (
  a: Pick<Account, 'name' | 'domains' | 'settings'>,
  b: Pick<Account, 'name' | 'domains' | 'settings'>,
): boolean => isDeepStrictEqual(decisions(a), decisions(b));
