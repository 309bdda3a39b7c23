import { faultKinds } from '../../../simulators/trustpilot/faults.ts';
import { type Client, type Reply, aClient, listPath, stopAll } from './support.ts';

afterEach(stopAll);

const replyPath = (id: string): string => `/v1/private/reviews/${id}/reply`;

async function aReviewAndClient(): Promise<Client & { id: string }> {
  const client = await aClient();
  return { ...client, id: client.sim.createReview().id };
}

test.each(['401', '403', '404', '429', '500', '502', '503'] as const)(
  '%s once, on the route meant',
  async (kind) => {
    const { sim, get, id } = await aReviewAndClient();
    sim.failNext({ route: 'list', kind, retryAfterSeconds: 7 });
    expect((await get(`/v1/private/reviews/${id}`)).status).toBe(200);
    const failed = await get(listPath());
    expect(failed.status).toBe(Number(kind));
    expect(failed.headers.get('content-type')).toContain(kind === '502' ? 'text/html' : 'application/json');
    if (kind === '429') expect(failed.headers.get('retry-after')).toBe('7');
    expect((await get(listPath())).status).toBe(200);
  },
);

test('aimed by request line, several times, after some harmless calls', async () => {
  const { sim, get } = await aReviewAndClient();
  sim.failNext({ match: 'perPage=7', kind: '500', times: 2, skip: 1 });
  sim.failNext({ match: /perPage=8$/, kind: '503', times: 'always' });
  const statuses: number[] = [];
  for (const perPage of [7, 7, 5, 7, 7, 8, 8])
    statuses.push((await get(listPath(`?perPage=${perPage}`))).status);
  expect(statuses).toEqual([200, 500, 200, 500, 200, 503, 503]);
  sim.clearFaults();
  expect((await get(listPath('?perPage=8'))).status).toBe(200);
});

test('a connection reset after the effect: the reply stands although nobody heard so', async () => {
  const { sim, call, id } = await aReviewAndClient();
  sim.failNext({ route: 'reply', kind: 'reset-after' });
  await expect(call('POST', replyPath(id), { message: 'Once' })).rejects.toThrow();
  expect(sim.publications(id).map(({ text }) => text)).toEqual(['Once']);
  expect(sim.review(id)?.companyReply?.text).toBe('Once');
  expect(sim.calls().at(-1)).toMatchObject({ route: 'reply', status: 201, fault: 'reset-after' });
});

test('a connection reset before the effect: nothing happened', async () => {
  const { sim, call, id } = await aReviewAndClient();
  sim.failNext({ route: 'reply', kind: 'reset-before' });
  await expect(call('POST', replyPath(id), { message: 'Once' })).rejects.toThrow();
  expect(sim.publications(id)).toEqual([]);
});

test('a 500 can come before or after the effect', async () => {
  const { sim, call, id } = await aReviewAndClient();
  sim.failNext({ route: 'reply', kind: '500' });
  expect((await call('POST', replyPath(id), { message: 'A' })).status).toBe(500);
  sim.failNext({ route: 'reply', kind: '500', afterEffect: true });
  expect((await call('POST', replyPath(id), { message: 'B' })).status).toBe(500);
  expect(sim.publications(id).map(({ text }) => text)).toEqual(['B']);
});

test('bodies that are empty, broken off or lie about their types', async () => {
  const { sim, get } = await aReviewAndClient();
  const spoilt = (kind: 'empty-body' | 'truncated-json' | 'lying-json'): Promise<Reply> => {
    sim.failNext({ kind });
    return get('/v1/private/me').catch(() => ({ status: 0, headers: new Headers(), text: '', json: {} }));
  };
  expect(await spoilt('empty-body')).toMatchObject({ status: 200, text: '' });
  await expect(
    (async () => {
      sim.failNext({ kind: 'truncated-json' });
      return get('/v1/private/me');
    })(),
  ).rejects.toThrow(SyntaxError);
  expect((await spoilt('lying-json')).json['businessUser']).not.toMatchObject({ countryId: 1 });
});

test('slow, dripping and silent answers', async () => {
  const { sim, get } = await aReviewAndClient();
  const startedMs = performance.now();
  sim.failNext({ kind: 'slow', delayMs: 120 });
  expect((await get(listPath())).status).toBe(200);
  expect(performance.now() - startedMs).toBeGreaterThan(100);
  sim.failNext({ kind: 'drip', delayMs: 2 });
  expect((await get('/v1/private/me')).json).toHaveProperty('businessUser');
  sim.failNext({ kind: 'never-answers' });
  const waiting = fetch(`${sim.url}/v1/private/me`, { signal: AbortSignal.timeout(100) });
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(sim.calls().at(-1)).toMatchObject({ route: 'me', status: undefined, fault: 'never-answers' });
});

test('the login page can fail as well', async () => {
  const { sim, bare } = await aClient();
  sim.failNext({ route: 'authorise', kind: '503' });
  expect((await bare('GET', '/?client_id=tpk-demo&response_type=code')).status).toBe(503);
});

test('chaos repeats itself for the same seed and hits about the share that was asked for', async () => {
  const run = async (): Promise<string> => {
    const { sim, get } = await aClient({ switches: { callsPer5Minutes: 0 } });
    sim.chaos({ seed: 42, rate: 0.3, kinds: ['500', '429', 'empty-body'] });
    let trace = '';
    for (let call = 0; call < 100; call += 1) {
      await get('/v1/private/me');
      trace += sim.calls().at(-1)?.fault?.slice(0, 1) ?? '.';
    }
    return trace;
  };
  const [first, second] = [await run(), await run()];
  expect(second).toBe(first);
  const hits = first.replaceAll('.', '').length;
  expect(hits).toBeGreaterThan(15);
  expect(hits).toBeLessThan(45);
  expect(faultKinds).toContain('500');
});
