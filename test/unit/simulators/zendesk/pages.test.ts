import type { Exchange, Violation } from '../../../simulators/zendesk/http/transcript.ts';
import { aPackage, requirementsFor, requirementsOnlyManifest } from './app-zip.ts';
import { aResource } from './stub-service.ts';
import { withAccount, withZendesk } from './world.ts';

const get = async (url: string) => (await fetch(url)).text();
const post = (url: string, fields: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
const api = async (url: string, body: unknown = {}): Promise<unknown> =>
  (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json();

test('the zip is installed from a file or an address; its faults are shown', () =>
  withZendesk(async (zendesk, service) => {
    const zip = aPackage({ 'requirements.json': requirementsFor(service.manifestUrl) });
    const upload = async (bytes: Uint8Array) => {
      const form = new FormData();
      form.set('package', new Blob([new Uint8Array(bytes)]), 'app.zip');
      form.set('url', '');
      return fetch(`${zendesk.url}/admin-center/apps`, { method: 'POST', body: form });
    };
    const broken = await upload(aPackage({ 'assets/logo.png': undefined }));
    expect(broken.status).toBe(422);
    expect(await broken.text()).toContain('assets/logo.png is missing');
    const installed = await upload(zip);
    expect(await installed.text()).toContain('Reviews installed');
    expect(zendesk.integrations()).toMatchObject([{ app: { name: 'Reviews', version: '1.0.0' } }]);
  }));

test('a new zip of the same app updates it and keeps the accounts, but its manifest_url cannot change', () =>
  withZendesk(async (zendesk, service) => {
    const zipOf = (url: string, version: string) =>
      aPackage({
        'requirements.json': requirementsFor(url),
        'manifest.json': { ...requirementsOnlyManifest, version },
      });
    await zendesk.installZip(zipOf(service.manifestUrl, '1'));
    await zendesk.addAccountDirectly({ name: 'Acme' });
    const update = await zendesk.installZip(zipOf(service.manifestUrl, '2'));
    expect(update).toMatchObject({ isUpdate: true, integration: { app: { version: '2' } } });
    expect(zendesk.accounts()).toHaveLength(1);
    await expect(zendesk.installZip(zipOf(`${service.url}/other.json`, '3'))).rejects.toThrow(
      'cannot change',
    );
  }));

test('an agent reads a ticket, replies, solves and closes it', () =>
  withAccount(async (zendesk, service) => {
    service.hands([
      aResource('r1', { message: '<script>alert(1)</script>\nBad', html_message: '<b>"Bad"</b>' }),
    ]);
    service.on('/channelback', () => ({ body: { external_id: 'reply:1' } }));
    const pulled = await post(`${zendesk.url}/pull-now`, { back: '/tickets' });
    expect(pulled.url).toBe(`${zendesk.url}/tickets`);
    const ticketUrl = `${zendesk.url}/tickets/1`;
    const page = await get(ticketUrl);
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;b&gt;&quot;Bad&quot;&lt;/b&gt;');
    expect(page).toContain(`${service.url}/clickthrough?external_id=r1`);
    await post(`${ticketUrl}/reply`, { text: 'Only for us', kind: 'note' });
    const replied = await (await post(`${ticketUrl}/reply`, { text: 'Sorry!', kind: 'public' })).text();
    expect(replied).toContain('delivered');
    expect(replied).toContain('Internal note');
    expect(service.requestsTo('/channelback')).toHaveLength(1);
    await post(`${ticketUrl}/status`, { status: 'solved' });
    await post(`${ticketUrl}/status`, { status: 'closed' });
    expect(zendesk.ticket(1).status).toBe('closed');
    expect(await get(ticketUrl)).toContain('This ticket is closed');
  }));

test('every page shows, also with contents that mean harm', () =>
  withAccount(async (zendesk, service) => {
    const evil = '"><img src=x onerror=alert(1)>';
    const author = { external_id: 'evil', name: evil };
    const fields = [
      { id: 'subject', value: evil },
      { id: 'tags', value: ['"><svg/onload=alert(1)>'] },
      { id: evil, value: evil },
    ];
    service.hands([aResource(evil, { message: evil, author, fields })]);
    await zendesk.tick();
    await zendesk.deactivate(1, 'error', evil);
    const paths = [
      '/',
      '/admin-center/apps',
      '/admin-center/channel-integrations',
      '/tickets',
      '/tickets/1',
      '/bad-day',
    ];
    const exchanges = zendesk.transcript().map(({ id }) => `/transcript/${id}`);
    for (const path of [...paths, '/transcript', ...exchanges]) {
      const page = await get(zendesk.url + path);
      expect(page).toContain('</html>');
      expect(page).not.toMatch(/<img src=x|<svg\/onload/);
    }
  }));

test('the bad day page sets its switches', () =>
  withAccount(async (zendesk) => {
    await post(`${zendesk.url}/bad-day`, {
      notConverted: 'a\r\nb*\r\n',
      notConvertedNext: '2',
      events: 'late',
      pullTimeoutMs: '500',
      overlappingPulls: 'on',
      dropPullResponses: '',
    });
    expect(zendesk.badDay).toMatchObject({
      notConverted: ['a', 'b*'],
      notConvertedNext: 2,
      events: 'late',
      pullTimeoutMs: 500,
      overlappingPulls: true,
      dropPullResponses: 0,
      staleManifest: false,
    });
    await post(`${zendesk.url}/good-day`);
    expect(zendesk.badDay).toMatchObject({ notConverted: [], events: 'in time', overlappingPulls: false });
  }));

test('accounts are removed and apps uninstalled from the pages', () =>
  withAccount(async (zendesk, service, account) => {
    const base = `${zendesk.url}/admin-center/accounts/${account.id}`;
    await post(`${base}/deactivate`);
    expect(zendesk.account(account.id).active).toBe(false);
    await post(`${base}/activate`);
    await post(`${base}/pull`);
    expect(service.requestsTo('/pull')).toHaveLength(1);
    await post(`${base}/remove`);
    expect(zendesk.accounts()).toEqual([]);
    await post(`${zendesk.url}/admin-center/apps/1/uninstall`);
    expect(zendesk.integrations()).toEqual([]);
  }));

test('another process drives the simulator over HTTP', () =>
  withZendesk(async (zendesk, service) => {
    const admin = `${zendesk.url}/admin`;
    const zip = aPackage({ 'requirements.json': requirementsFor(service.manifestUrl) });
    await fetch(`${admin}/install-zip`, { method: 'POST', body: new Uint8Array(zip) });
    service.on('/admin', ({ form }) => ({
      body: `<form method="post" action="${form.get('return_url') ?? ''}"><input name="name" value="Acme"><input name="metadata" value="m"></form>`,
    }));
    expect(await api(`${admin}/open-admin`)).toMatchObject({ id: 1, name: 'Acme', metadata: 'm' });
    service.hands([aResource('r1')]);
    service.on('/channelback', () => ({ body: { external_id: 'reply:1' } }));
    expect(await api(`${admin}/tick`)).toMatchObject([{ ok: true, handedOver: ['r1'] }]);
    expect(await api(`${admin}/tickets/1/replies`, { text: 'Hello', requestId: 'c-1' })).toMatchObject({
      delivery: { state: 'delivered' },
    });
    expect(await api(`${admin}/bad-day`, { events: 'late' })).toMatchObject({ events: 'late' });
    expect(await api(`${admin}/behaviour`, { maxResources: 256 })).toMatchObject({ maxResources: 256 });
    expect(await api(`${admin}/bad-day`, { evnts: 'late' })).toHaveProperty('error');
    expect(await api(`${admin}/accounts/9/pull`)).toEqual({ error: 'There is no account 9' });
    const violations = JSON.parse(await get(`${admin}/violations`)) as Violation[];
    expect(violations).toEqual([]);
    const transcript = JSON.parse(await get(`${admin}/transcript`)) as Exchange[];
    expect(transcript.map(({ kind }) => kind)).toContain('channelback');
  }));

test('a service with a push token pushes, and learns what became of each resource', () =>
  withZendesk(async (zendesk, service) => {
    service.on('/manifest.json', () => ({ body: service.manifest({ push_client_id: 'reviews' }) }));
    await zendesk.install(service.manifestUrl);
    service.on('/admin', ({ form }) => ({
      body: `<form method="post" action="${form.get('return_url') ?? ''}"><input name="name" value="Acme"></form>`,
    }));
    const account = await zendesk.openAdmin();
    const token = service.requestsTo('/admin')[0]?.form.get('zendesk_access_token') ?? '';
    const push = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const text = JSON.stringify({ instance_push_id: account.instancePushId, ...body });
      return fetch(`${zendesk.url}/api/v2/any_channel/${path}`, { method: 'POST', headers, body: text });
    };
    const orphan = aResource('r2', { thread_id: undefined, parent_id: 'unheard of' });
    const answer = await push('push.json', {
      external_resources: [aResource('r1'), aResource('r1'), orphan, aResource('r3')],
    });
    const { results } = (await answer.json()) as { results: { status: { code: string } }[] };
    expect(results.map(({ status }) => status.code)).toEqual([
      'success',
      'already_imported',
      'could_not_locate_parent_external_resource',
      'halted',
    ]);
    expect((await push('validate_token', {})).status).toBe(200);
    zendesk.expirePushTokens();
    expect((await push('validate_token', {})).status).toBe(401);
  }));
