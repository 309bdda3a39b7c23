import { type ReviewItem, aClient, bluelamp, idsOf, listPath, reviewsOf, stopAll } from './support.ts';

afterEach(stopAll);

const id = (last: number): string => last.toString(16).padStart(24, '0');
const second = (n: number): string => `2026-03-01T10:00:${String(n).padStart(2, '0')}Z`;

test('a list item carries every documented field and one nobody documented', async () => {
  const { sim, get } = await aClient();
  sim.createReview({
    id: id(1),
    stars: 2,
    name: 'Mette K',
    referenceId: 'ORD-1',
    createdAt: '2026-11-20T08:41:12.345Z',
  });
  const [item] = reviewsOf(await get(listPath()));
  const documented =
    'id stars title text language createdAt updatedAt experiencedAt numberOfLikes isVerified reviewVerificationLevel source status countsTowardsTrustScore countsTowardsLocationTrustScore complianceLabels referenceId referralEmail tags consumer businessUnit location companyReply invitation businessUnitHistory reportData findReviewer links';
  expect(Object.keys(item ?? {}).sort()).toEqual([...documented.split(' '), 'moderationHints'].sort());
  expect(item).toMatchObject({
    createdAt: '2026-11-20T08:41:12.000Z',
    updatedAt: null,
    businessUnit: { id: bluelamp, identifyingName: 'bluelamp.example', displayName: 'Blue Lamp Shop' },
    consumer: { displayName: 'Mette K', numberOfReviews: 1 },
    findReviewer: { isEligible: false, requests: [] },
  });
});

test('20 a page, newest first; the next page is announced only when there is one', async () => {
  const { sim, get } = await aClient();
  for (let n = 0; n < 40; n += 1) sim.createReview({ id: id(n), createdAt: second(n) });
  const first = await get(listPath());
  expect(idsOf(first)).toEqual(Array.from({ length: 20 }, (_, n) => id(39 - n)));
  const [link] = first.json['links'] as { href: string; rel: string }[];
  expect(link?.rel).toBe('next-page');
  expect(link?.href).toBe(`${sim.url}${listPath('?page=2')}`);
  const next = await get(link?.href.slice(sim.url.length) ?? '');
  expect(idsOf(next)).toEqual(Array.from({ length: 20 }, (_, n) => id(19 - n)));
  expect(next.json['links']).toEqual([]);
  const beyond = await get(listPath('?page=3'));
  expect([beyond.status, reviewsOf(beyond)]).toEqual([200, []]);
});

test('reviews of the same second are ordered by id, whatever order they came in', async () => {
  const { sim, get } = await aClient();
  for (const n of [3, 1, 2]) sim.createReview({ id: id(n), createdAt: second(5) });
  sim.createReview({ id: id(9), createdAt: second(4) });
  expect(idsOf(await get(listPath('?orderBy=createdat.asc')))).toEqual([id(9), id(1), id(2), id(3)]);
  expect(idsOf(await get(listPath('?orderBy=createdat.desc')))).toEqual([id(3), id(2), id(1), id(9)]);
});

test('ordered by stars, newest first within the same stars', async () => {
  const { sim, get } = await aClient();
  for (const [n, stars] of [5, 1, 5, 3].entries())
    sim.createReview({ id: id(n), stars, createdAt: second(n) });
  expect(idsOf(await get(listPath('?orderBy=stars.asc')))).toEqual([id(1), id(3), id(2), id(0)]);
  expect(idsOf(await get(listPath('?orderBy=stars.desc&perPage=1&page=2')))).toEqual([id(0)]);
});

test('dates bound createdAt: start inclusive, end exclusive, zone or not, day alone is midnight', async () => {
  const { sim, get } = await aClient();
  for (const n of [1, 2, 3]) sim.createReview({ id: id(n), createdAt: second(n) });
  const range = async (query: string): Promise<string[]> =>
    idsOf(await get(listPath(`?orderBy=createdat.asc&${query}`)));
  expect(await range('startDateTime=2026-03-01T10:00:02&endDateTime=2026-03-01T10:00:03Z')).toEqual([id(2)]);
  expect(await range('startDateTime=2026-03-01T11:00:03%2B01:00')).toEqual([id(3)]);
  expect(await range('startDateTime=2026-03-01&endDateTime=2026-03-02')).toHaveLength(3);
  expect(await range('endDateTime=2026-03-01')).toEqual([]);
  sim.setSwitches({ startDateTimeInclusive: false, endDateTimeInclusive: true });
  expect(await range('startDateTime=2026-03-01T10:00:01&endDateTime=2026-03-01T10:00:02')).toEqual([id(2)]);
});

test('filters combine; an array parameter may repeat or have commas', async () => {
  const { sim, get } = await aClient();
  const drafts = [
    { stars: 1, language: 'da', referenceId: 'A', tags: [{ group: 'generic', value: 'VIP' }] },
    { stars: 2, language: 'en', name: 'Bob Smith', companyReply: { text: 'Hi' } },
    { stars: 5, language: 'en', referralEmail: 'x@y.example' },
  ];
  sim.createReviews(drafts.map((draft, n) => ({ ...draft, id: id(n), createdAt: second(n) })));
  sim.flagReview(id(2));
  const found = async (query: string): Promise<string[]> =>
    idsOf(await get(listPath(`?orderBy=createdat.asc&${query}`)));
  expect(await found('stars=1,2')).toEqual([id(0), id(1)]);
  expect(await found('stars=1&stars=5')).toEqual([id(0), id(2)]);
  expect(await found('stars=1,2&language=en')).toEqual([id(1)]);
  expect(await found('responded=false')).toEqual([id(0), id(2)]);
  expect(await found('reported=true')).toEqual([id(2)]);
  expect(await found('referenceId=A')).toEqual([id(0)]);
  expect(await found('referralEmail=x@y.example')).toEqual([id(2)]);
  expect(await found('username=smith')).toEqual([id(1)]);
  expect(await found('tagGroup=generic&tagValue=vip')).toEqual([]);
  expect(await found('tagGroup=generic&tagValue=vip&ignoreTagValueCase=true')).toEqual([id(0)]);
  expect(await found('findReviewer=contacted')).toEqual([]);
  expect(await found('unheardOf=1')).toHaveLength(3);
});

test.each([
  'perPage=101',
  'perPage=0',
  'perPage=ten',
  'page=0',
  'page=1.5',
  'orderBy=updatedat.desc',
  'stars=6',
  'startDateTime=yesterday',
  'endDateTime=',
  'responded=maybe',
])('%s is refused with 400', async (query) => {
  const { get } = await aClient();
  const { status, json } = await get(listPath(`?${query}`));
  expect(status).toBe(400);
  expect(json).toMatchObject({ message: 'The request was malformed', errorCode: 1001 });
  expect(json).toHaveProperty('correlationId');
});

test('dates can be written in every way that was seen', async () => {
  const { sim, get } = await aClient();
  sim.createReview({ createdAt: second(7) });
  const createdAt = async (): Promise<unknown> => reviewsOf(await get(listPath()))[0]?.['createdAt'];
  sim.setSwitches({ dateFormat: 'seconds' });
  expect(await createdAt()).toBe('2026-03-01T10:00:07Z');
  sim.setSwitches({ dateFormat: 'no-zone' });
  expect(await createdAt()).toBe('2026-03-01T10:00:07');
});

test('10,000 reviews in disorder: pages deep inside, in order of time, each review once', async () => {
  const { sim, get } = await aClient();
  const start = Date.parse('2026-01-01T00:00:00Z');
  // Neither in order nor far from it: every second review jumps back an hour.
  const createdAt = (n: number): number => start + n * 60_000 - (n % 2) * 3_600_000;
  sim.createReviews(Array.from({ length: 10_000 }, (_, n) => ({ createdAt: createdAt(n) })));
  await get(listPath('?perPage=100'));
  const seen: ReviewItem[] = [];
  for (let page = 1; page <= 20; page += 1) {
    const query = `?orderBy=createdat.asc&perPage=100&page=${page}&startDateTime=2026-01-03T00:00:00`;
    seen.push(...reviewsOf(await get(listPath(query))));
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(2000);
  const times = seen.map((review) => review['createdAt']);
  expect(times).toEqual(times.toSorted());
});
