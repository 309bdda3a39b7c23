import { keys } from '../../../lambdas/store/table.ts';
import { minuteMs, rowsIn, ticketsOf, writeReviews } from '../../integration/delivery/setup.ts';
import { connectSidebar } from '../../integration/sidebar/sidebar.ts';
import { everyDeath, expectNothingStuck, world } from './every-death.ts';

describe('a reply', () => {
  async function aTicket() {
    const account = await connectSidebar(world);
    const [review] = writeReviews(world, 1);
    if (review === undefined) throw new Error('No review');
    await world.sync();
    const [ticket] = ticketsOf(world, account);
    return { account, review, ticketId: ticket?.id ?? 0, click: { actionId: `click-${review.id}` } };
  }
  type Case = Awaited<ReturnType<typeof aTicket>>;

  /** As Zendesk sends it, each time alike. */
  const answer = async ({ account, review }: Case) => {
    const threadId = `tp:${account.accountId}:review:${review.id}`;
    const body = new URLSearchParams({
      message: 'Sorry about the lamp.',
      parent_id: threadId,
      thread_id: threadId,
      recipient_id: 'tp:consumer:1',
      metadata: account.metadata,
      request_unique_identifier: `request-${review.id}`,
    });
    return (await fetch(`${world.url}/zendesk/channelback`, { method: 'POST', body })).status;
  };

  /** Settled after 5 and 15 minutes. */
  async function settle(): Promise<void> {
    for (const passMs of [6 * minuteMs, 11 * minuteMs]) {
      world.clock.advance(passMs);
      await world.sync();
    }
  }

  const published = ({ review }: Case) => world.trustpilot.publications(review.id).map(({ text }) => text);
  const statuses = async ({ account }: Case) =>
    (await rowsIn(world, keys.replies(account.accountId))).map(({ status }) => status);

  test('that Zendesk repeats is published once', async () => {
    await everyDeath({
      dies: 'channelback',
      least: 10,
      before: aTicket,
      act: answer,
      again: async (one) => {
        world.clock.advance(31_000);
        let status = await answer(one);
        // Sent, perhaps: nobody can tell before the caches have had their time.
        if (status === 503) {
          world.clock.advance(6 * minuteMs);
          status = await answer(one);
        }
        expect(status).toBe(200);
        await settle();
      },
      holds: async (one) => {
        expect(published(one)).toEqual(['Sorry about the lamp.']);
        expect(await statuses(one)).toEqual(['published']);
        await expectNothingStuck(one.account.accountId);
      },
    });
  });

  test('that an agent publishes again from the sidebar, with the same click again, is published once', async () => {
    await everyDeath({
      dies: 'sidebar',
      least: 10,
      before: async () => {
        const one = await aTicket();
        world.zendesk.behaviour.channelbackRetries = 0;
        world.trustpilot.failNext({ kind: '403', match: /^POST .*\/reply/, times: 'always' });
        await world.zendesk.agentReplies(one.ticketId, 'Sorry about the lamp.');
        world.trustpilot.clearFaults();
        await settle();
        return one;
      },
      act: ({ account: { sidebar }, review, click }) => sidebar.act('publish-again', review.id, click),
      again: async ({ account: { sidebar }, review, click }) => {
        world.clock.advance(31_000);
        const first = await sidebar.act('publish-again', review.id, click);
        if (first.status === 503) {
          world.clock.advance(6 * minuteMs);
          await sidebar.act('publish-again', review.id, click);
        }
        await settle();
      },
      holds: async (one) => {
        expect(published(one)).toEqual(['Sorry about the lamp.']);
        expect(await statuses(one)).toEqual(['published']);
        const notes = ticketsOf(world, one.account)[0]?.comments.map(({ text }) => text) ?? [];
        expect(notes.filter((note) => note.includes('after all'))).toHaveLength(1);
        await expectNothingStuck(one.account.accountId);
      },
    });
  });
});
