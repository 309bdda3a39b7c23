import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import {
  bluelamp,
  bluelampSe,
  connect,
  errorsOf,
  openForm,
  opening,
  post,
  redchair,
  submitting,
  tokenOf,
} from './admin.ts';

let world: WebWorld;
beforeEach(async () => {
  world = await startWebWorld();
  world.trustpilot.setSwitches({ consent: 'allow' });
});
afterEach(() => world.close());

async function addAccount(values: Record<string, string | string[]> = {}) {
  const browser = await openForm(world);
  await browser.submit(submitting({ domain: [bluelamp], ...values }));
  if (browser.account === undefined) throw new Error(errorsOf(browser.page).join());
  return browser.account;
}

test('connect, choose domains, Submit: Zendesk gets name, metadata and an empty state; the account waits for its first pull', async () => {
  const account = await addAccount({ name: 'Blue Lamp', stars: ['1', '2'], priority_1: 'urgent' });
  expect(account).toMatchObject({ name: 'Blue Lamp', state: '' });
  const metadata = JSON.parse(account.metadata) as { account: string; key: string };
  expect(Object.keys(metadata)).toEqual(['v', 'account', 'key']);
  const [stored] = await world.storedAccounts();
  expect(stored).toMatchObject({
    accountId: metadata.account,
    subdomain: 'acme',
    name: 'Blue Lamp',
    status: 'pending',
    connection: { status: 'ok', businessUserName: 'Ada Agent' },
    domains: [{ businessUnitId: bluelamp, domain: 'bluelamp.example' }],
    settings: { version: 1, stars: [1, 2], priorityByStars: { '1': 'urgent' } },
  });
  expect(JSON.stringify(stored)).not.toContain(metadata.key);
  expect(world.zendesk.violations()).toEqual([]);
});

test('what frees an account that Zendesk never asks about is planned for 24 hours after Submit at the earliest', async () => {
  await addAccount();
  const day = 24 * 3_600_000;
  expect((await world.due.readDue(world.nowMs() + day, 10)).map(({ kind }) => kind)).toEqual(['dialogue']);
  const later = await world.due.readDue(world.nowMs() + day + 3 * 3_600_000, 10);
  expect(later.map(({ kind }) => kind)).toEqual(['dialogue', 'pending']);
});

test('a double Submit, even at the same time, makes one account with one metadata', async () => {
  const browser = await openForm(world);
  const fields = {
    dialogue: tokenOf(browser.page),
    name: 'A',
    domain: bluelamp,
    stars: '1',
    subject: '{title}',
  };
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(world, '/zendesk/admin/submit', fields)));
  answers.push(await post(world, '/zendesk/admin/submit', fields));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(new Set(answers.map(({ html }) => /name="metadata" value="[^"]*"/.exec(html)?.[0])).size).toBe(1);
  expect(await world.storedAccounts()).toHaveLength(1);
});

test('a Submit that died half-way is completed by the next one', async () => {
  const broken = await startWebWorld({
    change: ({ submissions }) => {
      let failures = 1;
      const create: typeof submissions.create = async (account) => {
        if (failures-- > 0) throw new Error('killed');
        return submissions.create(account);
      };
      return { submissions: Object.assign(Object.create(submissions) as typeof submissions, { create }) };
    },
  });
  broken.trustpilot.setSwitches({ consent: 'allow' });
  const browser = await openForm(broken);
  const fields = {
    dialogue: tokenOf(browser.page),
    name: 'A',
    domain: bluelamp,
    stars: '1',
    subject: '{title}',
  };
  expect((await post(broken, '/zendesk/admin/submit', fields)).status).toBe(500);
  expect((await post(broken, '/zendesk/admin/submit', fields)).status).toBe(200);
  expect(await broken.storedAccounts()).toHaveLength(1);
  await broken.close();
});

test('a domain that another account of this Zendesk has is shown with the reason and refused, however it is sent', async () => {
  const first = await addAccount({ name: 'First <b>' });
  const [stored] = await world.storedAccounts();
  await world.accounts.pulled(stored?.accountId ?? '', world.nowMs());
  const browser = await openForm(world);
  expect(browser.page.html).toContain(
    'The account “First &lt;b&gt;” of this Zendesk already has bluelamp.example.',
  );
  const token = tokenOf(browser.page);
  const fields = { dialogue: token, name: 'B', domain: bluelamp, stars: '1', subject: '{title}' };
  const answer = await post(world, '/zendesk/admin/submit', fields);
  expect(answer.status).toBe(422);
  expect(errorsOf(answer)[0]).toContain('One review must never become two tickets');
  expect(await world.storedAccounts()).toHaveLength(1);
  expect(world.zendesk.accounts().map(({ id }) => id)).toEqual([first.id]);
});

test('an account whose end never reached Zendesk blocks its domains for 10 minutes only', async () => {
  await addAccount();
  const browser = await openForm(world);
  const token = tokenOf(browser.page);
  const submit = () =>
    post(world, '/zendesk/admin/submit', {
      dialogue: token,
      name: 'B',
      domain: bluelamp,
      stars: '1',
      subject: 'x',
    });
  expect(errorsOf(await submit())[0]).toContain('began an account with bluelamp.example a few minutes ago');
  world.pass(11 * 60_000);
  expect((await submit()).status).toBe(200);
  const accounts = await world.storedAccounts();
  expect(accounts.map(({ status }) => status).sort()).toEqual(['leaving', 'pending']);
  const claim = (await world.claims.all('acme')).get(bluelamp);
  expect(claim?.accountId).toBe(accounts.find(({ status }) => status === 'pending')?.accountId);
});

describe('a domain of an account that is over', () => {
  const submitAnew = async () => {
    const browser = await openForm(world);
    expect(browser.page.html).not.toContain('already has bluelamp.example');
    await browser.submit(submitting({ name: 'Anew', domain: [bluelamp] }));
    return browser;
  };
  const live = async () => {
    await addAccount();
    const [stored] = await world.storedAccounts();
    const accountId = stored?.accountId ?? '';
    await world.accounts.pulled(accountId, world.nowMs());
    return accountId;
  };
  const statusOf = async (accountId: string) =>
    (await world.accounts.read(accountId, { consistent: true }))?.status;
  const holder = async () => (await world.claims.all('acme')).get(bluelamp)?.accountId;

  test('is free as soon as Zendesk said that the account is removed, before its data are', async () => {
    const before = await live();
    await world.accounts.changeStatus(before, 'leaving', world.nowMs());
    expect(errorsOf((await submitAnew()).page)).toEqual([]);
    const anew = await holder();
    expect(anew).not.toBe(before);
    expect(await statusOf(anew ?? '')).toBe('pending');
    // The removal of the old one takes nothing of the new one's.
    await world.claims.releaseAll('acme', before);
    expect(await holder()).toBe(anew);
  });

  test('is free after 48 silent hours when the removal was never told; the silent account is then removed', async () => {
    const before = await live();
    const lastPullAtMs = world.nowMs();
    await world.accounts.pulled(before, lastPullAtMs);
    world.pass(49 * 3_600_000);
    expect(await world.accounts.fellSilent(before, lastPullAtMs)).toBe(true);
    expect(errorsOf((await submitAnew()).page)).toEqual([]);
    expect(await statusOf(before)).toBe('leaving');
    expect(await holder()).not.toBe(before);
  });

  test('stays taken while it is only stopped, and when a pull comes in the moment of Submit', async () => {
    const before = await live();
    await world.accounts.changeStatus(before, 'stopped', world.nowMs());
    world.pass(47 * 3_600_000);
    const browser = await openForm(world);
    expect(browser.page.html).toContain('already has bluelamp.example');
    const silent = await world.accounts.read(before, { consistent: true });
    if (silent === undefined) throw new Error('The account is gone');
    await world.accounts.pulled(before, world.nowMs());
    expect(await world.accounts.giveUpSilent(silent)).toBe(false);
    expect(await statusOf(before)).toBe('live');
  });
});

describe('a login that ends between Connect and Submit', () => {
  const refreshes = () => world.trustpilot.calls().filter(({ route }) => route === 'refresh').length;

  test.each([false, true])(
    'is renewed once, and the account goes on with the new one (as 403: %s)',
    async (as403) => {
      const browser = await openForm(world);
      world.pass(11 * 60_000);
      world.trustpilot.setSwitches({ expiredTokenAnswers403: as403 });
      world.trustpilot.expireAccessTokens();
      await browser.submit(submitting({ domain: [bluelamp, bluelampSe], backfill: ['on'] }));
      expect(errorsOf(browser.page)).toEqual([]);
      expect(browser.account).toBeDefined();
      expect(refreshes()).toBe(1);
      const [stored] = await world.storedAccounts();
      if (stored === undefined) throw new Error('No account');
      const { connectionId, versionId } = stored.connection;
      expect(await world.secrets.readCurrentTokenPair(connectionId)).toMatchObject({ versionId });
      expect(stored.connection).not.toHaveProperty('refreshLock');
      expect(await world.userOf(stored).proveAccess(bluelamp)).toBe(true);
      expect(refreshes()).toBe(1);
    },
  );

  test('is renewed once though several pages need it at the same time', async () => {
    const browser = await openForm(world);
    world.trustpilot.expireAccessTokens();
    const fields = new URLSearchParams({
      dialogue: tokenOf(browser.page),
      name: 'B',
      backfill: 'on',
      period: '7d',
    });
    for (const domain of [bluelamp, bluelampSe]) fields.append('domain', domain);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => post(world, '/zendesk/admin/count', fields)),
    );
    for (const { html } of answers) expect(html.match(/<span>0 unanswered reviews<.span>/g)).toHaveLength(2);
    expect(refreshes()).toBe(1);
  });

  test('for good is said, and the consent can be given again', async () => {
    const browser = await openForm(world);
    world.trustpilot.revokeUser('61f2a0b3c4d5e6f708192a3b');
    await browser.submit(submitting({ domain: [bluelamp] }));
    expect(errorsOf(browser.page)).toEqual([expect.stringContaining('no longer accepts this connection')]);
    await connect(world, tokenOf(browser.page));
    await browser.submit({ button: 'Submit' });
    expect(browser.account).toBeDefined();
  });
});

test('of several domains one is taken: none of the others stays claimed', async () => {
  await addAccount();
  const browser = await openForm(world);
  await browser.submit(submitting({ domain: [bluelamp, bluelampSe] }));
  expect(errorsOf(browser.page)).toHaveLength(1);
  expect([...(await world.claims.all('acme')).keys()]).toEqual([bluelamp]);
});

test('the same domain may be in accounts of two Zendesks', async () => {
  await addAccount();
  const page = await post(world, '/zendesk/admin', opening(world, { subdomain: 'globex' }));
  await connect(world, tokenOf(page));
  const fields = { dialogue: tokenOf(page), name: 'G', domain: bluelamp, stars: '1', subject: 'x' };
  expect((await post(world, '/zendesk/admin/submit', fields)).status).toBe(200);
  expect(await world.storedAccounts()).toHaveLength(2);
});

test('Add a domain: found by name, access proved; unknown and foreign ones are refused beside the field', async () => {
  world.trustpilot.setSwitches({ undocumentedEndpoints: false });
  const browser = await openForm(world);
  expect(browser.page.html).toContain('Trustpilot did not tell us your domains');
  const add = async (name: string) => {
    await browser.submit({ values: { name: 'Typed', new_domain: name }, button: 'Add' });
    return errorsOf(browser.page);
  };
  expect(await add('')).toEqual(['new_domain: Enter a domain, such as shop.example.']);
  expect(await add('nobody.example')).toEqual([
    expect.stringContaining('Trustpilot knows no domain nobody.example'),
  ]);
  expect(await add('redchair.example')).toEqual([
    expect.stringContaining('may not read the reviews of redchair.example'),
  ]);
  expect(await add('https://www.bluelamp.example/about')).toEqual([]);
  expect(browser.page.html).toContain('bluelamp.example was added to the list.');
  expect(browser.page.html).toContain('value="Typed"');
  await browser.submit({ button: 'Submit' });
  expect(browser.account?.name).toBe('Typed');
});

test('a domain that the form did not offer cannot be submitted', async () => {
  const browser = await openForm(world);
  const fields = { dialogue: tokenOf(browser.page), name: 'A', domain: redchair, stars: '1', subject: 'x' };
  const answer = await post(world, '/zendesk/admin/submit', fields);
  expect(errorsOf(answer)).toEqual(['domains: Choose at least one domain.']);
});

test('a listed domain whose reviews may not be read is refused at Submit, with the reason', async () => {
  const browser = await openForm(world);
  world.trustpilot.failNext({ kind: '403', match: `/v1/private/business-units/${bluelamp}/reviews` });
  await browser.submit(submitting({ domain: [bluelamp] }));
  expect(errorsOf(browser.page)).toEqual([
    expect.stringContaining('may not read the reviews of bluelamp.example'),
  ]);
  expect(await world.storedAccounts()).toEqual([]);
});

test('what is wrong stands beside its field and what was typed is kept', async () => {
  const browser = await openForm(world);
  await browser.submit(
    submitting({ name: '', domain: [], stars: [], subject: '{oops}', field_stars: 'abc', field_link: '42' }),
  );
  expect(browser.page.status).toBe(422);
  expect(errorsOf(browser.page).map((error) => error.split(':')[0])).toEqual([
    'name',
    'domains',
    'stars',
    'subject',
    'field_stars',
  ]);
  expect(browser.page.html).toContain('value="{oops}"');
  expect(browser.page.html).toContain('value="42"');
  expect(await world.storedAccounts()).toEqual([]);
});

test('Trustpilot being down at Submit loses nothing that was typed', async () => {
  const browser = await openForm(world);
  world.trustpilot.failNext({ kind: '503', times: 'always' });
  await browser.submit(submitting({ name: 'Patience', domain: [bluelamp] }));
  expect(browser.page.html).toContain('busy');
  expect(browser.page.html).toContain('value="Patience"');
  world.trustpilot.clearFaults();
  await browser.submit({ button: 'Submit' });
  expect(browser.account?.name).toBe('Patience');
});

test('everything a person or Trustpilot can name is escaped on every page', async () => {
  const hostile = `"><script>alert(1)</script>'&{{7*7}}\${7*7}`;
  const unit = world.trustpilot.addBusinessUnit({ domain: 'evil.example', displayName: hostile });
  const user = world.trustpilot.addUser({ name: hostile, email: 'x@y.example', domains: ['evil.example'] });
  world.trustpilot.grantDomains(user.id, ['evil.example']);
  const [ada] = world.trustpilot.users();
  world.trustpilot.grantDomains(ada?.id ?? '', ['bluelamp.example', 'evil.example']);
  const browser = await openForm(world, { locale: 'en' });
  const values = { name: hostile, subject: hostile, field_stars: hostile, new_domain: hostile };
  await browser.submit({ values: { ...values, domain: [unit.id] }, button: 'Submit' });
  const pages = [browser.page.html];
  await browser.submit({ values, button: 'Add' });
  pages.push(browser.page.html);
  await browser.submit(submitting({ ...values, field_stars: '', subject: `${hostile} {stars}` }));
  pages.push(browser.page.html);
  for (const html of pages) {
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(1)');
  }
  const [stored] = await world.storedAccounts();
  expect(world.zendesk.accounts()[0]?.name).toBe(hostile);
  expect(stored?.name).toBe(hostile);
});

test('no token, metadata or name is logged', async () => {
  const account = await addAccount({ name: 'Secret name' });
  const log = world.lines.join('\n');
  const { key } = JSON.parse(account.metadata) as { key: string };
  for (const secret of [key, 'Secret name', 'tpa-', 'tpr-', 'tpc-', 'Ada Agent', 'bluelamp']) {
    expect(log).not.toContain(secret);
  }
  expect(log).toContain('account created');
});

test('a page with 20 domains and its assets weighs less than 60 KB', async () => {
  const domains = Array.from({ length: 20 }, (_, index) => `a-rather-long-shop-name-${index}.example`);
  for (const domain of domains)
    world.trustpilot.addBusinessUnit({ domain, displayName: `Shop of ${domain}` });
  const [ada] = world.trustpilot.users();
  world.trustpilot.grantDomains(ada?.id ?? '', domains);
  const browser = await openForm(world);
  const { html } = browser.page;
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(assets).toHaveLength(2);
  const bodies = await Promise.all(assets.map(async (path) => (await fetch(world.publicUrl + path)).text()));
  const bytes = [html, ...bodies].reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  expect(html).toContain(domains[19]);
  expect(bytes).toBeLessThan(60 * 1024);
});
