import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { toBody } from '../../../../lambdas/queue/body.ts';
import type { Message } from '../../../../lambdas/queue/message.ts';
import { keys } from '../../../../lambdas/store/table.ts';
import { aTicket, dayMs, found, foundInQueues, person, world } from './person.ts';

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
