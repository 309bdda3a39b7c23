import { createSecrets } from '../clients/secrets.ts';
import { createTrustpilotClient, type TrustpilotUser } from '../clients/trustpilot/client.ts';
import type { Account } from '../core/account.ts';
import { createSecretsClient, type createTableClient } from '../runtime/aws.ts';
import { readEnvironment } from '../runtime/environment.ts';
import type { Logger } from '../runtime/logger.ts';
import { Connections } from '../store/connections.ts';
import { Syncs } from '../store/syncs.ts';
import { Usages } from '../store/usage.ts';
import { createAccessTokens } from './access-token.ts';
import { CallAllowance } from './call-allowance.ts';
import { CallMeter } from './call-meter.ts';

/** What a Lambda that talks to Trustpilot needs in its environment, beside the table. */
const variables = [
  'TRUSTPILOT_API_URL',
  'TRUSTPILOT_SECRET_ID',
  'CONNECTION_SECRET_PREFIX',
  'TRUSTPILOT_YEARLY_CALLS',
  'TRUSTPILOT_ALLOWANCE_STARTS',
] as const;

/** Wires key, tokens and client together, once per Lambda environment. */
export function createTrustpilotAccess(
  table: readonly [ReturnType<typeof createTableClient>, string],
  logger: Logger,
) {
  const environment = readEnvironment(variables);
  const secrets = createSecrets({
    client: createSecretsClient(),
    trustpilotSecretId: environment.TRUSTPILOT_SECRET_ID,
    connectionSecretPrefix: environment.CONNECTION_SECRET_PREFIX,
  });
  const meter = new CallMeter(Date.now);
  const trustpilot = createTrustpilotClient({
    apiUrl: environment.TRUSTPILOT_API_URL,
    keys: secrets.trustpilotKeys,
    onAnswer: (answer) => meter.answered(answer),
  });
  const connections = new Connections(...table);
  const tokens = createAccessTokens({ secrets, connections, trustpilot, logger });
  const userOf = (account: Account): TrustpilotUser => trustpilot.forUser(tokens.forAccount(account));
  const allowance = new CallAllowance({
    usages: new Usages(...table),
    syncs: new Syncs(...table),
    meter,
    settings: {
      yearlyCalls: environment.TRUSTPILOT_YEARLY_CALLS,
      starts: environment.TRUSTPILOT_ALLOWANCE_STARTS,
    },
    logger,
    nowMs: Date.now,
  });
  return { secrets, trustpilot, connections, userOf, allowance };
}
