import { setTimeout as sleep } from 'node:timers/promises';
import { dieAt } from '../../support/die-at.ts';
import { minuteMs, useDesk, type Case } from './desk.ts';

const desk = useDesk();

/** Received first, and held up by an outage of Trustpilot; what comes next is a second younger. */
async function heldUp(one: Case, text: string, request: string): Promise<void> {
  const { world } = desk();
  world.trustpilot.failNext({ route: 'reply', kind: '503' });
  expect(await desk().send(one, text, request)).toMatchObject({ status: 503 });
  world.clock.advance(1_000);
}

test('an older reply that is repeated late is answered 200, not published, and one note says which one stands', async () => {
  const one = await desk().open();
  await heldUp(one, 'The older one.', 'older');
  expect(await desk().send(one, 'The newer one.', 'newer')).toMatchObject({ status: 200 });
  for (let repeat = 0; repeat < 3; repeat += 1)
    expect(await desk().send(one, 'The older one.', 'older')).toMatchObject({ status: 200 });
  await desk().settle();
  expect(desk().published(one)).toEqual(['The newer one.']);
  expect(desk().notes(one)).toEqual([expect.stringContaining('The newer one.')]);
  expect(await desk().told(one)).toEqual(['newer-reply-stands']);
  expect(await desk().leftOpen(one)).toEqual([]);
});

test('it needs no Trustpilot to say so, and no read that is up to date', async () => {
  const { world } = desk();
  const one = await desk().open();
  await heldUp(one, 'Older, in an outage.', 'older-outage');
  await desk().send(one, 'Newer, in an outage.', 'newer-outage');
  world.trustpilot.failNext({ route: 'review', kind: '500', times: 'always' });
  expect(await desk().send(one, 'Older, in an outage.', 'older-outage')).toMatchObject({ status: 200 });
  world.trustpilot.clearFaults();
  await desk().settle();
  expect(desk().notes(one)).toEqual([expect.stringContaining('Newer, in an outage.')]);
});

test('an older reply whose outcome was unknown does not come back over a newer one', async () => {
  const { world } = desk();
  const one = await desk().open();
  world.trustpilot.setSwitches({ staleReadSeconds: 120 });
  world.trustpilot.failNext({ route: 'reply', kind: 'reset-after' });
  expect(await desk().send(one, 'Older, unknown.', 'older-unknown')).toMatchObject({ status: 503 });
  world.clock.advance(1_000);
  expect(await desk().send(one, 'Newer, known.', 'newer-known')).toMatchObject({ status: 200 });
  await desk().settle();
  expect(await desk().send(one, 'Older, unknown.', 'older-unknown')).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual(['Older, unknown.', 'Newer, known.']);
  expect(desk().standing(one)).toBe('Newer, known.');
  expect(await desk().told(one)).toEqual(['newer-reply-stands']);
  expect(desk().notes(one)).toEqual([expect.stringContaining('Newer, known.')]);
  expect(await desk().leftOpen(one)).toEqual([]);
});

test('an older reply does not go out while it is unknown whether a newer one did', async () => {
  const { world } = desk();
  const one = await desk().open();
  await heldUp(one, 'Older, held up.', 'older-held-up');
  world.trustpilot.setSwitches({ staleReadSeconds: 120 });
  world.trustpilot.failNext({ route: 'reply', kind: 'reset-after' });
  expect(await desk().send(one, 'Newer, unknown.', 'newer-unknown')).toMatchObject({ status: 503 });
  expect(await desk().send(one, 'Older, held up.', 'older-held-up')).toMatchObject({ status: 503 });
  await desk().settle();
  expect(await desk().send(one, 'Older, held up.', 'older-held-up')).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual(['Newer, unknown.']);
  expect(await desk().leftOpen(one)).toEqual([]);
});

test('it goes out once the newer one is known to have failed', async () => {
  const { world } = desk();
  const one = await desk().open();
  await heldUp(one, 'Older, patient.', 'older-patient');
  world.trustpilot.failNext({ route: 'reply', kind: 'reset-before' });
  expect(await desk().send(one, 'Newer, lost.', 'newer-lost')).toMatchObject({ status: 503 });
  await desk().settle();
  expect(await desk().send(one, 'Older, patient.', 'older-patient')).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual(['Older, patient.']);
});

test('a reply that died before anything was asked of Trustpilot keeps its place in the order', async () => {
  const { world } = desk();
  const one = await desk().open();
  const healthy = world.deps;
  world.deps = dieAt(healthy, ['userOf'], { call: 1, moment: 'before', lasts: 'once' }).deps;
  expect(await desk().send(one, 'First received.', 'first')).toMatchObject({ status: 500 });
  world.deps = healthy;
  world.clock.advance(1_000);
  expect(await desk().send(one, 'Second received.', 'second')).toMatchObject({ status: 200 });
  expect(await desk().send(one, 'First received.', 'first')).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual(['Second received.']);
});

test('of two different replies at once both are answered, and the one received later stands', async () => {
  const { world } = desk();
  world.deps = { ...world.deps, wait: () => sleep(10) };
  const cases: Case[] = await desk().openMany(5);
  for (const [round, one] of cases.entries()) {
    world.trustpilot.failNext({ route: 'reply', kind: 'slow', delayMs: 100 });
    const first = desk().send(one, 'One of two.', `one-of-two-${round}`);
    await sleep(round * 8);
    const second = desk().send(one, 'The other.', `the-other-${round}`);
    expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual([200, 200]);
    const [last] = (await desk().replies(one)).sort(
      (a, b) => b.receivedAtMs - a.receivedAtMs || (a.replyId < b.replyId ? 1 : -1),
    );
    expect(desk().standing(one)).toBe(last?.text);
  }
  await desk().settle();
  for (const one of cases) expect(await desk().leftOpen(one)).toEqual([]);
});

test('six replies of one agent, each a correction of the last, all stand in turn', async () => {
  const one = await desk().open();
  const texts = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((word) => `${word} of six.`);
  for (const text of texts) {
    expect(await desk().send(one, text, text)).toMatchObject({ status: 200 });
    desk().world.clock.advance(minuteMs);
  }
  await desk().settle();
  expect(desk().published(one)).toEqual(texts);
  expect(desk().notes(one)).toEqual([]);
});

test('a review that is locked by a reply that never ends is free again after half a minute', async () => {
  const { world } = desk();
  const one = await desk().open();
  const nowMs = world.clock.nowMs();
  const lock = { owner: 'somebody dead', nowMs, untilMs: nowMs + 30_000 };
  await world.deps.reviews.lockPublishing(desk().accountId, one.review.id, lock);
  const answer = await desk().send(one, 'Locked out.', 'locked-out');
  expect(answer).toMatchObject({ status: 503, retryAfter: '5' });
  world.clock.advance(30_000);
  expect(await desk().send(one, 'Locked out.', 'locked-out')).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual(['Locked out.']);
});
