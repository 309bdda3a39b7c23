import type { DialogueDeps } from './deps.ts';
import { readEntries } from './entries.ts';
import { Problem } from './problem.ts';
import { readSession } from './session.ts';
import { showForm } from './show-form.ts';
import type { Step } from './visit.ts';

/** `POST /zendesk/admin/cancel-backfill`: takes effect at once, without Submit. What was typed stays. */
export const cancelBackfill =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const { account } = session;
    if (account === undefined) throw new Problem('unknownAccount');
    const { accountId, name, domains, settings } = account;
    const typed = readEntries(session.form);
    const isCurrent = typed.version === settings.version;
    const off = { ...settings, version: settings.version + 1, backfill: { ...settings.backfill, on: false } };
    const done =
      !settings.backfill.on ||
      (await deps.submissions.change(accountId, settings.version, { name, domains, settings: off }));
    if (!done) return showForm(deps, session, { entries: typed, notice: { kind: 'busy' } });
    deps.logger.info('backfill cancelled', { accountId });
    const changed = settings.backfill.on ? { ...account, settings: off } : account;
    // Our own change is no reason to call the entries stale; somebody else's still is.
    const version = isCurrent ? changed.settings.version : typed.version;
    return showForm(
      deps,
      { ...session, account: changed },
      { entries: { ...typed, backfillOn: false, version }, notice: { kind: 'backfill cancelled' } },
    );
  };
