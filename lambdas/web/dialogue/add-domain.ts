import { PermanentError, RetryableError } from '../../core/errors.ts';
import type { DialogueDeps } from './deps.ts';
import { readEntries, type Entries } from './entries.ts';
import type { Notice } from './form/view.ts';
import { readDomains, type DomainRow } from './read-domains.ts';
import { readSession, trustpilotOf, type Session } from './session.ts';
import { showForm } from './show-form.ts';
import type { Errors } from './validate.ts';
import type { Step } from './visit.ts';

/** As many as a dialogue row and a page can carry. */
const maxAdded = 100;

/** `POST /zendesk/admin/add-domain`: the documented way to a domain: find it by name, then prove access (Trustpilot 2.1). */
export const addDomain =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const typed = readEntries(session.form);
    const { rows } = await readDomains(deps, session);
    const { entries, error, notice } = await add(deps, session, typed, rows);
    const errors: Errors = new Map(error === undefined ? [] : [['new_domain', error]]);
    return showForm(deps, session, { entries, errors, notice });
  };

interface Outcome {
  entries: Entries;
  error?: string;
  notice?: Notice;
}

async function add(
  deps: DialogueDeps,
  session: Session,
  entries: Entries,
  rows: DomainRow[],
): Promise<Outcome> {
  const { texts, dialogue } = session;
  const trustpilot = trustpilotOf(deps, session);
  if (entries.newDomain === '') return { entries, error: texts.text('domainEmpty') };
  if (trustpilot === undefined) {
    return { entries, error: texts.plainText('connectionDead') };
  }
  if (dialogue.added.length >= maxAdded) {
    return { entries, error: texts.text('domainListFull', { max: texts.number(maxAdded) }) };
  }
  try {
    const found = await deps.trustpilot.findBusinessUnit(entries.newDomain);
    if (found === undefined)
      return { entries, error: texts.text('domainNotFound', { domain: entries.newDomain }) };
    const { businessUnitId, domain } = found;
    const known = rows.find((row) => row.businessUnitId === businessUnitId);
    const chosen = { ...entries, newDomain: '', domains: [...new Set([...entries.domains, businessUnitId])] };
    if (known?.takenBy !== undefined) {
      return { entries, error: texts.text('domainTaken', { account: known.takenBy, domain }) };
    }
    if (known !== undefined) return { entries: chosen, notice: { kind: 'added', domain } };
    if (!(await trustpilot.proveAccess(businessUnitId))) {
      return { entries, error: texts.text('domainForbidden', { domain }) };
    }
    dialogue.added.push(found);
    dialogue.proven.push(businessUnitId);
    await deps.dialogues.addedDomains(dialogue.dialogueId, dialogue.added, dialogue.proven);
    return { entries: chosen, notice: { kind: 'added', domain } };
  } catch (error) {
    return failed(deps, session, entries, error);
  }
}

/** Whatever Trustpilot's mood, the typed entries stay. */
function failed({ logger }: DialogueDeps, { texts }: Session, entries: Entries, error: unknown): Outcome {
  if (error instanceof RetryableError) {
    logger.warn('domain not added', {}, error);
    return { entries, notice: { kind: 'busy' } };
  }
  if (!(error instanceof PermanentError)) throw error;
  logger.warn('domain not added', {}, error);
  if (error.reason === 'connection-dead') return { entries, error: texts.plainText('connectionDead') };
  return { entries, error: texts.text('domainForbidden', { domain: entries.newDomain }) };
}
