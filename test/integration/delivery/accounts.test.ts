import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../lambdas/store/table.ts';
import {
  dayMs,
  expectOneTicketEach,
  hourMs,
  minuteMs,
  pullAll,
  rowsOf,
  ticketsOf,
  useWorld,
  withDeps,
  writeReviews,
  type Connected,
} from './setup.ts';

const theWorld = useWorld();

async function statusOf({ accountId }: Connected): Promise<unknown> {
  const { db, tableName } = theWorld();
  const { Item } = await db.send(
    new GetCommand({ TableName: tableName, Key: keys.account(accountId), ConsistentRead: true }),
  );
  return Item?.['status'];
}

const listCalls = () =>
  theWorld()
    .trustpilot.calls()
    .filter(({ route }) => route === 'list').length;

async function postEvent(type: string, metadata: string, atMs: number, subdomain = 'acme'): Promise<void> {
  const event = { type_id: type, timestamp: new Date(atMs).toISOString(), subdomain, data: { metadata } };
  const answer = await fetch(`${theWorld().url}/zendesk/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] }),
  });
  expect(answer.status).toBe(200);
}

describe('the life of an account', () => {
  test('pending until the first pull: no polling before, all reviews since its Submit after', async () => {
    const world = theWorld();
    world.zendesk.setBadDay({ events: 'never' });
    const account = await world.connect();
    const reviews = writeReviews(world, 3);
    await world.poll();
    expect(await statusOf(account)).toBe('pending');
    expect(listCalls()).toBe(0);
    await world.zendesk.pull(account.zendeskId);
    expect(await statusOf(account)).toBe('live');
    await world.poll();
    await pullAll(world, account);
    expectOneTicketEach(world, account, reviews);
  });

  test('silent for 48 hours: polling stops; a pull brings it back, and nothing of the time between is lost', async () => {
    const world = theWorld();
    const account = await world.connect();
    await world.zendesk.pull(account.zendeskId);
    world.clock.advance(47 * hourMs);
    await world.poll();
    expect(await statusOf(account)).toBe('live');
    world.clock.advance(hourMs + minuteMs);
    await world.poll();
    expect(await statusOf(account)).toBe('stopped');
    const calls = listCalls();
    const reviews = writeReviews(world, 3);
    world.clock.advance(5 * dayMs);
    await world.poll();
    expect(listCalls()).toBe(calls);
    await world.zendesk.pull(account.zendeskId);
    expect(await statusOf(account)).toBe('live');
    await world.poll();
    await pullAll(world, account);
    expectOneTicketEach(world, account, reviews);
  });

  test('deactivated and activated: polling stops and goes on from the watermark', async () => {
    const world = theWorld();
    const account = await world.connect();
    await world.zendesk.pull(account.zendeskId);
    await world.poll();
    world.clock.advance(minuteMs);
    await world.zendesk.deactivate(account.zendeskId);
    expect(await statusOf(account)).toBe('stopped');
    const calls = listCalls();
    const reviews = writeReviews(world, 3);
    await world.poll();
    expect(listCalls()).toBe(calls);
    world.clock.advance(hourMs);
    await world.zendesk.activate(account.zendeskId);
    expect(await statusOf(account)).toBe('live');
    await world.poll();
    await pullAll(world, account);
    expectOneTicketEach(world, account, reviews);
  });

  test('lifecycle events count only if they are newer than the last one applied', async () => {
    const world = theWorld();
    const account = await world.connect();
    const nowMs = world.clock.nowMs();
    world.clock.advance(hourMs);
    await postEvent('deactivate_integration_instance', account.metadata, nowMs + 20 * minuteMs);
    expect(await statusOf(account)).toBe('stopped');
    await postEvent('activate_integration_instance', account.metadata, nowMs + 10 * minuteMs);
    expect(await statusOf(account)).toBe('stopped');
    await postEvent('activate_integration_instance', account.metadata, nowMs + 30 * minuteMs);
    expect(await statusOf(account)).toBe('live');
    await postEvent('deactivate_integration_instance', account.metadata, nowMs + 20 * minuteMs);
    expect(await statusOf(account)).toBe('live');
  });

  test('the app uninstalled: logged and counted, and no account is touched by it, whatever it carries', async () => {
    const world = theWorld();
    const account = await world.connect();
    await world.zendesk.pull(account.zendeskId);
    const before = await rowsOf(world);
    await postEvent('destroy_integration', account.metadata, world.clock.nowMs());
    expect(await rowsOf(world)).toEqual(before);
    const logged = world.logLines.filter((line) => line.includes('destroy_integration'));
    expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: 'warn', event: 'unproven event', kind: 'destroy_integration', subdomain: 'acme', count: 1 },
    ]);
  });

  test('an event from the future keeps no later event out', async () => {
    const world = theWorld();
    const account = await world.connect();
    await postEvent('activate_integration_instance', account.metadata, world.clock.nowMs() + 400 * dayMs);
    world.clock.advance(minuteMs);
    await postEvent('deactivate_integration_instance', account.metadata, world.clock.nowMs());
    expect(await statusOf(account)).toBe('stopped');
  });
});

describe('removal', () => {
  /** Everything in the table that has to do with the account, but for what planned work says of when. */
  const traces = async ({ accountId }: Connected) =>
    (await rowsOf(theWorld())).filter((row) => JSON.stringify(row).includes(accountId));

  test('purges every row of the account, revokes its login and leaves other accounts alone', async () => {
    const world = theWorld();
    const [account, other] = [await world.connect(), await world.connect({ domains: ['bluelamp.se'] })];
    const reviews = writeReviews(world, 5, 1000, { text: 'A text that must be forgotten.' });
    const kept = writeReviews(world, 2, 1000, { domain: 'bluelamp.se' });
    world.zendesk.setBadDay({ notConverted: [`tp:${account.accountId}:*`] });
    await world.poll();
    await pullAll(world, account);
    world.trustpilot.editReview(reviews[0]?.id ?? '', { stars: 1 });
    await world.poll();
    world.zendesk.setGoodDay();
    await world.zendesk.destroyAccount(account.zendeskId);
    expect(await statusOf(account)).toBe('leaving');
    world.clock.advance(1000);
    await world.poll();
    const left = await traces(account);
    expect(left.filter(({ PK }) => PK !== keys.due)).toEqual([]);
    expect(JSON.stringify(left)).not.toContain('forgotten');
    expect(world.trustpilot.calls().filter(({ route }) => route === 'revoke')).not.toEqual([]);
    expect(await world.deps.secrets.readCurrentTokenPair(`c-${account.accountId}`)).toBeUndefined();
    await pullAll(world, other);
    expectOneTicketEach(world, other, kept);
    world.clock.advance(25 * hourMs);
    await world.poll();
    expect(await traces(account)).toEqual([]);
  });

  test('a worker that comes late writes nothing, and what one was writing meanwhile goes within two hours', async () => {
    const world = theWorld();
    const account = await world.connect();
    writeReviews(world, 4, 1000, { text: 'A text that must be forgotten.' });
    const { reviews } = world.deps;
    // The row is written when the account is long gone.
    const late: (() => Promise<unknown>)[] = [];
    withDeps(world, () => ({
      reviews: Object.assign(Object.create(reviews) as typeof reviews, {
        create: async (...given: Parameters<typeof reviews.create>) => {
          late.push(() => reviews.create(...given));
          return true;
        },
      }),
    }));
    await world.poll();
    world.deps = world.newDeps();
    await world.zendesk.destroyAccount(account.zendeskId);
    world.clock.advance(1000);
    await world.poll();
    for (const write of late) await write();
    expect(JSON.stringify(await traces(account))).toContain('forgotten');
    world.clock.advance(2 * hourMs);
    await world.poll();
    await world.poll();
    expect(await traces(account)).toEqual([]);
  });

  test('an observation that is worked off after the removal leaves nothing', async () => {
    const world = theWorld();
    const account = await world.connect();
    const sent: Parameters<typeof world.deps.queue.sendAll>[0] = [];
    const { queue } = world.deps;
    withDeps(world, () => ({
      queue: Object.assign(Object.create(queue) as typeof queue, {
        sendAll: async (messages: typeof sent) => void sent.push(...messages),
      }),
    }));
    writeReviews(world, 3);
    await world.poll();
    world.deps = world.newDeps();
    await world.zendesk.destroyAccount(account.zendeskId);
    world.clock.advance(1000);
    await world.poll();
    expect(sent).toHaveLength(3);
    await world.deps.queue.sendAll(sent);
    await world.drain();
    expect((await traces(account)).filter(({ PK }) => PK !== keys.due)).toEqual([]);
  });

  test('its metadata proves nothing any more', async () => {
    const world = theWorld();
    const account = await world.connect();
    await world.zendesk.destroyAccount(account.zendeskId);
    const form = new URLSearchParams({ metadata: account.metadata, state: '' });
    const pull = () => fetch(`${world.url}/zendesk/pull`, { method: 'POST', body: form });
    expect((await pull()).status).toBe(401);
    await postEvent('activate_integration_instance', account.metadata, world.clock.nowMs() + dayMs);
    world.clock.advance(1000);
    await world.poll();
    expect((await pull()).status).toBe(401);
    expect(await statusOf(account)).toBeUndefined();
  });
});

describe('strictly apart', () => {
  test('two accounts get the reviews of their own domains, and none of the other', async () => {
    const world = theWorld();
    const one = await world.connect({ domains: ['bluelamp.example'] });
    const rex = world.trustpilot.users().find(({ name }) => name === 'Rex Red');
    const two = await world.connect({ domains: ['redchair.example'], ...(rex && { userId: rex.id }) });
    const reviews = writeReviews(world, 3);
    const chairs = writeReviews(world, 4, 1000, { domain: 'redchair.example' });
    await world.poll();
    await Promise.all([pullAll(world, one), pullAll(world, two)]);
    expectOneTicketEach(world, one, reviews);
    expectOneTicketEach(world, two, chairs);
  });

  test('a state of one account acknowledges nothing of the other, and its failures do not slow the other down', async () => {
    const world = theWorld();
    const one = await world.connect({ domains: ['bluelamp.example'] });
    const two = await world.connect({ domains: ['bluelamp.se'] });
    writeReviews(world, 3);
    const others = writeReviews(world, 3, 1000, { domain: 'bluelamp.se' });
    world.trustpilot.failNext({ kind: '403', match: one.businessUnitId, times: 'always' });
    await world.poll();
    await pullAll(world, two);
    expectOneTicketEach(world, two, others);
    expect(ticketsOf(world, one)).toEqual([]);
  });

  const forgeries: [string, (account: Connected, other: Connected) => string | undefined][] = [
    ['missing', () => undefined],
    ['empty', () => ''],
    ['no JSON', () => 'v=1'],
    ['a list', () => '[]'],
    ['without a key', ({ accountId }) => JSON.stringify({ v: 1, account: accountId })],
    ['with a wrong key', ({ accountId }) => JSON.stringify({ v: 1, account: accountId, key: 'guess' })],
    ['with an empty key', ({ accountId }) => JSON.stringify({ v: 1, account: accountId, key: '' })],
    ['with a key that is a list', ({ accountId }) => JSON.stringify({ v: 1, account: accountId, key: [] })],
    [
      'with the key of another account',
      ({ accountId }, { metadata }) =>
        JSON.stringify({ ...(JSON.parse(metadata) as object), account: accountId }),
    ],
    ['of an unknown account', () => JSON.stringify({ v: 1, account: 'a'.repeat(16), key: 'k' })],
    ['of a name that every object has', () => JSON.stringify({ v: 1, account: '__proto__', key: 'k' })],
    ['of another version', ({ metadata }) => metadata.replace('"v":1', '"v":2')],
  ];
  test.each(forgeries)('metadata that is %s: 401, an empty body and nothing touched', async (_, forge) => {
    const world = theWorld();
    const [account, other] = [await world.connect(), await world.connect({ domains: ['bluelamp.se'] })];
    writeReviews(world, 2);
    await world.poll();
    const before = await rowsOf(world);
    const metadata = forge(account, other);
    const body = new URLSearchParams({ ...(metadata !== undefined && { metadata }), state: '' });
    const answer = await fetch(`${world.url}/zendesk/pull`, { method: 'POST', body });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toBe('');
    expect(await rowsOf(world)).toEqual(before);
  });
});

test('a login that nobody used for 30 days asks to be made anew, and Zendesk is told with every pull', async () => {
  const world = theWorld();
  const { zendeskId, metadata } = await world.connect();
  await world.zendesk.pull(zendeskId);
  world.clock.advance(31 * dayMs);
  await world.zendesk.pull(zendeskId);
  world.deps = world.newDeps();
  await world.poll();
  const body = new URLSearchParams({ metadata, state: '' });
  const answer = await fetch(`${world.url}/zendesk/pull`, { method: 'POST', body });
  expect([answer.status, await answer.json()]).toMatchObject([200, { metadata_needs_update: true }]);
});
