import { createTrustpilotClient } from '../../../../lambdas/clients/trustpilot/client.ts';
import { PermanentError, RetryableError } from '../../../../lambdas/core/errors.ts';
import { startScriptedServer, type ScriptedAnswer } from '../../../support/scripted-server.ts';
import { aWireReview } from '../../../support/wire-review.ts';

const reviewId = '66a1b2c3d4e5f60718293a01';
const businessUnitId = '5f0c1d2e3a4b5c6d7e8f9012';
const listQuery = { businessUnitId, page: 1, perPage: 100, orderBy: 'createdat.asc' } as const;
const nowMs = Date.parse('2026-11-22T12:00:00Z');

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function userOf(answers: ScriptedAnswer[], options: { timeoutMs?: number } = {}) {
  const server = await startScriptedServer(...answers);
  close = server.close;
  const client = clientOf(server.url, options);
  let renewals = 0;
  const token = {
    get: async () => 'tpa-first',
    renew: async (rejected: string) => {
      expect(rejected).toBe('tpa-first');
      renewals += 1;
      return 'tpa-second';
    },
  };
  return { user: client.forUser(token), client, requests: server.requests, renewals: () => renewals };
}

const clientOf = (apiUrl: string, options: { timeoutMs?: number } = {}) =>
  createTrustpilotClient({
    apiUrl,
    apiKey: 'tpk-test',
    apiSecret: 'tps-test',
    nowMs: () => nowMs,
    ...options,
  });

const failureOf = async (work: Promise<unknown>): Promise<RetryableError | PermanentError> => {
  const error = await work.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  if (error instanceof RetryableError || error instanceof PermanentError) return error;
  throw error;
};

const html = (status: number): ScriptedAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><body><h1>Bad day</h1></body></html>',
});

describe('a status that promises nothing', () => {
  test.each([
    [400, 'rejected'],
    [401, 'forbidden'],
    [402, 'rejected'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'rejected'],
    [409, 'conflict'],
    [410, 'not-found'],
    [415, 'rejected'],
    [422, 'rejected'],
    [302, 'unreadable'],
  ])('%i on a list needs a person: %s', async (status, reason) => {
    const { user } = await userOf([{ status, headers: { location: 'https://elsewhere.example/' } }]);
    const error = await failureOf(user.listReviews(listQuery));
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ reason });
  });

  test.each([
    [408, true],
    [429, false],
    [500, true],
    [501, false],
    [502, true],
    [503, false],
    [504, true],
    [524, true],
  ])('%i may work later; whether a reply was published is open: %s', async (status, outcomeUnknown) => {
    const { user } = await userOf([html(status)]);
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ outcomeUnknown });
    const listing = await failureOf(user.listReviews(listQuery));
    expect(listing).toBeInstanceOf(RetryableError);
    expect(listing).toMatchObject({ outcomeUnknown: false });
  });
});

test.each([
  ['120', 120],
  ['0', 0],
  ['Sun, 22 Nov 2026 12:01:30 GMT', 90],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ['9999999999', 86_400],
  ['soon', undefined],
  ['-5', undefined],
  ['', undefined],
])('Retry-After: %s is honoured as %s seconds', async (header, seconds) => {
  for (const status of [429, 503]) {
    const { user } = await userOf([{ status, headers: { 'retry-after': header } }]);
    const error = await failureOf(user.listReviews(listQuery));
    expect(error).toBeInstanceOf(RetryableError);
    expect((error as RetryableError).retryAfterSeconds).toBe(seconds);
    await close();
  }
  close = async () => undefined;
});

describe('what an error says', () => {
  test.each([
    [
      {
        message: 'The text was: secret words',
        errorCode: 1001,
        details: 'secret words',
        correlationId: '0d6f-22',
      },
      'errorCode 1001, correlationId 0d6f-22',
    ],
    [
      { fault: { faultstring: 'secret words', detail: { errorcode: 'oauth.v2.InvalidAccessToken' } } },
      'errorCode oauth.v2.InvalidAccessToken',
    ],
    [{ ErrorCode: 'invalid_request', Error: 'secret words' }, 'errorCode invalid_request'],
    [{ errorCode: 'secret words, spaced', correlationId: { a: 1 } }, 'reply)'],
    ['secret words', 'reply)'],
    [null, 'reply)'],
    [[], 'reply)'],
  ])('is its status and codes, never a text or a token', async (json, codes) => {
    const { user } = await userOf([{ status: 400, json }]);
    const error = await failureOf(user.reply(reviewId, { message: 'secret words' }));
    expect(error).toMatchObject({ name: 'PermanentError', reason: 'rejected' });
    expect(error.message).toContain('Trustpilot answered 400 (reply');
    expect(error.message).toContain(codes);
    expect(error.message).not.toMatch(/secret words|tpa-|tpk-|tps-/);
  });

  test.each([
    ['HTML', html(400)],
    ['nothing', { status: 400 }],
    ['half a JSON', { status: 400, body: '{"message": "x' }],
    [
      'a body that breaks off',
      (response) => {
        response.writeHead(400, { 'content-length': '1000' });
        response.write('{"mess', () => response.destroy());
      },
    ],
  ] satisfies [string, ScriptedAnswer][])('is the same kind where the body is %s', async (_, answer) => {
    const { user } = await userOf([answer]);
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ reason: 'rejected' });
  });
});

describe('an answer under status 200', () => {
  test.each([
    ['an HTML page of a gateway', html(200)],
    ['nothing', { status: 200 }],
    ['204', { status: 204 }],
    ['truncated JSON', { status: 200, body: '{"reviews":[{"id":"66a1' }],
    [
      'cut off by a lost connection',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"reviews":[', () => response.destroy());
      },
    ],
  ] satisfies [string, ScriptedAnswer][])('that is %s is worth another try', async (_, answer) => {
    const { user } = await userOf([answer]);
    expect(await failureOf(user.listReviews(listQuery))).toBeInstanceOf(RetryableError);
  });

  test.each([
    ['reviews', {}],
    ['reviews', { reviews: { 0: {} } }],
    ['the whole', []],
  ])('that is JSON without %s needs a person, who is told the field', async (field, json) => {
    const { user } = await userOf([{ json }]);
    const error = await failureOf(user.listReviews(listQuery));
    expect(error).toMatchObject({ name: 'PermanentError', reason: 'unreadable' });
    expect(error.message).toContain(field);
  });

  test('that never ends is not read to the end', async () => {
    const { user } = await userOf([
      (response) => {
        response.writeHead(200);
        const more = () => {
          if (!response.destroyed) response.write(' '.repeat(1_000_000), () => setImmediate(more));
        };
        more();
      },
    ]);
    expect(await failureOf(user.listReviews(listQuery))).toMatchObject({ reason: 'unreadable' });
  });

  test('with a byte order mark is read', async () => {
    const { user } = await userOf([{ body: `\ufeff${JSON.stringify({ reviews: [] })}` }]);
    expect(await user.listReviews(listQuery)).toMatchObject({ reviews: [], hasNext: false });
  });
});

describe('time', () => {
  const silence: ScriptedAnswer = () => undefined;
  const drip: ScriptedAnswer = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  };

  test.each([
    ['no answer', silence],
    ['a slow drip of an answer', drip],
  ])('%s ends after the time-out, as something that may work later', async (_, answer) => {
    const { user } = await userOf([answer], { timeoutMs: 250 });
    const startedAtMs = Date.now();
    expect(await failureOf(user.listReviews(listQuery))).toBeInstanceOf(RetryableError);
    expect(Date.now() - startedAtMs).toBeLessThan(2_000);
  });

  test('a reply without an answer may have been published', async () => {
    const { user } = await userOf([silence], { timeoutMs: 100 });
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ outcomeUnknown: true });
  });

  test('a reply whose 201 drips is published: its body says nothing we need', async () => {
    const { user } = await userOf(
      [
        (response) => {
          response.writeHead(201);
          response.write('{');
        },
      ],
      { timeoutMs: 2_000 },
    );
    await expect(user.reply(reviewId, { message: 'Hi' })).resolves.toBeUndefined();
  });
});

describe('a connection that fails', () => {
  const reset: ScriptedAnswer = (response) => response.destroy();

  test('a reset after the request leaves open whether a reply was published', async () => {
    const { user, requests } = await userOf([reset]);
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ outcomeUnknown: true });
    expect(requests).toHaveLength(1);
  });

  test('a refused connection or an unknown host published nothing', async () => {
    const server = await startScriptedServer({});
    await server.close();
    for (const url of [server.url, 'http://nowhere.invalid']) {
      const token = { get: async () => 'tpa', renew: async () => 'tpa' };
      const error = await failureOf(clientOf(url).forUser(token).reply(reviewId, { message: 'Hi' }));
      expect(error).toBeInstanceOf(RetryableError);
      expect(error).toMatchObject({ outcomeUnknown: false });
    }
  });

  test('all addresses of a host refusing is a refused connection', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) }));
    const client = createTrustpilotClient({
      apiUrl: 'https://x.example',
      apiKey: 'k',
      apiSecret: 's',
      fetch,
    });
    const user = client.forUser({ get: async () => 'tpa', renew: async () => 'tpa' });
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ outcomeUnknown: false });
  });
});

describe('a refused login', () => {
  test('401 renews it once and repeats the call once', async () => {
    const { user, requests, renewals } = await userOf([{ status: 401 }, { json: aWireReview() }]);
    expect(await user.getReview(reviewId)).toMatchObject({ review: { reviewId } });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer tpa-first',
      'Bearer tpa-second',
    ]);
    expect(renewals()).toBe(1);
  });

  test('401 again is final', async () => {
    const { user, requests, renewals } = await userOf([{ status: 401 }]);
    expect(await failureOf(user.getReview(reviewId))).toMatchObject({ reason: 'forbidden' });
    expect([requests.length, renewals()]).toEqual([2, 1]);
  });

  test('403 on a reply may be a dead login: one renewal, one repetition, without the author that may be wrong', async () => {
    const { user, requests, renewals } = await userOf([{ status: 403 }, { status: 201 }]);
    await user.reply(reviewId, { message: 'Hi', authorBusinessUserId: '61f2a0b3c4d5e6f708192a3b' });
    expect(renewals()).toBe(1);
    expect(requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { message: 'Hi', authorBusinessUserId: '61f2a0b3c4d5e6f708192a3b' },
      { message: 'Hi' },
    ]);
  });

  test('403 again on a reply is final, and nothing was published', async () => {
    const { user, requests } = await userOf([{ status: 403 }]);
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ reason: 'forbidden' });
    expect(requests).toHaveLength(2);
  });

  test('401 and then 403 on a reply is one renewal, not two', async () => {
    const { user, renewals } = await userOf([{ status: 401 }, { status: 403 }]);
    expect(await failureOf(user.reply(reviewId, { message: 'Hi' }))).toMatchObject({ reason: 'forbidden' });
    expect(renewals()).toBe(1);
  });

  test.each(['getReview', 'listReviews', 'proveAccess', 'deleteReply'] as const)(
    '403 may be a dead login for %s as well: one renewal, one repetition, then it is final',
    async (call) => {
      const { user, requests, renewals } = await userOf([{ status: 403 }]);
      const calls = {
        getReview: () => user.getReview(reviewId),
        listReviews: () => user.listReviews(listQuery),
        proveAccess: () => user.proveAccess(businessUnitId),
        deleteReply: () => user.deleteReply(reviewId),
      };
      if (call === 'proveAccess') expect(await calls.proveAccess()).toBe(false);
      else expect(await failureOf(calls[call]())).toMatchObject({ reason: 'forbidden' });
      expect([requests.length, renewals()]).toEqual([2, 1]);
    },
  );

  test('403 with a login too new to be the cause is not repeated, a reply only without its author', async () => {
    const server = await startScriptedServer({ status: 403 });
    close = server.close;
    const asked: unknown[] = [];
    const user = clientOf(server.url).forUser({
      get: async () => 'tpa-new',
      renew: async (rejected, options) => {
        asked.push(options);
        return rejected;
      },
    });
    expect(await failureOf(user.getReview(reviewId))).toMatchObject({ reason: 'forbidden' });
    expect(server.requests).toHaveLength(1);
    await failureOf(
      user.reply(reviewId, { message: 'Hi', authorBusinessUserId: '61f2a0b3c4d5e6f708192a3b' }),
    );
    expect(server.requests).toHaveLength(3);
    expect(asked).toEqual([{ unlessNew: true }, { unlessNew: true }]);
  });

  test('403 for a call that nobody documented renews nothing', async () => {
    const { user, requests, renewals } = await userOf([{ status: 403 }]);
    expect(await user.me()).toBeUndefined();
    expect([requests.length, renewals()]).toEqual([1, 0]);
  });
});

test('an id that is none never leaves the house', async () => {
  const { user, requests } = await userOf([{ json: {} }]);
  for (const id of ['', '../../me', `${reviewId}/reply`, 'zz'.repeat(12), `${reviewId}\n`]) {
    await expect(user.getReview(id)).rejects.toThrow(RangeError);
    await expect(user.reply(id, { message: 'Hi' })).rejects.toThrow(RangeError);
    await expect(user.proveAccess(id)).rejects.toThrow(RangeError);
  }
  expect(requests).toHaveLength(0);
});
