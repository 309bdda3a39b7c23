import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { anOperator, type Operator } from './operator.ts';

let operator: Operator;
beforeEach(async () => {
  operator = await anOperator();
});
afterEach(() => operator.close());

const configure = (...flags: string[]) => operator.run('configure', '--outputs', operator.outputs, ...flags);
const stored = async () => {
  const { SecretString } = await operator.secrets.send(new GetSecretValueCommand({ SecretId: 'key' }));
  return JSON.parse(SecretString ?? '{}') as unknown;
};

test('key and secret that Trustpilot takes are stored, and what is left to do is printed', async () => {
  operator.world.answers = [' tpk-demo ', 'tps-demo\n'];
  const { exitCode, said } = await configure();
  expect(exitCode).toBe(0);
  expect(await stored()).toEqual({ apiKey: 'tpk-demo', apiSecret: 'tps-demo' });
  expect(said).toContain(`${operator.web.url}/trustpilot/oauth/callback`);
  expect(said).toContain(`${operator.web.url}/download/zendesk-app.zip`);
  expect(said).not.toContain('tps-demo');
});

test('flags answer the questions', async () => {
  const { exitCode } = await configure('--api-key', 'tpk-demo', '--api-secret', 'tps-demo');
  expect(exitCode).toBe(0);
  expect(await stored()).toEqual({ apiKey: 'tpk-demo', apiSecret: 'tps-demo' });
});

test('a pair that Trustpilot refuses is not stored', async () => {
  const { exitCode, said } = await configure('--api-key', 'tpk-demo', '--api-secret', 'wrong');
  expect(exitCode).toBe(1);
  expect(said).toContain('Trustpilot refuses this key and secret.');
  await expect(stored()).rejects.toThrow();
});

test('what cannot be a key is not sent anywhere', async () => {
  operator.world.answers = ['two words', 'tps-demo'];
  const { exitCode, said } = await configure();
  expect(exitCode).toBe(1);
  expect(said).toContain('Copy them again, without blanks.');
  expect(operator.trustpilot.calls()).toEqual([]);
});

test('when Trustpilot is out of reach nothing is stored', async () => {
  operator.world.trustpilotUrl = 'http://127.0.0.1:9';
  const { exitCode, said } = await configure('--api-key', 'tpk-demo', '--api-secret', 'tps-demo');
  expect(exitCode).toBe(1);
  expect(said).toBe('Trustpilot cannot be asked at http://127.0.0.1:9. Try again in a few minutes.');
});

test('a file of outputs that is none, or of another stack, is named', async () => {
  const none = await operator.run('configure', '--outputs', 'nowhere.json');
  expect(none.said).toBe('nowhere.json cannot be read as the outputs of a deployment.');
  const other = await operator.run('configure', '--outputs', operator.outputs, '--stack', 'other');
  expect(other.said).toBe(`${operator.outputs} says nothing of other. Name the stack: --stack <name>.`);
  expect([none.exitCode, other.exitCode]).toEqual([1, 1]);
});
