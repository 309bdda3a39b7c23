import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createSecrets } from '../../../lambdas/clients/secrets.ts';
import { startSecretsManager } from '../../../lib/local/embedded-aws/secrets-manager.ts';

const pair = {
  accessToken: 'tpa-1',
  refreshToken: 'tpr-1',
  accessExpiresInSeconds: 360_000,
  refreshExpiresInSeconds: 2_592_000,
};
const nextVersion = '11111111-1111-4111-8111-111111111111';

let nowMs = 1_000_000;
let server: Awaited<ReturnType<typeof startSecretsManager>>;
let client: SecretsManagerClient;
beforeEach(async () => {
  server = await startSecretsManager();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SecretsManagerClient({ endpoint: server.url, region: 'us-east-1', credentials });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const newSecrets = () =>
  createSecrets({ client, trustpilotSecretId: 'keys', connectionSecretPrefix: 'app/c/', nowMs: () => nowMs });

const putKeys = (SecretString: string) =>
  client.send(new PutSecretValueCommand({ SecretId: 'keys', SecretString }));

test('a token pair keeps its absolute end, each version is read by its name', async () => {
  const secrets = newSecrets();
  const first = await secrets.createConnectionSecret('c1', pair);
  const stored = {
    accessToken: 'tpa-1',
    refreshToken: 'tpr-1',
    receivedAtMs: nowMs,
    accessExpiresAtMs: nowMs + 360_000_000,
    refreshExpiresAtMs: nowMs + 2_592_000_000,
  };
  expect(first.pair).toEqual(stored);
  const receipt = { receivedAtMs: nowMs + 5, replaces: first.versionId };
  await secrets.putTokenPair('c1', nextVersion, { ...pair, accessToken: 'tpa-2' }, receipt);
  expect(await secrets.readTokenPair('c1', first.versionId)).toEqual(stored);
  expect(await secrets.readCurrentTokenPair('c1')).toMatchObject({
    versionId: nextVersion,
    pair: { accessToken: 'tpa-2', receivedAtMs: nowMs + 5, replaces: first.versionId },
  });
});

test('storing the same version twice is storing it once, even when time has passed', async () => {
  const secrets = newSecrets();
  const { versionId } = await secrets.createConnectionSecret('c1', pair);
  const store = () => secrets.putTokenPair('c1', nextVersion, pair, { receivedAtMs: 7, replaces: versionId });
  const first = await store();
  nowMs += 60_000;
  expect(await store()).toEqual(first);
});

test('what is not there is undefined, gone or already deleted, never an error', async () => {
  const secrets = newSecrets();
  expect(await secrets.readCurrentTokenPair('c1')).toBeUndefined();
  expect(await secrets.putTokenPair('c1', nextVersion, pair, { receivedAtMs: 7, replaces: 'v0' })).toBe(
    'gone',
  );
  await secrets.deleteConnectionSecret('c1');
  await secrets.createConnectionSecret('c1', pair);
  expect(await secrets.readTokenPair('c1', nextVersion)).toBeUndefined();
  await secrets.deleteConnectionSecret('c1');
  await expect(client.send(new GetSecretValueCommand({ SecretId: 'app/c/c1' }))).rejects.toThrow();
});

test('a damaged secret is an error that does not quote it', async () => {
  const secrets = newSecrets();
  await client.send(
    new CreateSecretCommand({ Name: 'app/c/c1', SecretString: '{"accessToken":"tpa-secret"}' }),
  );
  await expect(secrets.readCurrentTokenPair('c1')).rejects.toThrow('damaged');
  await expect(secrets.readCurrentTokenPair('c1')).rejects.not.toThrow('tpa-secret');
});

test('the key is kept for five minutes, or until somebody finds that it is refused', async () => {
  const { trustpilotKeys } = newSecrets();
  await client.send(
    new CreateSecretCommand({ Name: 'keys', SecretString: '{"apiKey":" tpk-1\\n","apiSecret":"tps-1"}' }),
  );
  expect(await trustpilotKeys.read()).toEqual({ apiKey: 'tpk-1', apiSecret: 'tps-1' });
  await putKeys('{"apiKey":"tpk-2","apiSecret":"tps-2"}');
  expect(await trustpilotKeys.read()).toMatchObject({ apiKey: 'tpk-1' });
  nowMs += 5 * 60_000;
  expect(await trustpilotKeys.read()).toMatchObject({ apiKey: 'tpk-2' });
  await putKeys('{"apiKey":"tpk-3","apiSecret":"tps-3"}');
  trustpilotKeys.forget();
  expect(await trustpilotKeys.read()).toMatchObject({ apiKey: 'tpk-3' });
});

test('a key that is not in place yet needs the operator, and is looked for again at the next call', async () => {
  const { trustpilotKeys } = newSecrets();
  const missing = expect.objectContaining({ name: 'PermanentError', reason: 'forbidden' }) as Error;
  await expect(trustpilotKeys.read()).rejects.toThrow(missing);
  await client.send(new CreateSecretCommand({ Name: 'keys', SecretString: 'to be configured' }));
  await expect(trustpilotKeys.read()).rejects.toThrow(missing);
  await putKeys('{"apiKey":"","apiSecret":"tps"}');
  await expect(trustpilotKeys.read()).rejects.toThrow(missing);
  await putKeys('{"apiKey":"tpk","apiSecret":"tps"}');
  expect(await trustpilotKeys.read()).toEqual({ apiKey: 'tpk', apiSecret: 'tps' });
});
