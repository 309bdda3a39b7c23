import { setTimeout as sleep } from 'node:timers/promises';
import { useDesk } from './desk.ts';

const desk = useDesk();

/** Waiting takes real time where several run at once: the one clock would run away with all of them moving it. */
const patient = () => {
  const { world } = desk();
  world.deps = { ...world.deps, wait: () => sleep(10) };
};

const times = <Result>(count: number, work: () => Promise<Result>): Promise<Result>[] =>
  Array.from({ length: count }, work);

test('the same reply sent five times, one after the other, is published once and answered alike', async () => {
  const one = await desk().open();
  const ids = new Set<string | undefined>();
  for (let repeat = 0; repeat < 5; repeat += 1) {
    const answer = await desk().send(one, 'Sorry, Mette.', 'five-times');
    expect(answer.status).toBe(200);
    ids.add(answer.externalId);
  }
  expect(ids.size).toBe(1);
  expect(desk().published(one)).toEqual(['Sorry, Mette.']);
});

test('ten at once are published once and answered alike', async () => {
  patient();
  const one = await desk().open();
  const answers = await Promise.all(times(10, () => desk().send(one, 'Sorry, all ten.', 'ten-at-once')));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(new Set(answers.map(({ externalId }) => externalId)).size).toBe(1);
  expect(desk().published(one)).toEqual(['Sorry, all ten.']);
});

test('twins that Zendesk sends at once are published once', async () => {
  patient();
  const { world } = desk();
  world.zendesk.setBadDay({ twinChannelbacks: true });
  const one = await desk().open();
  const comment = await world.zendesk.agentReplies(one.ticket.id, 'Sorry, twice.');
  expect(comment.delivery).toMatchObject({ state: 'delivered' });
  expect(desk().published(one)).toEqual(['Sorry, twice.']);
});

test.each([1, 2, 3])(
  'a reply whose answer is lost %d times is published once and delivered',
  async (lost) => {
    const { world } = desk();
    const one = await desk().open();
    world.zendesk.setBadDay({ dropChannelbackResponses: lost });
    const comment = await world.zendesk.agentReplies(one.ticket.id, `Sorry, lost ${lost} times.`);
    expect(comment.delivery).toMatchObject({ state: 'delivered', attempts: lost + 1 });
    expect(desk().published(one)).toEqual([`Sorry, lost ${lost} times.`]);
  },
);

test('a reply whose connections fail arrives with the repeat', async () => {
  const { world } = desk();
  const one = await desk().open();
  world.zendesk.setBadDay({ failChannelbackConnections: 2 });
  const comment = await world.zendesk.agentReplies(one.ticket.id, 'Sorry, third time lucky.');
  expect(comment.delivery).toMatchObject({ state: 'delivered', attempts: 3 });
  expect(desk().published(one)).toEqual(['Sorry, third time lucky.']);
});

test('a repeat that comes while the first is at work waits and gets the same answer', async () => {
  patient();
  const { world } = desk();
  const one = await desk().open();
  world.trustpilot.failNext({ kind: 'slow', route: 'reply', delayMs: 600 });
  const first = desk().send(one, 'Sorry, slowly.', 'slow');
  await sleep(200);
  const [a, b] = await Promise.all([first, desk().send(one, 'Sorry, slowly.', 'slow')]);
  expect([a.status, b.status]).toEqual([200, 200]);
  expect(a.externalId).toBe(b.externalId);
  expect(desk().published(one)).toEqual(['Sorry, slowly.']);
});

test('a repeat waits 15 seconds for the first, then is told to come back', async () => {
  const { world } = desk();
  const one = await desk().open();
  const { replies } = world.deps;
  // The first one died with the reply in its hands.
  await desk().send(one, 'Sorry, patience.', 'stuck');
  const [row] = await desk().replies(one);
  const replyId = row?.replyId ?? '';
  await world.deps.replies.step(desk().accountId, row ?? { replyId, owner: '' }, {
    status: 'claimed',
    leaseUntilMs: world.clock.nowMs() + 25_000,
  });
  const startedAtMs = world.clock.nowMs();
  const answer = await desk().send(one, 'Sorry, patience.', 'stuck');
  expect(answer).toMatchObject({ status: 503, retryAfter: '15' });
  expect(world.clock.nowMs() - startedAtMs).toBeGreaterThanOrEqual(15_000);
  expect(world.clock.nowMs() - startedAtMs).toBeLessThan(17_000);
  world.clock.advance(15_000);
  expect(await desk().send(one, 'Sorry, patience.', 'stuck')).toMatchObject({ status: 200 });
  expect((await replies.read(desk().accountId, replyId))?.status).toBe('published');
  expect(desk().published(one)).toEqual(['Sorry, patience.']);
});

test('one request id for two reviews is refused, and the second review is left alone', async () => {
  const [one, other] = [await desk().open(), await desk().open()];
  expect(await desk().send(one, 'Sorry, one.', 'same-id')).toMatchObject({ status: 200 });
  const answer = await desk().send(other, 'Sorry, other.', 'same-id');
  expect(answer.status).toBe(400);
  expect(answer.errorInfo).toContain('same request id');
  expect(desk().published(other)).toEqual([]);
});

test('a repeat that comes after the review has gone does not open its ticket again', async () => {
  const { world } = desk();
  const one = await desk().open();
  const mayReplyAfter = async () => {
    const { status, body } = await desk().send(one, 'Sorry, just in time.', 'just-in-time');
    expect(status).toBe(200);
    return (JSON.parse(body) as { allow_channelback: boolean }).allow_channelback;
  };
  expect(await mayReplyAfter()).toBe(true);
  world.trustpilot.hideReview(one.review.id);
  for (let looks = 0; looks < 3; looks += 1) await desk().pass(6 * 60_000);
  expect(desk().ticketOf(one.threadId).allowChannelback).toBe(false);
  expect(await mayReplyAfter()).toBe(false);
});

test('what was published is not published again days later, and the ticket gets no note', async () => {
  const one = await desk().open();
  const first = await desk().send(one, 'Sorry, long ago.', 'days-later');
  await desk().settle();
  await desk().pass(3 * 24 * 60 * 60_000);
  expect(await desk().send(one, 'Sorry, long ago.', 'days-later')).toEqual(first);
  expect(desk().published(one)).toEqual(['Sorry, long ago.']);
  expect(desk().notes(one)).toEqual([]);
  expect(await desk().leftOpen(one)).toEqual([]);
});
