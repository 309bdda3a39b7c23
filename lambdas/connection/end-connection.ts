import type { Secrets } from '../clients/secrets.ts';
import type { TrustpilotClient } from '../clients/trustpilot/client.ts';
import { PermanentError } from '../core/errors.ts';

export interface EndConnectionDeps {
  secrets: Pick<Secrets, 'readCurrentTokenPair' | 'deleteConnectionSecret'>;
  trustpilot: Pick<TrustpilotClient, 'revoke'>;
}

/** Takes our access back at Trustpilot, then forgets the tokens. Nothing to do when both happened already. */
export async function endConnection(
  { secrets, trustpilot }: EndConnectionDeps,
  connectionId: string,
): Promise<void> {
  const current = await secrets.readCurrentTokenPair(connectionId);
  if (current !== undefined) await revoke(trustpilot, current.pair.refreshToken);
  await secrets.deleteConnectionSecret(connectionId);
}

/** A token that Trustpilot does not know any more needs no revoking. */
async function revoke(trustpilot: Pick<TrustpilotClient, 'revoke'>, refreshToken: string): Promise<void> {
  try {
    await trustpilot.revoke(refreshToken);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
  }
}
