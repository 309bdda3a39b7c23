import { PermanentError } from '../../core/errors.ts';
import type { DialogueDeps } from './deps.ts';
import { inParallel } from './in-parallel.ts';
import type { DomainRow } from './read-domains.ts';
import { trustpilotOf, type Session } from './session.ts';
import type { Errors } from './validate.ts';

const callsAtOnce = 4;

/**
 * That a domain is listed does not prove that its reviews may be read (plan, rights): each domain that this
 * connection has not read yet is tried once, so that the reason is told here and not by tickets that stay away.
 */
export async function proveAccess(
  deps: DialogueDeps,
  session: Session,
  chosen: DomainRow[],
): Promise<Errors> {
  const { dialogue, account, texts } = session;
  const errors: Errors = new Map();
  const trustpilot = trustpilotOf(deps, session);
  const atWork = dialogue.connection === undefined ? (account?.domains ?? []) : [];
  const known = new Set([
    ...dialogue.proven,
    ...atWork.flatMap(({ businessUnitId, removedAtMs }) =>
      removedAtMs === undefined ? [businessUnitId] : [],
    ),
  ]);
  const unproven = chosen.filter(({ businessUnitId }) => !known.has(businessUnitId));
  if (unproven.length === 0 || trustpilot === undefined) return errors;
  const proofs = await inParallel(unproven, callsAtOnce, async ({ businessUnitId }) => {
    try {
      return (await trustpilot.proveAccess(businessUnitId)) ? 'proven' : 'forbidden';
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      return error.reason === 'connection-dead' ? 'dead' : 'forbidden';
    }
  });
  unproven.forEach(({ businessUnitId, domain }, index) => {
    if (proofs[index] === 'proven') dialogue.proven.push(businessUnitId);
    else if (proofs[index] === 'dead') errors.set('domains', texts.plainText('connectionDead'));
    else errors.set(`domain-${businessUnitId}`, texts.text('domainForbidden', { domain }));
  });
  await deps.dialogues.proved(dialogue.dialogueId, dialogue.proven);
  return errors;
}
