import { aClient, idsOf, listPath, reviewsOf, stopAll } from './support.ts';

afterEach(stopAll);

const reviewPath = (id: string): string => `/v1/private/reviews/${id}`;

test('an edit sets updatedAt and leaves id, createdAt and the place in the list', async () => {
  const { sim, get } = await aClient();
  const old = sim.createReview({ createdAt: '2026-01-01T00:00:00Z', stars: 1 });
  const young = sim.createReview({ createdAt: '2026-01-02T00:00:00Z' });
  sim.setClock('2026-01-03T00:00:00Z');
  sim.stopClock();
  sim.editReview(old.id, { stars: 5, text: 'All is well now' });
  const list = await get(listPath());
  expect(idsOf(list)).toEqual([young.id, old.id]);
  expect(reviewsOf(list)[1]).toMatchObject({
    stars: 5,
    title: old.title,
    text: 'All is well now',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-03T00:00:00.000Z',
  });
});

test('a deleted review leaves the lists, answers 404 or 410 and enters the deletions feed', async () => {
  const { sim, get } = await aClient();
  const { id } = sim.createReview();
  sim.deleteReview(id);
  expect(idsOf(await get(listPath()))).toEqual([]);
  expect((await get(reviewPath(id))).status).toBe(404);
  sim.setSwitches({ deletedReviewAnswers410: true });
  expect((await get(reviewPath(id))).status).toBe(410);
  const feed = await get('/v1/reviews/deletions');
  expect(feed.json).toMatchObject({ reviews: [{ reviewId: id }], nextToken: null });
});

test('the deletions feeds have pages and days', async () => {
  const { sim, get } = await aClient();
  sim.setClock('2026-05-01T12:00:00Z');
  const [one, two, three] = sim.createReviews([{}, {}, {}]);
  for (const review of [one, two]) sim.deleteReview(review?.id ?? '');
  sim.advanceClock(86_400_000);
  sim.deleteReview(three?.id ?? '');
  const idsOfFeed = (json: Record<string, unknown>): string[] =>
    (json['reviews'] as { reviewId: string }[]).map(({ reviewId }) => reviewId);
  const first = await get('/v1/reviews/deletions?limit=2');
  expect(idsOfFeed(first.json)).toEqual([one?.id, two?.id]);
  const rest = await get(`/v1/reviews/deletions?limit=2&nextToken=${String(first.json['nextToken'])}`);
  expect(idsOfFeed(rest.json)).toEqual([three?.id]);
  expect(rest.json['nextToken']).toBeNull();
  expect(idsOfFeed((await get('/v1/reviews/deletions?startDate=2026-05-02')).json)).toEqual([three?.id]);
  expect(idsOfFeed((await get('/v1/reviews/deletions?endDate=2026-05-01')).json)).toHaveLength(2);
  expect((await get('/v1/reviews/deletions?limit=1001')).status).toBe(400);
});

test('a reviewer who leaves takes all reviews along', async () => {
  const { sim, get } = await aClient();
  const consumerId = 'c'.repeat(24);
  sim.createReviews([{ consumerId }, { consumerId }, {}]);
  sim.deleteConsumer(consumerId);
  expect(idsOf(await get(listPath()))).toHaveLength(1);
  expect((await get('/v1/consumers/deletions')).json).toMatchObject({ consumers: [{ consumerId }] });
  expect((await get('/v1/reviews/deletions')).json['reviews']).toHaveLength(2);
});

test('a hidden review is absent, or there with a flag, and can come back', async () => {
  const { sim, get } = await aClient();
  const { id } = sim.createReview();
  sim.hideReview(id);
  expect(idsOf(await get(listPath()))).toEqual([]);
  expect((await get(reviewPath(id))).status).toBe(404);
  expect((await get('/v1/reviews/deletions')).json['reviews']).toEqual([]);
  sim.restoreReview(id);
  expect((await get(reviewPath(id))).json).toMatchObject({ id, status: 'active', reportData: null });
  sim.setSwitches({ hiddenReviews: 'flagged' });
  sim.hideReview(id);
  expect(reviewsOf(await get(listPath()))[0]).toMatchObject({
    status: 'hidden',
    reportData: { reviewVisibility: 'hidden' },
  });
});

test('a moved review tells where it was', async () => {
  const { sim, get } = await aClient();
  const { id } = sim.createReview({ domain: 'bluelamp.example' });
  sim.moveReview(id, 'bluelamp.se');
  expect(idsOf(await get(listPath()))).toEqual([]);
  const [moved] = reviewsOf(await get(listPath('', '5f0c1d2e3a4b5c6d7e8f9013')));
  expect(moved).toMatchObject({ id, businessUnitHistory: [{ identifyingName: 'bluelamp.example' }] });
});

test('public answers keep the business’s knowledge back', async () => {
  const { sim, get } = await aClient();
  const { id, businessUnitId } = sim.createReview({ referenceId: 'A', referralEmail: 'a@b.example' });
  sim.colleagueReplies(id, 'Hello', 'Ada Agent');
  const [listed] = reviewsOf(await get(`/v1/business-units/${businessUnitId}/reviews`));
  for (const review of [listed ?? {}, (await get(`/v1/reviews/${id}`)).json]) {
    for (const name of ['referenceId', 'referralEmail', 'tags', 'findReviewer'])
      expect(review).not.toHaveProperty(name);
    expect(review['companyReply']).not.toHaveProperty('authorBusinessUserId');
  }
  const links = await get(`/v1/reviews/${id}/web-links?locale=en-GB`);
  expect(links.json).toEqual({ reviewUrl: `https://www.trustpilot.com/reviews/${id}`, locale: 'en-GB' });
  expect((await get(`/v1/reviews/${id}/web-links`)).status).toBe(400);
});

test('all public reviews come page by page with a token; the plain list has a ceiling', async () => {
  const { sim, get } = await aClient({ switches: { publicListCeiling: 200 } });
  const reviews = sim.createReviews(Array.from({ length: 205 }, (_, n) => ({ createdAt: n * 1000 })));
  const base = `/v1/business-units/${reviews[0]?.businessUnitId ?? ''}`;
  const seen: string[] = [];
  for (let token = '', turn = 0; turn === 0 || token !== ''; turn += 1) {
    const page = await get(`${base}/all-reviews?pageToken=${token}`);
    seen.push(...idsOf(page));
    token = String(page.json['nextPageToken']);
  }
  expect(seen).toEqual(reviews.map(({ id }) => id));
  expect((await get(`${base}/reviews?perPage=100&page=2`)).status).toBe(200);
  expect((await get(`${base}/reviews?perPage=100&page=3`)).status).toBe(400);
});

test('stale reads show the state of two minutes ago, in lists and singly', async () => {
  const { sim, get } = await aClient({ switches: { staleReadSeconds: 120 } });
  sim.stopClock('2026-06-01T00:00:00Z');
  const { id } = sim.createReview({ stars: 1, createdAt: '2026-05-31T00:00:00Z' });
  sim.editReview(id, { stars: 5 });
  const fresh = sim.createReview();
  const stars = async (): Promise<unknown> => (await get(reviewPath(id))).json['stars'];
  expect(await stars()).toBe(1);
  expect(idsOf(await get(listPath()))).toEqual([id]);
  expect((await get(reviewPath(fresh.id))).status).toBe(404);
  sim.advanceClock(120_000);
  expect(await stars()).toBe(5);
  expect(idsOf(await get(listPath()))).toEqual([fresh.id, id]);
});

test('a cached page is the same for the same URL only, and only for a while', async () => {
  const { sim, get } = await aClient({ switches: { cachedPageSeconds: 60 } });
  sim.stopClock();
  sim.createReview();
  expect(idsOf(await get(listPath()))).toHaveLength(1);
  sim.createReview();
  expect(idsOf(await get(listPath()))).toHaveLength(1);
  expect(idsOf(await get(listPath('?page=1')))).toHaveLength(2);
  sim.advanceClock(60_000);
  expect(idsOf(await get(listPath()))).toHaveLength(2);
});
