import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** What CDK has Secrets Manager make is longer; an empty one would sign keys that anybody could sign. */
const minLength = 32;

/** The secret from which all sidebar keys are derived. Read once in the life of an environment. */
export function createSidebarMaster(client: SecretsManagerClient, secretId: string) {
  let kept: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    if (SecretString.length < minLength) throw new Error('The master of the sidebar keys is too short.');
    return SecretString;
  };
  return {
    read: (): Promise<string> => {
      const reading = kept ?? read();
      kept = reading;
      reading.catch(() => (kept = undefined));
      return reading;
    },
  };
}

export type SidebarMaster = ReturnType<typeof createSidebarMaster>;
