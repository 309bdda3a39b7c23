import { Desk, minuteMs, useDesk } from './desk.ts';

const desk = useDesk();

describe('Trustpilot refuses for good: the agent learns at once, and by a note, what to do', () => {
  test('403 however often: whoever may change the plan or the rights is named', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.failNext({ route: 'reply', kind: '403', times: 'always' });
    const answer = await desk().send(one, 'Sorry, forbidden.', 'forbidden');
    expect(answer.status).toBe(422);
    expect(answer.errorInfo).toContain('An admin can check that in Trustpilot Business.');
    await desk().pass(5 * minuteMs + 1_000);
    expect(desk().notes(one)).toEqual([expect.stringContaining(answer.errorInfo ?? 'nothing')]);
    expect(desk().notes(one)[0]).toContain('Sorry, forbidden.');
    expect(await desk().leftOpen(one)).toEqual([]);
    world.trustpilot.clearFaults();
    expect(await desk().send(one, 'Sorry, forbidden.', 'forbidden')).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual(['Sorry, forbidden.']);
  });

  test('400: the text has to change, and the ticket ends with the changed one', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.setSwitches({ replyMaxLength: 10 });
    const answer = await desk().send(one, 'Much too long for them.', 'refused');
    world.trustpilot.setSwitches({ replyMaxLength: 0 });
    expect(answer.status).toBe(422);
    expect(answer.errorInfo).toContain('Change it and send it again.');
    expect(await desk().send(one, 'Shorter.', 'changed')).toMatchObject({ status: 200 });
    await desk().settle();
    expect(desk().published(one)).toEqual(['Shorter.']);
    expect(await desk().told(one)).toEqual(['newer-reply-stands']);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test.each([
    ['404', false],
    ['410', true],
  ])('%s: the review is gone', async (_, deletedReviewAnswers410) => {
    const { world } = desk();
    world.trustpilot.setSwitches({ deletedReviewAnswers410 });
    const one = await desk().open();
    world.trustpilot.deleteReview(one.review.id);
    const answer = await desk().send(one, 'Sorry, gone.', `gone-${String(deletedReviewAnswers410)}`);
    expect(answer.status).toBe(422);
    expect(answer.errorInfo).toContain('no longer on Trustpilot');
    await desk().settle();
    expect(await desk().told(one)).toEqual(['not-published']);
    expect(await desk().leftOpen(one)).toEqual([]);
  });

  test('404 in the moment of publishing: the review is gone', async () => {
    const one = await desk().open();
    desk().world.trustpilot.failNext({ route: 'reply', kind: '404' });
    const answer = await desk().send(one, 'Sorry, just gone.', 'just-gone');
    expect(answer).toMatchObject({ status: 422 });
    expect(answer.errorInfo).toContain('no longer on Trustpilot');
  });

  test('409 because a reply stands that Trustpilot keeps: it has to be deleted there', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.setSwitches({ secondReplyAnswers409: true });
    world.trustpilot.colleagueReplies(one.review.id, 'Ours, from before.', 'Ada Agent');
    const answer = await desk().send(one, 'Sorry, conflict.', 'conflict');
    expect(answer.status).toBe(422);
    expect(answer.errorInfo).toContain('Delete that one in Trustpilot Business');
    expect(desk().standing(one)).toBe('Ours, from before.');
    await desk().settle();
    expect(desk().notes(one).at(-1)).toContain('Ours, from before.');
  });

  test('409 because the reply stands already behind a stale read: 200', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.setSwitches({ staleReadSeconds: 120, secondReplyAnswers409: true });
    world.trustpilot.failNext({ route: 'reply', kind: 'reset-after' });
    await desk().send(one, 'Sorry, stale.', 'stale-conflict');
    world.clock.advance(6 * minuteMs);
    expect(await desk().send(one, 'Sorry, stale.', 'stale-conflict')).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual(['Sorry, stale.']);
  });

  test('a review that moved to a domain of somebody else is not answered', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.moveReview(one.review.id, 'bluelamp.se');
    const answer = await desk().send(one, 'Sorry, moved.', 'moved');
    expect(answer.status).toBe(422);
    expect(answer.errorInfo).toContain('does not belong to a domain of this account');
    expect(desk().published(one)).toEqual([]);
  });
});

describe('a login that ended', () => {
  /** An account of its own, whose login is that of one more colleague. */
  async function newDesk(name: string): Promise<{ other: Desk; userId: string }> {
    const { world } = desk();
    const user = world.trustpilot.addUser({
      name,
      email: `${name}@bluelamp.example`,
      domains: ['bluelamp.example'],
    });
    const other = new Desk(world, await world.connect({ userId: user.id }));
    await world.sync();
    return { other, userId: user.id };
  }

  test('is said with 401 and a reason, and the next pull asks for the account to be edited', async () => {
    const { world } = desk();
    const { other, userId } = await newDesk('leaver');
    const one = await other.open();
    world.trustpilot.deleteUser(userId);
    const answer = await other.send(one, 'Sorry, deleted.', 'deleted-user');
    expect(answer.status).toBe(401);
    expect(answer.errorInfo).toContain('choose Reconnect');
    const again = await other.send(one, 'Sorry, deleted.', 'deleted-user');
    expect(again).toMatchObject({ status: 401, errorInfo: answer.errorInfo });
    await world.zendesk.pull(other.zendeskId);
    expect(world.zendesk.account(other.zendeskId).needsAttention).toBe(true);
    await other.settle();
    expect(await other.told(one)).toEqual(['not-published']);
    expect(other.notes(one)[0]).toContain('choose Reconnect');
    expect(await other.leftOpen(one)).toEqual([]);
  });

  test('and shows as 403 is renewed before anybody learns of it', async () => {
    const { world } = desk();
    const one = await desk().open();
    world.trustpilot.setSwitches({ expiredTokenAnswers403: true });
    world.trustpilot.expireAccessTokens();
    expect(await desk().send(one, 'Sorry, 403.', 'login-403')).toMatchObject({ status: 200 });
    expect(desk().published(one)).toEqual(['Sorry, 403.']);
  });

  test('while an outcome was open: the agent is told that nobody can see, and the truth once it can be seen', async () => {
    const { world } = desk();
    const { other, userId } = await newDesk('returner');
    const one = await other.open();
    const { accounts } = world.deps;
    const healthy = await accounts.read(other.accountId, { consistent: true });
    world.trustpilot.setSwitches({ staleReadSeconds: 120 });
    world.trustpilot.failNext({ route: 'reply', kind: 'reset-after' });
    expect(await other.send(one, 'Sorry, half.', 'half')).toMatchObject({ status: 503 });
    world.trustpilot.revokeUser(userId);
    expect(await other.send(one, 'Sorry, half.', 'half')).toMatchObject({ status: 401 });
    await other.settle();
    expect(await other.told(one)).toEqual(['outcome-unknown']);
    // An admin reconnects with the same person.
    const { userOf } = world.deps;
    const tokens = world.trustpilot.issueTokens({ userId });
    const user = world.deps.trustpilot.forUser({
      get: async () => tokens.accessToken,
      renew: async () => tokens.accessToken,
    });
    world.deps = {
      ...world.deps,
      userOf: (account) => (account.accountId === healthy?.accountId ? user : userOf(account)),
    };
    await other.pass(61 * minuteMs);
    expect(await other.told(one)).toEqual(['outcome-unknown', 'published-after-all']);
    expect(other.published(one)).toEqual(['Sorry, half.']);
    expect(await other.leftOpen(one)).toEqual([]);
  });

  test('for ever: the look at an open outcome ends after a day, and nothing is parked meanwhile', async () => {
    const { world } = desk();
    const { other, userId } = await newDesk('lost');
    const one = await other.open();
    world.trustpilot.failNext({ route: 'reply', kind: 'reset-before' });
    await other.send(one, 'Sorry, never.', 'never');
    world.trustpilot.revokeUser(userId);
    await other.settle();
    for (let hours = 0; hours < 25; hours += 1) await other.pass(61 * minuteMs);
    expect(await other.told(one)).toEqual(['outcome-unknown']);
    expect(await other.leftOpen(one)).toEqual([]);
    expect(world.logLines.filter((line) => line.includes('message parked'))).toEqual([]);
  });
});

test('a domain that was removed from the account stays answerable', async () => {
  const { world } = desk();
  const one = await desk().open();
  const account = await world.deps.accounts.read(desk().accountId, { consistent: true });
  const { accounts } = world.deps;
  const without = { ...account, domains: account?.domains.map((one) => ({ ...one, removedAtMs: 1 })) };
  const read = async () => without as typeof account;
  world.deps = {
    ...world.deps,
    accounts: Object.assign(Object.create(accounts) as typeof accounts, { read }),
  };
  expect(await desk().send(one, 'Sorry, removed domain.', 'removed')).toMatchObject({ status: 200 });
  expect(desk().published(one)).toEqual(['Sorry, removed domain.']);
});
