import { aTicket, claimDomains, dayMs, found, foundInQueues, person, world } from './person.ts';

test('a review deleted at Trustpilot is erased within a day, without a byte left, and the agent is told', async () => {
  const { id, ticketOf } = await aTicket();
  expect(await found()).not.toEqual([]);
  world.trustpilot.deleteReview(id);
  world.clock.advance(dayMs);
  await world.poll();
  expect([await found(), await foundInQueues()]).toEqual([[], []]);
  await world.sync();
  await world.sync();
  expect(await found()).toEqual([]);
  const last = ticketOf(id)?.comments.at(-1);
  expect(last).toMatchObject({ public: false });
  expect(last?.externalId).toContain(':removed:');
  expect(world.zendesk.tickets()).toHaveLength(2);
});

test.each([1, 2])(
  'the agent is told although Zendesk takes the note of the removal over %d times and makes no comment of it',
  async (times) => {
    const { id, ticketOf } = await aTicket();
    world.trustpilot.deleteReview(id);
    world.clock.advance(dayMs);
    await world.poll();
    for (let offer = 0; offer < times; offer += 1) {
      world.zendesk.setBadDay({ notConvertedNext: 1 });
      await world.sync();
      expect(ticketOf(id)?.allowChannelback).toBe(true);
      world.clock.advance(offer === 0 ? 31 * 60_000 : dayMs);
    }
    await world.sync();
    expect(ticketOf(id)).toMatchObject({ allowChannelback: false });
    world.clock.advance(2 * dayMs);
    await world.sync();
    const told = ticketOf(id)?.comments.filter(({ externalId }) => externalId?.includes(':removed:'));
    expect(told).toHaveLength(1);
    expect(await found()).toEqual([]);
  },
);

test('a reviewer who leaves Trustpilot is erased with all reviews, once, however often the feed tells it', async () => {
  const { id, ticketOf } = await aTicket();
  world.trustpilot.createReview({ ...person, title: 'Second' });
  await world.sync();
  world.trustpilot.deleteConsumer(person.consumerId);
  for (let day = 0; day < 3; day += 1) {
    world.clock.advance(dayMs);
    await world.sync();
  }
  expect(await found()).toEqual([]);
  const removals = ticketOf(id)?.comments.filter(({ externalId }) => externalId?.includes(':removed:'));
  expect(removals).toHaveLength(1);
});

test('a review that Zendesk never took over leaves without a ticket', async () => {
  const { accountId } = await world.connect();
  const { id } = world.trustpilot.createReview(person);
  await world.poll();
  world.trustpilot.deleteReview(id);
  world.clock.advance(dayMs);
  await world.poll();
  await world.sync();
  expect(await found()).toEqual([]);
  expect(world.zendesk.ticketOf(`tp:${accountId}:review:${id}`)).toBeUndefined();
});

test('nor does it when the worker dies in the middle of its erasure', async () => {
  const { accountId } = await world.connect();
  const { id } = world.trustpilot.createReview(person);
  await world.poll();
  const { reviews, queue } = world.deps;
  const remove = reviews.remove.bind(reviews);
  reviews.remove = async () => {
    throw new Error('died');
  };
  const message = { kind: 'erase', accountId, reviewId: id, isDeleted: true } as const;
  await queue.sendAll([message]);
  expect(await world.drain()).toHaveLength(1);
  reviews.remove = remove;
  await queue.sendAll([message]);
  await world.drain();
  await world.sync();
  expect(await found()).toEqual([]);
  expect(world.zendesk.tickets()).toEqual([]);
});

describe('what Zendesk has taken over without a word gets the note that the review is gone', () => {
  test.each([
    ['handed out and not acknowledged', async () => undefined],
    [
      'offered again',
      async () => {
        world.clock.advance(31 * 60_000);
        await world.zendesk.tick();
        await world.poll();
      },
    ],
  ])('%s', async (_, goOn) => {
    world.zendesk.setBadDay({ events: 'never' });
    const { accountId, zendeskId } = await world.connect();
    await world.zendesk.pull(zendeskId);
    const { id } = world.trustpilot.createReview(person);
    await world.poll();
    await world.zendesk.pull(zendeskId);
    await goOn();
    world.trustpilot.deleteReview(id);
    world.clock.advance(dayMs);
    await world.poll();
    await world.sync();
    expect(await found()).toEqual([]);
    const ticket = world.zendesk.ticketOf(`tp:${accountId}:review:${id}`);
    expect(ticket?.comments.at(-1)?.externalId).toContain(':removed:');
    expect(world.zendesk.tickets()).toHaveLength(1);
  });
});

test('one that was erased while Zendesk refused it is suspected of nothing any more', async () => {
  const { accountId, zendeskId } = await world.connect();
  const { id } = world.trustpilot.createReview(person);
  world.zendesk.setBadDay({ refusesBatchWith: [`*${id}`] });
  await world.poll();
  await world.zendesk.pull(zendeskId);
  world.trustpilot.deleteReview(id);
  world.clock.advance(dayMs);
  await world.poll();
  for (let pulls = 0; pulls < 3; pulls += 1) await world.zendesk.pull(zendeskId);
  const { suspects, parked } = await world.deps.outbox.readHandout(accountId);
  expect([suspects, parked]).toEqual([{}, []]);
});

test('a person erased in Zendesk is erased here and not imported again, but may write anew', async () => {
  const { id, zendeskId } = await aTicket();
  await world.zendesk.destroyIdentity(`tp:consumer:${person.consumerId}`, { accountId: zendeskId });
  await world.drain();
  expect([await found(), await foundInQueues()]).toEqual([[], []]);
  const tickets = world.zendesk.tickets().length;
  world.clock.advance(60_000);
  world.trustpilot.editReview(id, { text: 'Quokka again.' });
  world.clock.advance(60_000);
  await world.sync();
  expect(await found()).toEqual([]);
  expect(world.zendesk.tickets()).toHaveLength(tickets);
  world.trustpilot.createReview({ ...person, title: 'A new one' });
  await world.sync();
  expect(world.zendesk.tickets()).toHaveLength(tickets + 1);
});

test('an erasure that nobody proves changes nothing and waits', async () => {
  await aTicket();
  await world.connect({ domains: ['bluelamp.se'] });
  const accounts = await claimDomains();
  const before = await found();
  await world.zendesk.destroyIdentity(`tp:consumer:${person.consumerId}`);
  await world.drain();
  expect(await found()).toEqual(expect.arrayContaining(before) as string[]);
  expect(world.logLines.join('')).toContain('unproven erasure');
  // For each account of that Zendesk to decide.
  expect(accounts).toHaveLength(2);
  for (const accountId of accounts) expect(await world.deps.erasures.unproven(accountId, 10)).toHaveLength(1);
});

test('while the Deletions API fails nothing is skipped', async () => {
  const { id } = await aTicket();
  world.trustpilot.deleteReview(id);
  world.trustpilot.failNext({ kind: '503', route: 'consumer-deletions', times: 3 });
  world.clock.advance(dayMs);
  await world.sync();
  expect(await found()).not.toEqual([]);
  for (let round = 0; round < 4; round += 1) {
    world.clock.advance(16 * 60_000);
    await world.sync();
  }
  expect(await found()).toEqual([]);
});
