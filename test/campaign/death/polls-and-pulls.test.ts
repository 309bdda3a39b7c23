import { expectOneTicketEach, hourMs, pullAll, writeReviews } from '../../integration/delivery/setup.ts';
import { everyDeath, expectNothingStuck, world } from './every-death.ts';

describe('the schedule', () => {
  test('in the sync of unanswered reviews: each becomes one ticket, and the sync comes to its end', async () => {
    await everyDeath({
      dies: 'poll',
      least: 10,
      before: async () => {
        const old = writeReviews(world, 3);
        world.clock.advance(hourMs);
        const backfill = { on: true, period: '24h' as const, requestedAtMs: world.clock.nowMs() };
        const account = await world.connect({ settings: { backfill } });
        return { account, reviews: [...old, ...writeReviews(world, 1)] };
      },
      act: () => world.tick(),
      again: () => world.sync(),
      holds: async ({ account, reviews }) => {
        expectOneTicketEach(world, account, reviews);
        const { records } = await world.deps.syncs.all(account.accountId);
        expect([...records.values()].map(({ backfill }) => backfill?.finishedAtMs)).not.toContain(undefined);
        await expectNothingStuck(account.accountId);
      },
    });
  });
});

test('a pull that Zendesk repeats: nothing is lost, nothing comes twice', async () => {
  await everyDeath({
    dies: 'pull',
    least: 5,
    before: async () => {
      const account = await world.connect();
      const reviews = writeReviews(world, 2);
      await world.poll();
      world.zendesk.setBadDay({ events: 'late' });
      await world.zendesk.pull(account.zendeskId);
      reviews.push(...writeReviews(world, 2));
      world.clock.advance(hourMs);
      await world.poll();
      return { account, reviews };
    },
    act: ({ account }) => world.zendesk.pull(account.zendeskId),
    again: async ({ account }) => {
      world.zendesk.setGoodDay();
      await pullAll(world, account);
    },
    holds: async ({ account, reviews }) => {
      expectOneTicketEach(world, account, reviews);
      await expectNothingStuck(account.accountId);
    },
  });
});
