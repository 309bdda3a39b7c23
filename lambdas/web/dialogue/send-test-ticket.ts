import { testEntry } from '../../core/test-entry.ts';
import type { DialogueDeps } from './deps.ts';
import { readEntries } from './entries.ts';
import { Problem } from './problem.ts';
import { readSession } from './session.ts';
import { showForm } from './show-form.ts';
import type { Step } from './visit.ts';

/** `POST /zendesk/admin/test-ticket`: a made-up review with the settings in force, for a look at the custom fields. */
export const sendTestTicket =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const { account } = session;
    if (account === undefined) throw new Problem('unknownAccount');
    const entry = testEntry(account, deps.nowMs());
    if (entry !== undefined) await deps.outbox.put(account.accountId, entry);
    deps.logger.info('test ticket', { accountId: account.accountId });
    return showForm(deps, session, {
      entries: readEntries(session.form),
      notice: { kind: 'test ticket sent' },
    });
  };
