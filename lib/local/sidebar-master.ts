import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';

/** Makes what CDK has Secrets Manager generate on AWS: once per data folder. */
export async function seedSidebarMaster(SecretId: string): Promise<void> {
  const client = new SecretsManagerClient();
  try {
    await client.send(new GetSecretValueCommand({ SecretId }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const SecretString = randomBytes(48).toString('base64url');
    await client.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  } finally {
    client.destroy();
  }
}
