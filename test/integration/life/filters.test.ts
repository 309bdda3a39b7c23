import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { defaultSettings, type Settings } from '../../../lambdas/core/account.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const changeSettings = (accountId: string, settings: Partial<Settings>) =>
  world.db.send(
    new UpdateCommand({
      TableName: world.tableName,
      Key: keys.account(accountId),
      UpdateExpression: 'SET settings = :settings',
      ExpressionAttributeValues: { ':settings': { ...defaultSettings, ...settings } },
    }),
  );

const commentsOf = (accountId: string, reviewId: string) =>
  (world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`)?.comments ?? []).map(
    ({ externalId }) => externalId?.split(':')[4] ?? 'review',
  );

test('a filter keeps reviews out until an edit lets them in; nothing is doubled or withdrawn', async () => {
  const { accountId } = await world.connect({ settings: { stars: [1, 2], onlyWithText: true } });
  const low = world.trustpilot.createReview({ stars: 1 });
  const high = world.trustpilot.createReview({ stars: 5 });
  const silent = world.trustpilot.createReview({ stars: 1, text: null });
  await world.sync();
  expect([low, high, silent].map(({ id }) => commentsOf(accountId, id))).toEqual([['review'], [], []]);
  world.clock.advance(60_000);
  world.trustpilot.editReview(high.id, { stars: 2 });
  world.trustpilot.editReview(silent.id, { text: 'Now with words.' });
  world.trustpilot.editReview(low.id, { stars: 4 });
  await world.sync();
  await world.sync();
  expect([low, high, silent].map(({ id }) => commentsOf(accountId, id))).toEqual([
    ['review', 'edit'],
    ['review'],
    ['review'],
  ]);
});

test('a changed filter applies from then on', async () => {
  const { accountId } = await world.connect();
  const before = world.trustpilot.createReview({ stars: 5, language: 'da' });
  await world.sync();
  await changeSettings(accountId, { languages: ['sv'], version: 2 });
  world.clock.advance(60_000);
  const danish = world.trustpilot.createReview({ language: 'da' });
  const swedish = world.trustpilot.createReview({ language: 'sv' });
  world.trustpilot.editReview(before.id, { stars: 1 });
  await world.sync();
  await changeSettings(accountId, { version: 3 });
  world.clock.advance(60_000);
  await world.sync();
  expect([before, danish, swedish].map(({ id }) => commentsOf(accountId, id))).toEqual([
    ['review', 'edit'],
    [],
    ['review'],
  ]);
  expect(world.zendesk.violations()).toEqual([]);
});
