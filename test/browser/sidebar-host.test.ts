import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { startZendeskSimulator, type ZendeskSimulator } from '../simulators/zendesk/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { aPackageWithPage, manifestWithPage, requirementsFor } from '../unit/simulators/zendesk/app-zip.ts';
import { aResource, StubService } from '../unit/simulators/zendesk/stub-service.ts';

/** The protocol between a ticket page and its app, with a page that only hands out the SDK's client. */
const fixture = {
  'assets/sidebar.html': `<!doctype html><title>App</title>
    <script src="https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"></script>
    <script src="sidebar.js"></script><p>Loaded</p>`,
  'assets/sidebar.js': `
    window.heard = [];
    window.client = ZAFClient.init();
    for (const event of ['ticket.submit.start', 'ticket.submit.done', 'ticket.submit.fail', 'ticket.submit.always',
      'colorScheme.changed', 'comment.text.changed'])
      client.on(event, (data) => heard.push([event, data]));
    client.on('app.registered', (data) => { window.registered = data; });
    client.on('ticket.save', () => window.saveHook?.());`,
};

let browser: Browser;
let context: BrowserContext;
let service: StubService;
let zendesk: ZendeskSimulator;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  service = await StubService.start();
  zendesk = await startZendeskSimulator({ pullIntervalSeconds: 0, sdkFile: process.env['ZAF_SDK_FILE'] });
  const parameters = [
    { name: 'sidebar_code', type: 'text', secure: true, scopes: ['jwt_secret_key'] },
    { name: 'shop', type: 'text' },
  ];
  const zip = aPackageWithPage({
    ...fixture,
    'manifest.json': { ...manifestWithPage, domainWhitelist: ['127.0.0.1'], parameters },
    'requirements.json': requirementsFor(service.manifestUrl),
  });
  await zendesk.installZip(zip, { settings: { sidebar_code: 'the-raw-key', shop: 'blue' } });
  await zendesk.addAccountDirectly({ name: 'Acme' });
  service.hands([aResource('r1')]);
  service.on('/channelback', () => ({ body: { external_id: 'reply:1' } }));
  await zendesk.tick();
  context = await browser.newContext();
  context.setDefaultTimeout(10_000);
});
afterEach(async () => {
  await context.close();
  await zendesk.close();
  await service.close();
});

async function openTicket(id = 1): Promise<{ page: Page; app: Frame }> {
  const page = await context.newPage();
  await page.goto(`${zendesk.url}/tickets/${id}`);
  const element = await page.waitForSelector('.app iframe');
  const app = await element.contentFrame();
  if (app === null) throw new Error('No frame');
  await app.waitForFunction('window.registered');
  return { page, app };
}

test('an app is registered with its open settings only, at an origin of another site', async () => {
  const { page, app } = await openTicket();
  const url = new URL(app.url());
  expect(url.origin).toBe(zendesk.assetUrl);
  expect(url.hostname).not.toBe(new URL(page.url()).hostname);
  expect(url.pathname).toMatch(/^\/\d+\/assets\/\d+-[0-9a-f]+\/sidebar\.html$/);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    x: '1',
    origin: zendesk.url,
    colorScheme: 'light',
  });
  const guid = url.searchParams.get('app_guid');
  expect(await app.evaluate('registered')).toMatchObject({
    metadata: { name: 'Reviews', version: '1.0.0', settings: { title: 'Reviews', shop: 'blue' } },
    context: {
      instanceGuid: guid,
      product: 'support',
      account: { subdomain: 'acme' },
      location: 'ticket_sidebar',
      ticketId: 1,
    },
  });
  expect(JSON.stringify(await page.evaluate('appMessages'))).not.toContain('the-raw-key');
});

test('the ticket, the agent and the account can be read; what is unknown is an error of its own', async () => {
  const { app } = await openTicket();
  const isOurs = 'ticket.via.source.from.service_info.registered_integration_service_external_id';
  const paths = [
    'ticket.id',
    isOurs,
    'ticket.requester.identities.0',
    'ticket.externalId',
    'currentUser.locale',
    'currentUser.role',
    'currentAccount.subdomain',
    'colorScheme',
    'ticket.description',
    'ticket.display_info',
  ];
  expect(await app.evaluate(`client.get(${JSON.stringify(paths)})`)).toEqual({
    'ticket.id': 1,
    [isOurs]: 'https://reviews.example.com/channel',
    'ticket.requester.identities.0': { type: 'any_channel', value: '1:consumer-1' },
    'ticket.externalId': null,
    'currentUser.locale': 'en-US',
    'currentUser.role': 'admin',
    'currentAccount.subdomain': 'acme',
    colorScheme: 'light',
    'ticket.description': 'Review r1\nThe text',
    errors: { 'ticket.display_info': { message: 'No such Api' } },
  });
  await expect(app.evaluate('client.get("no.such.path")')).rejects.toThrow('No such Api');
});

test('an app sizes its frame, shows a message, and writes into the composer', async () => {
  const { page, app } = await openTicket();
  const height = () =>
    page.locator('.app iframe').evaluate((frame: { offsetHeight: number }) => frame.offsetHeight);
  expect(await height()).toBe(100);
  await app.evaluate(`client.invoke('resize', { width: '100%', height: '320px' })`);
  expect(await height()).toBe(320);
  await app.evaluate(`client.invoke('resize', { height: '5000px' })`);
  expect(await height()).toBe(1000);
  await app.evaluate(`client.invoke('notify', '<b>Done</b>', 'alert')`);
  await page.locator('.toast.alert', { hasText: 'Reviews: <b>Done</b>' }).waitFor();
  await page.getByLabel('Reply', { exact: true }).fill('Hello & <hi>\nthere');
  await app.evaluate(`client.invoke('comment.appendText', ' agent')`);
  expect(await app.evaluate(`client.get(['comment.text', 'comment.type'])`)).toMatchObject({
    'comment.text': '<p>Hello &amp; &lt;hi&gt;</p><p>there agent</p>',
    'comment.type': 'publicReply',
  });
  expect(await app.evaluate('heard.at(-1)')).toMatchObject([
    'comment.text.changed',
    { newValue: '<p>Hello &amp; &lt;hi&gt;</p><p>there agent</p>' },
  ]);
});

test.each([
  ['a text', `() => 'Too long'`, 'Too long'],
  ['an error', `() => { throw new Error('Too long') }`, 'Too long'],
  ['a rejected promise', `async () => { throw 'Too long' }`, 'Too long'],
  ['false', `() => false`, 'An app does not let this ticket be submitted.'],
])('%s from the save hook stops a submit', async (_what, hook, message) => {
  const { page, app } = await openTicket();
  await app.evaluate(`window.saveHook = ${hook}; undefined`);
  await page.getByLabel('Reply', { exact: true }).fill('Hello');
  await page.getByRole('button', { name: 'Public reply' }).click();
  await page.getByRole('alert').getByText(message).waitFor();
  expect(await app.evaluate('heard.map(([event]) => event).slice(-3)')).toEqual([
    'ticket.submit.start',
    'ticket.submit.fail',
    'ticket.submit.always',
  ]);
  expect(service.requestsTo('/channelback')).toHaveLength(0);
  expect(await page.getByLabel('Reply', { exact: true }).inputValue()).toBe('Hello');
});

test.each([
  ['true', `() => true`],
  ['a promise of a text, which is the trap', `async () => 'Too long'`],
])('%s from the save hook lets a submit through', async (_what, hook) => {
  const { page, app } = await openTicket();
  await app.evaluate(`window.saveHook = ${hook}; undefined`);
  await page.getByLabel('Reply', { exact: true }).fill('Hello');
  await page.getByRole('button', { name: 'Public reply' }).click();
  await page.getByText('delivered', { exact: true }).waitFor();
  expect(await app.evaluate('heard.map(([event]) => event).slice(-2)')).toEqual([
    'ticket.submit.done',
    'ticket.submit.always',
  ]);
  expect(service.requestsTo('/channelback')).toHaveLength(1);
});

test('an app that never answers holds a submit up, but does not stop it', async () => {
  zendesk.behaviour.saveHookTimeoutMs = 300;
  const { page, app } = await openTicket();
  await app.evaluate(`window.saveHook = () => new Promise(() => {}); undefined`);
  await page.getByLabel('Reply', { exact: true }).fill('Hello');
  await page.getByLabel('Internal').check();
  await page.getByRole('button', { name: 'Internal note' }).click();
  await page.locator('article.note').waitFor();
  expect(service.requestsTo('/channelback')).toHaveLength(0);
});

test('a request goes through the proxy: signed, without anything of the browser, answered in full', async () => {
  service.on('/api', () => ({ body: { hello: 'agent' } }));
  service.on('/no', () => ({ status: 401, body: { code: 'sidebar_key_rejected' } }));
  const { page, app } = await openTicket();
  const options = (path: string) =>
    JSON.stringify({
      url: `${service.url}${path}`,
      type: 'POST',
      contentType: 'application/json',
      dataType: 'json',
      data: '{}',
      headers: { Authorization: 'Bearer {{jwt.token}}' },
      secure: true,
      httpCompleteResponse: true,
      jwt: { algorithm: 'HS256', secret_key: '{{setting.sidebar_code}}', expiry: 60 },
    });
  expect(await app.evaluate(`client.request(${options('/api')})`)).toMatchObject({
    status: 200,
    responseJSON: { hello: 'agent' },
  });
  expect(await app.evaluate(`client.request(${options('/no')}).catch((answer) => answer)`)).toMatchObject({
    status: 401,
    responseJSON: { code: 'sidebar_key_rejected' },
  });
  const headers = service.requestsTo('/api')[0]?.headers ?? {};
  expect(headers.authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  for (const name of ['cookie', 'origin', 'referer']) expect(headers).not.toHaveProperty(name);
  expect(JSON.stringify(await page.evaluate('appMessages'))).not.toContain('the-raw-key');
  expect(await app.evaluate(`client.request('/api/v2/users/me.json')`)).toMatchObject({
    user: { role: 'admin' },
  });
});

test('a frame that is loaded anew is registered anew, and hears nothing of what the page before asked', async () => {
  service.on('/slow', () => ({ body: { late: true }, delayMs: 500 }));
  const { page, app } = await openTicket();
  await app.evaluate(`client.request({ url: '${service.url}/slow' }).catch(() => {}); undefined`);
  await app.evaluate('location.reload()');
  await app.waitForFunction('window.registered');
  await page.waitForTimeout(700);
  const toApp =
    'appMessages.filter(({ from, data }) => from === "host" && data.key?.startsWith("zaf.request"))';
  expect(await page.evaluate(toApp)).toEqual([]);
  expect(await app.evaluate('client.get("ticket.id")')).toMatchObject({ 'ticket.id': 1 });
});

test('the colours change at once; restrictions take the app away', async () => {
  const { page, app } = await openTicket();
  await page.getByLabel('Colours').selectOption('dark');
  await app.waitForFunction('heard.some(([event]) => event === "colorScheme.changed")');
  expect(await app.evaluate('heard.at(-1)')).toEqual(['colorScheme.changed', 'dark']);
  expect(await app.evaluate('client.get("colorScheme")')).toMatchObject({ colorScheme: 'dark' });
  expect(zendesk.agent.colorScheme).toBe('dark');
  zendesk.changeAppSettings({ restrictions: { roles: ['admin'], groups: ['Reviews'] } });
  await page.reload();
  expect(await page.locator('.app').count()).toBe(0);
});

test('another site in a frame cannot use the proxy', async () => {
  const { app } = await openTicket();
  const body = JSON.stringify({ installationId: 7001, options: { url: `${service.url}/api` } });
  const call = `fetch('${zendesk.url}/sidebar/proxy', { method: 'POST', mode: 'no-cors', body: ${JSON.stringify(body)} }).then(() => 0)`;
  await app.evaluate(call);
  expect(service.requestsTo('/api')).toEqual([]);
});
