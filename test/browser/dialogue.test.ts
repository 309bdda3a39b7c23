import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Browser } from 'playwright-core';
import { keys } from '../../lambdas/store/table.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { DialogueVisit, findViolations, type Look } from './dialogue-page.ts';

const hourMs = 3_600_000;
const unit = '5f0c1d2e3a4b5c6d7e8f9012';
const addPath = '/admin-center/accounts/new?integration=1';

let browser: Browser;
let world: WebWorld;
let visits: DialogueVisit[];
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  visits = [];
  world = await startWebWorld();
  world.trustpilot.createReviews(
    Array.from({ length: 40 }, (_, index) => ({
      domain: index % 4 === 0 ? 'bluelamp.se' : 'bluelamp.example',
      stars: 1 + (index % 5),
      language: index % 3 === 0 ? 'sv' : 'en',
      createdAt: Date.now() - index * 20 * hourMs,
    })),
  );
});
afterEach(async () => {
  await Promise.all(visits.map((visit) => visit.close()));
  await world.close();
});

async function open(path = addPath, look: Look = {}): Promise<DialogueVisit> {
  const visit = await DialogueVisit.open(browser, world, path, look);
  visits.push(visit);
  return visit;
}

/** An account as it is after some days: pulled, polled, half-way through its older reviews. */
async function accountAtWork(): Promise<number> {
  const visit = await open();
  await visit.consent('Connect to Trustpilot');
  const frame = await visit.frame();
  await frame.getByLabel('bluelamp.example').check();
  await frame.getByLabel('bluelamp.se').check();
  await frame.getByLabel('Sync unanswered reviews').check();
  await frame.getByRole('button', { name: 'Submit' }).click();
  await visit.page.waitForURL(/saved=/);
  await visit.close();
  const [account] = await world.storedAccounts();
  if (account === undefined) throw new Error('No account');
  const { accountId, domains } = account;
  await world.accounts.pulled(accountId, world.nowMs() - 4 * 60_000);
  for (const [index, { businessUnitId }] of domains.entries()) {
    await world.syncs.save({
      accountId,
      businessUnitId,
      version: 0,
      watermarkMs: 0,
      lastPollAtMs: world.nowMs(),
      lastSuccessAtMs: world.nowMs() - (index + 1) * 3 * 60_000,
      failures: index,
      notBeforeMs: 0,
      received: 1180 * (index + 1),
      backfill: {
        period: '30d',
        fromMs: 0,
        untilMs: 1000,
        cursorMs: 600 + index * 100,
        page: 1,
        queued: 20,
        startedAtMs: world.nowMs() - 120_000,
      },
    });
  }
  return world.zendesk.accounts()[0]?.id ?? 0;
}

const editPath = (accountId: number) => `/admin-center/accounts/${accountId}/edit`;

test('add an account: connect in a window, choose, see the count, Submit; axe finds nothing on any page', async () => {
  const visit = await open();
  expect(new URL((await visit.frame()).url()).hostname).toBe('localhost');
  expect(new URL(visit.page.url()).hostname).toBe('127.0.0.1');
  expect(await visit.violations()).toEqual([]);
  await visit.shot('readme/connect');
  await visit.consent('Connect to Trustpilot', { shot: 'readme/consent' });
  const frame = await visit.frame();
  expect(await visit.violations()).toEqual([]);
  await frame.getByLabel('Account name').fill('Blue Lamp');
  await frame.getByLabel('bluelamp.example').check();
  await frame.getByLabel('Sync unanswered reviews').check();
  await frame.getByText('27 unanswered reviews').waitFor();
  await frame.getByLabel('Period').selectOption({ label: 'Last 7 days' });
  await frame.getByText('6 unanswered reviews', { exact: true }).waitFor();
  await frame.getByLabel('Subject').fill('{rating} {title} on {domain} {nonsense}');
  await expect(frame.locator('#preview').textContent()).resolves.toBe(
    '2/5 Lamp arrived broken on bluelamp.example {nonsense}',
  );
  await frame.getByLabel('Subject').fill('{stars} {title}');
  await frame.getByLabel('Rating 1 of 5').selectOption({ label: 'Urgent' });
  expect(await visit.violations()).toEqual([]);
  await visit.shot('readme/settings');
  await frame.getByRole('button', { name: 'Submit' }).click();
  await visit.page.waitForURL(/saved=/);
  expect(world.zendesk.accounts()).toMatchObject([{ name: 'Blue Lamp', state: '' }]);
  expect((await world.storedAccounts())[0]).toMatchObject({
    settings: {
      subject: '{stars} {title}',
      backfill: { on: true, period: '7d' },
      priorityByStars: { '1': 'urgent' },
    },
  });
  expect(visit.complaints).toEqual([]);
  expect(world.zendesk.violations()).toEqual([]);
});

test('the frame has no cookies to use: the browser keeps none for it, and the dialogue works', async () => {
  const visit = await open();
  await visit.consent('Connect to Trustpilot');
  const cookies = await visit.context.cookies(world.publicUrl);
  expect(cookies.filter(({ name }) => name.startsWith('connect-'))).toEqual([]);
  const probe = `document.cookie = 'probe=1; Path=/; Secure; SameSite=None'; document.cookie`;
  expect(await (await visit.frame()).evaluate(probe)).toBe('');
});

test('edit: status, webhook URL to copy, reconnect', async () => {
  const accountId = await accountAtWork();
  const visit = await open(editPath(accountId));
  const frame = await visit.frame();
  await frame.getByText('Working').waitFor();
  expect(await visit.violations()).toEqual([]);
  await visit.shot('readme/edit');
  await frame.getByRole('group', { name: 'bluelamp.se' }).getByRole('button', { name: 'Copy' }).click();
  await frame.getByRole('button', { name: 'Copied' }).waitFor();
  await frame.getByLabel('Account name').fill('Renamed');
  const [before] = await world.storedAccounts();
  const [popup] = await Promise.all([
    visit.page.waitForEvent('popup'),
    frame.getByRole('button', { name: 'Reconnect' }).click(),
  ]);
  await frame.getByText('Waiting for Trustpilot').waitFor();
  await popup.getByRole('button', { name: 'Continue' }).click();
  await popup.getByRole('button', { name: 'Allow' }).click();
  await frame.getByText('New connection. It takes effect with Submit.').waitFor();
  await expect(frame.getByLabel('Account name').inputValue()).resolves.toBe('Renamed');
  await frame.getByRole('button', { name: 'Submit' }).click();
  await visit.page.waitForURL(/saved=/);
  const [after] = await world.storedAccounts();
  expect(after?.name).toBe('Renamed');
  expect(after?.connection.connectionId).not.toBe(before?.connection.connectionId);
});

test('errors: summed up, tied to their fields, the first one focused, what was typed kept', async () => {
  const visit = await open();
  await visit.consent('Connect to Trustpilot');
  const frame = await visit.frame();
  await frame.getByLabel('Account name').fill('');
  await frame.getByLabel('Subject').fill('{what}');
  await frame.getByLabel('Field for stars').fill('not a number');
  await frame.getByRole('button', { name: 'Submit' }).click();
  await frame.getByRole('alert').waitFor();
  await frame.waitForFunction('document.activeElement?.id === "name"');
  await expect(frame.getByRole('alert').innerText()).resolves.toContain('Please correct 4 entries');
  const described = await frame.getByLabel('Subject').getAttribute('aria-describedby');
  expect(described).toContain('subject-error');
  await expect(frame.locator('#subject-error').innerText()).resolves.toContain(
    'There is no placeholder {what}',
  );
  await expect(frame.getByLabel('Field for stars').inputValue()).resolves.toBe('not a number');
  expect(await visit.violations()).toEqual([]);
  await visit.shot('errors');
});

test('keyboard only, from the first button to Submit', async () => {
  const visit = await open();
  const frame = await visit.frame();
  const { keyboard } = visit.page;
  const focusOn = async (description: string, found: string) => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (await frame.evaluate(`document.activeElement?.matches(${JSON.stringify(found)})`)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${description}`);
  };
  await focusOn('Connect to Trustpilot', '[data-popup]');
  const [popup] = await Promise.all([visit.page.waitForEvent('popup'), keyboard.press('Enter')]);
  await popup.getByRole('button', { name: 'Continue' }).press('Enter');
  await popup.getByRole('button', { name: 'Allow' }).press('Enter');
  await frame.waitForSelector('#subject');
  await focusOn('the first domain', `#domain-${unit}`);
  await keyboard.press('Space');
  await focusOn('Add a domain', '#new_domain');
  await keyboard.type('www.bluelamp.se');
  await keyboard.press('Enter');
  await frame.getByText('bluelamp.se was added to the list.').waitFor();
  await focusOn('the switch', '#backfill');
  await keyboard.press('Space');
  await frame.getByText('In total').waitFor();
  await focusOn('Submit', '[data-submit]');
  await keyboard.press('Enter');
  await visit.page.waitForURL(/saved=/);
  expect((await world.storedAccounts())[0]?.domains).toHaveLength(2);
});

test('Enter in a text field submits, and never presses Reconnect or Add', async () => {
  const visit = await open();
  await visit.consent('Connect to Trustpilot');
  const frame = await visit.frame();
  await frame.getByLabel('bluelamp.example').check();
  await frame.getByLabel('Account name').press('Enter');
  await visit.page.waitForURL(/saved=/);
});

test('many domains can be searched', async () => {
  const domains = Array.from({ length: 20 }, (_, index) => `shop-${index}.example`);
  for (const domain of domains)
    world.trustpilot.addBusinessUnit({ domain, displayName: `Shop number ${domain}` });
  const [ada] = world.trustpilot.users();
  world.trustpilot.grantDomains(ada?.id ?? '', domains);
  const visit = await open();
  await visit.consent('Connect to Trustpilot');
  const frame = await visit.frame();
  expect(await visit.violations()).toEqual([]);
  await visit.shot('many-domains');
  await frame.getByLabel('Search domains').fill('shop-7');
  expect(await frame.locator('[data-domains] .check:visible').count()).toBe(1);
  await frame.getByLabel('Search domains').fill('nothing like it');
  await frame.getByText('No domain matches.').waitFor();
});

describe.each([400, 800, 1400])('%i px wide', (width) => {
  test.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    const accountId = await accountAtWork();
    const visit = await open(editPath(accountId), { width, colorScheme });
    await visit.shot(`edit-${width}-${colorScheme}`);
    expect(await visit.violations()).toEqual([]);
    const overflow = await (
      await visit.frame()
    ).evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect(overflow).toBe(false);
  });
});

test.each(['sv', 'fi', 'de', 'pl'])('in %s', async (locale) => {
  const visit = await open(`${addPath}&locale=${locale}`);
  const frame = await visit.frame();
  await expect(frame.evaluate('document.documentElement.lang')).resolves.toBe(locale);
  await visit.shot(`connect-${locale}`);
  await visit.consent((await frame.locator('[data-popup]').innerText()).trim());
  expect(await visit.violations()).toEqual([]);
  await visit.shot(`settings-${locale}`);
});

test('mirrored for a right-to-left language nothing breaks', async () => {
  const visit = await open();
  await visit.consent('Connect to Trustpilot');
  const frame = await visit.frame();
  await frame.evaluate('document.documentElement.dir = "rtl"');
  await frame.getByLabel('Sync unanswered reviews').check();
  await visit.shot('right-to-left');
  const overflow = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  await expect(frame.evaluate(overflow)).resolves.toBe(false);
});

test('without a script the page is whole, and the way through it too', async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${world.zendesk.url}${addPath}`);
  await page.getByRole('button', { name: 'Open the dialogue' }).click();
  const frame = page.frameLocator('iframe[name=dialogue]');
  const [popup] = await Promise.all([
    context.waitForEvent('page'),
    frame.getByRole('button', { name: 'Connect to Trustpilot' }).click(),
  ]);
  await popup.getByRole('button', { name: 'Continue' }).click();
  await popup.getByRole('button', { name: 'Allow' }).click();
  await popup.getByText('You can close this window').waitFor();
  await frame.getByRole('button', { name: 'I have allowed access, go on' }).click();
  await frame.getByLabel('bluelamp.example').check();
  await frame.getByRole('button', { name: 'Count' }).click();
  await frame.getByText('27 unanswered reviews').waitFor();
  await frame.getByRole('button', { name: 'Submit' }).click();
  await frame.getByRole('button', { name: 'Finish' }).click();
  await frame.getByText('Saved').waitFor();
  expect(world.zendesk.accounts()).toHaveLength(1);
  await context.close();
});

test('explanations and the pages of the window are accessible too', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${world.publicUrl}/trustpilot/oauth/callback?state=x`);
  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await context.close();
});

test('a dead connection is hard to miss', async () => {
  const accountId = await accountAtWork();
  const [account] = await world.storedAccounts();
  if (account === undefined) throw new Error('No account');
  const connection = { ...account.connection, status: 'dead' };
  await world.table.db.send(
    new PutCommand({
      TableName: world.table.tableName,
      Item: { ...keys.account(account.accountId), ...account, connection },
    }),
  );
  const visit = await open(editPath(accountId));
  await (await visit.frame()).getByText('No reviews arrive and no replies are published').waitFor();
  expect(await visit.violations()).toEqual([]);
  await visit.shot('dead-connection');
});
