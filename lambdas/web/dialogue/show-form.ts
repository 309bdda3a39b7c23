import { defaultSettings } from '../../core/account.ts';
import type { HttpResponse } from '../../runtime/http.ts';
import { connectPage } from './connect-page.ts';
import type { DialogueDeps } from './deps.ts';
import { readEntries, toEntries, type Entries } from './entries.ts';
import { formPage } from './form/form-page.ts';
import type { Notice } from './form/view.ts';
import { knownCounts, type DomainCount } from './read-counts.ts';
import { readDomains, type DomainList } from './read-domains.ts';
import { readSidebarKey } from './read-sidebar-key.ts';
import { connectionOf, readSession, type Session } from './session.ts';
import type { AccountState } from './status.ts';
import type { Errors } from './validate.ts';
import type { Step } from './visit.ts';

export interface FormState {
  entries: Entries;
  errors?: Errors;
  notice?: Notice | undefined;
  domains?: DomainList;
  counts?: DomainCount[] | undefined;
}

/** The form as it stands; what a step has read already is not read again. */
export async function showForm(
  deps: DialogueDeps,
  session: Session,
  state: FormState,
): Promise<HttpResponse> {
  const { entries, errors = new Map<string, string>(), notice } = state;
  const { account } = session;
  const [domains, status, sidebar] = await Promise.all([
    state.domains ?? readDomains(deps, session),
    readStatus(deps, session),
    account && readSidebarKey(deps, account),
  ]);
  return formPage({
    session,
    entries,
    errors,
    notice,
    domains,
    counts: state.counts ?? knownCounts(session, domains.rows, entries),
    state: account && { account, status },
    sidebar,
    publicUrl: deps.settings.publicUrl,
    nowMs: deps.nowMs(),
  });
}

/** The form is worth showing even when its status cannot be read. */
async function readStatus(deps: DialogueDeps, { account }: Session): Promise<AccountState | undefined> {
  if (account === undefined) return undefined;
  try {
    return await deps.status.read(account);
  } catch (error) {
    deps.logger.error('status not read', { accountId: account.accountId }, error);
    return undefined;
  }
}

/** `POST /zendesk/admin/form`: after Trustpilot has been connected, with what was typed before, if anything. */
export const formStep =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    if (connectionOf(session) === undefined) return connectPage(session, { notYet: true });
    const typed = session.form.has('subject');
    if (typed) return showForm(deps, session, { entries: readEntries(session.form) });
    const domains = await readDomains(deps, session);
    return showForm(deps, session, { entries: firstEntries(session, domains), domains });
  };

/** Nothing to guess: a name that can stay, and the one domain where there is only one. */
function firstEntries({ dialogue, texts }: Session, { rows }: DomainList): Entries {
  const name = dialogue.name === '' ? texts.text('defaultName') : dialogue.name;
  const free = rows.filter(({ takenBy }) => takenBy === undefined);
  const entries = toEntries(name, [], defaultSettings);
  return free.length === 1
    ? { ...entries, domains: free.map(({ businessUnitId }) => businessUnitId) }
    : entries;
}
