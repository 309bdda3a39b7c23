import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { keys } from '../../../lambdas/store/table.ts';
import { aLiveAccount, anOperator, type Operator } from './operator.ts';

let operator: Operator;
beforeEach(async () => {
  operator = await anOperator();
});
afterEach(() => operator.close());

const doctor = (...flags: string[]) => operator.run('doctor', '--outputs', operator.outputs, ...flags);
const configure = () =>
  operator.run(
    'configure',
    '--outputs',
    operator.outputs,
    '--api-key',
    'tpk-demo',
    '--api-secret',
    'tps-demo',
  );
const accountId = 'aaaaaaaaaaaaaaaa';
const hourMs = 3_600_000;

test('a deployment that does well is told so, point by point', async () => {
  await configure();
  await operator.put(aLiveAccount());
  const { exitCode, said } = await doctor();
  expect(
    said
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/).slice(0, 2).join(' ')),
  ).toEqual([
    'ok address',
    'ok manifest',
    'ok Trustpilot key',
    'ok schedule',
    'ok queue',
    'ok parked',
    'ok account acme/Acme',
    'ok domain bluelamp.example',
    'ok alarms',
  ]);
  expect(exitCode).toBe(0);
});

test('a fresh one is told to configure, and to add an account', async () => {
  const { exitCode, said } = await doctor();
  expect(said).toMatch(/bad +Trustpilot key +not in place +npm run ops -- configure/);
  expect(said).toMatch(/look +accounts +none yet +Add one in Zendesk/);
  expect(exitCode).toBe(1);
});

const account = (change: Parameters<typeof aLiveAccount>[0]) => () => operator.put(aLiveAccount(change));
const connection = { connectionId: 'c', versionId: 'v', status: 'dead', accessExpiresAtMs: 0 } as const;
const aRefusedKey = () =>
  operator.secrets.send(
    new PutSecretValueCommand({ SecretId: 'key', SecretString: '{"apiKey":"tpk-demo","apiSecret":"old"}' }),
  );
const longAgo = new Date(Date.now() - 2 * hourMs).toISOString();

test.each<[string, () => unknown, RegExp]>([
  [
    'a health page that fails',
    () => (operator.web.pages['/zendesk/health'] = { status: 500 }),
    /bad +address .*answers 500/,
  ],
  [
    'a manifest that is gone',
    () => (operator.web.pages['/zendesk/manifest.json'] = { status: 404 }),
    /bad +manifest .*is no manifest/,
  ],
  [
    'a manifest of another address',
    () =>
      (operator.web.pages['/zendesk/manifest.json'] = {
        json: { id: 'x', urls: { pull_url: 'https://old.example/pull' } },
      }),
    /bad +manifest +it names https:\/\/old\.example\/pull +Deploy again with the domainName/,
  ],
  ['a key that Trustpilot refuses', aRefusedKey, /bad +Trustpilot key +Trustpilot refuses it/],
  [
    'a schedule that is off',
    () => (operator.world.schedule = 'DISABLED'),
    /bad +schedule .*DISABLED.*aws events enable-rule --name schedule/,
  ],
  [
    'a parked message',
    () => operator.park('x'),
    /bad +parked +1 messages wait for you +npm run ops -- redrive/,
  ],
  [
    'a dead login',
    account({ connection }),
    /bad +account acme\/Acme +Trustpilot refuses its login .*Reconnect/,
  ],
  ['an account that Zendesk left', account({ status: 'stopped' }), /look +account acme\/Acme +stopped/],
  [
    'a review that waits',
    async () => {
      await operator.put(aLiveAccount());
      await operator.put(keys.pending(accountId, `0#${longAgo}#x`));
    },
    /bad +account acme\/Acme +a review waits since/,
  ],
  [
    'reviews that did not become tickets',
    async () => {
      await operator.put(aLiveAccount());
      await operator.put(keys.parked(accountId, '0#x'));
    },
    /look +account acme\/Acme +1 reviews did not become tickets/,
  ],
  [
    'a domain that is late',
    async () => {
      await operator.put(aLiveAccount());
      operator.world.nowMs += 2 * hourMs;
    },
    /bad +domain bluelamp\.example +read 120 minutes ago +See the log of the function poll/,
  ],
  [
    'a row that cannot be read',
    () => operator.put({ ...keys.account(accountId), name: 1 }),
    /bad +account +row aaaaaaaaaaaaaaaa cannot be read/,
  ],
  [
    'an alarm that is on',
    () => (operator.world.alarms = [{ description: 'Replies fail. …', state: 'ALARM' }]),
    /bad +alarm +Replies fail/,
  ],
  [
    'missing alarms',
    () => (operator.world.alarms = []),
    /look +alarms +none of trustpilot-reviews-production/,
  ],
])('%s is found', async (_, spoil, finding) => {
  await spoil();
  expect((await doctor()).said).toMatch(finding);
});

test('what cannot be looked at is a finding, and the rest is looked at all the same', async () => {
  operator.world.isForbidden = true;
  const { said, exitCode } = await doctor();
  expect(said).toMatch(/bad +alarms +cannot be looked at +Your AWS role may not do this: not allowed/);
  expect(said).toMatch(/ok +address/);
  expect(exitCode).toBe(1);
});

test('after a restore the erasures since the backup are followed again', async () => {
  const { said } = await doctor('--restored-from', '2026-06-01T12:00Z');
  expect(said).toContain('what Trustpilot has erased since 2026-06-01T12:00:00.000Z is erased here again');
  expect((await doctor('--restored-from', 'yesterday')).said).toContain('yesterday is no date.');
});
