import { field, readForm, type HttpRequest, type HttpResponse } from '../../runtime/http.ts';
import type { DialogueDeps } from '../dialogue/deps.ts';
import { paths } from '../dialogue/frame.ts';
import { Problem } from '../dialogue/problem.ts';
import { listFields, readDialogue } from '../dialogue/session.ts';
import { dialogueIdOf, hashOf, newToken } from '../dialogue/token.ts';
import type { Step, Visit } from '../dialogue/visit.ts';
import { consentCookie, consentLifeSeconds } from './cookie.ts';
import { consentPage } from './popup-page.ts';
import { toState } from './state.ts';

/** `POST /zendesk/admin/connect`, in a window of its own: who connects what to which Zendesk. */
export const connectStep =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const { token, dialogue } = await readPopup(deps, request, visit);
    return consentPage(visit.texts, dialogue.subdomain, token);
  };

/** `POST /zendesk/admin/connect/continue`: marks this browser and leads it to Trustpilot. */
export const continueStep =
  (deps: DialogueDeps): Step =>
  async (request, visit): Promise<HttpResponse> => {
    const { dialogue } = await readPopup(deps, request, visit);
    // Only our own page may press Continue: somebody else's would mark the browser of a person who saw nothing.
    // A browser names the origin of every form that it posts; without one it is no browser, and marks nobody.
    const origin = request.headers['origin'] ?? new URL(deps.settings.publicUrl).origin;
    if (origin !== new URL(deps.settings.publicUrl).origin) throw new Problem('oauthInvalid');
    const [stateSecret, cookie] = [newToken(), newToken()];
    const untilMs = deps.nowMs() + consentLifeSeconds * 1000;
    const consent = { stateHash: hashOf(stateSecret), cookieHash: hashOf(cookie), untilMs };
    if (!(await deps.dialogues.beginConsent(dialogue.dialogueId, consent))) throw new Problem('expired');
    const location = await authenticateUrl(deps, toState(dialogue.dialogueId, stateSecret));
    deps.logger.info('consent begun', { accountId: dialogue.accountId });
    return {
      statusCode: 302,
      headers: { location, 'referrer-policy': 'no-referrer' },
      cookies: [consentCookie(deps.settings.publicUrl, dialogue.dialogueId, cookie)],
      body: '',
    };
  };

/** Trustpilot's consent page (reference, 1.3 step 1). No scope: none is documented. */
async function authenticateUrl({ settings, secrets }: DialogueDeps, state: string): Promise<string> {
  const { apiKey } = await secrets.trustpilotKeys.read();
  const url = new URL(settings.trustpilotAuthenticateUrl);
  url.searchParams.set('client_id', apiKey);
  url.searchParams.set('redirect_uri', redirectUriOf(settings));
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('state', state);
  return url.href;
}

/** The same in both steps of the consent, or Trustpilot refuses the second. */
export const redirectUriOf = ({ publicUrl }: Pick<DialogueDeps['settings'], 'publicUrl'>): string =>
  `${publicUrl}${paths.callback}`;

/** A popup is never framed, so it only needs the token, not the account's metadata. */
async function readPopup(deps: DialogueDeps, request: HttpRequest, visit: Visit) {
  const token = field(readForm(request, listFields), 'dialogue') ?? '';
  return { token, dialogue: await readDialogue(deps, dialogueIdOf(token), visit) };
}
