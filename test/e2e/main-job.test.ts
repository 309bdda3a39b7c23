import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test('a review becomes a ticket, and the answer of the agent stands on the review', async () => {
  const { accountId } = await world.connect();
  const review = world.trustpilot.createReview({ stars: 2, title: 'Late again', text: 'Came a week late.' });
  await world.sync();
  const ticket = world.zendesk.ticketOf(`tp:${accountId}:review:${review.id}`);
  expect(ticket?.comments[0]?.text).toContain('★★☆☆☆ 2/5\n\nLate again\n\nCame a week late.');
  const comment = await world.zendesk.agentReplies(
    ticket?.id ?? 0,
    'Sorry, Mette. We have refunded the freight.',
  );
  expect(comment.delivery).toMatchObject({ state: 'delivered' });
  expect(world.trustpilot.review(review.id)?.companyReply?.text).toBe(
    'Sorry, Mette. We have refunded the freight.',
  );
  expect(world.trustpilot.publications(review.id)).toHaveLength(1);
  expect(world.zendesk.violations()).toEqual([]);
});
