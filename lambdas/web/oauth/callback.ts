import { randomUUID, timingSafeEqual } from 'node:crypto';
import { PermanentError } from '../../core/errors.ts';
import type { HttpRequest } from '../../runtime/http.ts';
import type { Dialogue } from '../../store/dialogues.ts';
import type { DialogueDeps } from '../dialogue/deps.ts';
import { Problem } from '../dialogue/problem.ts';
import { readDialogue } from '../dialogue/session.ts';
import { hashOf } from '../dialogue/token.ts';
import type { Step, Visit } from '../dialogue/visit.ts';
import { endedConsentCookie, readConsentCookie } from './cookie.ts';
import { connectedPage } from './popup-page.ts';
import { redirectUriOf } from './start.ts';
import { parseState } from './state.ts';

/** What is left of a dialogue is cleaned up after this time. */
const abandonAfterMs = 24 * 3_600_000;

/**
 * `GET /trustpilot/oauth/callback`: the end of the consent. It counts only in the browser in which Continue was
 * chosen (cookie), for the dialogue it was chosen in (state), once.
 */
export const callback =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const { dialogue, stateHash } = await checkReturn(deps, request, visit);
    const { code, error } = request.queryStringParameters ?? {};
    const connectionId = randomUUID();
    const { dialogueId, accountId, openedAtMs, subdomain } = dialogue;
    // Planned before there is something to clean up.
    await deps.due.put({ kind: 'dialogue', id: dialogueId, atMs: openedAtMs + abandonAfterMs });
    const leftOver = [...(await replacedConnections(deps, dialogue)), connectionId];
    if (!(await deps.dialogues.takeConsent(dialogueId, stateHash, leftOver)))
      throw new Problem('oauthInvalid');
    if (error !== undefined || code === undefined || code === '') throw new Problem('denied');
    const connection = await connect(deps, code, connectionId);
    if (!(await deps.dialogues.connected(dialogueId, connection))) throw new Problem('expired');
    if (dialogue.connection !== undefined)
      await endReplaced(deps, dialogue, dialogue.connection.connectionId);
    deps.logger.info('connected', { accountId, connectionId });
    const answer = connectedPage(visit.texts, subdomain);
    return { ...answer, cookies: [endedConsentCookie(deps.settings.publicUrl, dialogueId)] };
  };

/** Everything that can be wrong with a return is the same to whoever sees it: this link is not valid (any more). */
async function checkReturn(deps: DialogueDeps, request: HttpRequest, visit: Visit) {
  const state = parseState(request.queryStringParameters?.['state']);
  if (state === undefined) throw new Problem('oauthInvalid');
  const dialogue = await readDialogue(deps, state.dialogueId, visit);
  const cookie = readConsentCookie(request, deps.settings.publicUrl, state.dialogueId);
  const stateHash = hashOf(state.secret);
  const { consent } = dialogue;
  const valid =
    consent !== undefined &&
    cookie !== undefined &&
    consent.untilMs > deps.nowMs() &&
    isSame(consent.stateHash, stateHash) &&
    isSame(consent.cookieHash, hashOf(cookie));
  if (!valid) throw new Problem('oauthInvalid');
  return { dialogue, stateHash };
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The login that the account has now: should its replacement be submitted, it is left over. */
async function replacedConnections(
  deps: DialogueDeps,
  { base, accountId, connectionIds }: Dialogue,
): Promise<string[]> {
  if (base === undefined) return [];
  const account = await deps.accounts.read(accountId, { consistent: true });
  const current = account?.connection.connectionId;
  return current === undefined || connectionIds.includes(current) ? [] : [current];
}

/** A login that was replaced before Submit; one that an account has meanwhile taken is not ours to end. */
async function endReplaced(deps: DialogueDeps, { accountId }: Dialogue, connectionId: string): Promise<void> {
  const account = await deps.accounts.read(accountId, { consistent: true });
  if (account?.connection.connectionId === connectionId) return;
  await deps.due.put({ kind: 'revoke', id: connectionId, atMs: deps.nowMs() });
}

async function connect(deps: DialogueDeps, code: string, connectionId: string) {
  const pair = await exchange(deps, code);
  const { versionId, pair: stored } = await deps.secrets.createConnectionSecret(connectionId, pair);
  const user = deps.trustpilot.forUser({
    get: async () => stored.accessToken,
    renew: async () => stored.accessToken,
  });
  // Undocumented, so only nice to have: whose login it is.
  const me = await user.me().catch(() => undefined);
  const businessUserId = me?.businessUserId ?? pair.businessUserId;
  return {
    connectionId,
    versionId,
    status: 'ok' as const,
    accessExpiresAtMs: stored.accessExpiresAtMs,
    ...(businessUserId !== undefined && { businessUserId }),
    ...(me?.name !== undefined && { businessUserName: me.name }),
  };
}

async function exchange(deps: DialogueDeps, code: string) {
  try {
    return await deps.trustpilot.exchangeCode({ code, redirectUri: redirectUriOf(deps.settings) });
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    deps.logger.warn('code not exchanged', {}, error);
    throw new Problem('exchangeFailed');
  }
}
