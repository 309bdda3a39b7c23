import { PermanentError } from '../../../lambdas/core/errors.ts';
import type { Account } from '../../../lambdas/core/account.ts';
import { startWorld, type World } from './world.ts';

/* A login that Trustpilot refuses in the middle of a call is renewed, and the call goes on. */

let world: World;
let account: Account;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  account = await world.connect();
});

const bluelamp = '5f0c1d2e3a4b5c6d7e8f9012';
const redchair = '5f0c1d2e3a4b5c6d7e8f9099';
const pollOf = (businessUnitId: string) =>
  ({ businessUnitId, page: 1, perPage: 100, orderBy: 'createdat.asc' }) as const;
const userOf = (given: Account) => {
  const lambda = world.lambda();
  return world.client.forUser(lambda.forAccount(given));
};

test('an expired login is renewed within the call', async () => {
  const review = world.trustpilot.createReview({ stars: 1, text: 'Broken 💔' });
  world.trustpilot.expireAccessTokens();
  expect(await userOf(account).getReview(review.id)).toMatchObject({
    review: { content: { text: 'Broken 💔' } },
  });
  expect(world.refreshes()).toBe(1);
});

test('a dead login that shows as 403 on a reply is renewed, and the reply published once', async () => {
  const review = world.trustpilot.createReview();
  world.trustpilot.setSwitches({ expiredTokenAnswers403: true });
  world.trustpilot.expireAccessTokens();
  await userOf(account).reply(review.id, { message: 'Thank you!' });
  expect(world.trustpilot.publications(review.id)).toMatchObject([{ text: 'Thank you!' }]);
});

test('a dead login that shows as 403 is renewed for polls and reads too', async () => {
  const review = world.trustpilot.createReview();
  const user = userOf(account);
  world.trustpilot.setSwitches({ expiredTokenAnswers403: true });
  world.trustpilot.expireAccessTokens();
  expect((await user.listReviews(pollOf(bluelamp))).reviews).toHaveLength(1);
  world.pass(11 * 60_000);
  world.trustpilot.expireAccessTokens();
  expect(await user.getReview(review.id)).toMatchObject({ review: { reviewId: review.id } });
  expect(world.refreshes()).toBe(2);
});

test('a domain that is really lost renews the login at most every ten minutes, whoever asks', async () => {
  const refused = async () => {
    const now = await world.readAccount(account);
    for (const user of Array.from({ length: 5 }, () => userOf(now))) {
      await expect(user.listReviews(pollOf(redchair))).rejects.toMatchObject({ reason: 'forbidden' });
    }
  };
  for (let minute = 0; minute < 9; minute += 1) {
    await refused();
    world.pass(60_000);
  }
  expect(world.refreshes()).toBe(1);
  world.pass(60_000);
  await refused();
  expect(world.refreshes()).toBe(2);
  expect((await userOf(account).listReviews(pollOf(bluelamp))).reviews).toEqual([]);
});

test('a user who was deleted at Trustpilot is a dead login', async () => {
  const user = userOf(account);
  const review = world.trustpilot.createReview();
  world.trustpilot.deleteUser('61f2a0b3c4d5e6f708192a3b');
  const refused = await user.getReview(review.id).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PermanentError);
  expect(refused).toMatchObject({ reason: 'connection-dead' });
});
