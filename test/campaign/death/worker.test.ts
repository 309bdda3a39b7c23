import type { SQSRecord } from 'aws-lambda';
import { keys } from '../../../lambdas/store/table.ts';
import { bringAgain } from '../../integration/delivery/crash-setup.ts';
import {
  expectOneTicketEach,
  hourMs,
  minuteMs,
  pullAll,
  rowsIn,
  ticketsOf,
  writeReviews,
} from '../../integration/delivery/setup.ts';
import { connect, tokenOf } from '../../integration/web/admin.ts';
import { everyDeath, expectNothingStuck, mortal, tracesOf, world } from './every-death.ts';
import { aConnectedAccount, expectNothingLeft, purge, remove } from './removal.ts';

describe('the worker', () => {
  const drain = async (situation: { left: SQSRecord[] }) => {
    situation.left = await world.drain();
  };

  test('with reviews that were polled: each becomes one ticket', async () => {
    await everyDeath({
      dies: 'worker',
      least: 4,
      before: async () => {
        const account = await world.connect();
        const reviews = writeReviews(world, 2);
        await world.tick();
        return { account, reviews, left: [] };
      },
      act: drain,
      again: async ({ account, left }) => {
        await bringAgain(world, left);
        await pullAll(world, account);
      },
      holds: async ({ account, reviews }) => {
        expectOneTicketEach(world, account, reviews);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('with a hint: the news of the review is one comment', async () => {
    await everyDeath({
      dies: 'worker',
      least: 5,
      before: async () => {
        const account = await world.connect();
        const [review] = writeReviews(world, 1);
        if (review === undefined) throw new Error('No review');
        await world.sync();
        world.clock.advance(minuteMs);
        world.trustpilot.editReview(review.id, { stars: 1, text: 'Worse than that.' });
        const { accountId, businessUnitId } = account;
        await world.deps.queue.sendAll([{ kind: 'hint', accountId, businessUnitId, reviewId: review.id }]);
        return { account, review, left: [] };
      },
      act: drain,
      again: async ({ account, left }) => {
        await bringAgain(world, left);
        await pullAll(world, account);
      },
      holds: async ({ account, review }) => {
        expectOneTicketEach(world, account, [review]);
        expect(ticketsOf(world, account)[0]?.comments).toHaveLength(2);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('with an erasure: nothing of the review is left, and the agent hears of it once', async () => {
    await everyDeath({
      dies: 'worker',
      least: 10,
      before: async () => {
        const account = await world.connect();
        const [review, other] = writeReviews(world, 2);
        if (review === undefined || other === undefined) throw new Error('No review');
        await world.sync();
        world.trustpilot.deleteReview(review.id);
        const { accountId } = account;
        await world.deps.queue.sendAll([{ kind: 'erase', accountId, reviewId: review.id, isDeleted: true }]);
        return { account, review, other, left: [] };
      },
      act: drain,
      again: async ({ account, left }) => {
        await bringAgain(world, left);
        await pullAll(world, account);
        await world.zendesk.eventsDelivered();
        // The note is offered three times within a day, which is planned by the review's id.
        for (const passMs of [hourMs, 24 * hourMs, 10 * minuteMs]) {
          world.clock.advance(passMs);
          await world.sync();
        }
      },
      holds: async ({ account, review, other }) => {
        expect(await tracesOf(review.id)).toEqual([]);
        expectOneTicketEach(world, account, [review, other]);
        const comments = ticketsOf(world, account).flatMap((ticket) => ticket.comments);
        expect(comments.filter(({ externalId }) => externalId?.includes(':removed:'))).toHaveLength(1);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('in the removal of an account: nothing of it is left, and its login is ended', async () => {
    await everyDeath({
      dies: 'worker',
      least: 20,
      before: async () => {
        const situation = await aConnectedAccount();
        await remove(situation);
        world.clock.advance(1_000);
        await world.tick();
        return situation;
      },
      act: () => world.drain(),
      // Planned work is sent again by every tick until it is done.
      again: purge,
      holds: expectNothingLeft,
    });
  });

  test('in the end of a dialogue that nobody submitted: its login is ended', async () => {
    await everyDeath({
      dies: 'worker',
      least: 5,
      before: async () => {
        await connect({ publicUrl: world.url }, tokenOf((await world.zendesk.openDialogue()).page));
        expect(await mortal.keptLogins()).toHaveLength(1);
        world.clock.advance(25 * hourMs);
        await world.tick();
      },
      act: () => world.drain(),
      again: purge,
      holds: async () => {
        expect(await mortal.keptLogins()).toEqual([]);
        expect(world.trustpilot.calls().filter(({ route }) => route === 'revoke')).not.toEqual([]);
        expect(await rowsIn(world, keys.due)).toEqual([]);
      },
    });
  });
});
