import { emptyHandout } from '../../../lambdas/core/handout.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { tick } from '../../../lambdas/poll/tick.ts';
import { crashEverywhere } from './crash-setup.ts';
import {
  dayMs,
  expectOneTicketEach,
  hourMs,
  minuteMs,
  pullAll,
  rowsIn,
  rowsOf,
  threadOf,
  useWorld,
  writeReviews,
} from './setup.ts';

const theWorld = useWorld();

/*
 * Each piece of planned work is one message whose failure ends it, so a lost answer is the same as a death before the
 * next call.
 */
const mode = 'dies';

describe('a worker that dies', () => {
  test('in an offer that is made again: it is made in the end, and still checked later', async () => {
    const world = theWorld();
    await crashEverywhere(world, mode, {
      before: async () => {
        const account = await world.connect();
        const review = world.trustpilot.createReview();
        world.zendesk.setBadDay({ notConverted: ['*'] });
        await world.poll();
        await pullAll(world, account);
        world.clock.advance(31 * minuteMs);
        await tick(world.deps);
        return { account, review };
      },
      crash: async () => world.drain(),
      after: async ({ account, review }) => {
        await world.poll();
        expect((await pullAll(world, account)).flat()).toContain(threadOf(account, review));
        for (const passMs of [dayMs, hourMs]) {
          world.clock.advance(passMs);
          await world.poll();
          await pullAll(world, account);
        }
        expect(await rowsIn(world, keys.unconfirmedAll(account.accountId))).toHaveLength(1);
      },
    });
  });

  test('in a removal: nothing of the account is left in the end', async () => {
    const world = theWorld();
    await crashEverywhere(world, mode, {
      before: async () => {
        const account = await world.connect();
        writeReviews(world, 3);
        await world.poll();
        await world.zendesk.destroyAccount(account.zendeskId);
        world.clock.advance(1000);
        await tick(world.deps);
        return account;
      },
      crash: async () => world.drain(),
      after: async ({ accountId }) => {
        await world.poll();
        expect(await rowsIn(world, keys.reviews(accountId))).toEqual([]);
        for (const passMs of [2 * hourMs, minuteMs]) {
          world.clock.advance(passMs);
          await world.poll();
        }
        const traces = (await rowsOf(world)).filter((row) => JSON.stringify(row).includes(accountId));
        expect(traces).toEqual([]);
      },
    });
  });

  /** Two reviews, and one that has failed alone twice already. */
  async function aSuspect() {
    const world = theWorld();
    const account = await world.connect();
    const { accountId } = account;
    const poison = world.trustpilot.createReview();
    await world.poll();
    const sortKey = (await rowsIn(world, keys.outbox(accountId)))[0]?.SK ?? '';
    const handout = { ...emptyHandout, suspects: { [sortKey]: { failures: 2, ready: true } } };
    await world.deps.outbox.saveHandout(accountId, handout);
    const others = writeReviews(world, 2);
    await world.poll();
    world.zendesk.setBadDay({ refusesBatchWith: [threadOf(account, poison)], events: 'late' });
    return { account, accountId, poison, others, sortKey };
  }

  async function expectHealed({ account, poison, others }: Awaited<ReturnType<typeof aSuspect>>) {
    const world = theWorld();
    world.zendesk.setGoodDay();
    for (let day = 1; day <= 2; day += 1) {
      world.clock.advance(dayMs);
      await world.poll();
      await pullAll(world, account);
    }
    world.trustpilot.editReview(poison.id, { stars: 1 });
    await world.poll();
    await pullAll(world, account);
    expectOneTicketEach(world, account, [poison, ...others]);
    expect(world.zendesk.ticketOf(threadOf(account, poison))?.comments).toHaveLength(2);
    expect(await rowsIn(world, keys.parkedAll(account.accountId))).toEqual([]);
  }

  test('in the pull that parks a poisonous resource: it and its later news arrive once it is healed', async () => {
    const world = theWorld();
    await crashEverywhere(world, mode, {
      before: aSuspect,
      crash: async ({ account }) => {
        for (let pull = 1; pull <= 2; pull += 1) await world.zendesk.pull(account.zendeskId);
      },
      after: expectHealed,
    });
  });

  test('in the daily try of a poisonous resource: it and its later news arrive once it is healed', async () => {
    const world = theWorld();
    await crashEverywhere(world, mode, {
      before: async () => {
        const suspect = await aSuspect();
        for (let pull = 1; pull <= 3; pull += 1) await world.zendesk.pull(suspect.account.zendeskId);
        expect(await rowsIn(world, keys.parkedAll(suspect.accountId))).toHaveLength(1);
        world.clock.advance(dayMs);
        await tick(world.deps);
        return suspect;
      },
      crash: async () => world.drain(),
      after: expectHealed,
    });
  });
});
