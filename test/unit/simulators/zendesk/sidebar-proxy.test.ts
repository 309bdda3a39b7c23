import { createHmac } from 'node:crypto';
import type { BadDay } from '../../../simulators/zendesk/bad-day.ts';
import type { ZendeskSimulator } from '../../../simulators/zendesk/index.ts';
import { aPackageWithPage, manifestWithPage, requirementsFor } from './app-zip.ts';
import type { StubService } from './stub-service.ts';
import { withZendesk } from './world.ts';

const key = 'tps_a-key-that-no-browser-sees';
const secureParameter = (name: string, ...scopes: string[]) => ({ name, type: 'text', secure: true, scopes });
const parameters = [
  secureParameter('sidebar_code', 'jwt_secret_key'),
  secureParameter('header_code', 'header'),
  { name: 'shop', type: 'text' },
];

/** An app with a page, installed; its service answers `/api`. */
async function installed(zendesk: ZendeskSimulator, service: StubService, change: object = {}) {
  service.on('/api', () => ({ body: { hello: 'agent' } }));
  const manifest = { ...manifestWithPage, domainWhitelist: ['127.0.0.1'], parameters, ...change };
  const zip = aPackageWithPage({
    'manifest.json': manifest,
    'requirements.json': requirementsFor(service.manifestUrl),
  });
  const settings = { sidebar_code: key, header_code: 'header-key', shop: 'blue' };
  const { app } = await zendesk.installZip(zip, { settings });
  const request = async (options: object) => {
    const body = JSON.stringify({
      installationId: app.installationId,
      options: { url: `${service.url}/api`, ...options },
    });
    const answer = await fetch(`${zendesk.url}/sidebar/proxy`, { method: 'POST', body });
    return (await answer.json()) as { succeeded: boolean; response: Record<string, unknown> };
  };
  const signed = (more: object = {}) =>
    request({
      type: 'POST',
      secure: true,
      dataType: 'json',
      headers: { Authorization: 'Bearer {{jwt.token}}' },
      jwt: {
        algorithm: 'HS256',
        secret_key: '{{setting.sidebar_code}}',
        expiry: 60,
        claims: { iss: 'acme.zendesk.com', aud: 'https://reviews.example.com', uid: 904 },
      },
      ...more,
    });
  return { request, signed, sent: () => service.requestsTo('/api').at(-1) };
}

function readToken(authorization = '') {
  const [head = '', body = '', signature = ''] = authorization.replace('Bearer ', '').split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const isSignedWith = (secret: string) =>
    createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url') === signature;
  return { header: read(head), claims: read(body), isSignedWith };
}

test('a token is signed with the setting, which itself goes nowhere', () =>
  withZendesk(async (zendesk, service) => {
    const { signed, sent } = await installed(zendesk, service);
    expect(await signed()).toMatchObject({
      succeeded: true,
      response: { status: 200, responseJSON: { hello: 'agent' } },
    });
    const { header, claims, isSignedWith } = readToken(sent()?.headers.authorization);
    expect(header).toEqual({ typ: 'JWT', alg: 'HS256' });
    expect(claims).toEqual({
      iss: 'acme.zendesk.com',
      aud: 'https://reviews.example.com',
      uid: 904,
      exp: expect.any(Number) as number,
    });
    expect(Math.abs(Number(claims['exp']) - Date.now() / 1000 - 60)).toBeLessThan(5);
    expect(isSignedWith(key)).toBe(true);
    expect(JSON.stringify(service.requests)).not.toContain(key);
  }));

test('a secure setting goes only where its scopes allow it, and only to hosts of the whitelist', () =>
  withZendesk(async (zendesk, service) => {
    const { request, sent } = await installed(zendesk, service);
    const refused = { succeeded: false, response: { status: 400, responseJSON: { error: 'proxy_scope' } } };
    expect(await request({ secure: true, headers: { code: '{{setting.sidebar_code}}' } })).toMatchObject(
      refused,
    );
    expect(await request({ secure: true, type: 'POST', data: 'code={{setting.header_code}}' })).toMatchObject(
      refused,
    );
    await request({ secure: true, headers: { code: '{{setting.header_code}}', shop: '{{setting.shop}}' } });
    expect(sent()?.headers).toMatchObject({ code: 'header-key', shop: 'blue' });
    const elsewhere = { url: service.url.replace('127.0.0.1', 'localhost') };
    expect(
      await request({ secure: true, headers: { code: '{{setting.header_code}}' }, ...elsewhere }),
    ).toMatchObject({ response: { status: 400, responseJSON: { error: 'proxy_domain' } } });
    const recorded = zendesk.transcript().filter(({ kind }) => kind === 'sidebar');
    expect(recorded).toHaveLength(1);
    expect(JSON.stringify(recorded)).not.toContain('header-key');
  }));

test('without `secure` nothing is replaced', () =>
  withZendesk(async (zendesk, service) => {
    const { signed, sent } = await installed(zendesk, service);
    await signed({ secure: false });
    expect(sent()?.headers.authorization).toBe('Bearer {{jwt.token}}');
  }));

test('headers with an underscore are lost, and nothing of the browser goes along', () =>
  withZendesk(async (zendesk, service) => {
    const { request, sent } = await installed(zendesk, service);
    await request({
      headers: { client_id: 'lost', 'client-id': 'kept', Cookie: 'a=b', Origin: 'https://x' },
    });
    expect(sent()?.headers).toMatchObject({ 'client-id': 'kept' });
    for (const name of ['client_id', 'cookie', 'origin', 'referer'])
      expect(sent()?.headers).not.toHaveProperty(name);
  }));

test('only HS256 is signed; an empty setting signs with nothing unless told otherwise', () =>
  withZendesk(async (zendesk, service) => {
    const { signed, sent } = await installed(zendesk, service);
    const jwt = { algorithm: 'RS256', secret_key: '{{setting.sidebar_code}}', expiry: 60 };
    expect(await signed({ jwt })).toMatchObject({ response: { responseJSON: { error: 'proxy_jwt' } } });
    zendesk.changeAppSettings({ settings: { sidebar_code: '' } });
    await signed();
    expect(readToken(sent()?.headers.authorization).isSignedWith('')).toBe(true);
    zendesk.behaviour.emptySecret = 'signs with the placeholder';
    await signed();
    expect(readToken(sent()?.headers.authorization).isSignedWith('{{setting.sidebar_code}}')).toBe(true);
    zendesk.behaviour.emptySecret = 'fails';
    expect(await signed()).toMatchObject({ response: { responseJSON: { error: 'proxy_secret' } } });
  }));

test('an agent to whom the app is not shown is refused, unless Zendesk does not look', () =>
  withZendesk(async (zendesk, service) => {
    const { signed } = await installed(zendesk, service);
    zendesk.changeAppSettings({ restrictions: { roles: ['agent'], groups: ['Reviews'] } });
    expect(await signed()).toMatchObject({ response: { status: 403 } });
    zendesk.changeAgent({ role: 'agent' });
    expect(await signed()).toMatchObject({ response: { status: 403 } });
    zendesk.changeAgent({ groups: ['Support', 'Reviews'] });
    expect(await signed()).toMatchObject({ succeeded: true });
    zendesk.changeAgent({ role: 'admin' });
    zendesk.behaviour.proxyChecksRestrictions = false;
    expect(await signed()).toMatchObject({ succeeded: true });
  }));

test.each<[Partial<BadDay>, object]>([
  [{ sidebarAnswers: 'nobody there' }, { status: 504 }],
  [{ sidebarAnswers: '503' }, { status: 503, responseText: '' }],
  [{ sidebarAnswers: 'HTML' }, { status: 200, statusText: 'parsererror' }],
])('%j', (badDay, response) =>
  withZendesk(async (zendesk, service) => {
    const { signed } = await installed(zendesk, service);
    zendesk.setBadDay(badDay);
    expect(await signed()).toMatchObject({ succeeded: false, response });
    zendesk.behaviour.notJson = 'is passed on as text';
    expect(await signed()).toMatchObject({ succeeded: badDay.sidebarAnswers === 'HTML' });
  }),
);

test('a service that is too slow, and one that sends elsewhere', () =>
  withZendesk(async (zendesk, service) => {
    const { signed } = await installed(zendesk, service);
    zendesk.setBadDay({ sidebarDelayMs: 20_000 });
    expect(await signed({ timeout: 50 })).toMatchObject({ response: { status: 504 } });
    zendesk.setGoodDay();
    service.on('/api', () => ({ status: 302, headers: { location: `${service.url}/other` } }));
    service.on('/other', () => ({ body: { moved: true } }));
    expect(await signed()).toMatchObject({ succeeded: false, response: { status: 302 } });
    zendesk.behaviour.proxyFollowsRedirects = true;
    expect(await signed()).toMatchObject({ response: { responseJSON: { moved: true } } });
  }));

test.each<[BadDay['sidebarTokens'], (token: ReturnType<typeof readToken>) => boolean]>([
  ['expired', ({ claims }) => Number(claims['exp']) * 1000 < Date.now()],
  ['far future', ({ claims }) => Number(claims['exp']) * 1000 > Date.now() + 3_600_000],
  ['other audience', ({ claims }) => claims['aud'] === 'https://elsewhere.example'],
  ['other subdomain', ({ claims }) => claims['iss'] === 'globex.zendesk.com'],
  ['alg none', ({ header, isSignedWith }) => header['alg'] === 'none' && !isSignedWith(key)],
])('tokens can be %s', (sidebarTokens, isSo) =>
  withZendesk(async (zendesk, service) => {
    const { signed, sent } = await installed(zendesk, service);
    zendesk.setBadDay({ sidebarTokens });
    await signed();
    expect(isSo(readToken(sent()?.headers.authorization))).toBe(true);
  }),
);

test('secure settings are written, never read', () =>
  withZendesk(async (zendesk, service) => {
    await installed(zendesk, service);
    expect(zendesk.appSettings()).toEqual({ title: 'Reviews', shop: 'blue' });
    const settingsUrl = `${zendesk.url}/admin-center/apps/1/settings`;
    const page = await (await fetch(settingsUrl)).text();
    expect(page).toContain('A value is stored');
    expect(page).not.toContain(key);
    await fetch(settingsUrl, {
      method: 'POST',
      body: new URLSearchParams({
        'setting-sidebar_code': '',
        'setting-shop': 'red',
        'setting-header_code': 'new',
      }),
    });
    expect(zendesk.appSettings()).toEqual({ title: 'Reviews', shop: 'red' });
    expect(zendesk.secretsSeen()).toEqual(expect.arrayContaining([key, 'new']));
  }));

test('a required setting is asked for; an update keeps settings, restrictions and accounts', () =>
  withZendesk(async (zendesk, service) => {
    const required = { parameters: [{ name: 'shop', type: 'text', required: true }] };
    const zip = (change: object) =>
      aPackageWithPage({
        'manifest.json': { ...manifestWithPage, domainWhitelist: ['127.0.0.1'], ...change },
        'requirements.json': requirementsFor(service.manifestUrl),
      });
    await expect(zendesk.installZip(zip(required))).rejects.toThrow('shop is required');
    expect(zendesk.integrations()).toEqual([]);
    const restrictions = { roles: ['admin' as const], groups: [] };
    const { app } = await zendesk.installZip(zip(required), { settings: { shop: 'blue' }, restrictions });
    await zendesk.addAccountDirectly({ name: 'Acme' });
    const update = await zendesk.installZip(zip({ ...required, version: '2.0.0' }));
    expect(update).toMatchObject({
      isUpdate: true,
      app: { appId: app.appId, version: '2.0.0', settings: { shop: 'blue' }, restrictions },
    });
    expect(update.app.assetFolder).not.toBe(app.assetFolder);
    expect(zendesk.accounts()).toHaveLength(1);
  }));
