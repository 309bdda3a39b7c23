import { field, readForm } from '../../runtime/http.ts';
import type { Dialogue } from '../../store/dialogues.ts';
import { createTexts } from '../texts/texts.ts';
import { connectPage } from './connect-page.ts';
import type { DialogueDeps } from './deps.ts';
import { toEntries } from './entries.ts';
import { Problem } from './problem.ts';
import { readAccount, type Form, type Session } from './session.ts';
import { showForm } from './show-form.ts';
import { accountOf, dialogueIdOf, newToken } from './token.ts';
import type { Step, Visit } from './visit.ts';
import { checkReturnUrl, isAllowedSubdomain, isSubdomain, zendeskOriginOf } from './zendesk-address.ts';

/** `POST /zendesk/admin`: Zendesk opens the dialogue, for a new account or (with metadata) for one that exists. */
export const openDialogue =
  (deps: DialogueDeps): Step =>
  async (request, visit) => {
    const form = readForm(request);
    const locale = field(form, 'locale');
    if (locale !== undefined) visit.texts = await createTexts(locale);
    const { subdomain, zendeskOrigin, returnUrl } = checkOpening(deps, form, visit);
    const metadata = field(form, 'metadata');
    const account = metadata === undefined ? undefined : await readAccount(deps, metadata, subdomain);
    const token = newToken();
    const dialogue: Dialogue = {
      dialogueId: dialogueIdOf(token),
      openedAtMs: deps.nowMs(),
      subdomain,
      locale: visit.texts.locale,
      returnUrl,
      accountId: account?.accountId ?? accountOf(token).accountId,
      ...(account && { base: { name: account.name, domains: account.domains, settings: account.settings } }),
      // Half a character, where the cut falls inside one, is text that DynamoDB refuses.
      name: (field(form, 'name') ?? '').slice(0, 255).toWellFormed(),
      connectionIds: [],
      listing: 'unread',
      listed: [],
      added: [],
      proven: [],
      counts: {},
    };
    await deps.dialogues.create(dialogue);
    deps.logger.info('dialogue opened', { editing: account !== undefined, accountId: dialogue.accountId });
    const session: Session = { token, dialogue, account, metadata, form, texts: visit.texts, zendeskOrigin };
    if (account === undefined) return connectPage(session);
    const entries = toEntries(
      dialogue.name === '' ? account.name : dialogue.name,
      account.domains,
      account.settings,
    );
    return showForm(deps, session, { entries });
  };

/** The page can be opened by anybody: what decides where metadata will go is checked first (Channel framework 3.3). */
function checkOpening({ settings }: DialogueDeps, form: Form, visit: Visit) {
  const subdomain = field(form, 'subdomain');
  if (!isSubdomain(subdomain)) throw new Problem('badOpening');
  const zendeskOrigin = zendeskOriginOf(settings, subdomain);
  visit.framedBy = zendeskOrigin;
  if (!isAllowedSubdomain(settings, subdomain)) throw new Problem('notAllowed', { subdomain });
  const returnUrl = field(form, 'return_url') ?? '';
  const verdict = checkReturnUrl(returnUrl, zendeskOrigin);
  if (verdict === 'other host') {
    throw new Problem('hostMapped', { host: new URL(returnUrl).host, expected: new URL(zendeskOrigin).host });
  }
  if (verdict === 'foreign') throw new Problem('badOpening');
  return { subdomain, zendeskOrigin, returnUrl: new URL(returnUrl).href };
}
