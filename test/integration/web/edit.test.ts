import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { abandonDialogue } from '../../../lambdas/connection/abandon-dialogue.ts';
import type { Sync } from '../../../lambdas/core/sync.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import {
  bluelamp,
  bluelampSe,
  connect,
  errorsOf,
  hiddenField,
  openForm,
  opening,
  post,
  submitting,
  titleOf,
  tokenOf,
  withAnotherKey,
} from './admin.ts';

const hourMs = 3_600_000;
let world: WebWorld;
let zendeskId: number;
beforeEach(async () => {
  world = await startWebWorld();
  world.trustpilot.setSwitches({ consent: 'allow' });
  const browser = await openForm(world);
  await browser.submit(submitting({ name: 'Blue Lamp', domain: [bluelamp, bluelampSe] }));
  zendeskId = browser.account?.id ?? 0;
});
afterEach(() => world.close());

const stored = async () => {
  const [account] = await world.storedAccounts();
  if (account === undefined) throw new Error('No account');
  return account;
};
const edit = () => openForm(world, { accountId: zendeskId });
const activeDomains = async () =>
  (await stored()).domains.filter(({ removedAtMs }) => removedAtMs === undefined).map(({ domain }) => domain);

test('an edit returns the metadata unchanged and leaves the state alone', async () => {
  const before = world.zendesk.account(zendeskId);
  const browser = await edit();
  expect(browser.page.html).toContain('value="Blue Lamp"');
  await browser.submit(submitting({ name: 'Blau', stars: ['1'] }));
  const after = world.zendesk.account(zendeskId);
  expect(after).toMatchObject({ name: 'Blau', metadata: before.metadata, state: before.state });
  expect(await stored()).toMatchObject({ name: 'Blau', settings: { version: 2, stars: [1] } });
  const finalizer = world.zendesk.transcript().findLast(({ kind }) => kind === 'finalizer');
  expect(new URLSearchParams(finalizer?.requestBody).has('state')).toBe(false);
});

test('metadata of another Zendesk, or with another key, opens nothing', async () => {
  const { metadata } = world.zendesk.account(zendeskId);
  for (const change of [{ subdomain: 'globex', metadata }, { metadata: withAnotherKey(metadata) }]) {
    const answer = await post(world, '/zendesk/admin', opening(world, change));
    expect([answer.status, titleOf(answer.html)]).toEqual([401, 'This account is not known here any more']);
    expect(answer.html).not.toContain('bluelamp');
  }
});

test('the token of an edit is nothing without the metadata', async () => {
  const browser = await edit();
  for (const metadata of ['', '{"v":1,"account":"aaaaaaaaaaaaaaaa","key":"x"}']) {
    const fields = { dialogue: tokenOf(browser.page), metadata, name: 'Stolen', domain: bluelamp };
    expect((await post(world, '/zendesk/admin/submit', fields)).status).toBe(401);
  }
  expect((await stored()).name).toBe('Blue Lamp');
});

test('two admins: the second sees what the first changed, keeps what he typed, and may overwrite', async () => {
  const [first, second] = [await edit(), await edit()];
  await first.submit(submitting({ name: 'First', stars: ['1', '2'], domain: [bluelamp] }));
  await second.submit(submitting({ name: 'Second', subject: '{title}' }));
  expect(second.page.status).toBe(409);
  expect(second.page.html).toContain('Account name: “Blue Lamp” became “First”');
  expect(second.page.html).toContain('Domains: “bluelamp.example, bluelamp.se” became “bluelamp.example”');
  expect(second.page.html).toContain('became “1 star, 2 stars”');
  expect(second.page.html).toContain('value="Second"');
  expect(await stored()).toMatchObject({ name: 'First', settings: { version: 2 } });
  await second.submit({ button: 'Submit' });
  expect(await stored()).toMatchObject({
    name: 'Second',
    settings: { version: 3, subject: '{title}', stars: [] },
  });
});

test('pressing Submit of an edit twice is one change', async () => {
  const browser = await edit();
  const { html } = browser.page;
  const fields = {
    dialogue: tokenOf(browser.page),
    metadata: hiddenField(html, 'metadata'),
    version: '1',
    name: 'Twice',
    domain: bluelamp,
    stars: '1',
    subject: 'x',
  };
  const answers = [
    await post(world, '/zendesk/admin/submit', fields),
    await post(world, '/zendesk/admin/submit', fields),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await stored()).settings.version).toBe(2);
});

test('a domain that is taken out stays known, and may be put back in', async () => {
  await (await edit()).submit(submitting({ domain: [bluelamp] }));
  expect(await activeDomains()).toEqual(['bluelamp.example']);
  expect((await stored()).domains).toHaveLength(2);
  const other = await openForm(world);
  await world.accounts.pulled((await stored()).accountId, world.nowMs());
  await other.submit(submitting({ domain: [bluelampSe] }));
  expect(errorsOf(other.page)[0]).toContain('already has bluelamp.se');
  await (await edit()).submit(submitting({ domain: [bluelamp, bluelampSe] }));
  expect(await activeDomains()).toEqual(['bluelamp.example', 'bluelamp.se']);
});

test('a test ticket can be sent once custom fields are set', async () => {
  const browser = await edit();
  expect(browser.page.html).not.toContain('Send a test ticket');
  await browser.submit(submitting({ field_stars: '360001' }));
  const again = await edit();
  await again.submit({ button: 'Send a test ticket' });
  expect(again.page.html).toContain('The test ticket is on its way.');
  expect(again.account).toBeUndefined();
});

describe('Reconnect', () => {
  const reconnect = async () => {
    const browser = await edit();
    await connect(world, tokenOf(browser.page));
    return browser;
  };

  test('takes effect with Submit; then the old login is revoked', async () => {
    const before = (await stored()).connection.connectionId;
    const browser = await reconnect();
    expect((await stored()).connection.connectionId).toBe(before);
    await browser.submit({ button: 'Submit' });
    const after = (await stored()).connection.connectionId;
    expect(after).not.toBe(before);
    world.pass(1000);
    expect(await world.due.readDue(world.nowMs(), 10)).toMatchObject([{ kind: 'revoke', id: before }]);
  });

  test('keeps what was typed', async () => {
    const browser = await edit();
    await connect(world, tokenOf(browser.page));
    const fields = {
      ...Object.fromEntries([['dialogue', tokenOf(browser.page)]]),
      name: 'Typed',
      subject: 'My subject',
    };
    const metadata = hiddenField(browser.page.html, 'metadata');
    const answer = await post(world, '/zendesk/admin/form', { ...fields, metadata, version: '1' });
    expect(answer.html).toContain('value="Typed"');
    expect(answer.html).toContain('value="My subject"');
    expect(answer.html).toContain('New connection. It takes effect with Submit.');
  });

  test('an abandoned one ends the new login only, a submitted one whose crash forgot it the old one only', async () => {
    const old = (await stored()).connection.connectionId;
    const ended: string[] = [];
    const endConnection = async (connectionId: string) => void ended.push(connectionId);
    const abandon = async () => {
      const rows = await world.due.readDue(world.nowMs() + 25 * hourMs, 10);
      for (const { kind, id } of rows) {
        if (kind === 'dialogue') await abandonDialogue({ ...world, endConnection }, id);
      }
    };
    await reconnect();
    await abandon();
    expect(ended).toHaveLength(1);
    expect(ended).not.toContain(old);

    await (await reconnect()).submit({ button: 'Submit' });
    await abandon();
    expect(ended.slice(1)).toEqual([old]);
  });

  test('a login of somebody who does not reach the domains is refused at Submit', async () => {
    const browser = await edit();
    const [ada] = world.trustpilot.users();
    world.trustpilot.grantDomains(ada?.id ?? '', ['redchair.example']);
    await connect(world, tokenOf(browser.page));
    await browser.submit({ button: 'Submit' });
    expect(errorsOf(browser.page)).toHaveLength(2);
  });
});

test('a dead connection is shown, and settings can still be changed', async () => {
  const account = await stored();
  const dead = { ...account, connection: { ...account.connection, status: 'dead' as const } };
  await world.table.db.send(
    new PutCommand({
      TableName: world.table.tableName,
      Item: { ...keys.account(account.accountId), ...dead },
    }),
  );
  const browser = await edit();
  expect(browser.page.html).toContain('Trustpilot no longer accepts the connection');
  await browser.submit(submitting({ name: 'Still here' }));
  expect((await stored()).name).toBe('Still here');
});

test('the status says how the account is doing', async () => {
  const { accountId, domains } = await stored();
  await world.accounts.pulled(accountId, world.nowMs());
  const sync: Sync = {
    accountId,
    businessUnitId: bluelamp,
    version: 0,
    watermarkMs: 0,
    intervalMs: 5 * 60_000,
    lastPollAtMs: world.nowMs(),
    lastSuccessAtMs: world.nowMs() - 5 * 60_000,
    failures: 0,
    notBeforeMs: 0,
    received: 1234,
    backfill: {
      period: '30d',
      fromMs: 0,
      untilMs: 1000,
      cursorMs: 250,
      page: 1,
      queued: 66,
      startedAtMs: world.nowMs() - 60_000,
    },
  };
  await world.syncs.save(sync);
  await world.syncs.save({
    ...sync,
    businessUnitId: bluelampSe,
    intervalMs: 3.5 * hourMs,
    failures: 2,
    lastError: 'forbidden',
    received: 0,
  });
  const browser = await edit();
  await browser.submit(submitting({ backfill: ['on'] }));
  const { html } = (await edit()).page;
  const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(text).toContain('Working');
  expect(text).toContain('5 minutes ago');
  expect(text).toContain('Reviews so far 1,366');
  expect(text).toContain('The Trustpilot login lost access to this domain.');
  expect(text).toMatch(/Read every .*bluelamp\.example 5 minutes ago 5 minutes bluelamp\.se .* 3\.5 hours/);
  expect(html).toContain('<progress');
  for (const { webhookKey } of domains) {
    expect(html).toContain(`${world.publicUrl}/trustpilot/webhooks/${webhookKey}`);
  }
});

test('what Zendesk refuses and was put aside is counted in the status', async () => {
  const { accountId } = await stored();
  const Item = keys.parked(
    accountId,
    '0#2026-01-01T00:00:00.000Z#5f0c1d2e3a4b5c6d7e8f9000#000000000000#review',
  );
  await world.table.db.send(new PutCommand({ TableName: world.table.tableName, Item }));
  const text = (await edit()).page.html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(text).toContain('Refused by Zendesk, tried again daily 1');
});

test('Cancel sync takes effect at once and is no reason to call the form stale', async () => {
  await (await edit()).submit(submitting({ backfill: ['on'] }));
  const { accountId } = await stored();
  await world.accounts.pulled(accountId, world.nowMs());
  const browser = await edit();
  await browser.submit({ values: { name: 'Typed' }, button: 'Cancel sync' });
  expect((await stored()).settings.backfill.on).toBe(false);
  expect(browser.page.html).toContain('The sync of unanswered reviews is cancelled.');
  await browser.submit({ button: 'Submit' });
  expect(await stored()).toMatchObject({ name: 'Typed', settings: { backfill: { on: false } } });
});

test('an account that is being removed is not known any more', async () => {
  await world.accounts.changeStatus((await stored()).accountId, 'leaving', world.nowMs());
  const { metadata } = world.zendesk.account(zendeskId);
  expect((await post(world, '/zendesk/admin', opening(world, { metadata }))).status).toBe(401);
});
