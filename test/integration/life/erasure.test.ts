import { PutCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { toBody } from '../../../lambdas/queue/body.ts';
import type { Message } from '../../../lambdas/queue/message.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { messagesIn } from '../../support/queue-contents.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const dayMs = 86_400_000;

/** Everything of the person that we were ever told. */
const person = {
  name: 'Ingeborg Abildgaard',
  title: 'Zebralampe',
  text: 'Quokka on the lampshade.',
  referenceId: 'ORD-99887766',
  referralEmail: 'ingeborg@abildgaard.example',
  consumerId: '64d0c0ffee0123456789abcd',
};
const traces = [
  person.name,
  person.title,
  'Quokka',
  person.referenceId,
  'abildgaard.example',
  person.consumerId,
];

const tracesIn = (text: string): string[] => traces.filter((trace) => text.includes(trace));

/** In the table and in the logs. */
async function found(): Promise<string[]> {
  const { Items } = await world.db.send(new ScanCommand({ TableName: world.tableName }));
  return tracesIn(`${JSON.stringify(Items)}${world.logLines.join('')}`);
}

const foundInQueues = async (): Promise<string[]> => tracesIn((await messagesIn(world)).join(''));

/** A person's review with an edit, a reply, and a ticket. */
async function aTicket() {
  const { accountId, zendeskId } = await world.connect();
  const { id } = world.trustpilot.createReview(person);
  world.trustpilot.createReview({ name: 'Somebody else' });
  await world.sync();
  const ticketOf = (reviewId: string) => world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`);
  await world.zendesk.agentReplies(ticketOf(id)?.id ?? 0, `Sorry, ${person.name}.`);
  return { accountId, zendeskId, id, ticketOf };
}

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

describe('a ticket that is confirmed while its review is erased leaves no trace of either', () => {
  /** A review that Zendesk has made a ticket of, and not said so yet. */
  async function unconfirmed() {
    world.zendesk.setBadDay({ events: 'late' });
    const { accountId, zendeskId } = await world.connect();
    await world.zendesk.releaseEvents();
    const { id } = world.trustpilot.createReview(person);
    await world.poll();
    await world.zendesk.pull(zendeskId);
    const erase = async () => {
      const { consumerId } = person;
      await world.deps.queue.sendAll([{ kind: 'erase', accountId, consumerId, isDeleted: false }]);
      await world.drain();
    };
    return { accountId, id, erase };
  }

  const cardsOf = async (accountId: string) => {
    const { Items = [] } = await world.db.send(
      new QueryCommand({
        TableName: world.tableName,
        KeyConditionExpression: 'PK = :cards',
        ExpressionAttributeValues: { ':cards': keys.cards(accountId) },
      }),
    );
    return Items.map(({ SK }) => String(SK)).filter((key) => key !== 'tags');
  };

  async function expectNothingSoon(accountId: string) {
    world.clock.advance(3 * 60_000);
    await world.poll();
    expect([await found(), await foundInQueues(), await cardsOf(accountId)]).toEqual([[], [], []]);
  }

  test.each(['putAuthor', 'putTicket'] as const)('erased before %s', async (step) => {
    const { accountId, erase } = await unconfirmed();
    const { reviewIndex } = world.deps;
    const put = reviewIndex[step].bind(reviewIndex) as (...given: unknown[]) => Promise<void>;
    let isReached = false;
    reviewIndex[step] = async (...given: unknown[]) => {
      isReached = true;
      await erase();
      await put(...given);
    };
    await world.zendesk.releaseEvents();
    expect(isReached).toBe(true);
    await expectNothingSoon(accountId);
  });

  test('confirmed when the erasure has read the record', async () => {
    const { accountId, erase } = await unconfirmed();
    const { erasures } = world.deps;
    const removeReplies = erasures.removeReplies.bind(erasures);
    let times = 0;
    erasures.removeReplies = async (...given) => {
      times += 1;
      if (times === 1) await world.zendesk.releaseEvents();
      return removeReplies(...given);
    };
    await erase();
    expect(times).toBe(2);
    expect(await cardsOf(accountId)).toEqual([]);
    await expectNothingSoon(accountId);
  });
});

test('a review that a worker stores just after its erasure is erased once more', async () => {
  const { accountId, id } = await aTicket();
  const { reviews, queue } = world.deps;
  const record = await reviews.read(accountId, id);
  if (record === undefined) throw new Error('The review is not known.');
  await queue.sendAll([{ kind: 'erase', accountId, reviewId: id, isDeleted: false }]);
  await world.drain();
  await reviews.create(accountId, record);
  world.clock.advance(3 * 60_000);
  await world.poll();
  expect(await found()).toEqual([]);
});

test('an edit that a worker is just telling of when the review is erased is not told any more', async () => {
  const { accountId, id } = await aTicket();
  const { outbox, queue } = world.deps;
  world.trustpilot.editReview(id, { text: 'Quokka again.' });
  world.clock.advance(60_000);
  const put = outbox.put.bind(outbox);
  let times = 0;
  outbox.put = async (...given) => {
    times += 1;
    const erasure = { kind: 'erase', accountId, reviewId: id, isDeleted: false } as const;
    if (times === 1) await queue.sendAll([erasure]).then(() => world.drain());
    return put(...given);
  };
  await world.poll();
  expect(times).toBe(1);
  expect(await found()).not.toEqual([]);
  world.clock.advance(3 * 60_000);
  await world.poll();
  expect(await found()).toEqual([]);
});

describe('an agent’s reply that comes while its review is erased leaves with it', () => {
  const eraseNow = async (accountId: string) => {
    const { consumerId } = person;
    await world.deps.queue.sendAll([{ kind: 'erase', accountId, consumerId, isDeleted: false }]);
    await world.drain();
  };
  const about = async (accountId: string, reviewId: string) =>
    (await world.deps.erasures.rowsAbout(accountId, reviewId)).map(({ SK }) => SK);

  test('claimed just after it: the agent is told at once, and nothing stays', async () => {
    const { accountId, id, ticketOf } = await aTicket();
    const { replies } = world.deps;
    const claim = replies.claim.bind(replies);
    replies.claim = async (...given) => {
      await eraseNow(accountId);
      return claim(...given);
    };
    const { delivery } = await world.zendesk.agentReplies(ticketOf(id)?.id ?? 0, `Dear ${person.name}.`);
    expect(delivery).toMatchObject({ state: 'not delivered', attempts: 1 });
    expect(world.trustpilot.publications(id)).toHaveLength(1);
    expect(await found()).not.toEqual([]);
    world.clock.advance(6 * 60_000);
    await world.poll();
    expect([await found(), await about(accountId, id)]).toEqual([[], []]);
  });

  test('published in the middle of it', async () => {
    const { accountId, id, ticketOf } = await aTicket();
    const { reviewIndex } = world.deps;
    const forget = reviewIndex.forget.bind(reviewIndex);
    let times = 0;
    reviewIndex.forget = async (...given) => {
      times += 1;
      await forget(...given);
      if (times === 1) await world.zendesk.agentReplies(ticketOf(id)?.id ?? 0, `Dear ${person.name}.`);
    };
    await eraseNow(accountId);
    expect(times).toBe(2);
    expect(world.trustpilot.publications(id)).toHaveLength(2);
    expect([await found(), await about(accountId, id)]).toEqual([[], []]);
  });
});

describe('a review whose row nobody can read', () => {
  /** Damages the row of the person's review in one attribute; the rest of it stays. */
  async function damaged(attribute: string) {
    const { accountId, zendeskId, id } = await aTicket();
    await world.db.send(
      new UpdateCommand({
        TableName: world.tableName,
        Key: keys.review(accountId, id),
        UpdateExpression: 'SET #attribute = :odd',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':odd': 'odd' },
      }),
    );
    return { accountId, zendeskId, id };
  }
  const reported = (id: string) =>
    world.logLines.some((line) => line.includes('damaged row') && line.includes(id));

  test.each(['contentAtMs', 'facts', 'details'])('is erased when its id is named: %s', async (attribute) => {
    const { accountId, id } = await damaged(attribute);
    await world.deps.queue.sendAll([{ kind: 'erase', accountId, reviewId: id, isDeleted: false }]);
    expect(await world.drain()).toEqual([]);
    expect(await found()).toEqual([]);
  });

  test.each(['contentAtMs', 'facts', 'details'])(
    'is erased when Trustpilot deleted it: %s',
    async (attribute) => {
      const { id } = await damaged(attribute);
      world.trustpilot.deleteReview(id);
      world.clock.advance(dayMs);
      await world.poll();
      expect(await found()).toEqual([]);
    },
  );

  test('is erased with its author while it names one', async () => {
    const { zendeskId, id } = await damaged('contentAtMs');
    await world.zendesk.destroyIdentity(`tp:consumer:${person.consumerId}`, { accountId: zendeskId });
    await world.drain();
    expect(await found()).toEqual([]);
    expect(reported(id)).toBe(true);
  });

  test('is reported where an erasure of all of a person passes it', async () => {
    const { zendeskId, id } = await damaged('details');
    await world.zendesk.destroyIdentity(`tp:consumer:${person.consumerId}`, { accountId: zendeskId });
    await world.drain();
    expect(reported(id)).toBe(true);
  });
});

test('a claim that nobody can read is reported and keeps an unproven erasure from no other account', async () => {
  await aTicket();
  const [accountId = ''] = await claimDomains();
  const Item = { ...keys.claim('acme', 'a'.repeat(24)), odd: true };
  await world.db.send(new PutCommand({ TableName: world.tableName, Item }));
  await world.zendesk.destroyIdentity(`tp:consumer:${person.consumerId}`);
  expect(await world.deps.erasures.unproven(accountId, 10)).toHaveLength(1);
  expect(world.logLines.some((line) => line.includes('damaged row'))).toBe(true);
});

/** As Submit does it, for all accounts. */
async function claimDomains(): Promise<string[]> {
  const accountIds: string[] = [];
  for await (const { accountId, subdomain, domains } of world.deps.accounts.all(() => undefined)) {
    accountIds.push(accountId);
    for (const { businessUnitId } of domains)
      await world.deps.claims.take(subdomain, { businessUnitId, accountId, atMs: world.clock.nowMs() });
  }
  return accountIds;
}

test('queue leftovers of an erased review meet the same check', async () => {
  const { accountId } = await aTicket();
  const late = world.trustpilot.createReview(person);
  const { queue } = world.deps;
  await world.deps.syncs.read(accountId, late.businessUnitId);
  const sendAll = queue.sendAll.bind(queue);
  let held: Parameters<typeof sendAll>[0] = [];
  queue.sendAll = async (messages) => {
    held = [...held, ...messages];
  };
  world.clock.advance(60_000);
  await world.poll();
  queue.sendAll = sendAll;
  await sendAll(held);
  await world.drain();
  world.trustpilot.deleteReview(late.id);
  world.clock.advance(dayMs);
  await world.sync();
  await sendAll(held);
  await world.drain();
  expect(await world.deps.reviews.read(accountId, late.id)).toBeUndefined();
});

test('what lies parked when a person is erased: tried again it leaves nothing, and it ends with the retention', async () => {
  const { accountId, zendeskId, id } = await aTicket();
  const [leftover] = await sentBy(async () => {
    world.trustpilot.editReview(id, { text: 'Quokka again.' });
    world.clock.advance(60_000);
    await world.poll();
  });
  if (leftover === undefined) throw new Error('Nobody noticed the edit.');
  await world.deps.park(toBody(leftover), 'made up');
  await world.zendesk.destroyIdentity(`tp:consumer:${person.consumerId}`, { accountId: zendeskId });
  await world.drain();
  expect(await found()).toEqual([]);
  expect(await foundInQueues()).toContain('Quokka');
  await world.deps.queue.sendAll([leftover]);
  await world.drain();
  expect(await found()).toEqual([]);
  expect(await world.deps.reviews.read(accountId, id)).toBeUndefined();
  world.clock.advance(13 * dayMs);
  expect(await foundInQueues()).toContain('Quokka');
  world.clock.advance(2 * dayMs);
  expect(await foundInQueues()).toEqual([]);
});

/** The messages that come of something, which reach the queue as well. */
async function sentBy(run: () => Promise<void>): Promise<Message[]> {
  const { queue } = world.deps;
  const sendAll = queue.sendAll.bind(queue);
  const sent: Message[] = [];
  queue.sendAll = async (messages) => {
    sent.push(...messages);
    await sendAll(messages);
  };
  await run();
  queue.sendAll = sendAll;
  return sent;
}

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
