import { keys } from '../../../lambdas/store/table.ts';
import { expectOneTicketEach, hourMs, minuteMs, pullAll, rowsIn } from '../../integration/delivery/setup.ts';
import { everyDeath, expectNothingStuck, world } from './every-death.ts';
import { aConnectedAccount, expectNothingLeft, purge, remove } from './removal.ts';

describe('the hooks', () => {
  /** As Trustpilot tells of a review; the status of our answer. */
  async function tell(webhookKey: string, reviewId: string): Promise<number> {
    const events = [{ eventName: 'service-review-created', eventData: { id: reviewId } }];
    const { status } = await fetch(`${world.url}/trustpilot/webhooks/${webhookKey}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    return status;
  }

  async function aReviewToTellOf() {
    const account = await world.connect();
    await world.tick();
    world.clock.advance(minuteMs);
    const review = world.trustpilot.createReview();
    const { webhookKey = '' } = account.account.domains[0] ?? {};
    return { account, review, webhookKey };
  }

  test('in a webhook that Trustpilot repeats: the review becomes one ticket', async () => {
    await everyDeath({
      dies: 'hooks',
      least: 2,
      before: aReviewToTellOf,
      act: ({ webhookKey, review }) => tell(webhookKey, review.id),
      again: async ({ account, webhookKey, review }) => {
        expect(await tell(webhookKey, review.id)).toBe(200);
        await world.drain();
        await pullAll(world, account);
      },
      holds: async ({ account, review }) => {
        expectOneTicketEach(world, account, [review]);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('in a webhook that nobody repeats: the next poll finds the review', async () => {
    await everyDeath({
      dies: 'hooks',
      least: 2,
      before: aReviewToTellOf,
      act: ({ webhookKey, review }) => tell(webhookKey, review.id),
      again: async () => {
        world.clock.advance(hourMs);
        await world.sync();
      },
      holds: async ({ account, review }) => {
        expectOneTicketEach(world, account, [review]);
        expect(await rowsIn(world, keys.hints)).toEqual([]);
        await expectNothingStuck(account.accountId);
      },
    });
  });

  test('in the removal of an account whose event comes twice: nothing of it is left, and its login is ended', async () => {
    await everyDeath({
      dies: 'hooks',
      least: 2,
      before: aConnectedAccount,
      act: remove,
      again: async (situation) => {
        await sendEvent('destroy_integration_instance', { metadata: situation.metadata });
        await purge();
      },
      holds: expectNothingLeft,
    });
  });
});

const sendEvent = async (type_id: string, data: object) =>
  fetch(`${world.url}/zendesk/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [{ type_id, timestamp: new Date(world.clock.nowMs()).toISOString(), subdomain: 'acme', data }],
    }),
  });
