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
    const { subdomain } = account;
    // What is no author of ours may not even be a key.
    if (toPerson(author) !== undefined && (await deps.erasures.isUnproven(subdomain, author))) {
      if (erased !== undefined) await eraseEverywhere(deps, subdomain, author);
      await deps.erasures.settleUnproven(subdomain, author);
      const how = erased === undefined ? 'dismissed' : 'confirmed';
      deps.logger.info('unproven erasure settled', { accountId: account.accountId, how });
    }
    return showForm(deps, session, {
      entries: readEntries(form),
      notice: { kind: erased === undefined ? 'erasure dismissed' : 'erasure begun', author },
    });
  };

/** Zendesk's people are those of the subdomain, so the person goes from each of its accounts. */
async function eraseEverywhere(
  { accounts, queue }: DialogueDeps,
  subdomain: string,
  author: string,
): Promise<void> {
  const person = toPerson(author);
  if (person === undefined) return;
  for await (const { accountId, ...account } of accounts.all(() => undefined)) {
    if (account.subdomain === subdomain && account.status !== 'leaving')
      await queue.sendAll([{ kind: 'erase', accountId, isDeleted: false, ...person }]);
  }
}
