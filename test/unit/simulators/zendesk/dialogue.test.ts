import http from 'node:http';
import { finalizerPath } from '../../../simulators/zendesk/simulation.ts';
import type { StubService } from './stub-service.ts';
import { withAccount, withZendesk } from './world.ts';

const hidden = (form: URLSearchParams) =>
  [...form]
    .filter(([name]) => !['name', 'metadata', 'state'].includes(name))
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
    .join('');

const lastPage = (returnUrl: string, name: string, more = '') =>
  `<form method="post" action="${returnUrl}"><input type=hidden name="name" value="${name}">
   <input name="metadata" value="{&quot;key&quot;:&quot;&lt;k&gt;&quot;}">${more}</form>`;

/** A dialogue of two pages: settings, then the form that leads back to Zendesk. */
function serveDialogue(service: StubService, more = ''): void {
  service.on('/admin', ({ form }) => ({
    headers: {
      'content-security-policy': "frame-ancestors http://localhost:*; form-action 'self' http://localhost:*",
    },
    body: `<form method="post" action="/admin/finish">${hidden(form)}
      <label>Account name <input name="account_name" value="${form.get('name') ?? ''}"></label>
      <input type="checkbox" name="domain" value="a.example" checked><input type="checkbox" name="domain" value="b.example">
      <select name="period"><option value="7">Last 7 days<option value="30" selected>Last 30 days</select>
      <button type="button">Not this one</button><button name="do" value="submit">Submit</button></form>`,
  }));
  service.on('/admin/finish', ({ form }) => ({
    body: lastPage(form.get('return_url') ?? '', form.get('account_name') ?? '', more),
  }));
}

/** Not fetch, which sends a Sec-Fetch-Mode of its own. */
function postWithHeaders(
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('the admin goes through the dialogue, form by form, and the account is stored', () =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    serveDialogue(service);
    const account = await zendesk.openAdmin({
      onPage: { button: 'Submit', values: { account_name: 'Acme & Sons', domain: ['b.example'] } },
    });
    expect(account).toMatchObject({
      name: 'Acme & Sons',
      metadata: '{"key":"<k>"}',
      state: '',
      active: true,
    });
    const [opening] = service.requestsTo('/admin');
    expect(Object.fromEntries(opening?.form ?? [])).toEqual({
      return_url: zendesk.url + finalizerPath,
      subdomain: 'acme',
      locale: 'en-US',
      name: '',
      metadata: '',
      state: '',
    });
    expect(opening?.headers).toMatchObject({ origin: zendesk.url, referer: `${zendesk.url}/` });
    expect(opening?.headers.cookie).toBeUndefined();
    const finish = service.requestsTo('/admin/finish')[0]?.form;
    expect([finish?.getAll('domain'), finish?.get('period'), finish?.get('do')]).toEqual([
      ['b.example'],
      '30',
      'submit',
    ]);
    expect(service.events().at(-1)).toMatchObject({
      type_id: 'create_integration_instance',
      data: { metadata: '{"key":"<k>"}' },
    });
  }));

test('an edit without state keeps the stored one, tells nobody, and wakes a deactivated account', () =>
  withAccount(async (zendesk, service, account) => {
    serveDialogue(service);
    service.hands([], { state: 'page 2' });
    await zendesk.tick();
    const events = service.eventTypes().length;
    const edited = await zendesk.openAdmin({
      accountId: account.id,
      onPage: { values: { account_name: 'New name' } },
    });
    expect(edited).toMatchObject({ id: account.id, name: 'New name', state: 'page 2' });
    expect(service.requestsTo('/admin')[0]?.form.get('metadata')).toBe('the-metadata');
    expect(service.eventTypes()).toHaveLength(events);
    await zendesk.deactivate(account.id);
    await zendesk.openAdmin({ accountId: account.id });
    expect(service.eventTypes().at(-1)).toBe('activate_integration_instance');
  }));

test('state that is sent resets the stored one', () =>
  withAccount(async (zendesk, service, account) => {
    serveDialogue(service, '<input name="state" value="from the start">');
    expect(await zendesk.openAdmin({ accountId: account.id })).toMatchObject({ state: 'from the start' });
  }));

test.each([
  ['X-Frame-Options', { 'x-frame-options': 'SAMEORIGIN' }, 'X-Frame-Options'],
  [
    'frame-ancestors of someone else',
    { 'content-security-policy': "frame-ancestors 'self'" },
    'frame-ancestors',
  ],
  ['another type than HTML', { 'content-type': 'text/plain' }, 'not HTML'],
])('a page with %s cannot be the dialogue', (_title, headers, reason) =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    service.on('/admin', () => ({ headers, body: '<p>Hello</p>' }));
    await expect(zendesk.openAdmin()).rejects.toThrow(reason);
    expect(zendesk.violations()).toMatchObject([{ kind: 'dialogue', severity: 'error' }]);
  }),
);

test('form-action is honoured, also for return_url', () =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    service.on('/admin', ({ form }) => ({
      headers: { 'content-security-policy': "form-action 'self'" },
      body: lastPage(form.get('return_url') ?? '', 'Acme'),
    }));
    await expect(zendesk.openAdmin()).rejects.toThrow('form-action');
  }));

test.each([
  ['no name', '', 'x', 'name is missing'],
  ['a name of 256 characters', 'n'.repeat(256), 'x', 'name is 256 long'],
  ['metadata of 5001 bytes', 'Acme', 'm'.repeat(5001), 'metadata is 5001 long'],
])('an account with %s is refused', (_title, name, metadata, reason) =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    service.on('/admin', ({ form }) => ({
      body: `<form method=post action="${form.get('return_url') ?? ''}"><input name=name value="${name}"><input name=metadata value="${metadata}"></form>`,
    }));
    await expect(zendesk.openAdmin()).rejects.toThrow(reason);
    expect(zendesk.accounts()).toEqual([]);
  }),
);

test('return_url sends a server to the login page', () =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    const body = new URLSearchParams({ name: 'Acme', metadata: 'x' });
    const response = await fetch(zendesk.url + finalizerPath, { method: 'POST', body, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/login']);
    expect(zendesk.accounts()).toEqual([]);
    expect(zendesk.violations()).toMatchObject([{ kind: 'finalizer', severity: 'error' }]);
  }));

test('a browser opens the dialogue in an iframe and comes back with its session', () =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    const top = await fetch(`${zendesk.url}/admin-center/accounts/new`);
    const page = await top.text();
    expect(page).toContain('<iframe');
    expect(page).toContain(`action="${service.url}/admin"`);
    const cookie = top.headers.get('set-cookie')?.split(';')[0] ?? '';
    const body = new URLSearchParams({ name: 'Acme', metadata: 'x' });
    const post = () => fetch(zendesk.url + finalizerPath, { method: 'POST', body, headers: { cookie } });
    expect((await post()).status).toBe(200);
    expect(zendesk.accounts()).toMatchObject([{ name: 'Acme' }]);
    expect((await post()).status).toBe(422);
    expect(zendesk.accounts()).toHaveLength(1);
  }));

test('a browser that keeps its cookie from the iframe is known by its navigation', () =>
  withZendesk(async (zendesk, service) => {
    await zendesk.install(service.manifestUrl);
    await fetch(`${zendesk.url}/admin-center/accounts/new`);
    const status = await postWithHeaders(zendesk.url + finalizerPath, 'name=Acme&metadata=x', {
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'iframe',
    });
    expect(status).toBe(200);
    expect(zendesk.accounts()).toMatchObject([{ name: 'Acme', metadata: 'x' }]);
  }));

test('a service that pushes gets a push id and a fresh token each time', () =>
  withZendesk(async (zendesk, service) => {
    service.on('/manifest.json', () => ({ body: service.manifest({ push_client_id: 'reviews' }) }));
    await zendesk.install(service.manifestUrl);
    serveDialogue(service);
    const account = await zendesk.openAdmin({ onPage: { values: { account_name: 'Acme' } } });
    await zendesk.openAdmin({ accountId: account.id });
    const forms = service.requestsTo('/admin').map(({ form }) => form);
    expect(forms.map((form) => form.get('instance_push_id'))).toEqual([
      account.instancePushId,
      account.instancePushId,
    ]);
    expect(new Set(forms.map((form) => form.get('zendesk_access_token'))).size).toBe(2);
  }));
