import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const minutes = (count: number): void => world.clock.advance(count * 60_000);

/** An imported review with its ticket. */
async function aTicket() {
  const { accountId } = await world.connect();
  const review = world.trustpilot.createReview({ title: 'Lamp', text: 'It shines.' });
  await world.sync();
  return { accountId, review, notes: () => notesOf(accountId, review.id) };
}

const notesOf = (accountId: string, reviewId: string) =>
  (world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`)?.comments ?? [])
    .slice(1)
    .map(({ externalId }) => externalId?.split(':')[4]);

/** Ticks until all planned looks are due and done. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    minutes(6);
    await world.sync();
  }
}

test('a review that Trustpilot hides gets one internal note, and another when it is back', async () => {
  const { review, notes } = await aTicket();
  world.trustpilot.hideReview(review.id, 'flagged');
  world.trustpilot.setSwitches({ hiddenReviewReadable: true });
  await settle();
  expect(notes()).toEqual(['removed']);
  world.trustpilot.restoreReview(review.id);
  await settle();
  expect(notes()).toEqual(['removed', 'restored']);
});

test('a review that is back within minutes may be a cached page: it is looked at again before the agent hears of it', async () => {
  const { review, notes } = await aTicket();
  world.trustpilot.setSwitches({ hiddenReviewReadable: true });
  world.trustpilot.hideReview(review.id, 'flagged');
  minutes(1);
  await world.sync();
  world.trustpilot.restoreReview(review.id);
  minutes(1);
  await world.sync();
  expect(notes()).toEqual(['removed']);
  await settle();
  expect(notes()).toEqual(['removed', 'restored']);
});

test('a reply that a colleague deletes is missed twice before the agent hears of it', async () => {
  const { review, notes } = await aTicket();
  minutes(1);
  world.trustpilot.colleagueReplies(review.id, 'Thank you, Mette.');
  await settle();
  expect(notes()).toEqual(['company-reply']);
  world.trustpilot.colleagueDeletesReply(review.id);
  await settle();
  expect(notes()).toEqual(['company-reply', 'company-reply']);
});
