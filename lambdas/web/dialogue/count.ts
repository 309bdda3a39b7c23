import { fragment } from '../html/page.ts';
import type { DialogueDeps } from './deps.ts';
import { readEntries } from './entries.ts';
import { countsView } from './form/counts.ts';
import { readCounts } from './read-counts.ts';
import { readDomains } from './read-domains.ts';
import { readSession } from './session.ts';
import { showForm } from './show-form.ts';
import type { Step } from './visit.ts';

/** `POST /zendesk/admin/counts`: how many tickets the period makes, for the script of the page. */
export const countsStep =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const entries = readEntries(session.form);
    const { rows } = await readDomains(deps, session);
    return fragment(countsView(session.texts, entries, await readCounts(deps, session, rows, entries)));
  };

/** `POST /zendesk/admin/count`: the same as a whole page, without a script. */
export const countStep =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const entries = { ...readEntries(session.form), backfillOn: true };
    const domains = await readDomains(deps, session);
    const counts = await readCounts(deps, session, domains.rows, entries);
    return showForm(deps, session, { entries, domains, counts });
  };
