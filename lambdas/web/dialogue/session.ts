import type { Account, Connection } from '../../core/account.ts';
import { authenticate } from '../../runtime/authenticate.ts';
import { field, readForm, type HttpRequest } from '../../runtime/http.ts';
import type { Dialogue } from '../../store/dialogues.ts';
import { createTexts, type Texts } from '../texts/texts.ts';
import type { DialogueDeps, Trustpilot } from './deps.ts';
import { Problem } from './problem.ts';
import { dialogueIdOf } from './token.ts';
import type { Visit } from './visit.ts';
import { zendeskOriginOf } from './zendesk-address.ts';

/** A dialogue may be used for so long. */
export const dialogueLifeMs = 2 * 3_600_000;

/** Form fields that may come more than once. */
export const listFields = ['domain', 'stars', 'languages'] as const;

export type Form = Map<string, string[]>;

/** One request of an open dialogue. */
export interface Session {
  token: string;
  dialogue: Dialogue;
  /** Only when editing; as it is now. */
  account: Account | undefined;
  /** Only when editing: goes back to Zendesk unchanged. */
  metadata: string | undefined;
  form: Form;
  texts: Texts;
  zendeskOrigin: string;
}

/** Finds the dialogue that a form of ours belongs to. Too old or unknown: the page that says so. */
export async function readSession(deps: DialogueDeps, request: HttpRequest, visit: Visit): Promise<Session> {
  const form = readForm(request, listFields);
  const token = field(form, 'dialogue') ?? '';
  const dialogue = await readDialogue(deps, dialogueIdOf(token), visit);
  const zendeskOrigin = zendeskOriginOf(deps.settings, dialogue.subdomain);
  visit.framedBy = zendeskOrigin;
  const metadata = dialogue.base === undefined ? undefined : field(form, 'metadata');
  const account =
    dialogue.base === undefined ? undefined : await readAccount(deps, metadata, dialogue.subdomain);
  if (account !== undefined && account.accountId !== dialogue.accountId) throw new Problem('unknownAccount');
  return { token, dialogue, account, metadata, form, texts: visit.texts, zendeskOrigin };
}

/** The dialogue by its id, if it may still be used; from here on the visit speaks its language. */
export async function readDialogue(deps: DialogueDeps, dialogueId: string, visit: Visit): Promise<Dialogue> {
  const dialogue = await deps.dialogues.read(dialogueId);
  if (dialogue === undefined) throw new Problem('expired');
  visit.texts = await createTexts(dialogue.locale);
  if (dialogue.openedAtMs + dialogueLifeMs <= deps.nowMs()) throw new Problem('expired');
  return dialogue;
}

/** The account that the metadata proves; everything else is an account that is not known here. */
export async function readAccount(
  { accounts }: Pick<DialogueDeps, 'accounts'>,
  metadata: string | undefined,
  subdomain: string,
): Promise<Account> {
  const proven = await authenticate(accounts, metadata);
  if (proven?.subdomain !== subdomain) throw new Problem('unknownAccount');
  // What is shown and compared has to be the newest.
  return (await accounts.read(proven.accountId, { consistent: true })) ?? proven;
}

/** The connection in force: the one made in this dialogue, else the account's. */
export const connectionOf = ({
  dialogue,
  account,
}: Pick<Session, 'dialogue' | 'account'>): Connection | undefined =>
  dialogue.connection ?? account?.connection;

/** Trustpilot in the name of that connection. */
export function trustpilotOf(deps: DialogueDeps, { dialogue, account }: Session): Trustpilot | undefined {
  const { dialogueId, connection } = dialogue;
  if (connection !== undefined) return deps.userOfDialogue({ dialogueId, connection });
  return account === undefined ? undefined : deps.userOf(account);
}

/** The consent of this dialogue as an account takes it over: its login may have been renewed since it was read. */
export async function newestConnection(
  { dialogues }: DialogueDeps,
  { dialogue }: Session,
): Promise<Connection | undefined> {
  const known = dialogue.connection;
  const stored = known && (await dialogues.read(dialogue.dialogueId))?.connection;
  if (stored?.connectionId !== known?.connectionId || stored === undefined) return known;
  const { refreshLock: _, ...connection } = stored;
  return connection;
}
