import type { TrustpilotUser } from '../../../lambdas/clients/trustpilot/client.ts';
import { minuteMs, useDesk, type Case } from './desk.ts';

const desk = useDesk();

/** Does something in the moment before a call to Trustpilot, or after it. */
function around(call: 'getReview' | 'reply', hooks: { before?: () => unknown; after?: () => unknown }): void {
  const { world } = desk();
  const { userOf } = world.deps;
  let isDone = false;
  const once = async (hook?: () => unknown) => {
    if (isDone || hook === undefined) return;
    isDone = true;
    await hook();
  };
  const hooked = (user: TrustpilotUser): TrustpilotUser => ({
    ...user,
    [call]: async (...given: [never, never]) => {
      await once(hooks.before);
      const result: unknown = await user[call](...given);
      await once(hooks.after);
      return result;
    },
  });
  world.deps = { ...world.deps, userOf: (account) => hooked(userOf(account)) };
}

const colleague = (one: Case, text: string, author = 'Jens Jensen') =>
  desk().world.trustpilot.colleagueReplies(one.review.id, text, author);

describe('a colleague’s reply that the agent’s replaces', () => {
  test('stands in the ticket as one internal note with text and author', async () => {
    const one = await desk().open();
    colleague(one, 'We look into it.');
    expect(await desk().send(one, 'It is solved.', 'replace')).toMatchObject({ status: 200 });
    await desk().settle();
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toEqual([expect.stringContaining('by Jens Jensen')]);
    expect(desk().notes(one)[0]).toContain('We look into it.');
    expect(desk().standing(one)).toBe('It is solved.');
  });

  test('is not told twice when the ticket had it already', async () => {
    const one = await desk().open();
    colleague(one, 'Known by now.');
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toHaveLength(1);
    expect(await desk().send(one, 'Known and replaced.', 'replace-known')).toMatchObject({ status: 200 });
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toEqual([expect.stringContaining('Known by now.')]);
  });

  test('that stood before the review became a ticket is told once', async () => {
    const { world } = desk();
    const review = world.trustpilot.createReview();
    world.trustpilot.colleagueReplies(review.id, 'First of all.', 'Jens Jensen');
    await world.sync();
    world.clock.advance(5 * minuteMs);
    const threadId = desk().threadId(review.id);
    const one = { review, threadId, ticket: desk().ticketOf(threadId) };
    expect(await desk().send(one, 'Second.', 'replace-first')).toMatchObject({ status: 200 });
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toEqual([expect.stringContaining('First of all.')]);
  });

  test('is told once when publishing fails and Zendesk repeats it', async () => {
    const { world } = desk();
    const one = await desk().open();
    colleague(one, 'Still here.');
    world.trustpilot.failNext({ route: 'reply', kind: '503', times: 2 });
    const comment = await world.zendesk.agentReplies(one.ticket.id, 'At the third try.');
    expect(comment.delivery).toMatchObject({ state: 'delivered', attempts: 3 });
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toHaveLength(1);
  });

  test('is told in each of its versions, when it changes between two tries', async () => {
    const { world } = desk();
    const one = await desk().open();
    colleague(one, 'First version.');
    world.trustpilot.failNext({ route: 'reply', kind: '503' });
    await desk().send(one, 'Over both.', 'versions');
    world.clock.advance(minuteMs);
    colleague(one, 'Second version.');
    expect(await desk().send(one, 'Over both.', 'versions')).toMatchObject({ status: 200 });
    await desk().pass(24 * 60 * minuteMs);
    const texts = desk().notes(one).join('\n');
    expect(desk().notes(one)).toHaveLength(2);
    expect(texts).toContain('First version.');
    expect(texts).toContain('Second version.');
  });

  test.each([
    [
      'writes another one',
      (id: string) => desk().world.trustpilot.colleagueReplies(id, 'By hand.'),
      'By hand.',
    ],
    ['deletes it', (id: string) => desk().world.trustpilot.colleagueDeletesReply(id), undefined],
  ])(
    'that replaces one of ours before we know that ours arrived is not replaced again by a repeat: %s',
    async (did, change, standing) => {
      const { world } = desk();
      const one = await desk().open();
      colleague(one, 'What stood before.');
      world.trustpilot.setSwitches({ staleReadSeconds: 60 });
      await desk().pass(3 * minuteMs);
      world.trustpilot.failNext({ route: 'reply', kind: 'reset-after' });
      expect(await desk().send(one, 'Published unseen.', did)).toMatchObject({ status: 503 });
      world.clock.advance(2_000);
      change(one.review.id);
      world.clock.advance(7 * minuteMs);
      expect(await desk().send(one, 'Published unseen.', did)).toMatchObject({ status: 200 });
      await desk().settle();
      expect(desk().published(one)).toEqual(['Published unseen.']);
      expect(desk().standing(one)).toBe(standing);
      expect(desk().notes(one).join()).toContain(standing ?? 'This reply is not on Trustpilot.');
      expect(await desk().leftOpen(one)).toEqual([]);
    },
  );

  test('and comes back over ours is told as a change', async () => {
    const one = await desk().open();
    await desk().send(one, 'Ours first.', 'ours-first');
    desk().world.clock.advance(minuteMs);
    colleague(one, 'Changed by hand.');
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toEqual([expect.stringContaining('was changed by Jens Jensen')]);
  });
});

describe('our own text', () => {
  test.each([
    ['fresh reads', { staleReadSeconds: 0, cachedPageSeconds: 0 }],
    ['reads that are two minutes old', { staleReadSeconds: 120, cachedPageSeconds: 0 }],
    ['pages that are cached for four minutes', { staleReadSeconds: 0, cachedPageSeconds: 240 }],
  ])('is never told as somebody else’s: %s', async (_, switches) => {
    const one = await desk().open();
    colleague(one, 'Before ours.');
    desk().world.trustpilot.setSwitches(switches);
    await desk().pass(3 * minuteMs);
    expect(await desk().send(one, `Ours, ${_}.`, _)).toMatchObject({ status: 200 });
    for (let polls = 0; polls < 12; polls += 1) await desk().pass(minuteMs);
    await desk().pass(24 * 60 * minuteMs);
    const texts = desk().notes(one).join('\n');
    expect(texts).not.toContain('Ours,');
    expect(texts).not.toContain('deleted');
    expect(
      desk()
        .notes(one)
        .filter((note) => note.includes('Before ours.')),
    ).toHaveLength(1);
  });

  test('is not told when the process died right after publishing and a poll came first', async () => {
    const one = await desk().open();
    around('reply', { after: () => Promise.reject(new Error('died')) });
    expect(await desk().send(one, 'Died then.', 'died-then')).toMatchObject({ status: 500 });
    await desk().pass(7 * 60 * minuteMs);
    expect(await desk().send(one, 'Died then.', 'died-then')).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual(['Died then.']);
    expect(await desk().told(one)).toEqual(['published-after-all']);
  });

  test('that stands already is not posted again', async () => {
    const one = await desk().open();
    await desk().send(one, 'The very same.', 'same-1');
    expect(await desk().send(one, 'The very same.', 'same-2')).toMatchObject({ status: 200 });
    desk().world.clock.advance(minuteMs);
    colleague(one, 'By hand, the same.');
    desk().world.clock.advance(minuteMs);
    expect(await desk().send(one, 'By hand, the same.', 'same-3')).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual(['The very same.']);
  });

  test('is posted again when only its line breaks changed', async () => {
    const one = await desk().open();
    await desk().send(one, 'Dear Mette, thank you.', 'breaks-1');
    expect(await desk().send(one, 'Dear Mette,\n\nthank you.', 'breaks-2')).toMatchObject({ status: 200 });
    expect(desk().standing(one)).toBe('Dear Mette,\n\nthank you.');
  });

  test('is posted again when a stale read still shows it below a colleague’s newer one', async () => {
    const { world } = desk();
    const one = await desk().open();
    await desk().send(one, 'Ours again.', 'again-1');
    world.clock.advance(10 * minuteMs);
    colleague(one, 'Theirs in between.');
    await desk().pass(24 * 60 * minuteMs);
    colleague(one, 'Ours again.');
    world.clock.advance(10 * minuteMs);
    colleague(one, 'Theirs at last.');
    world.clock.advance(1_000);
    await world.sync();
    world.trustpilot.setSwitches({ staleReadSeconds: 120 });
    await desk().pass(0);
    expect(await desk().send(one, 'Ours again.', 'again-2')).toMatchObject({ status: 200 });
    const known = await desk().record(one);
    expect(known.reply?.ours).toBe(true);
  });
});

describe('a poll at the same time', () => {
  test('that saw the review before the reply, and is recorded after it, changes nothing', async () => {
    const { world } = desk();
    const one = await desk().open();
    colleague(one, 'Seen by the poll.');
    const message = await observation(one);
    expect(await desk().send(one, 'Faster than the poll.', 'faster')).toMatchObject({ status: 200 });
    await world.deps.queue.sendAll([message]);
    await world.drain();
    await desk().pass(24 * 60 * minuteMs);
    expect(desk().notes(one)).toEqual([expect.stringContaining('Seen by the poll.')]);
    expect((await desk().record(one)).reply?.ours).toBe(true);
  });

  test('that records an edit in every gap of a publication loses neither the edit nor the reply', async () => {
    const { world } = desk();
    for (const [call, when] of [
      ['getReview', 'before'],
      ['getReview', 'after'],
      ['reply', 'before'],
      ['reply', 'after'],
    ] as const) {
      const one = await desk().open();
      around(call, {
        [when]: async () => {
          world.trustpilot.editReview(one.review.id, { text: `Edited ${when} ${call}.` });
          await world.deps.queue.sendAll([await observation(one)]);
          await world.drain();
        },
      });
      const text = `Published ${when} ${call}.`;
      expect(await desk().send(one, text, `gap-${when}-${call}`)).toMatchObject({ status: 200 });
      await desk().pass(24 * 60 * minuteMs);
      const comments = desk()
        .ticketOf(one.threadId)
        .comments.map((comment) => comment.text);
      expect(comments.filter((comment) => comment.includes(`Edited ${when} ${call}.`))).toHaveLength(1);
      expect(desk().standing(one)).toBe(text);
      expect((await desk().record(one)).lastPublished).toBeDefined();
      expect(desk().notes(one)).toEqual([]);
      world.clock.advance(minuteMs);
    }
  });

  /** What a poll would put into the queue for the review now. */
  async function observation({ review }: Case) {
    const { world, accountId } = desk();
    const account = await world.deps.accounts.read(accountId, { consistent: true });
    if (account === undefined) throw new Error('No account.');
    const answer = await world.deps.userOf(account).getReview(review.id);
    if (answer === 'gone') throw new Error('No review.');
    const { requestStartedAtMs: requestedAtMs } = answer;
    return {
      kind: 'observation' as const,
      accountId,
      lane: 'new' as const,
      requestedAtMs,
      review: answer.review,
    };
  }
});
