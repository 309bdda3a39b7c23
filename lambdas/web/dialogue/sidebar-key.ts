import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../../core/account.ts';
import { RetryableError } from '../../core/errors.ts';
import { sidebarKey, withNewKey, withoutOldKeys } from '../../core/sidebar-group.ts';
import { field } from '../../runtime/http.ts';
import type { DialogueDeps } from './deps.ts';
import { readEntries } from './entries.ts';
import type { Notice } from './form/view.ts';
import { Problem } from './problem.ts';
import { ownGroup } from './read-sidebar-key.ts';
import { readSession } from './session.ts';
import { showForm } from './show-form.ts';
import type { Step } from './visit.ts';

const maxTries = 3;

/** `POST /zendesk/admin/sidebar-key`: takes effect at once, without Submit. What was typed stays. */
export const changeSidebarKey =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const { account, form, texts } = session;
    if (account === undefined) throw new Problem('unknownAccount');
    const what = whatOf(field(form, 'sidebar'));
    const notice =
      what === 'join'
        ? await join(deps, account, field(form, 'join_key') ?? '')
        : await changeKey(deps, account, what);
    deps.logger.info('sidebar key', { accountId: account.accountId, what, done: notice !== undefined });
    return showForm(deps, session, {
      entries: readEntries(form),
      notice,
      ...(notice === undefined && { errors: new Map([['join_key', texts.text('sidebarJoinWrong')]]) }),
    });
  };

const whatOf = (given: string | undefined): 'new' | 'revoke' | 'join' =>
  given === 'new' || given === 'revoke' ? given : 'join';

async function changeKey(deps: DialogueDeps, account: Account, what: 'new' | 'revoke'): Promise<Notice> {
  const { sidebarGroups, nowMs } = deps;
  for (let attempt = 1; attempt <= maxTries; attempt += 1) {
    const group = await ownGroup(deps, account);
    const next = what === 'new' ? withNewKey(group, nowMs()) : withoutOldKeys(group, nowMs());
    if (await sidebarGroups.changeKey(account.subdomain, group, next))
      return { kind: 'sidebar key', text: what === 'new' ? 'sidebarRenewed' : 'sidebarRevoked' };
  }
  throw new RetryableError('The sidebar key is being changed by others.');
}

/**
 * Whoever shows a group's key belongs to it: nothing else says that two accounts are of the same company, since
 * anybody can name a subdomain (Apps reference, 3.6). Undefined when no group has that key.
 */
async function join(
  { sidebarGroups, sidebarMaster, nowMs }: DialogueDeps,
  { subdomain, accountId }: Account,
  shown: string,
): Promise<Notice | undefined> {
  const [master, groups] = await Promise.all([sidebarMaster.read(), sidebarGroups.all(subdomain)]);
  const matching = groups.filter(({ groupId, version }) =>
    isSame(sidebarKey(master, groupId, version), shown.trim()),
  );
  const [group] = matching;
  if (group === undefined) return undefined;
  if (!(await sidebarGroups.join(subdomain, group, accountId, nowMs()))) return undefined;
  await sidebarGroups.leave(subdomain, accountId, group.groupId);
  return { kind: 'sidebar key', text: 'sidebarJoined' };
}

/** Hashes are of one length, whatever was typed. */
function isSame(key: string, shown: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(key), hash(shown));
}
