import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { startSecretsManager } from '../../../lib/local/embedded-aws/secrets-manager.ts';

let dataDir: string;
let server: Awaited<ReturnType<typeof startSecretsManager>>;
let client: SecretsManagerClient;

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const clientOf = (endpoint: string) =>
  new SecretsManagerClient({ endpoint, region: 'us-east-1', credentials });
const token = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const read = async (input: { VersionId?: string; VersionStage?: string } = {}) =>
  (await client.send(new GetSecretValueCommand({ SecretId: 'pair', ...input }))).SecretString;
const put = (SecretString: string, ClientRequestToken?: string) =>
  client.send(
    new PutSecretValueCommand({
      SecretId: 'pair',
      SecretString,
      ...(ClientRequestToken && { ClientRequestToken }),
    }),
  );

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secrets-'));
  server = await startSecretsManager({ dataDir });
  client = clientOf(server.url);
  await client.send(
    new CreateSecretCommand({ Name: 'pair', SecretString: 'one', ClientRequestToken: token(1) }),
  );
});

afterEach(async () => {
  client.destroy();
  await server.close();
  await rm(dataDir, { recursive: true });
});

test('a secret is read by its name and by its ARN', async () => {
  const { ARN, VersionId, VersionStages } = await client.send(
    new GetSecretValueCommand({ SecretId: 'pair' }),
  );
  expect({ VersionId, VersionStages }).toEqual({ VersionId: token(1), VersionStages: ['AWSCURRENT'] });
  expect((await client.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString).toBe('one');
});

test('a new version is current, the one before stays readable by its id and as the previous one', async () => {
  await put('two', token(2));
  await put('three', token(3));
  expect(await read()).toBe('three');
  expect(await read({ VersionStage: 'AWSPREVIOUS' })).toBe('two');
  expect(await read({ VersionId: token(1) })).toBe('one');
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: 'pair' }));
  expect(VersionIdsToStages).toEqual({ [token(2)]: ['AWSPREVIOUS'], [token(3)]: ['AWSCURRENT'] });
});

test('the same request again changes nothing; the same token with another value is refused', async () => {
  await put('two', token(2));
  await put('three', token(3));
  expect((await put('two', token(2))).VersionId).toBe(token(2));
  expect(await read()).toBe('three');
  await expect(put('other', token(2))).rejects.toThrow(ResourceExistsException);
});

test('a name can be taken once, but the same creation repeated is answered again', async () => {
  const create = (SecretString: string, n: number) =>
    client.send(new CreateSecretCommand({ Name: 'pair', SecretString, ClientRequestToken: token(n) }));
  expect((await create('one', 1)).VersionId).toBe(token(1));
  await expect(create('one', 2)).rejects.toThrow(ResourceExistsException);
  await expect(create('two', 1)).rejects.toThrow(ResourceExistsException);
});

test('an unknown secret, version or stage is not found', async () => {
  await expect(client.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toThrow(
    ResourceNotFoundException,
  );
  await expect(read({ VersionId: token(9) })).rejects.toThrow(ResourceNotFoundException);
  await expect(read({ VersionStage: 'AWSPREVIOUS' })).rejects.toThrow(ResourceNotFoundException);
  await expect(read({ VersionId: token(1), VersionStage: 'AWSPREVIOUS' })).rejects.toThrow(
    ResourceNotFoundException,
  );
});

test('forced deletion is at once, may be repeated, and frees the name', async () => {
  const force = new DeleteSecretCommand({ SecretId: 'pair', ForceDeleteWithoutRecovery: true });
  await client.send(force);
  await client.send(force);
  await expect(read()).rejects.toThrow(ResourceNotFoundException);
  await client.send(new CreateSecretCommand({ Name: 'pair', SecretString: 'new' }));
  expect(await read()).toBe('new');
});

test('deletion with a recovery window keeps the name and refuses to be read', async () => {
  await client.send(new DeleteSecretCommand({ SecretId: 'pair', RecoveryWindowInDays: 7 }));
  await expect(read()).rejects.toThrow(InvalidRequestException);
  const again = new CreateSecretCommand({ Name: 'pair', SecretString: 'x' });
  await expect(client.send(again)).rejects.toThrow(InvalidRequestException);
  expect((await client.send(new ListSecretsCommand())).SecretList).toEqual([]);
});

test('secrets are listed page by page and by the start of their name', async () => {
  for (const Name of ['a/1', 'a/2', 'b/1'])
    await client.send(new CreateSecretCommand({ Name, SecretString: 'x' }));
  const first = await client.send(new ListSecretsCommand({ MaxResults: 3 }));
  const second = await client.send(new ListSecretsCommand({ MaxResults: 3, NextToken: first.NextToken }));
  expect(second.NextToken).toBeUndefined();
  const names = [first, second].flatMap(({ SecretList = [] }) => SecretList.map(({ Name }) => Name));
  expect(names).toEqual(['a/1', 'a/2', 'b/1', 'pair']);
  const filtered = await client.send(new ListSecretsCommand({ Filters: [{ Key: 'name', Values: ['a/'] }] }));
  expect(filtered.SecretList?.map(({ Name }) => Name)).toEqual(['a/1', 'a/2']);
});

test('binary values survive, and a restart keeps everything', async () => {
  const SecretBinary = new Uint8Array([0, 1, 255]);
  await client.send(
    new PutSecretValueCommand({ SecretId: 'pair', SecretBinary, ClientRequestToken: token(2) }),
  );
  client.destroy();
  await server.close();
  server = await startSecretsManager({ dataDir });
  client = clientOf(server.url);
  const current = await client.send(new GetSecretValueCommand({ SecretId: 'pair' }));
  expect([...(current.SecretBinary ?? [])]).toEqual([0, 1, 255]);
  expect(await read({ VersionStage: 'AWSPREVIOUS' })).toBe('one');
});
