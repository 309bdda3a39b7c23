import { toLanguage } from '../../../lambdas/web/texts/texts.ts';
import { startWebWorld, type WebWorld } from '../../support/web-world.ts';
import { beginConsent, connect, decide, get, opening, post, titleOf, tokenOf, type Answer } from './admin.ts';

const hourMs = 3_600_000;
let world: WebWorld;
beforeEach(async () => {
  world = await startWebWorld();
  world.trustpilot.setSwitches({ consent: 'allow' });
});
afterEach(() => world.close());

const open = async (change: Record<string, string> = {}) =>
  post(world, '/zendesk/admin', opening(world, change), { origin: world.zendesk.url });

/** Nothing is connected, nothing of Trustpilot's was kept, nothing is told. */
async function expectNothing(token: string, answer: Answer, title: string) {
  expect(titleOf(answer.html)).toBe(title);
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const state = await post(world, '/zendesk/admin/connected', { dialogue: token });
  expect(JSON.parse(state.html)).toEqual({ connection: null });
  expect(answer.html).not.toMatch(/tp[cars]-|acme/);
}
const invalid = 'This link is no longer valid';

test('the window first says which Zendesk gets access, then leads to Trustpilot with what it needs', async () => {
  const token = tokenOf(await open());
  const { page, answer, location, cookie } = await beginConsent(world, token);
  expect(page.html).toContain('Connect Trustpilot to <strong>acme</strong>.zendesk.com');
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(answer.status).toBe(302);
  const url = new URL(location);
  expect(url.origin).toBe(world.trustpilot.url);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'tpk-demo',
    redirect_uri: `${world.publicUrl}/trustpilot/oauth/callback`,
    response_type: 'code',
    state: expect.stringMatching(/^[\w-]{43}\.[\w-]{43}$/) as string,
  });
  expect(location).not.toContain(token);
  expect(answer.cookies[0]).toMatch(
    /^connect-[\w-]{16}=[\w-]{43}; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax$/,
  );
  const done = await get(await decide(location), { cookie });
  expect(titleOf(done.html)).toBe('Connected');
  expect(done.cookies[0]).toContain('Max-Age=0');
});

test('on https the cookie belongs to this host alone', async () => {
  const secure = await startWebWorld({
    change: ({ settings }) => ({ settings: { ...settings, publicUrl: 'https://reviews.example' } }),
  });
  const token = tokenOf(await post(secure, '/zendesk/admin', opening(secure)));
  const fields = { dialogue: token };
  const answer = await post(secure, '/zendesk/admin/connect/continue', fields, {
    origin: 'https://reviews.example',
  });
  expect(answer.cookies[0]).toMatch(/^__Host-connect-.*; Path=\/;.*; Secure$/);
  await secure.close();
});

test.each([undefined, 'null', 'https://evil.example'])(
  'Continue pressed from origin %s does nothing',
  async (origin) => {
    const token = tokenOf(await open());
    const headers: Record<string, string> = origin === undefined ? { origin: '' } : { origin };
    const answer = await post(world, '/zendesk/admin/connect/continue', { dialogue: token }, headers);
    expect(answer.cookies).toEqual([]);
    await expectNothing(token, answer, invalid);
  },
);

test('a callback without the cookie, or with that of another dialogue, connects nothing', async () => {
  const token = tokenOf(await open());
  const { location } = await beginConsent(world, token);
  const back = await decide(location);
  await expectNothing(token, await get(back), invalid);
  const other = await beginConsent(world, tokenOf(await open()));
  await expectNothing(token, await get(back, { cookie: other.cookie }), invalid);
});

test('a forged, foreign or missing state connects nothing', async () => {
  const token = tokenOf(await open());
  const { location, cookie } = await beginConsent(world, token);
  const back = new URL(await decide(location));
  const state = back.searchParams.get('state') ?? '';
  for (const forged of ['', 'x', `${state}x`, `${state.slice(0, 44)}${'A'.repeat(43)}`, '<script>']) {
    back.searchParams.set('state', forged);
    await expectNothing(token, await get(back.href, { cookie }), invalid);
  }
  const stranger = await beginConsent(world, tokenOf(await open()));
  back.searchParams.set('state', new URL(stranger.location).searchParams.get('state') ?? '');
  await expectNothing(token, await get(back.href, { cookie }), invalid);
});

test('a state works once', async () => {
  const token = tokenOf(await open());
  const { location, cookie } = await beginConsent(world, token);
  const back = await decide(location);
  expect(titleOf((await get(back, { cookie })).html)).toBe('Connected');
  expect(titleOf((await get(back, { cookie })).html)).toBe(invalid);
  expect(world.trustpilot.calls().filter(({ route }) => route === 'accesstoken')).toHaveLength(1);
});

test('a state that is old, or replaced by a newer attempt, connects nothing', async () => {
  const token = tokenOf(await open());
  const first = await beginConsent(world, token);
  const second = await beginConsent(world, token);
  await expectNothing(token, await get(await decide(first.location), { cookie: second.cookie }), invalid);
  const back = await decide(second.location);
  world.pass(16 * 60_000);
  await expectNothing(token, await get(back, { cookie: second.cookie }), invalid);
});

test('denied, a missing code and a used-up code are told apart from a broken link', async () => {
  const token = tokenOf(await open());
  world.trustpilot.setSwitches({ consent: 'deny' });
  await expectNothing(token, await connect(world, token), 'Access was not allowed');
  world.trustpilot.setSwitches({ consent: 'allow' });
  for (const [code, title] of [
    [undefined, 'Access was not allowed'],
    ['tpc-made-up', 'Trustpilot did not accept the connection'],
  ] as const) {
    const { location, cookie } = await beginConsent(world, token);
    const back = new URL(await decide(location));
    if (code === undefined) back.searchParams.delete('code');
    else back.searchParams.set('code', code);
    await expectNothing(token, await get(back.href, { cookie }), title);
  }
  expect(titleOf((await connect(world, token)).html)).toBe('Connected');
});

test('a login of an abandoned dialogue can be found and ended', async () => {
  const token = tokenOf(await open());
  await connect(world, token);
  const [due] = await world.due.readDue(world.nowMs() + 25 * hourMs, 10);
  expect(due).toMatchObject({ kind: 'dialogue' });
  const dialogue = await world.dialogues.read(due?.id ?? '');
  expect(dialogue?.connectionIds).toEqual([dialogue?.connection?.connectionId]);
  expect(JSON.stringify(dialogue)).not.toContain(token);
});

test('a login that is replaced within the dialogue is revoked soon', async () => {
  const token = tokenOf(await open());
  await connect(world, token);
  const [before] = await world.due.readDue(world.nowMs() + 25 * hourMs, 10);
  const first = (await world.dialogues.read(before?.id ?? ''))?.connection?.connectionId;
  await connect(world, token);
  world.pass(1000);
  expect(await world.due.readDue(world.nowMs(), 10)).toMatchObject([{ kind: 'revoke', id: first }]);
});

describe('a dialogue that may not be opened', () => {
  const finalizer = '/zendesk/channels/integration_service_instances/editor_finalizer';

  test.each([
    ['https://evil.example/', 400, 'This page cannot be opened this way'],
    [`https://support.acme.example${finalizer}`, 400, 'Please open this page under your zendesk.com address'],
    ['javascript:alert(1)', 400, 'This page cannot be opened this way'],
    ['', 400, 'This page cannot be opened this way'],
  ])('return_url %s: a clear page, no dialogue', async (return_url, status, title) => {
    const answer = await open({ return_url });
    expect([answer.status, titleOf(answer.html)]).toEqual([status, title]);
    expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${world.zendesk.url}`);
    expect(answer.html).not.toContain('name="dialogue"');
  });

  test.each(['ACME', '../x', 'a b', "x'; frame-ancestors *", ''])('subdomain %j', async (subdomain) => {
    const answer = await open({ subdomain });
    expect([answer.status, titleOf(answer.html)]).toEqual([400, 'This page cannot be opened this way']);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('a subdomain that is not on the list', async () => {
    const answer = await open({ subdomain: 'stranger', locale: 'sv' });
    expect([answer.status, titleOf(answer.html)]).toEqual([
      403,
      'Detta Zendesk-konto får inte använda tjänsten',
    ]);
    expect(answer.html).toContain('<html lang="sv"');
  });

  test.each(['{}', 'x', '{"v":1,"account":"aaaaaaaaaaaaaaaa","key":"k"}'])(
    'metadata %s',
    async (metadata) => {
      const answer = await open({ metadata });
      expect([answer.status, titleOf(answer.html)]).toEqual([401, 'This account is not known here any more']);
    },
  );
});

test('a dialogue that was open for 2 hours says so in the language of its admin, at every step', async () => {
  const token = tokenOf(await open({ locale: 'de-DE' }));
  const { location, cookie } = await beginConsent(world, token);
  const back = await decide(location);
  world.pass(2 * hourMs);
  for (const step of [
    'connect',
    'connect/continue',
    'form',
    'add-domain',
    'count',
    'counts',
    'submit',
    'connected',
  ]) {
    const answer = await post(world, `/zendesk/admin/${step}`, { dialogue: token });
    expect([step, answer.status, titleOf(answer.html)]).toEqual([
      step,
      410,
      'Dieser Dialog war zu lange geöffnet',
    ]);
  }
  expect(titleOf((await get(back, { cookie })).html)).toBe('Dieser Dialog war zu lange geöffnet');
  expect(await world.storedAccounts()).toEqual([]);
});

test('an unknown dialogue answers in the language of the browser', async () => {
  const headers = { 'accept-language': 'fi-FI,fi;q=0.9' };
  const answer = await post(world, '/zendesk/admin/form', { dialogue: 'guessed' }, headers);
  expect([answer.status, titleOf(answer.html)]).toEqual([410, 'Tämä ikkuna oli auki liian kauan']);
});

test.each(['en-US', 'sv', 'da', 'nb', 'no', 'fi', 'de', 'fr', 'es', 'it', 'nl', 'pt-BR', 'pl', 'ja'])(
  'the dialogue speaks %s',
  async (locale) => {
    const answer = await open({ locale });
    expect(answer.html).toContain(`<html lang="${toLanguage(locale).language}"`);
  },
);

test('the dialogue may be framed by its Zendesk only, runs no foreign or inline script, and is not stored', async () => {
  const { headers, html } = await open();
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
      `form-action 'self' ${world.zendesk.url}; frame-ancestors ${world.zendesk.url}; base-uri 'none'`,
  );
  expect(headers.get('x-frame-options')).toBeNull();
  expect(headers.get('cache-control')).toBe('no-store');
  expect(html).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
});

test('nothing but the known steps exists', async () => {
  expect((await get(`${world.publicUrl}/zendesk/admin/submit`)).status).toBe(404);
  expect((await post(world, '/zendesk/admin/toString', {})).status).toBe(404);
  expect((await get(`${world.publicUrl}/assets/dialogue.js`)).status).toBe(404);
});
