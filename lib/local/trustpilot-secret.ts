import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Settings } from './settings.ts';

/** Puts the Trustpilot key and secret where the handlers look for them, unless just these are there already. */
export async function seedTrustpilotSecret(
  SecretId: string,
  { TRUSTPILOT_API_KEY, TRUSTPILOT_API_SECRET }: Settings,
): Promise<void> {
  const client = new SecretsManagerClient();
  const SecretString = JSON.stringify({ apiKey: TRUSTPILOT_API_KEY, apiSecret: TRUSTPILOT_API_SECRET });
  try {
    const current = await client.send(new GetSecretValueCommand({ SecretId }));
    if (current.SecretString !== SecretString) {
      await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  } finally {
    client.destroy();
  }
}
