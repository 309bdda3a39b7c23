import { toPerson } from '../../core/erase.ts';
import { field } from '../../runtime/http.ts';
import type { DialogueDeps } from './deps.ts';
import { readEntries } from './entries.ts';
import { Problem } from './problem.ts';
import { readSession } from './session.ts';
import { showForm } from './show-form.ts';
import type { Step } from './visit.ts';

/**
 * `POST /zendesk/admin/erasure`: a person decides about an erasure that was reported without proof, and that person's
 * word is the proof. What was typed stays. Asking twice is one erasure.
 */
export const settleErasure =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const session = await readSession(deps, request, visit);
    const { account, form } = session;
    if (account === undefined) throw new Problem('unknownAccount');
    const erased = field(form, 'erase');
    const author = erased ?? field(form, 'dismiss') ?? '';
    const { accountId } = account;
    const person = toPerson(author);
    // What is no author of ours may not even be a key.
    if (person !== undefined && (await deps.erasures.isUnproven(accountId, author))) {
      // Of this account only: its metadata proves nothing about others that name the same Zendesk.
      if (erased !== undefined)
        await deps.queue.sendAll([{ kind: 'erase', accountId, isDeleted: false, ...person }]);
      await deps.erasures.settleUnproven(accountId, author);
      const how = erased === undefined ? 'dismissed' : 'confirmed';
      deps.logger.info('unproven erasure settled', { accountId, how });
    }
    return showForm(deps, session, {
      entries: readEntries(form),
      notice: { kind: erased === undefined ? 'erasure dismissed' : 'erasure begun', author },
    });
  };
