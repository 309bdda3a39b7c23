import { json } from '../../runtime/http.ts';
import type { DialogueDeps } from './deps.ts';
import { readSession } from './session.ts';
import type { Step } from './visit.ts';

/** `POST /zendesk/admin/connected`: whether a consent given in this dialogue has arrived; asked every few seconds. */
export const connectedStep =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const { dialogue } = await readSession(deps, request, visit);
    return json(200, { connection: dialogue.connection?.connectionId ?? null });
  };
