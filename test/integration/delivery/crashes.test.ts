import type { SQSRecord } from 'aws-lambda';
import { keys } from '../../../lambdas/store/table.ts';
import { tick } from '../../../lambdas/poll/tick.ts';
import { bringAgain, crashEverywhere, crashModes } from './crash-setup.ts';
import {
  dayMs,
  expectOneTicketEach,
  hourMs,
  minuteMs,
  pullAll,
  rowsIn,
  threadOf,
  ticketsOf,
  useWorld,
  withPagesOf,
  writeReviews,
  type Connected,
} from './setup.ts';

const theWorld = useWorld();

/** The texts of a ticket's comments, as far as they name a version. */
const versionsIn = (account: Connected, review: { id: string }) =>
  ticketsOf(theWorld(), account)
    .find(({ threadId }) => threadId === threadOf(account, review))
    ?.comments.map(({ text }) => /The (\w+) version/.exec(text)?.[1]);

describe.each(crashModes)('a call that %s', (mode) => {
  test('in the schedule: every review is one ticket, whether the queue or the watermark was reached', async () => {
    const world = theWorld();
    const calls = await crashEverywhere(world, mode, {
      before: async () => {
        const account = await world.connect();
        const lost = world.trustpilot.createReview();
        world.zendesk.setBadDay({ notConvertedNext: 1 });
        await world.poll();
        await pullAll(world, account);
        world.clock.advance(31 * minuteMs);
        return { account, reviews: [lost, ...writeReviews(world, 3)] };
      },
      crash: async () => {
        withPagesOf(world, 2);
        await tick(world.deps);
      },
      after: async ({ account, reviews }) => {
        withPagesOf(world, 2);
        await world.poll();
        await pullAll(world, account);
        expectOneTicketEach(world, account, reviews);
      },
    });
    expect(calls).toBeGreaterThan(12);
  });

  test('in the worker: every review is one ticket, every edit one comment, in order', async () => {
    const world = theWorld();
    const calls = await crashEverywhere(world, mode, {
      before: async () => {
        const account = await world.connect();
        const review = world.trustpilot.createReview({ text: 'The first version.' });
        await world.poll();
        world.clock.advance(minuteMs);
        world.trustpilot.editReview(review.id, { text: 'The second version.' });
        const other = world.trustpilot.createReview();
        await tick(world.deps);
        return { account, review, other, left: [] as SQSRecord[] };
      },
      crash: async (situation) => {
        situation.left = await world.drain();
      },
      after: async ({ account, review, other, left }) => {
        await bringAgain(world, left);
        world.clock.advance(minuteMs);
        world.trustpilot.editReview(review.id, { text: 'The third version.' });
        await world.poll();
        await pullAll(world, account);
        expectOneTicketEach(world, account, [review, other]);
        expect(versionsIn(account, review)).toEqual(['first', 'second', 'third']);
      },
    });
    expect(calls).toBeGreaterThan(6);
  });

  test('in the pull: nothing that was handed out or taken over is lost, and nothing comes twice', async () => {
    const world = theWorld();
    const calls = await crashEverywhere(world, mode, {
      before: async () => {
        const account = await world.connect();
        const reviews = writeReviews(world, 3);
        await world.poll();
        world.zendesk.setBadDay({ events: 'late' });
        return { account, reviews };
      },
      crash: async ({ account }) => {
        for (let pull = 1; pull <= 2; pull += 1) await world.zendesk.pull(account.zendeskId);
      },
      after: async ({ account, reviews }) => {
        world.zendesk.setGoodDay();
        const more = writeReviews(world, 2);
        await world.poll();
        await pullAll(world, account);
        await world.zendesk.pull(account.zendeskId);
        expectOneTicketEach(world, account, [...reviews, ...more]);
        expect((await rowsIn(world, keys.outbox(account.accountId))).map(({ SK }) => SK)).toEqual(['!']);
      },
    });
    expect(calls).toBeGreaterThan(6);
  });

  test('in the endpoint of events: what was not noted is offered again, and nobody is listed as unconfirmed', async () => {
    const world = theWorld();
    await crashEverywhere(world, mode, {
      before: async () => {
        const account = await world.connect();
        const reviews = writeReviews(world, 2);
        world.zendesk.setBadDay({ events: 'late' });
        await world.poll();
        await pullAll(world, account);
        return { account, reviews };
      },
      crash: async () => world.zendesk.releaseEvents(),
      after: async ({ account, reviews }) => {
        world.zendesk.setGoodDay();
        for (const passMs of [31 * minuteMs, dayMs, hourMs]) {
          world.clock.advance(passMs);
          await world.poll();
          await pullAll(world, account);
        }
        expectOneTicketEach(world, account, reviews);
        expect(await rowsIn(world, keys.unconfirmedAll(account.accountId))).toEqual([]);
      },
    });
  });
});

test('an edit whose worker died between its two writes, and whose message is lost, arrives with the third version', async () => {
  const world = theWorld();
  const account = await world.connect();
  const review = world.trustpilot.createReview({ text: 'The first version.' });
  await world.poll();
  await pullAll(world, account);
  const { outbox } = world.deps;
  world.deps = {
    ...world.deps,
    outbox: Object.assign(Object.create(outbox) as typeof outbox, {
      put: async () => Promise.reject(new Error('dead between the two writes')),
    }),
  };
  world.clock.advance(minuteMs);
  world.trustpilot.editReview(review.id, { text: 'The second version.' });
  await world.poll();
  world.deps = world.newDeps();
  expect(versionsIn(account, review)).toEqual(['first']);
  world.clock.advance(minuteMs);
  world.trustpilot.editReview(review.id, { text: 'The third version.' });
  await world.poll();
  await pullAll(world, account);
  expect(versionsIn(account, review)).toEqual(['first', 'second', 'third']);
});
