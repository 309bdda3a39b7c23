import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../../lambdas/store/table.ts';
import { aTicket, claimDomains, dayMs, found, person, world } from './person.ts';

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
