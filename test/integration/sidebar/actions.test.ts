import { setTimeout as sleep } from 'node:timers/promises';
import { dieAt, deathsWithin, survive, type Death } from '../../support/die-at.ts';
import type { Deps } from '../../support/deps.ts';
import { startWorld, type World } from '../../support/world.ts';
import { callsTo, connectSidebar, type Sidebar } from './sidebar.ts';

const minuteMs = 60_000;

let world: World;
let sidebar: Sidebar;
let accountId: string;
beforeEach(async () => {
  world = await startWorld();
  ({ sidebar, accountId } = await connectSidebar(world));
});
afterEach(() => world.close());

const ticketOf = (reviewId: string) => {
  const ticket = world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`);
  if (ticket === undefined) throw new Error('There is no ticket.');
  return ticket;
};
const textsOf = (reviewId: string) => ticketOf(reviewId).comments.map(({ text }) => text);
const tagsOf = (reviewId: string) => world.trustpilot.review(reviewId)?.tags?.map(({ value }) => value) ?? [];
const requestsOf = (reviewId: string) => world.trustpilot.review(reviewId)?.findReviewer.requests ?? [];

/** A review with its ticket, whose card is open. */
async function anOpenCard(draft: Parameters<World['trustpilot']['createReview']>[0] = {}) {
  const { id } = world.trustpilot.createReview(draft);
  await world.sync();
  await sidebar.card(id);
  world.trustpilot.forgetCalls();
  return id;
}

test('tags are added and removed with one call each, and the company’s recent ones are suggested', async () => {
  const id = await anOpenCard();
  const added = await sidebar.act('tags', id, { add: 'refund' });
  expect([added.card.foundBy, added.card.tags]).toEqual(['request', ['refund']]);
  expect((await sidebar.act('tags', id, { add: 'vip' })).card.tags).toEqual(['refund', 'vip']);
  expect((await sidebar.act('tags', id, { add: 'vip' })).card.tags).toEqual(['refund', 'vip']);
  const removed = await sidebar.act('tags', id, { remove: 'refund' });
  expect([removed.card.tags, removed.card.suggestedTags]).toEqual([['vip'], ['refund']]);
  expect(tagsOf(id)).toEqual(['vip']);
  const tagCalls = ['PUT', 'PUT', 'PUT', 'DELETE'].map((method) => `${method} /v1/private/reviews/…/tags`);
  expect(callsTo(world)).toEqual(tagCalls);
  const other = await anOpenCard();
  expect((await sidebar.card(other)).card.suggestedTags).toEqual(['vip', 'refund']);
});

test('a tag that Trustpilot answers with nothing is on the card all the same', async () => {
  world.trustpilot.setSwitches({ tagWritesAnswerEmpty: true });
  const id = await anOpenCard();
  expect((await sidebar.act('tags', id, { add: 'refund' })).card.tags).toEqual(['refund']);
  expect((await sidebar.act('tags', id, { remove: 'refund' })).card.tags).toEqual([]);
});

test('Find Reviewer asks once and shows the question; where it is not available the agent reads why', async () => {
  const id = await anOpenCard({ isFindReviewerEligible: true });
  const { status, card } = await sidebar.act('find-reviewer', id, { message: 'Which order was it?' });
  expect(status).toBe(200);
  expect(card.findReviewer).toMatchObject({
    isEligible: true,
    requests: [{ message: 'Which order was it?', answer: null }],
  });
  const not = await anOpenCard({ isFindReviewerEligible: false });
  const refused = await sidebar.act('find-reviewer', not, { message: 'Hello' });
  expect([refused.status, refused.failure.code]).toEqual([422, 'refused']);
  expect(refused.failure.message).toContain('Find Reviewer is not available');
});

test('a message is at most 5,000 characters long, and a copy that cannot be stored fails no action', async () => {
  const id = await anOpenCard({ isFindReviewerEligible: true });
  expect((await sidebar.act('find-reviewer', id, { message: 'x'.repeat(5_001) })).status).toBe(400);
  expect(requestsOf(id)).toHaveLength(0);
  const { reviewCopies } = world.deps;
  const put = reviewCopies.put.bind(reviewCopies);
  reviewCopies.put = async (account, reviewId, copy) =>
    put(account, reviewId, { ...copy, tags: [{ group: 'generic', value: 'x'.repeat(420_000) }] });
  expect((await sidebar.act('find-reviewer', id, { message: 'x'.repeat(5_000) })).status).toBe(200);
  expect(requestsOf(id)).toHaveLength(1);
});

test('a question whose answer was lost is not asked twice, whatever Trustpilot’s clock and white space', async () => {
  const id = await anOpenCard({ isFindReviewerEligible: true });
  const { sidebarCallsOf } = world.deps;
  const ask = () =>
    sidebar.act('find-reviewer', id, { actionId: 'lost-answer', message: 'Who are\r\n\r\nyou?' });
  world.trustpilot.failNext({ kind: 'reset-after', match: /find-reviewer/ });
  expect((await ask()).status).toBe(503);
  world.deps.sidebarCallsOf = (account) => {
    const calls = sidebarCallsOf(account);
    return {
      ...calls,
      async readReview(reviewId) {
        const answer = await calls.readReview(reviewId);
        if (answer === 'gone') return answer;
        for (const request of answer.extras.findReviewer?.requests ?? [])
          Object.assign(request, {
            message: 'Who are you? ',
            at: new Date(world.clock.nowMs() - 5 * minuteMs).toISOString(),
          });
        return answer;
      },
    };
  };
  expect((await ask()).status).toBe(200);
  expect(requestsOf(id)).toHaveLength(1);
});

test('a reply that is deleted from the sidebar is gone from Trustpilot, and the ticket says so once', async () => {
  const id = await anOpenCard();
  await world.zendesk.agentReplies(ticketOf(id).id, 'Thank you!');
  const before = await sidebar.card(id);
  expect(before.card.reply).toMatchObject({
    published: { text: 'Thank you!', ours: true },
    last: { status: 'published', canPublishAgain: false },
  });
  const { card } = await sidebar.act('delete-reply', id);
  expect(card.reply).toEqual({ published: null, last: null });
  expect(world.trustpilot.review(id)?.companyReply).toBeNull();
  for (let day = 0; day < 3; day += 1) {
    world.clock.advance(24 * 60 * minuteMs);
    await world.sync();
  }
  expect(textsOf(id).filter((text) => text.includes('deleted'))).toEqual([
    "An agent deleted the reply on Trustpilot from this ticket's sidebar.",
  ]);
});

test('a reply that a colleague wrote meanwhile is not deleted, and is on the card', async () => {
  const id = await anOpenCard();
  await world.zendesk.agentReplies(ticketOf(id).id, 'Thank you!');
  await sidebar.card(id);
  world.clock.advance(6 * minuteMs);
  world.trustpilot.colleagueReplies(id, 'Call me at the shop.', 'Ada Agent');
  const { status, failure } = await sidebar.act('delete-reply', id);
  expect([status, failure.code]).toEqual([422, 'refused']);
  expect(world.trustpilot.review(id)?.companyReply?.text).toBe('Call me at the shop.');
  expect((await sidebar.card(id)).card.reply.published).toMatchObject({
    authorName: 'Ada Agent',
    ours: false,
  });
});

test('a reply that another agent sent meanwhile is not deleted', async () => {
  const id = await anOpenCard();
  await world.zendesk.agentReplies(ticketOf(id).id, 'Thank you!');
  const seen = (await sidebar.card(id)).card.reply.published?.id;
  await world.zendesk.agentReplies(ticketOf(id).id, 'Thank you very much!');
  expect((await sidebar.act('delete-reply', id, { seen })).status).toBe(422);
  expect(world.trustpilot.review(id)?.companyReply?.text).toBe('Thank you very much!');
  const { card } = await sidebar.card(id);
  expect((await sidebar.act('delete-reply', id, { seen: card.reply.published?.id })).status).toBe(200);
});

test('an older reply that settles after the deletion does not say that the deleted one stands', async () => {
  const id = await anOpenCard();
  const ticketId = ticketOf(id).id;
  world.zendesk.behaviour.channelbackRetries = 0;
  world.trustpilot.failNext({ kind: '503', match: /^POST .*\/reply/, times: 'always' });
  await world.zendesk.agentReplies(ticketId, 'The older one.');
  world.trustpilot.clearFaults();
  world.clock.advance(1_000);
  await world.zendesk.agentReplies(ticketId, 'The newer one.');
  await sidebar.act('delete-reply', id);
  world.clock.advance(20 * minuteMs);
  await world.sync();
  expect(textsOf(id).filter((text) => text.includes('a newer one stands there'))).toEqual([]);
  expect(textsOf(id).filter((text) => text.includes('is not on Trustpilot'))).toHaveLength(1);
});

test('a reply that is gone already need not be deleted again', async () => {
  const id = await anOpenCard();
  await world.zendesk.agentReplies(ticketOf(id).id, 'Thank you!');
  world.clock.advance(6 * minuteMs);
  world.trustpilot.colleagueDeletesReply(id);
  world.trustpilot.forgetCalls();
  expect((await sidebar.act('delete-reply', id)).status).toBe(200);
  expect(callsTo(world)).toEqual(['GET /v1/private/reviews/…']);
});

test('a reply that got no answer is published again over what a colleague wrote since, because a person wants it', async () => {
  const id = await anOpenCard();
  world.zendesk.behaviour.channelbackRetries = 0;
  world.trustpilot.failNext({ kind: 'reset-before', match: /^POST .*\/reply/ });
  await world.zendesk.agentReplies(ticketOf(id).id, 'We are sorry, again.');
  world.clock.advance(minuteMs);
  world.trustpilot.colleagueReplies(id, 'By hand.');
  for (let looks = 0; looks < 3; looks += 1) {
    world.clock.advance(6 * minuteMs);
    await world.sync();
  }
  expect(textsOf(id).at(-1)).toContain('is not on Trustpilot');
  expect((await sidebar.act('publish-again', id)).status).toBe(200);
  expect(world.trustpilot.review(id)?.companyReply?.text).toBe('We are sorry, again.');
  await world.sync();
  expect(textsOf(id).join()).toContain('By hand.');
});

test('a reply that failed is published again under its own id, and the ticket corrects itself', async () => {
  const id = await anOpenCard();
  world.zendesk.behaviour.channelbackRetries = 0;
  world.trustpilot.failNext({ kind: '403', match: /^POST .*\/reply/, times: 'always' });
  await world.zendesk.agentReplies(ticketOf(id).id, 'We are sorry.');
  world.trustpilot.clearFaults();
  const { card } = await sidebar.card(id);
  expect(card.reply).toMatchObject({
    published: null,
    last: { text: 'We are sorry.', status: 'failed', canPublishAgain: true },
  });
  expect(card.reply.last?.reason).toContain('does not allow this login to reply');
  world.clock.advance(6 * minuteMs);
  await world.sync();
  expect(textsOf(id).at(-1)).toContain('is not on Trustpilot');
  const again = await sidebar.act('publish-again', id);
  expect(again.card.reply).toMatchObject({
    published: { text: 'We are sorry.', ours: true },
    last: { status: 'published', canPublishAgain: false },
  });
  expect(world.trustpilot.publications(id)).toHaveLength(1);
  await world.sync();
  expect(textsOf(id).at(-1)).toContain('published on Trustpilot after all');
  const twice = await sidebar.act('publish-again', id);
  expect([twice.status, twice.failure.code]).toEqual([422, 'refused']);
});

test('the same click sent twice at once, or again within a day, does its work once', async () => {
  world.deps = world.newDeps({ wait: (ms) => sleep(ms) });
  const id = await anOpenCard({ isFindReviewerEligible: true });
  const actionId = 'a-double-click';
  const click = () => sidebar.act('find-reviewer', id, { actionId, message: 'Who are you?' });
  const answers = await Promise.all([click(), click(), click()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  world.clock.advance(23 * 60 * minuteMs);
  expect((await click()).status).toBe(200);
  expect(requestsOf(id)).toHaveLength(1);
  const reused = await sidebar.act('tags', id, { actionId, add: 'x' });
  expect([reused.status, reused.failure.code]).toEqual([400, 'bad-request']);
});

test('a refusal is remembered too; a busy Trustpilot is asked again by the same click', async () => {
  const id = await anOpenCard({ isFindReviewerEligible: false });
  const refuse = () => sidebar.act('find-reviewer', id, { actionId: 'refused-click', message: 'Hello' });
  expect((await refuse()).body).toBe((await refuse()).body);
  expect(callsTo(world)).toHaveLength(1);
  world.trustpilot.failNext({ kind: '503', match: /tags/ });
  const add = () => sidebar.act('tags', id, { actionId: 'busy-click', add: 'late' });
  const busy = await add();
  expect([busy.status, busy.failure.code]).toEqual([503, 'busy']);
  expect((await add()).card.tags).toEqual(['late']);
});

test('agents’ actions are counted and never wait for our own budget', async () => {
  const id = await anOpenCard({ isFindReviewerEligible: true });
  const { calls } = await world.deps.allowance.read();
  Object.assign(world.deps.allowance, { hasRoom: async () => false });
  const { card } = await sidebar.act('find-reviewer', id, { message: 'Who?' });
  expect(card.findReviewer?.requests).toMatchObject([{ message: 'Who?', status: 'Pending' }]);
  await sidebar.act('tags', id, { add: 'x' });
  expect((await world.deps.allowance.read()).calls).toBe(calls + 2);
});

test('an ended login is said as such', async () => {
  const id = await anOpenCard();
  world.trustpilot.expireAccessTokens();
  world.trustpilot.expireRefreshTokens();
  world.clock.advance(20 * minuteMs);
  world.deps = world.newDeps();
  expect((await sidebar.card(id)).card.freshness).toBe('connection-dead');
  const { status, failure } = await sidebar.act('tags', id, { add: 'x' });
  expect([status, failure.code]).toEqual([409, 'connection-dead']);
});

describe('a Lambda that dies anywhere in a click, and the same click again', () => {
  const parts = [
    'sidebarActions',
    'reviewCopies',
    'reviews',
    'outbox',
    'userOf',
    'sidebarCallsOf',
    'replies',
  ] as const satisfies (keyof Deps)[];

  async function dying(death: Death, click: () => Promise<unknown>): Promise<string[]> {
    const living = world.deps;
    const { deps, calls } = dieAt(living, parts, death);
    world.deps = deps;
    await click();
    world.deps = living;
    return calls;
  }

  test.each([
    ['tags', { add: 'refund' }, (id: string) => tagsOf(id).join()],
    ['find-reviewer', { message: 'Who are you?' }, (id: string) => `${requestsOf(id).length} asked`],
    [
      'delete-reply',
      {},
      (id: string) =>
        `${world.trustpilot.review(id)?.companyReply === null ? 'gone' : 'there'}, told ${textsOf(id).filter((text) => text.includes('deleted')).length}`,
    ],
  ] as const)(
    '%s',
    async (operation, body, outcome) => {
      const draft = { isFindReviewerEligible: true };
      const click = (id: string) => sidebar.act(operation, id, { ...body, actionId: `click-${id}` });
      const answer = (id: string) => world.zendesk.agentReplies(ticketOf(id).id, 'Thanks.');
      const first = await anOpenCard(draft);
      await answer(first);
      const calls = await dying(survive, () => click(first));
      await world.sync();
      const expected = outcome(first);
      const deaths = deathsWithin(calls.length).filter(({ lasts }) => lasts === 'for good');
      const reviews = world.trustpilot.createReviews(deaths.map(() => draft));
      await world.sync();
      const statuses: number[] = [];
      for (const [index, { id }] of reviews.entries()) {
        await answer(id);
        await sidebar.card(id);
        await dying(deaths[index] ?? survive, () => click(id));
        world.clock.advance(30_001);
        let again = await click(id);
        if (again.status === 503) {
          world.clock.advance(6 * minuteMs);
          again = await click(id);
        }
        statuses.push(again.status);
      }
      await world.sync();
      const outcomes = reviews.map(({ id }, index) => [deaths[index], statuses[index], outcome(id)]);
      expect(outcomes).toEqual(deaths.map((death) => [death, 200, expected]));
    },
    120_000,
  );
});
