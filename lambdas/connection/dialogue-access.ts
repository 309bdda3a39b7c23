import type { TrustpilotClient, TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Connection } from '../core/account.ts';
import { createAccessTokens, type AccessTokensOptions } from './access-token.ts';

export interface ConnectedDialogue {
  dialogueId: string;
  connection: Connection;
}

/**
 * Trustpilot in the name of a consent that no account has taken over yet. `connections` are those of the dialogues'
 * rows: a login that ends between Connect and Submit is renewed as any other, once, and stored before it is used.
 */
export function createUserOfDialogue(
  options: AccessTokensOptions & { trustpilot: Pick<TrustpilotClient, 'forUser'> },
): (dialogue: ConnectedDialogue) => TrustpilotUser {
  const tokens = createAccessTokens(options);
  return ({ dialogueId, connection }) =>
    // A 403 is an everyday answer here: a domain was typed that this person does not reach.
    options.trustpilot.forUser(
      tokens.forAccount({ accountId: dialogueId, connection }, { fromConsent: true }),
    );
}
