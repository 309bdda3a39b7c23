import type { Accounts } from '../store/accounts.ts';
import type { Dialogues } from '../store/dialogues.ts';

export interface AbandonDeps {
  dialogues: Dialogues;
  accounts: Pick<Accounts, 'read'>;
  endConnection: (connectionId: string) => Promise<void>;
}

/** Ends the connections that a dialogue made and no account took over, then forgets the dialogue. */
export async function abandonDialogue(deps: AbandonDeps, dialogueId: string): Promise<void> {
  const dialogue = await deps.dialogues.read(dialogueId);
  if (dialogue === undefined) return;
  const account = await deps.accounts.read(dialogue.accountId, { consistent: true });
  const inUse = account?.connection.connectionId;
  for (const connectionId of dialogue.connectionIds) {
    if (connectionId !== inUse) await deps.endConnection(connectionId);
  }
  await deps.dialogues.remove(dialogueId);
}
