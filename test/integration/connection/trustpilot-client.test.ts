import { createTrustpilotClient, type TrustpilotUser } from '../../../lambdas/clients/trustpilot/client.ts';
import type { ListReviewsQuery } from '../../../lambdas/clients/trustpilot/list-reviews.ts';
import type { Review } from '../../../lambdas/core/review.ts';
import { startTrustpilotSimulator, type TrustpilotSimulator } from '../../simulators/trustpilot/index.ts';

const blueLamp = '5f0c1d2e3a4b5c6d7e8f9012';
const redChair = '5f0c1d2e3a4b5c6d7e8f9099';
const ada = '61f2a0b3c4d5e6f708192a3b';

let trustpilot: TrustpilotSimulator;
beforeAll(async () => {
  trustpilot = await startTrustpilotSimulator();
});
afterAll(() => trustpilot.close());
beforeEach(() => trustpilot.reset());

const newClient = (timeoutMs?: number) =>
  createTrustpilotClient({
    apiUrl: trustpilot.url,
    apiKey: 'tpk-demo',
    apiSecret: 'tps-demo',
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

function newUser(timeoutMs?: number): TrustpilotUser {
  const { accessToken } = trustpilot.issueTokens();
  const renew = async () => trustpilot.issueTokens().accessToken;
  return newClient(timeoutMs).forUser({ get: async () => accessToken, renew });
}

const query = (change: Partial<ListReviewsQuery> = {}): ListReviewsQuery => ({
  businessUnitId: blueLamp,
  page: 1,
  perPage: 100,
  orderBy: 'createdat.asc',
  ...change,
});

async function listAll(user: TrustpilotUser, change: Partial<ListReviewsQuery>): Promise<Review[]> {
  const all: Review[] = [];
  for (let page = 1, hasNext = true; hasNext; page += 1) {
    const answer = await user.listReviews(query({ ...change, page }));
    all.push(...answer.reviews);
    hasNext = answer.hasNext;
  }
  return all;
}

test('a consent becomes a login that reaches the domains of the person, and ends when it is revoked', async () => {
  trustpilot.setSwitches({ consent: 'allow' });
  const client = newClient();
  const redirectUri = 'https://hook.example/trustpilot/oauth/callback';
  const login = new URL('/authenticate', trustpilot.url);
  login.search = new URLSearchParams({
    client_id: 'tpk-demo',
    redirect_uri: redirectUri,
    response_type: 'code',
    state: 's1',
  }).toString();
  const consent = await fetch(login, { redirect: 'manual' });
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const pair = await client.exchangeCode({ code, redirectUri });
  expect(pair).toMatchObject({ accessExpiresInSeconds: 360_000, businessUserId: ada });
  await expect(client.exchangeCode({ code, redirectUri })).rejects.toMatchObject({ reason: 'rejected' });

  const user = client.forUser({
    get: async () => pair.accessToken,
    renew: async (rejected) => rejected,
  });
  expect(await user.me()).toEqual({ businessUserId: ada, name: 'Ada Agent' });
  expect(await user.myBusinessUnits()).toContain(blueLamp);
  expect(await user.getBusinessUnit(blueLamp)).toEqual({
    businessUnitId: blueLamp,
    domain: 'bluelamp.example',
    displayName: 'Blue Lamp Shop',
  });
  expect(await user.proveAccess(blueLamp)).toBe(true);
  expect(await user.proveAccess(redChair)).toBe(false);

  const next = await client.refresh(pair.refreshToken);
  await expect(client.refresh(pair.refreshToken)).rejects.toMatchObject({ reason: 'connection-dead' });
  await client.revoke(next.refreshToken);
  await client.revoke(next.refreshToken);
  await expect(client.refresh(next.refreshToken)).rejects.toMatchObject({ reason: 'connection-dead' });
});

test('key and secret are proven without any login', async () => {
  expect(await newClient().keysWork()).toBe(true);
  const wrong = createTrustpilotClient({ apiUrl: trustpilot.url, apiKey: 'tpk-demo', apiSecret: 'wrong' });
  expect(await wrong.keysWork()).toBe(false);
});

test('where the undocumented calls are off, the domain is found by its name', async () => {
  trustpilot.setSwitches({ undocumentedEndpoints: false });
  const user = newUser();
  expect(await user.myBusinessUnits()).toBeUndefined();
  expect(await newClient().findBusinessUnit('https://www.bluelamp.example/')).toMatchObject({
    businessUnitId: blueLamp,
  });
  expect(await newClient().findBusinessUnit('nobody.example')).toBeUndefined();
});

test.each(['milliseconds', 'seconds', 'no-zone'] as const)(
  'all reviews are listed once, in order, with dates by %s',
  async (dateFormat) => {
    trustpilot.setSwitches({ dateFormat });
    const startMs = Date.parse('2026-11-01T00:00:00Z');
    const ids = trustpilot
      .createReviews(
        Array.from({ length: 45 }, (_, n) => ({ createdAt: startMs + n * 60_000, stars: 1 + (n % 5) })),
      )
      .map(({ id }) => id);
    const reviews = await listAll(newUser(), { perPage: 20 });
    expect(reviews.map(({ reviewId }) => reviewId)).toEqual(ids);
    expect(reviews[1]?.details.createdAt).toBe('2026-11-01T00:01:00.000Z');
    const some = await listAll(newUser(), {
      perPage: 3,
      stars: 2,
      startDateTime: '2026-11-01T00:10:00.000Z',
    });
    expect(some.map(({ reviewId }) => reviewId)).toEqual(ids.filter((_, n) => n % 5 === 1 && n >= 10));
  },
);

test('answered and unanswered reviews are told apart by Trustpilot', async () => {
  const [answered, open] = trustpilot.createReviews([{ companyReply: { text: 'Thanks' } }, {}]);
  const user = newUser();
  expect((await listAll(user, { responded: true })).map(({ reviewId }) => reviewId)).toEqual([answered?.id]);
  expect((await listAll(user, { responded: false })).map(({ reviewId }) => reviewId)).toEqual([open?.id]);
});

test('a review says the same alone and in a list, whatever the switches leave open', async () => {
  trustpilot.setSwitches({ businessUnitNameObject: true, singleReviewOmitsCounts: true });
  const { id } = trustpilot.createReview({
    text: 'Grüße 👩‍👩‍👧 \u00a0\r\n',
    title: null,
    name: null,
    experiencedAt: null,
    status: null,
  });
  const user = newUser();
  const alone = await user.getReview(id);
  const [listed] = await listAll(user, {});
  expect(alone).toMatchObject({ review: listed });
  expect(listed?.content.text).toBe('Grüße 👩‍👩‍👧 \u00a0\r\n');
});

test('edited, hidden, restored and deleted reviews are seen as such', async () => {
  trustpilot.setSwitches({ hiddenReviews: 'flagged', hiddenReviewReadable: true });
  const { id } = trustpilot.createReview({ stars: 5 });
  const user = newUser();
  trustpilot.editReview(id, { stars: 1, text: 'Broke after a week' });
  expect(await user.getReview(id)).toMatchObject({
    review: { content: { stars: 1, updatedAt: expect.any(String) as string }, hidden: false },
  });
  trustpilot.flagReview(id);
  expect(await user.getReview(id)).toMatchObject({ review: { hidden: false } });
  trustpilot.hideReview(id);
  expect(await user.getReview(id)).toMatchObject({ review: { hidden: true } });
  trustpilot.restoreReview(id);
  expect(await user.getReview(id)).toMatchObject({ review: { hidden: false } });
  trustpilot.deleteReview(id);
  expect(await user.getReview(id)).toBe('gone');
  expect((await newClient().listDeletions('reviews')).ids).toContain(id);
});

test.each(['201-empty', '200-json', '204-empty'] as const)(
  'a reply is published, changed and taken away (%s)',
  async (replySuccess) => {
    trustpilot.setSwitches({ replySuccess });
    const { id } = trustpilot.createReview();
    const user = newUser();
    await user.reply(id, { message: 'Thank you 🙏\nAda', authorBusinessUserId: ada });
    await user.reply(id, { message: 'Thank you again' });
    expect(await user.getReview(id)).toMatchObject({
      review: {
        reply: { text: 'Thank you again', authorName: 'Ada Agent', updatedAt: expect.any(String) as string },
      },
    });
    await user.deleteReply(id);
    await user.deleteReply(id);
    expect(await user.getReview(id)).toMatchObject({ review: { reply: null } });
  },
);

test('a reply that Trustpilot refuses as too long, or as a second one, is a refusal', async () => {
  trustpilot.setSwitches({ replyMaxLength: 10, secondReplyAnswers409: true });
  const { id } = trustpilot.createReview();
  const user = newUser();
  await expect(user.reply(id, { message: 'longer than ten' })).rejects.toMatchObject({ reason: 'rejected' });
  await user.reply(id, { message: 'short' });
  await expect(user.reply(id, { message: 'shorter' })).rejects.toMatchObject({ reason: 'conflict' });
  await expect(user.reply('0'.repeat(24), { message: 'x' })).rejects.toMatchObject({ reason: 'not-found' });
});

test.each([
  ['reset-after', true, 1],
  ['502', true, 0],
  ['503', false, 0],
  ['429', false, 0],
  ['never-answers', true, 0],
] as const)('a reply that meets %s: its outcome is open is %s', async (kind, outcomeUnknown, published) => {
  const { id } = trustpilot.createReview();
  trustpilot.failNext({ kind, route: 'reply' });
  await expect(newUser(500).reply(id, { message: 'Hi' })).rejects.toMatchObject({
    name: 'RetryableError',
    outcomeUnknown,
  });
  expect(trustpilot.publications(id)).toHaveLength(published);
});

test.each(['empty-body', 'truncated-json', 'drip', 'slow'] as const)(
  'a reply whose success is followed by bad luck (%s) is a success',
  async (kind) => {
    trustpilot.setSwitches({ replySuccess: '200-json' });
    const { id } = trustpilot.createReview();
    trustpilot.failNext({ kind, route: 'reply', delayMs: 100 });
    await newUser().reply(id, { message: 'Hi' });
    expect(trustpilot.publications(id)).toHaveLength(1);
  },
);

test.each([
  '429',
  '500',
  '502',
  '503',
  'empty-body',
  'truncated-json',
  'drip',
  'slow',
  'reset-before',
  'never-answers',
] as const)('a list that meets %s may work later, and does', async (kind) => {
  trustpilot.createReview();
  trustpilot.failNext({ kind, route: 'list', delayMs: 700 });
  const user = newUser(500);
  await expect(user.listReviews(query())).rejects.toMatchObject({ name: 'RetryableError' });
  expect((await user.listReviews(query())).reviews).toHaveLength(1);
});

test('JSON with all types wrong costs those reviews and is counted, or is refused', async () => {
  trustpilot.createReviews([{}, {}]);
  trustpilot.failNext({ kind: 'lying-json', route: 'list' });
  expect(await newUser().listReviews(query())).toMatchObject({ reviews: [], unreadable: 2 });
  trustpilot.failNext({ kind: 'lying-json', route: 'review' });
  const [review] = trustpilot.reviews();
  await expect(newUser().getReview(review?.id ?? '')).rejects.toMatchObject({ reason: 'unreadable' });
});
