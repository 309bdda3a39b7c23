import {
  createTrustpilotClient,
  type TrustpilotOptions,
} from '../../../../lambdas/clients/trustpilot/client.ts';
import { startScriptedServer, type ScriptedAnswer } from '../../../support/scripted-server.ts';
import { aWireReview } from '../../../support/wire-review.ts';

const reviewId = '66a1b2c3d4e5f60718293a01';
const businessUnitId = '5f0c1d2e3a4b5c6d7e8f9012';
const userId = '61f2a0b3c4d5e6f708192a3b';
const nowMs = Date.parse('2026-11-22T12:00:00Z');
const unit = { id: businessUnitId, displayName: 'Blue Lamp Shop', name: { identifying: 'bluelamp.example' } };

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function against(...answers: ScriptedAnswer[]) {
  const server = await startScriptedServer(...answers);
  close = server.close;
  const options: TrustpilotOptions = {
    apiUrl: `${server.url}/`,
    apiKey: 'tpk-test',
    apiSecret: 'tps-test',
    nowMs: () => nowMs,
  };
  const client = createTrustpilotClient(options);
  const user = client.forUser({ get: async () => 'tpa-1', renew: async () => 'tpa-2' });
  return { client, user, server };
}

describe('listing reviews', () => {
  test('asks with the documented parameters, bearer and key', async () => {
    const { user, server } = await against({ json: { reviews: [] } });
    await user.listReviews({
      businessUnitId: businessUnitId.toUpperCase(),
      page: 2,
      perPage: 100,
      orderBy: 'createdat.asc',
      startDateTime: '2026-11-20T08:41:12.900Z',
      endDateTime: '2026-11-21T00:00:00.100+01:00',
      responded: false,
      stars: 1,
    });
    const [request] = server.requests;
    const url = new URL(request?.url ?? '', server.url);
    expect(url.pathname).toBe(`/v1/private/business-units/${businessUnitId}/reviews`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      page: '2',
      perPage: '100',
      orderBy: 'createdat.asc',
      responded: 'false',
      stars: '1',
      // Whole seconds, outwards, UTC without zone.
      startDateTime: '2026-11-20T08:41:12',
      endDateTime: '2026-11-20T23:00:01',
    });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer tpa-1', apikey: 'tpk-test' });
    expect(request?.headers).not.toHaveProperty('content-type');
  });

  test('an item that cannot be read does not take the others with it, and is counted', async () => {
    const reviews = [
      aWireReview(),
      aWireReview({ id: '66A1B2C3D4E5F60718293A02', stars: 9 }),
      null,
      'surprise',
      aWireReview({ id: '66a1b2c3d4e5f60718293a03' }),
    ];
    const { user } = await against({ json: { reviews } });
    const page = await user.listReviews({ businessUnitId, page: 1, perPage: 100, orderBy: 'createdat.asc' });
    expect(page.reviews.map((review) => review.reviewId)).toEqual([reviewId, '66a1b2c3d4e5f60718293a03']);
    expect(page).toMatchObject({
      unreadable: 3,
      unreadableIds: ['66a1b2c3d4e5f60718293a02'],
      requestStartedAtMs: nowMs,
    });
  });

  test('an item without domain belongs to the domain that was asked for', async () => {
    const { user } = await against({ json: { reviews: [aWireReview({ businessUnit: undefined })] } });
    const page = await user.listReviews({ businessUnitId, page: 1, perPage: 100, orderBy: 'createdat.asc' });
    expect(page.reviews[0]?.details.businessUnitId).toBe(businessUnitId);
  });

  const next = { href: 'https://evil.example/', method: 'GET', rel: 'next-page' };
  test.each([
    ['a next-page link', { links: [null, { rel: 7 }, next], reviews: [aWireReview()] }, true],
    ['a full page without links', { reviews: [aWireReview(), aWireReview()] }, true],
    ['a full page of unreadable items', { reviews: [{}, {}], links: [] }, true],
    ['a short page', { reviews: [aWireReview()], links: [] }, false],
    ['a short page with odd links', { reviews: [aWireReview()], links: 'none' }, false],
    ['an empty page', { reviews: [], links: null }, false],
  ])('%s: another page follows is %s', async (_, json, hasNext) => {
    const { user } = await against({ json });
    const query = { businessUnitId, page: 1, perPage: 2, orderBy: 'createdat.asc' } as const;
    expect(await user.listReviews(query)).toMatchObject({ hasNext });
  });
});

describe('one review', () => {
  test.each([404, 410])('%i means gone', async (status) => {
    const { user } = await against({ status });
    expect(await user.getReview(reviewId)).toBe('gone');
  });

  test('the time of an observation is when its request started, also after a renewed login', async () => {
    let clockMs = nowMs;
    const server = await startScriptedServer({ status: 401 }, { json: aWireReview() });
    close = server.close;
    const client = createTrustpilotClient({
      apiUrl: server.url,
      apiKey: 'k',
      apiSecret: 's',
      nowMs: () => clockMs,
    });
    const renew = async () => {
      clockMs += 5_000;
      return 'tpa-2';
    };
    const seen = await client.forUser({ get: async () => 'tpa-1', renew }).getReview(reviewId);
    expect(seen).toMatchObject({ requestStartedAtMs: nowMs });
  });
});

describe('replying', () => {
  test.each([
    ['201 without body', { status: 201 }],
    ['200 with JSON', { status: 200, json: { message: 'x' } }],
    ['204', { status: 204 }],
    ['200 with HTML', { status: 200, body: '<html>' }],
  ])('%s is success', async (_, answer) => {
    const { user, server } = await against(answer);
    const message = 'Sorry …\n“quoted” 👍🏽';
    await user.reply(reviewId, { message, authorBusinessUserId: userId });
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        url: `/v1/private/reviews/${reviewId}/reply`,
        headers: { 'content-type': 'application/json', authorization: 'Bearer tpa-1', apikey: 'tpk-test' },
        body: JSON.stringify({ message, authorBusinessUserId: userId }),
      },
    ]);
  });

  test('a reply is deleted without content type and body, which Trustpilot refuses', async () => {
    const { user, server } = await against({ status: 204 });
    await user.deleteReply(reviewId);
    expect(server.requests).toMatchObject([
      { method: 'DELETE', url: `/v1/private/reviews/${reviewId}/reply`, body: '' },
    ]);
    expect(server.requests[0]?.headers).not.toHaveProperty('content-type');
  });

  test('a reply that is not there is as good as deleted', async () => {
    const { user } = await against({ status: 404 });
    await expect(user.deleteReply(reviewId)).resolves.toBeUndefined();
  });
});

describe('finding a domain', () => {
  test.each([
    ['bluelamp.example', ['bluelamp.example', 'www.bluelamp.example']],
    ['www.bluelamp.example', ['www.bluelamp.example', 'bluelamp.example']],
    [' HTTPS://www.BlueLamp.example:443/da?x=1#top ', ['www.bluelamp.example', 'bluelamp.example']],
    ['blå-lampe.example.', ['blå-lampe.example', 'www.blå-lampe.example']],
    ['a&name=b', ['a&name=b', 'www.a&name=b']],
  ])('%s is tried as given, without and with www', async (typed, names) => {
    const { client, server } = await against({ status: 404 });
    expect(await client.findBusinessUnit(typed)).toBeUndefined();
    const asked = server.requests.map(({ url }) => new URL(url, server.url).searchParams.get('name'));
    expect(asked).toEqual(names);
    expect(server.requests[0]?.headers).toMatchObject({ apikey: 'tpk-test' });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test.each(['', '   ', 'https://', '/', '?'])('%j is no domain, so nobody is asked', async (typed) => {
    const { client, server } = await against({ status: 404 });
    expect(await client.findBusinessUnit(typed)).toBeUndefined();
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    ['name.identifying', unit, 'bluelamp.example'],
    ['identifyingName', { id: businessUnitId, identifyingName: 'bluelamp.example' }, 'bluelamp.example'],
    ['neither', { id: businessUnitId, displayName: 'Blue Lamp Shop' }, 'typed.example'],
  ])('its name is read from %s', async (_, json, domain) => {
    const { client } = await against({ status: 404 }, { json });
    const found = await client.findBusinessUnit('www.typed.example');
    expect(found).toMatchObject({ businessUnitId, domain });
    expect(found?.displayName).toBeTruthy();
  });

  test('a refused API key is an error, not "no such domain"', async () => {
    const { client } = await against({ status: 401 });
    await expect(client.findBusinessUnit('bluelamp.example')).rejects.toMatchObject({ reason: 'forbidden' });
  });
});

describe('the undocumented ways to a list of domains', () => {
  const meAnswer = { json: { businessUser: { id: userId, name: 'Ada Agent' }, links: [] } };

  test('work where they work', async () => {
    const { user } = await against(meAnswer, {
      json: { businessUnits: [{ links: [], id: businessUnitId }] },
    });
    expect(await user.myBusinessUnits()).toEqual([businessUnitId]);
  });

  test.each([
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['404', { status: 404 }],
    ['500', { status: 500 }],
    ['HTML', { body: '<html>' }],
    ['an odd shape', { json: { businessUser: 'Ada' } }],
    ['a list', { json: [] }],
  ])('say "unknown" when the first or the second answer is %s, and never renew the login', async (_, odd) => {
    const renew = () => Promise.reject(new Error('renewed'));
    for (const answers of [[odd], [meAnswer, odd]]) {
      const { client } = await against(...answers);
      const user = client.forUser({ get: async () => 'tpa', renew });
      expect(await user.myBusinessUnits()).toBeUndefined();
      await close();
    }
    close = async () => undefined;
  });

  test('a login that is dead is still an error', async () => {
    const { client } = await against(meAnswer);
    const refuse = () => Promise.reject(new Error('dead'));
    await expect(client.forUser({ get: refuse, renew: refuse }).me()).rejects.toThrow('dead');
  });
});

describe('one domain', () => {
  test('comes from the documented public call', async () => {
    const { user, server } = await against({ json: unit });
    const expected = { businessUnitId, domain: 'bluelamp.example', displayName: 'Blue Lamp Shop' };
    expect(await user.getBusinessUnit(businessUnitId)).toEqual(expected);
    expect(server.requests.map(({ url }) => url)).toEqual([`/v1/business-units/${businessUnitId}`]);
  });

  test('comes from the private call where it is not public, and is unknown where that fails too', async () => {
    const first = await against({ status: 404 }, { json: unit });
    expect(await first.user.getBusinessUnit(businessUnitId)).toMatchObject({ domain: 'bluelamp.example' });
    await close();
    const second = await against({ status: 404 });
    expect(await second.user.getBusinessUnit(businessUnitId)).toBeUndefined();
  });

  test.each([
    [200, true],
    [403, false],
    [404, false],
  ])('%i on its reviews proves access: %s', async (status, access) => {
    const { user, server } = await against({ status, json: { reviews: [] } });
    expect(await user.proveAccess(businessUnitId)).toBe(access);
    expect(server.requests[0]?.url).toContain('perPage=1');
  });
});

describe('deletions', () => {
  const deletedAt = '2026-11-21T14:32:17.235Z';
  test.each([
    ['consumers', { consumers: [{ consumerId: userId, deletedAt }], nextToken: null }, undefined],
    ['reviews', { reviews: [{ reviewId: userId, deletedAt }, { odd: 1 }], nextToken: 'n2' }, 'n2'],
    ['reviews', { deletions: [{ id: userId.toUpperCase(), deletedAt }] }, undefined],
  ] as const)('of %s are ids and the token of the next page', async (kind, json, nextToken) => {
    const { client, server } = await against({ json });
    expect(await client.listDeletions(kind, { startDate: '2026-11-20' })).toEqual({
      ids: [userId],
      nextToken,
    });
    expect(server.requests[0]?.url).toBe(`/v1/${kind}/deletions?limit=1000&startDate=2026-11-20`);
  });

  test.each([[{ nextToken: null }], [{ reviews: [{ key: 'x' }] }]])(
    'that cannot be read are an error: nobody would be erased',
    async (json) => {
      const { client } = await against({ json });
      await expect(client.listDeletions('reviews')).rejects.toMatchObject({ reason: 'unreadable' });
    },
  );
});
