import { createSign, generateKeyPairSync } from 'node:crypto';
import { withNewKey, withoutOldKeys } from '../../../lambdas/core/sidebar-group.ts';
import { startWorld, type World } from '../../support/world.ts';
import { connectSidebar, keyOf, sign, type Claims, type Sidebar } from './sidebar.ts';

const dayMs = 86_400_000;

let world: World;
let sidebar: Sidebar;
let accountId: string;
let zendeskId: number;
let reviewId: string;
beforeEach(async () => {
  world = await startWorld();
  ({ sidebar, accountId, zendeskId } = await connectSidebar(world));
  reviewId = world.trustpilot.createReview().id;
  await world.sync();
});
afterEach(() => world.close());

const body = () => ({ ticketId: null, hints: { reviewIds: [reviewId], consumerId: null } });
const status = async (token: string, operation = 'card') =>
  (await sidebar.send(operation, body(), token)).status;
const signed = (change: Claims = {}, key = sidebar.key, header?: object) =>
  sign(key, sidebar.claims('card', change), header);
const inSeconds = (seconds: number) => Math.floor(world.clock.nowMs() / 1000) + seconds;

async function group() {
  const groups = await world.deps.sidebarGroups.all('acme');
  const found = groups.find(({ groupId }) => groupId === accountId);
  if (found === undefined) throw new Error('There is no group.');
  return found;
}

test('whatever is wrong with a token, the answer is the same, and Trustpilot is not called', async () => {
  expect(await status(signed())).toBe(200);
  world.trustpilot.forgetCalls();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const head = signed({}, sidebar.key, { typ: 'JWT', alg: 'RS256' }).split('.').slice(0, 2).join('.');
  const rs256 = `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey).toString('base64url')}`;
  const none = `${signed({}, sidebar.key, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`;
  const wrong: Record<string, string> = {
    'no token': '',
    'the key itself': sidebar.key,
    'alg none': none,
    'alg none, signed all the same': signed({}, sidebar.key, { alg: 'none' }),
    RS256: rs256,
    'RS256, signed as HS256': signed({}, sidebar.key, { alg: 'RS256' }),
    HS512: signed({}, sidebar.key, { alg: 'HS512' }),
    'a header that must be understood': signed({}, sidebar.key, { alg: 'HS256', crit: ['b64'], b64: false }),
    'another key': signed({}, `tps_${'A'.repeat(43)}`),
    'an empty key': signed({}, ''),
    'the placeholder that Zendesk did not fill in': signed({}, '{{setting.sidebar_key}}'),
    expired: signed({ exp: inSeconds(-31) }),
    'valid for too long': signed({ exp: inSeconds(5 * 60 + 60) }),
    'without an end': signed({ exp: undefined }),
    'an end in words': signed({ exp: '9999999999' }),
    'for another address': signed({ aud: 'https://elsewhere.example' }),
    'for several addresses': signed({ aud: [world.deps.publicUrl] }),
    'for another operation': signed({ op: 'tags' }),
    'of another Zendesk': signed({ iss: 'globex.zendesk.com' }),
    'of nobody we know': signed({ iss: 'nobody.zendesk.com' }),
    'of a host that is not Zendesk': signed({ iss: 'acme.zendesk.com.evil.example' }),
    'other claims than were signed': signed().replace(
      /\.[^.]+\./,
      `.${Buffer.from(JSON.stringify(sidebar.claims('card', { uid: 1 }))).toString('base64url')}.`,
    ),
    'a signature that is cut': signed().slice(0, -1),
  };
  const answers = await Promise.all(
    Object.values(wrong).map(async (token) => {
      const answer = await sidebar.send('card', body(), token);
      return `${answer.status} ${answer.body}`;
    }),
  );
  expect(answers.map((answer, index) => [Object.keys(wrong)[index], answer])).toEqual(
    Object.keys(wrong).map((name) => [name, answers[0]]),
  );
  expect(answers[0]).toMatch(/^401 .*sidebar_key_rejected/);
  expect(world.trustpilot.calls()).toEqual([]);
});

test('clocks may differ by half a minute', async () => {
  expect(await status(signed({ exp: inSeconds(-25) }))).toBe(200);
  expect(await status(signed({ exp: inSeconds(5 * 60 + 25) }))).toBe(200);
});

test('no answer allows a browser to call from elsewhere, and none is kept', async () => {
  const { headers } = await sidebar.send('card', body());
  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('the key before works until the new one is used for the first time', async () => {
  const before = sidebar.key;
  const known = await group();
  await world.deps.sidebarGroups.changeKey('acme', known, withNewKey(known, world.clock.nowMs()));
  expect(await status(signed({}, before))).toBe(200);
  sidebar.key = await keyOf(world, accountId);
  expect(sidebar.key).not.toBe(before);
  expect(await status(signed({}, before))).toBe(200);
  expect(await status(signed())).toBe(200);
  expect(await status(signed({}, before))).toBe(401);
});

test('the key before ends after seven days, also when a second new one came meanwhile', async () => {
  const before = sidebar.key;
  for (let renewed = 0; renewed < 2; renewed += 1) {
    const known = await group();
    await world.deps.sidebarGroups.changeKey('acme', known, withNewKey(known, world.clock.nowMs()));
    world.clock.advance(dayMs);
    expect(await status(signed({}, before))).toBe(200);
  }
  world.clock.advance(5 * dayMs);
  expect(await status(signed({}, before))).toBe(401);
});

test('a token that was valid a moment ago is refused once its key is revoked', async () => {
  const token = signed();
  expect(await status(token)).toBe(200);
  const known = await group();
  await world.deps.sidebarGroups.changeKey('acme', known, withoutOldKeys(known, world.clock.nowMs()));
  expect(await status(token)).toBe(401);
  expect(await status(signed({}, await keyOf(world, accountId)))).toBe(200);
});

test('accounts that share a key share their reviews; the key ends with the last of them', async () => {
  const other = await connectSidebar(world, { domains: ['bluelamp.se'] });
  const known = await group();
  const { sidebarGroups } = world.deps;
  expect(await sidebarGroups.join('acme', known, other.accountId, world.clock.nowMs())).toBe(true);
  await sidebarGroups.leave('acme', other.accountId, known.groupId);
  expect(await sidebarGroups.all('acme')).toHaveLength(1);
  const { id } = world.trustpilot.createReview({ domain: 'bluelamp.se' });
  await world.sync();
  expect((await sidebar.card(id)).status).toBe(200);
  expect((await sidebar.card(reviewId)).status).toBe(200);
  await world.zendesk.destroyAccount(zendeskId);
  expect((await sidebar.card(reviewId)).status).toBe(404);
  expect((await sidebar.card(id)).status).toBe(200);
  await world.zendesk.destroyAccount(other.zendeskId);
  expect((await sidebar.card(id)).status).toBe(401);
  await world.poll();
  expect(await sidebarGroups.all('acme')).toEqual([]);
});

test('a log line tells which review was looked at and who the app says it was, and nothing else', async () => {
  world.logLines.length = 0;
  const token = signed();
  await status(token);
  const lines = world.logLines.filter((line) => line.includes('sidebar card'));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 'info',
      event: 'sidebar card',
      accountId,
      reviewId,
      foundBy: 'link',
      freshness: 'fresh',
      appVersion: '1.1.0',
      reportedTicket: 35,
      reportedAgent: 904,
    },
  ]);
  expect(world.logLines.join('')).not.toContain(sidebar.key);
  expect(world.logLines.join('')).not.toContain(token);
});

test('a request that is not as agreed is refused with what is wrong, and none of it', async () => {
  const odd = await sidebar.send('card', { ticketId: 'DROP', hints: {} });
  expect(odd.status).toBe(400);
  expect(odd.failure).toEqual({
    code: 'bad-request',
    message: 'Not as expected: ticketId, hints.reviewIds, hints.consumerId.',
  });
  expect((await sidebar.send('nothing', {})).status).toBe(404);
});
