import type { SidebarMaster } from '../clients/sidebar-master.ts';
import type { Account } from '../core/account.ts';
import { sidebarKey, validVersions, type SidebarGroup } from '../core/sidebar-group.ts';
import type { Accounts } from '../store/accounts.ts';
import type { SidebarGroups } from '../store/sidebar-groups.ts';
import { isFor, isSignedWith, parseToken, subdomainOf, type Claims, type Token } from './token.ts';

export interface AuthenticateDeps {
  accounts: Accounts;
  sidebarGroups: SidebarGroups;
  sidebarMaster: SidebarMaster;
  publicUrl: string;
  nowMs: () => number;
}

/** Who is asking: the accounts that share the key are the whole scope. */
export interface Caller {
  accounts: Account[];
  claims: Claims;
}

/** Undefined for every call that a key of ours did not sign, whatever is wrong with it. */
export async function authenticate(
  deps: AuthenticateDeps,
  authorization: string | undefined,
  operation: string,
): Promise<Caller | undefined> {
  const { publicUrl, nowMs } = deps;
  const token = parseToken(authorization);
  if (token === undefined) return undefined;
  const subdomain = subdomainOf(token.claims);
  if (subdomain === undefined) return undefined;
  const [master, groups] = await Promise.all([deps.sidebarMaster.read(), deps.sidebarGroups.all(subdomain)]);
  const match = findSigner(master, groups, token, nowMs());
  if (match === undefined || !isFor(token.claims, { publicUrl, operation, nowMs: nowMs() })) return undefined;
  const accounts = await readMembers(deps, subdomain, match.group);
  if (accounts.length === 0) return undefined;
  // Where the newest key is in place, the one before is not needed any more.
  if (match.isNewest && match.group.previous !== undefined)
    await deps.sidebarGroups.endPrevious(subdomain, match.group);
  return { accounts, claims: token.claims };
}

/** Every key is tried, also after one that fits: how long it takes says nothing about which. */
function findSigner(master: string, groups: SidebarGroup[], token: Token, nowMs: number) {
  const tried = groups.flatMap((group) =>
    validVersions(group, nowMs).map((version) => ({
      group,
      isNewest: version === group.version,
      fits: isSignedWith(sidebarKey(master, group.groupId, version), token),
    })),
  );
  return tried.find(({ fits }) => fits);
}

async function readMembers(
  { accounts }: AuthenticateDeps,
  subdomain: string,
  { members }: SidebarGroup,
): Promise<Account[]> {
  const read = await Promise.all(Object.keys(members).map((accountId) => accounts.read(accountId)));
  return read
    .filter((account) => account !== undefined)
    .filter((account) => account.status !== 'leaving' && account.subdomain === subdomain);
}
