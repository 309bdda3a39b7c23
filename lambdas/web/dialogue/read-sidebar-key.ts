import type { Account } from '../../core/account.ts';
import { RetryableError } from '../../core/errors.ts';
import { groupOf, sidebarKey, type SidebarGroup } from '../../core/sidebar-group.ts';
import type { DialogueDeps } from './deps.ts';
import type { ShownSidebarKey } from './form/view.ts';

/** What the admin sees of an account's key. The form is worth showing without it, too. */
export async function readSidebarKey(
  deps: DialogueDeps,
  account: Account,
): Promise<ShownSidebarKey | undefined> {
  try {
    const [master, group] = await Promise.all([deps.sidebarMaster.read(), ownGroup(deps, account)]);
    const { groupId, version, previous, members } = group;
    const isOn = previous !== undefined && previous.untilMs > deps.nowMs();
    return {
      key: sidebarKey(master, groupId, version),
      previousUntilMs: isOn ? previous.untilMs : undefined,
      members: Object.keys(members).length,
    };
  } catch (error) {
    deps.logger.error('sidebar key not read', { accountId: account.accountId }, error);
    return undefined;
  }
}

/** The group of an account; one of its own where there is none yet. */
export async function ownGroup(
  { sidebarGroups, nowMs }: DialogueDeps,
  { subdomain, accountId }: Account,
): Promise<SidebarGroup> {
  const known = groupOf(await sidebarGroups.all(subdomain), accountId);
  if (known !== undefined) return known;
  await sidebarGroups.begin(subdomain, accountId, nowMs());
  const begun = groupOf(await sidebarGroups.all(subdomain), accountId);
  if (begun === undefined) throw new RetryableError('The sidebar key is not stored yet.');
  return begun;
}
