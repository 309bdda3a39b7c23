import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { createTrustpilotClient } from '../../lambdas/clients/trustpilot/client.ts';
import type { TrustpilotKeys } from '../../lambdas/clients/trustpilot/keys.ts';
import type { Deployment } from './deployment.ts';
import { OpsError } from './ops-error.ts';
import type { Surroundings } from './surroundings.ts';

const keysSchema = z.object({ apiKey: z.string().min(1), apiSecret: z.string().min(1) });

/** Undefined until `configure` has put one in place. */
export async function readKeys(
  { secrets }: Surroundings,
  { TrustpilotSecretId }: Deployment,
): Promise<TrustpilotKeys | undefined> {
  try {
    const { SecretString = '' } = await secrets.send(
      new GetSecretValueCommand({ SecretId: TrustpilotSecretId }),
    );
    const keys = keysSchema.safeParse(JSON.parse(SecretString));
    return keys.success ? keys.data : undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export async function storeKeys(
  { secrets }: Surroundings,
  { TrustpilotSecretId }: Deployment,
  keys: TrustpilotKeys,
): Promise<void> {
  const SecretString = JSON.stringify(keys);
  await secrets.send(new PutSecretValueCommand({ SecretId: TrustpilotSecretId, SecretString }));
}

/** Whether Trustpilot takes key and secret for a pair. @throws OpsError when it cannot be asked */
export async function keysWork({ trustpilotUrl }: Surroundings, keys: TrustpilotKeys): Promise<boolean> {
  try {
    return await createTrustpilotClient({ apiUrl: trustpilotUrl, ...keys }).keysWork();
  } catch (cause) {
    throw new OpsError(`Trustpilot cannot be asked at ${trustpilotUrl}. Try again in a few minutes.`, {
      cause,
    });
  }
}
