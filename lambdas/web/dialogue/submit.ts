import { RetryableError } from '../../core/errors.ts';
import type { HttpResponse } from '../../runtime/http.ts';
import { isSame, mergeDomains } from './account-change.ts';
import { claimDomains } from './claim-domains.ts';
import { connectPage } from './connect-page.ts';
import { needsConfirmation } from './count-unanswered.ts';
import type { DialogueDeps } from './deps.ts';
import { describeChanges } from './describe-changes.ts';
import { readEntries, type Entries } from './entries.ts';
import { finishPage } from './finish-page.ts';
import { proveAccess } from './prove-access.ts';
import { readCounts, type DomainCount } from './read-counts.ts';
import { readDomains, type DomainList, type DomainRow } from './read-domains.ts';
import { saveEdit, saveNew, type Saved } from './save.ts';
import { connectionOf, newestConnection, readSession, type Session } from './session.ts';
import { showForm } from './show-form.ts';
import { toSettings, validate, type Errors } from './validate.ts';
import type { Step } from './visit.ts';

/** `POST /zendesk/admin/submit`: checks everything, stores it, and sends the browser back to Zendesk. */
export const submit =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    if (connectionOf(session) === undefined) return connectPage(session, { notYet: true });
    const entries = readEntries(session.form);
    try {
      return await trySubmit(deps, session, entries);
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      deps.logger.warn('submit put off', { accountId: session.dialogue.accountId }, error);
      return showForm(deps, session, { entries, notice: { kind: 'busy' } });
    }
  };

async function trySubmit(deps: DialogueDeps, session: Session, typed: Entries): Promise<HttpResponse> {
  const domains = await readDomains(deps, session);
  const chosen = domains.rows.filter(({ businessUnitId }) => typed.domains.includes(businessUnitId));
  // Only what the form offered can be chosen.
  const entries = { ...typed, domains: chosen.map(({ businessUnitId }) => businessUnitId) };
  const checked = await check(deps, session, entries, domains, chosen);
  const show = (errors: Errors) =>
    showForm(deps, session, { entries, errors, domains, counts: checked.counts });
  if (checked.errors.size > 0) return show(checked.errors);
  const stale = staleAccount(deps, session, entries, chosen);
  if (stale !== undefined) return showStale(deps, session, entries, stale);
  const refused = await claimDomains(deps, session, chosen);
  if (refused.size > 0) return show(refused);
  const saved = await save(deps, session, entries, chosen);
  if (saved.kind === 'stale') return showStale(deps, session, entries, saved.account);
  return finishPage(session, { name: entries.name, metadata: saved.metadata, isNew: saved.isNew });
}

/** Cheap checks first; Trustpilot is asked only about entries that are right in themselves. */
async function check(
  deps: DialogueDeps,
  session: Session,
  entries: Entries,
  domains: DomainList,
  chosen: DomainRow[],
): Promise<{ errors: Errors; counts: DomainCount[] | undefined }> {
  const { texts } = session;
  const errors = validate(entries, texts);
  for (const { businessUnitId, domain, takenBy } of chosen) {
    if (takenBy === undefined) continue;
    errors.set(`domain-${businessUnitId}`, texts.text('domainTaken', { domain, account: takenBy }));
  }
  if (errors.size > 0) return { errors, counts: undefined };
  const forbidden = await proveAccess(deps, session, chosen);
  if (forbidden.size > 0) return { errors: forbidden, counts: undefined };
  const walked = toWalk(session, entries, domains);
  if (walked.length === 0) return { errors, counts: undefined };
  const counts = await readCounts(deps, session, walked, entries);
  if (needsConfirmation(counts.map(({ count }) => count)) && !entries.confirmMany) {
    errors.set('confirm_many', texts.text('confirmMany'));
  }
  return { errors, counts };
}

/** The domains whose older reviews this Submit asks for: all of a new period, or those that were put in. */
function toWalk({ account }: Session, entries: Entries, { rows }: DomainList): DomainRow[] {
  if (!entries.backfillOn) return [];
  const before = account?.settings.backfill;
  const same = before?.on === true && before.period === entries.period;
  const walkedAlready = new Set(
    (account?.domains ?? []).flatMap(({ businessUnitId, removedAtMs }) =>
      same && removedAtMs === undefined ? [businessUnitId] : [],
    ),
  );
  return rows.filter(
    ({ businessUnitId }) => entries.domains.includes(businessUnitId) && !walkedAlready.has(businessUnitId),
  );
}

/** A second press of Submit finds its own change: that is not stale. */
function staleAccount(deps: DialogueDeps, { account }: Session, entries: Entries, chosen: DomainRow[]) {
  if (account === undefined || account.settings.version === entries.version) return undefined;
  const domains = mergeDomains(account.domains, chosen, deps.nowMs());
  const wanted = { name: entries.name, domains, settings: toSettings(entries, entries.version) };
  return isSame(account, wanted) ? undefined : account;
}

async function save(
  deps: DialogueDeps,
  session: Session,
  entries: Entries,
  chosen: DomainRow[],
): Promise<Saved> {
  const { account, metadata } = session;
  const connection = await newestConnection(deps, session);
  if (account !== undefined && metadata !== undefined) {
    return saveEdit(deps, { ...session, account, metadata }, entries, chosen, connection);
  }
  if (connection === undefined) throw new Error('A new account without a connection is not submitted.');
  return saveNew(deps, session, entries, chosen, connection);
}

/** Somebody else was faster. The next Submit knows of it and overwrites. */
async function showStale(
  deps: DialogueDeps,
  session: Session,
  entries: Entries,
  account: NonNullable<Session['account']>,
): Promise<HttpResponse> {
  const { dialogue, texts } = session;
  const changes = dialogue.base === undefined ? [] : describeChanges(texts, dialogue.base, account);
  return showForm(
    deps,
    { ...session, account: session.account && account },
    { entries: { ...entries, version: account.settings.version }, notice: { kind: 'stale', changes } },
  );
}
