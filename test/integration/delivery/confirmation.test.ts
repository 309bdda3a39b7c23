import { keys } from '../../../lambdas/store/table.ts';
import {
  dayMs,
  expectOneTicketEach,
  hourMs,
  minuteMs,
  pullAll,
  rowsIn,
  rowsOf,
  threadOf,
  ticketsOf,
  useWorld,
  writeReviews,
  type Connected,
} from './setup.ts';

const theWorld = useWorld();

const listed = async ({ accountId }: Connected) =>
  (await rowsIn(theWorld(), keys.unconfirmedAll(accountId))).map(({ SK }) => SK);

/** The planned work whose time has come, and then what Zendesk is offered; the ids of it. */
async function offeredNow(account: Connected): Promise<string[]> {
  await theWorld().poll();
  return (await pullAll(theWorld(), account)).flat();
}

/** Posts events as anybody can. */
async function postEvents(...events: Record<string, unknown>[]): Promise<number> {
  const common = { timestamp: new Date(theWorld().clock.nowMs()).toISOString(), subdomain: 'acme' };
  const answer = await fetch(`${theWorld().url}/zendesk/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events: events.map((event) => ({ ...common, ...event })) }),
  });
  return answer.status;
}

const confirms = (...ids: string[]) => ({
  type_id: 'resources_created_from_external_ids',
  data: {
    request_id: 'r',
    resource_events: ids.map((id) => ({
      type_id: 'comment_on_new_ticket',
      external_id: id,
      ticket_id: 666,
      comment_id: 1,
    })),
  },
});

describe('taken over but never turned into a ticket', () => {
  test('is offered again after 30 minutes and after 24 hours, then listed; a late confirmation takes it off the list', async () => {
    const world = theWorld();
    const account = await world.connect();
    const [lost, ...others] = writeReviews(world, 4);
    if (lost === undefined) throw new Error('no review');
    const id = threadOf(account, lost);
    world.zendesk.setBadDay({ notConverted: [id] });
    expect(await offeredNow(account)).toHaveLength(4);
    world.clock.advance(29 * minuteMs);
    expect(await offeredNow(account)).toEqual([]);
    world.clock.advance(2 * minuteMs);
    expect(await offeredNow(account)).toEqual([id]);
    world.clock.advance(23 * hourMs);
    expect(await offeredNow(account)).toEqual([]);
    world.clock.advance(hourMs);
    expect(await offeredNow(account)).toEqual([id]);
    expect(await listed(account)).toEqual([]);
    world.clock.advance(31 * minuteMs);
    expect(await offeredNow(account)).toEqual([]);
    expect(await listed(account)).toEqual([`${lost.id}#review`]);
    expectOneTicketEach(world, account, others);
    await postEvents(confirms(id));
    expect(await listed(account)).toEqual([]);
    world.clock.advance(3 * dayMs);
    expect(await offeredNow(account)).toEqual([]);
  });

  test.each([1, 2])(
    'becomes a ticket when Zendesk converts it at offer %i, and is never offered again',
    async (offer) => {
      const world = theWorld();
      const account = await world.connect();
      const review = world.trustpilot.createReview();
      world.zendesk.setBadDay({ notConverted: ['*'] });
      await offeredNow(account);
      if (offer === 2) {
        world.clock.advance(31 * minuteMs);
        await offeredNow(account);
      }
      world.zendesk.setGoodDay();
      world.clock.advance(dayMs);
      expect(await offeredNow(account)).toHaveLength(1);
      expectOneTicketEach(world, account, [review]);
      world.clock.advance(3 * dayMs);
      expect(await offeredNow(account)).toEqual([]);
      expect(await listed(account)).toEqual([]);
    },
  );

  test('an edit that is not converted is offered again like a review, and stands once in the ticket', async () => {
    const world = theWorld();
    const account = await world.connect();
    const review = world.trustpilot.createReview();
    await offeredNow(account);
    world.clock.advance(minuteMs);
    world.trustpilot.editReview(review.id, { text: 'On second thoughts, it is fine.' });
    world.zendesk.setBadDay({ notConvertedNext: 1 });
    await offeredNow(account);
    expect(ticketsOf(world, account)[0]?.comments).toHaveLength(1);
    world.clock.advance(31 * minuteMs);
    await offeredNow(account);
    expect(ticketsOf(world, account)[0]?.comments).toHaveLength(2);
  });

  test('a pull that hands over nothing in the meantime changes nothing of that', async () => {
    const world = theWorld();
    const account = await world.connect();
    const reviews = writeReviews(world, 3);
    world.zendesk.setBadDay({ notConverted: ['*'], events: 'never' });
    await offeredNow(account);
    for (let pull = 0; pull < 5; pull += 1) await world.zendesk.pull(account.zendeskId);
    world.zendesk.setGoodDay();
    world.clock.advance(31 * minuteMs);
    await offeredNow(account);
    expectOneTicketEach(world, account, reviews);
  });
});

describe('events', () => {
  test.each(['twice', 'late', 'never', 'out of order'] as const)(
    'that come %s lead to one ticket each, and to nobody listed as unconfirmed',
    async (events) => {
      const world = theWorld();
      const account = await world.connect();
      world.zendesk.setBadDay({ events });
      const reviews = writeReviews(world, 5);
      await offeredNow(account);
      world.clock.advance(40 * minuteMs);
      await offeredNow(account);
      await world.zendesk.releaseEvents({ reversed: true });
      world.zendesk.setGoodDay();
      world.clock.advance(25 * hourMs);
      await offeredNow(account);
      world.clock.advance(2 * hourMs);
      await offeredNow(account);
      expectOneTicketEach(world, account, reviews);
      expect(await listed(account)).toEqual([]);
    },
  );

  test('never at all: everything is listed in the end, and still each review is one ticket', async () => {
    const world = theWorld();
    const account = await world.connect();
    world.zendesk.setBadDay({ events: 'never' });
    const reviews = writeReviews(world, 3);
    for (const passMs of [0, 31 * minuteMs, dayMs, hourMs]) {
      world.clock.advance(passMs);
      await offeredNow(account);
    }
    expectOneTicketEach(world, account, reviews);
    expect(await listed(account)).toHaveLength(3);
  });

  test('the ticket id of the first confirmation is remembered, and none that comes later replaces it', async () => {
    const world = theWorld();
    const account = await world.connect();
    const review = world.trustpilot.createReview();
    await offeredNow(account);
    const id = threadOf(account, review);
    await postEvents(confirms(id));
    const rows = await rowsIn(world, keys.reviews(account.accountId));
    expect(rows[0]?.['ticketId']).toBe(world.zendesk.ticketOf(id)?.id);
  });

  test('an event that cannot be worked off does not keep the others of its request from being worked off', async () => {
    const world = theWorld();
    const account = await world.connect();
    const review = world.trustpilot.createReview();
    world.zendesk.setBadDay({ events: 'never' });
    await offeredNow(account);
    const { accounts } = world.deps;
    let reads = 0;
    const failing = Object.assign(Object.create(accounts) as typeof accounts, {
      read: async (...given: Parameters<typeof accounts.read>) => {
        reads += 1;
        if (reads === 1) throw new TypeError('broken');
        return accounts.read(...given);
      },
    });
    world.deps = { ...world.deps, accounts: failing };
    const id = threadOf(account, review);
    expect(await postEvents(confirms(id), confirms(id))).toBe(500);
    const rows = await rowsIn(world, keys.reviews(account.accountId));
    expect(rows[0]?.['ticketId']).toBe(666);
  });
});

describe('forged events', () => {
  const unknownReview = 'ffffffffffffffffffffffff';

  test.each([
    ['of another subdomain', (id: string) => ({ ...confirms(id), subdomain: 'evil' })],
    [
      'of an unknown review',
      (_: string, accountId: string) => confirms(`tp:${accountId}:review:${unknownReview}`),
    ],
    ['of an unknown account', () => confirms(`tp:0000000000000000:review:${unknownReview}`)],
    ['of an unknown fact', (id: string) => confirms(`${id}:edit:1`)],
    ['of a reply', (id: string) => confirms(`${id}:reply:abc`)],
    ['of no id of ours', () => confirms('wp:1', '', 'x'.repeat(300), 'tp:::', '../../etc')],
    ['of a name that every object has', (id: string) => confirms(`${id}:constructor`, `${id}:__proto__`)],
    [
      'without the proof of the account',
      (_: string, accountId: string) => ({
        type_id: 'destroy_integration_instance',
        data: { metadata: JSON.stringify({ v: 1, account: accountId, key: 'guess' }) },
      }),
    ],
    [
      'of a shape nobody knows',
      () => ({ type_id: 'resources_created_from_external_ids', data: { resource_events: 'all' } }),
    ],
    ['of a kind nobody knows', () => ({ type_id: 'grant_everything', data: {} })],
  ])('%s change nothing', async (_, forge) => {
    const world = theWorld();
    const account = await world.connect();
    world.zendesk.setBadDay({ events: 'never' });
    const review = world.trustpilot.createReview();
    await offeredNow(account);
    const before = await rowsOf(world);
    expect(await postEvents(forge(threadOf(account, review), account.accountId))).toBe(200);
    expect(await rowsOf(world)).toEqual(before);
  });

  test('of a review that was never handed out change nothing: it is offered until Zendesk itself confirms it', async () => {
    const world = theWorld();
    const account = await world.connect();
    const review = world.trustpilot.createReview();
    await world.poll();
    const before = await rowsOf(world);
    await postEvents(confirms(threadOf(account, review)));
    expect(await rowsOf(world)).toEqual(before);
    world.zendesk.setBadDay({ notConvertedNext: 1 });
    await offeredNow(account);
    world.clock.advance(31 * minuteMs);
    await offeredNow(account);
    expectOneTicketEach(world, account, [review]);
  });

  test('a thousand ids in one event are read, a million bytes are not', async () => {
    const world = theWorld();
    const account = await world.connect();
    const ids = Array.from(
      { length: 1200 },
      (_, n) => `tp:${account.accountId}:review:${n.toString(16).padStart(24, '0')}`,
    );
    expect(await postEvents(confirms(...ids))).toBe(200);
    expect(await postEvents(confirms('x'.repeat(1_100_000)))).toBe(413);
  });
});
