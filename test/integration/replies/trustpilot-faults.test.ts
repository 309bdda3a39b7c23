import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createTrustpilotClient } from '../../../lambdas/clients/trustpilot/client.ts';
import type { Fault } from '../../simulators/trustpilot/faults.ts';
import { minuteMs, useDesk, type Case } from './desk.ts';

const desk = useDesk();

const fail = (fault: Omit<Fault, 'route'>) => desk().world.trustpilot.failNext({ route: 'reply', ...fault });

const unknown = 'Whether the reply was published is being found out; a note in this ticket will say so';
const unsent = 'It is not published yet; send it again in a few minutes.';

let count = 0;
async function open(): Promise<
  Case & { send: () => ReturnType<ReturnType<typeof desk>['send']>; text: string }
> {
  const one = await desk().open();
  count += 1;
  const [text, id] = [`Sorry for this, number ${count}.`, `fault-${count}`];
  return { ...one, text, send: () => desk().send(one, text, id) };
}

/** A port of this machine at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('Trustpilot took the reply, though its answer says otherwise', () => {
  const faults: [string, Omit<Fault, 'route'>][] = [
    ['the connection breaks', { kind: 'reset-after' }],
    ['no answer comes in time', { kind: 'never-answers', afterEffect: true }],
    ['it answers 500', { kind: '500', afterEffect: true }],
    ['a gateway answers 502 in HTML', { kind: '502', afterEffect: true }],
    ['the body is empty', { kind: 'empty-body' }],
    ['the body drips', { kind: 'drip' }],
  ];
  test.each(faults)('%s: 200, one publication, no note', async (_, fault) => {
    const one = await open();
    fail(fault);
    expect(await one.send()).toMatchObject({ status: 200 });
    expect(await one.send()).toMatchObject({ status: 200 });
    await desk().settle();
    expect(desk().published(one)).toEqual([one.text]);
    expect(desk().notes(one)).toEqual([]);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test('stale reads hide it: 503, then a note that it is published after all, and no second publication', async () => {
    const one = await open();
    desk().world.trustpilot.setSwitches({ staleReadSeconds: 120 });
    fail({ kind: 'reset-after' });
    expect(await one.send()).toMatchObject({ status: 503 });
    const again = await one.send();
    expect(again.status).toBe(503);
    expect(again.errorInfo).toContain(unknown);
    await desk().pass(5 * minuteMs + 1_000);
    expect(desk().notes(one)).toEqual([expect.stringContaining('is published on Trustpilot after all')]);
    await desk().pass(11 * minuteMs);
    expect(await one.send()).toMatchObject({ status: 200 });
    expect(desk().notes(one)).toHaveLength(1);
    expect(desk().published(one)).toEqual([one.text]);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test('stale reads hide it until Zendesk repeats minutes later: 200 and no note', async () => {
    const one = await open();
    desk().world.trustpilot.setSwitches({ staleReadSeconds: 120 });
    fail({ kind: '500', afterEffect: true });
    expect(await one.send()).toMatchObject({ status: 503 });
    desk().world.clock.advance(3 * minuteMs);
    expect(await one.send()).toMatchObject({ status: 200 });
    await desk().settle();
    expect(desk().notes(one)).toEqual([]);
    expect(desk().published(one)).toEqual([one.text]);
  });
});

describe('nobody can tell whether Trustpilot took the reply, and it did not', () => {
  const faults: [string, Omit<Fault, 'route'>][] = [
    ['the connection breaks', { kind: 'reset-before' }],
    ['no answer comes in time', { kind: 'never-answers' }],
    ['it answers 500', { kind: '500' }],
    ['a gateway answers 502 in HTML', { kind: '502' }],
  ];
  test.each(faults)('%s: 503 at first, then a note with the text and what stands', async (_, fault) => {
    const one = await open();
    fail(fault);
    const answer = await one.send();
    expect(answer.status).toBe(503);
    expect(answer.errorInfo).toContain(unknown);
    await desk().pass(5 * minuteMs + 1_000);
    expect(desk().notes(one)).toEqual([]);
    await desk().pass(11 * minuteMs);
    const [note, ...more] = desk().notes(one);
    expect(note).toContain('This reply is not on Trustpilot. Send it again if it should be published:');
    expect(note).toContain(one.text);
    expect(note).toContain('No reply stands on Trustpilot now.');
    expect(more).toEqual([]);
    expect(desk().published(one)).toEqual([]);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test('a repeat after the caches have had their time publishes it', async () => {
    const one = await open();
    fail({ kind: 'reset-before' });
    expect(await one.send()).toMatchObject({ status: 503 });
    desk().world.clock.advance(5 * minuteMs + 1_000);
    expect(await one.send()).toMatchObject({ status: 200 });
    await desk().settle();
    expect(desk().published(one)).toEqual([one.text]);
    expect(desk().notes(one)).toEqual([]);
  });

  test('a repeat after the note publishes it, and the ticket says so', async () => {
    const one = await open();
    fail({ kind: 'reset-before' });
    await one.send();
    await desk().settle();
    expect(await one.send()).toMatchObject({ status: 200 });
    await desk().settle();
    expect(desk().notes(one).at(-1)).toContain('is published on Trustpilot after all');
    expect(desk().notes(one)).toHaveLength(2);
    expect(desk().published(one)).toEqual([one.text]);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test('a repeat after the note that ends unknown again is settled again', async () => {
    const one = await open();
    fail({ kind: 'reset-before' });
    await one.send();
    await desk().settle();
    desk().world.trustpilot.setSwitches({ staleReadSeconds: 120 });
    fail({ kind: 'reset-after' });
    expect(await one.send()).toMatchObject({ status: 503 });
    await desk().settle();
    expect(desk().notes(one).at(-1)).toContain('is published on Trustpilot after all');
    expect(desk().published(one)).toEqual([one.text]);
    expect(await desk().leftOpen(one)).toEqual([]);
  });
});

describe('Trustpilot surely did not take the reply', () => {
  const later: [string, Fault, string][] = [
    ['429 with Retry-After', { route: 'reply', kind: '429', retryAfterSeconds: 7 }, '7'],
    ['429 without', { route: 'reply', kind: '429' }, '60'],
    ['503', { route: 'reply', kind: '503' }, '60'],
    ['the review cannot be read: 500', { route: 'review', kind: '500' }, '60'],
    ['the review cannot be read: 429', { route: 'review', kind: '429', retryAfterSeconds: 9 }, '9'],
    ['the review cannot be read: reset', { route: 'review', kind: 'reset-before' }, '60'],
    ['the review cannot be read: half a JSON', { route: 'review', kind: 'truncated-json' }, '60'],
  ];
  test.each(later)('%s: 503, and the next repeat publishes it', async (_, fault, retryAfter) => {
    const one = await open();
    desk().world.trustpilot.failNext(fault);
    const answer = await one.send();
    expect(answer).toMatchObject({ status: 503, retryAfter });
    expect(answer.errorInfo).toContain(unsent);
    expect(await one.send()).toMatchObject({ status: 200 });
    await desk().settle();
    expect(desk().published(one)).toEqual([one.text]);
    expect(desk().notes(one)).toEqual([]);
  });

  test('a refused connection: 503, and the next repeat publishes it', async () => {
    const { world } = desk();
    const one = await open();
    const { userOf } = world.deps;
    const nobody = createTrustpilotClient({
      apiUrl: `http://127.0.0.1:${await closedPort()}`,
      apiKey: 'key',
      apiSecret: 'secret',
    }).forUser({ get: async () => 'token', renew: async () => 'token' });
    world.deps = { ...world.deps, userOf: (account) => ({ ...userOf(account), reply: nobody.reply }) };
    const answer = await one.send();
    expect(answer.status).toBe(503);
    expect(answer.errorInfo).toContain(unsent);
    world.deps = { ...world.deps, userOf };
    expect(await one.send()).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual([one.text]);
  });

  test('Zendesk’s own repeats bring it through three such answers', async () => {
    const one = await open();
    fail({ kind: '429' });
    fail({ kind: '503', times: 2 });
    const comment = await desk().world.zendesk.agentReplies(one.ticket.id, one.text);
    expect(comment.delivery).toMatchObject({ state: 'delivered', attempts: 4 });
    expect(desk().published(one)).toEqual([one.text]);
  });

  test('nobody repeats it: a note says so after five minutes, without waiting for caches', async () => {
    const one = await open();
    fail({ kind: '503' });
    await one.send();
    await desk().pass(5 * minuteMs + 1_000);
    expect(desk().notes(one)).toEqual([expect.stringContaining(one.text)]);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test.each(['401', '403'] as const)(
    '%s once: the login is renewed and the reply published',
    async (kind) => {
      const one = await open();
      fail({ kind });
      expect(await one.send()).toMatchObject({ status: 200 });
      expect(desk().published(one)).toEqual([one.text]);
    },
  );
});

test('on a day when half of all calls go wrong, each reply is published once or the ticket says that it is not', async () => {
  const { trustpilot, zendesk } = desk().world;
  const cases = [];
  for (let n = 0; n < 12; n += 1) cases.push(await open());
  trustpilot.setSwitches({ staleReadSeconds: 60, staleReadsVary: true });
  trustpilot.chaos({
    seed: 7,
    rate: 0.5,
    kinds: ['429', '500', '502', '503', 'reset-before', 'reset-after'],
    routes: ['reply', 'review'],
  });
  const deliveries = [];
  for (const { ticket, text } of cases)
    deliveries.push((await zendesk.agentReplies(ticket.id, text)).delivery?.state);
  trustpilot.chaos(undefined);
  await desk().settle();
  for (const [index, one] of cases.entries()) {
    const outcome = { published: desk().published(one).length, told: await desk().told(one) };
    const honest = [
      ...(deliveries[index] === 'delivered' ? [{ published: 1, told: [] }] : []),
      ...(deliveries[index] === 'not delivered' ? [{ published: 1, told: ['published-after-all'] }] : []),
      ...(deliveries[index] === 'not delivered' ? [{ published: 0, told: ['not-published'] }] : []),
    ];
    expect(honest).toContainEqual(outcome);
    expect(await desk().leftOpen(one)).toEqual([]);
  }
});
