import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../lambdas/store/table.ts';
import { callsTo, connectSidebar, type Sidebar } from './sidebar.ts';
import { startWorld, type World } from '../../support/world.ts';

const minuteMs = 60_000;

let world: World;
let sidebar: Sidebar;
let accountId: string;
beforeEach(async () => {
  world = await startWorld();
  ({ sidebar, accountId } = await connectSidebar(world));
});
afterEach(() => world.close());

const ticketOf = (reviewId: string) => world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`)?.id ?? 0;

async function aTicket(draft: Parameters<World['trustpilot']['createReview']>[0] = {}) {
  const { id } = world.trustpilot.createReview(draft);
  await world.sync();
  world.trustpilot.forgetCalls();
  return { id, ticketId: ticketOf(id) };
}

test('the card shows what Trustpilot and our records say of the review', async () => {
  const { id, ticketId } = await aTicket({
    stars: 2,
    title: 'Broken',
    text: 'In three pieces.',
    name: 'Mette K',
    referenceId: 'ORD-1',
  });
  const { status, card } = await sidebar.card(id, { ticketId });
  expect(status).toBe(200);
  expect(card).toMatchObject({
    foundBy: 'ticket',
    freshness: 'fresh',
    review: {
      id,
      domain: 'bluelamp.example',
      stars: 2,
      title: 'Broken',
      text: 'In three pieces.',
      consumerName: 'Mette K',
      referenceId: 'ORD-1',
      state: 'shown',
      earlier: [],
      links: { public: `https://www.trustpilot.com/reviews/${id}` },
    },
    reply: { published: null, last: null },
    tags: [],
    findReviewer: { requests: [] },
    replyMaxCharacters: 10_000,
  });
});

test('one look costs one call; within 15 minutes none, then one again; Refresh asks at once', async () => {
  const { id } = await aTicket();
  await sidebar.card(id);
  await sidebar.card(id);
  expect(callsTo(world)).toEqual(['GET /v1/private/reviews/…']);
  world.clock.advance(15 * minuteMs - 2_000);
  expect((await sidebar.card(id)).card.freshness).toBe('stored');
  expect(callsTo(world)).toHaveLength(1);
  expect((await sidebar.card(id, { refresh: true })).card.freshness).toBe('fresh');
  expect(callsTo(world)).toHaveLength(2);
  world.clock.advance(15 * minuteMs + 1_000);
  expect((await sidebar.card(id)).card.freshness).toBe('fresh');
  expect(callsTo(world)).toHaveLength(3);
});

test('looking is counted as a call, and costs none when the calls of the day are short', async () => {
  const { id } = await aTicket();
  await sidebar.card(id);
  const { calls } = await world.deps.allowance.read();
  await sidebar.card(id, { refresh: true });
  world.clock.advance(minuteMs);
  await sidebar.card(id, { refresh: true });
  expect((await world.deps.allowance.read()).calls).toBe(calls + 1);
  world.trustpilot.forgetCalls();
  world.clock.advance(20 * minuteMs);
  world.deps = {
    ...world.deps,
    allowance: Object.assign(world.deps.allowance, { hasRoom: async () => false }),
  };
  const { card } = await sidebar.card(id, { refresh: true });
  expect(card.freshness).toBe('allowance-short');
  expect(card.tags).toEqual([]);
  expect(callsTo(world)).toEqual([]);
});

test('an edit, a reply and a removal that the card sees stand in the ticket, too', async () => {
  const { id } = await aTicket({ stars: 1, text: 'Bad' });
  world.clock.advance(20 * minuteMs);
  world.trustpilot.editReview(id, { stars: 4, text: 'They called me' });
  world.trustpilot.colleagueReplies(id, 'We have called you.', 'Ada Agent');
  const { card } = await sidebar.card(id);
  expect(card.review).toMatchObject({ stars: 4, text: 'They called me' });
  expect(card.review.earlier).toMatchObject([{ stars: 1, text: 'Bad' }]);
  expect(card.reply.published).toMatchObject({
    text: 'We have called you.',
    authorName: 'Ada Agent',
    ours: false,
  });
  await world.sync();
  const texts = world.zendesk.ticket(ticketOf(id)).comments.map(({ text }) => text);
  expect(texts.filter((text) => text.includes('They called me'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('We have called you.'))).toHaveLength(1);
  world.trustpilot.deleteReview(id);
  world.clock.advance(10_000);
  // Trustpilot's caches err: once is not enough.
  const missing = await sidebar.card(id, { refresh: true });
  expect(missing.card.review).toMatchObject({ state: 'shown', notFound: true });
  expect(missing.card.reply.published).toMatchObject({ text: 'We have called you.' });
  world.clock.advance(6 * minuteMs);
  await world.sync();
  for (const refresh of [false, true]) {
    const { review } = (await sidebar.card(id, { refresh })).card;
    expect([review.state, review.notFound]).toEqual(['removed', undefined]);
  }
  expect(world.zendesk.ticket(ticketOf(id)).comments.at(-1)?.text).toContain('no longer on Trustpilot');
});

test('a ticket is found by its number, by the link in it, and by its requester where only one review can be meant', async () => {
  const consumerId = '64d0c0ffee0123456789abcd';
  const { id, ticketId } = await aTicket({ consumerId });
  expect((await sidebar.ask({ ticketId })).card).toMatchObject({ foundBy: 'ticket', review: { id } });
  expect((await sidebar.ask({ reviewIds: [id] })).card).toMatchObject({ foundBy: 'link' });
  expect((await sidebar.ask({ consumerId })).card).toMatchObject({ foundBy: 'reviewer' });
  expect((await sidebar.ask({ reviewIds: [id], consumerId: 'f'.repeat(24) })).status).toBe(404);
  const second = await aTicket({ consumerId, title: 'Another' });
  expect((await sidebar.ask({ consumerId })).status).toBe(404);
  const { card } = await sidebar.ask({ ticketId });
  expect(card.otherReviews).toMatchObject([
    { id: second.id, title: 'Another', ticketId: second.ticketId, domain: 'bluelamp.example' },
  ]);
});

test('a review of another key’s accounts is answered exactly as one that does not exist', async () => {
  const { id, ticketId } = await aTicket();
  const other = await connectSidebar(world, { domains: ['bluelamp.se'] });
  const none = await other.sidebar.ask({ reviewIds: ['0'.repeat(24)] });
  for (const asked of [{ reviewIds: [id] }, { ticketId }, { ticketId, reviewIds: [id] }]) {
    const answer = await other.sidebar.ask(asked);
    expect([answer.status, answer.body]).toEqual([none.status, none.body]);
  }
  for (const operation of ['tags', 'find-reviewer', 'delete-reply', 'publish-again'] as const) {
    const more = { add: 'x', message: 'Hello' };
    const foreign = await other.sidebar.act(operation, id, more);
    const missing = await other.sidebar.act(operation, '0'.repeat(24), more);
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
  }
  expect(callsTo(world)).toEqual([]);
});

test('a report, an answer of the reviewer and tags of others are on the card', async () => {
  const { id } = await aTicket({
    isFindReviewerEligible: true,
    tags: [
      { group: 'Generic', value: 'vip' },
      { group: 'internal', value: 'hidden from people' },
    ],
  });
  await sidebar.act('find-reviewer', id, { message: 'Which order?' });
  world.trustpilot.answerFindReviewer(id, { referenceId: 'ORD-9', email: 'm@example.com', address: null });
  world.trustpilot.flagReview(id);
  world.clock.advance(minuteMs);
  const { card } = await sidebar.card(id, { refresh: true });
  expect(card.tags).toEqual(['vip']);
  expect(card.review).toMatchObject({
    state: 'shown',
    report: { reasons: ['sensitiveInformation'], by: 'Business' },
  });
  expect(card.findReviewer?.requests).toMatchObject([
    { status: 'Accepted', answer: { referenceId: 'ORD-9', email: 'm@example.com' } },
  ]);
  expect((await sidebar.act('tags', id, { remove: 'vip' })).card.tags).toEqual([]);
  world.trustpilot.hideReview(id, 'flagged');
  world.clock.advance(minuteMs);
  expect((await sidebar.card(id, { refresh: true })).card.review.state).toBe('hidden');
});

test('a follow-up ticket leads to the review as well, and no event moves a ticket to another one', async () => {
  const one = await aTicket();
  const two = await aTicket();
  const confirm = (ticketId: number, reviewId: string, fact = '') =>
    fetch(`${world.url}/zendesk/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        events: [
          {
            type_id: 'resources_created_from_external_ids',
            timestamp: new Date(world.clock.nowMs()).toISOString(),
            subdomain: 'acme',
            integration_name: 'x',
            integration_id: 'x',
            error: false,
            data: {
              resource_events: [
                {
                  type_id: 'comment_on_follow_up_ticket',
                  external_id: `tp:${accountId}:review:${reviewId}${fact}`,
                  ticket_id: ticketId,
                },
              ],
            },
          },
        ],
      }),
    });
  await confirm(9_001, one.id);
  expect((await sidebar.ask({ ticketId: 9_001 })).card).toMatchObject({
    foundBy: 'ticket',
    review: { id: one.id },
  });
  await confirm(one.ticketId, two.id);
  expect((await sidebar.ask({ ticketId: one.ticketId })).card.review.id).toBe(one.id);
  await confirm(9_002, one.id);
  expect((await sidebar.ask({ ticketId: 9_002 })).status).toBe(404);
});

test('an erasure in the very moment of a look leaves no copy behind', async () => {
  const { id } = await aTicket();
  const { reviewCopies } = world.deps;
  const put = reviewCopies.put.bind(reviewCopies);
  reviewCopies.put = async (...given) => {
    world.trustpilot.deleteReview(id);
    world.clock.advance(24 * 60 * minuteMs);
    await world.sync();
    await put(...given);
  };
  await sidebar.card(id);
  expect(await reviewCopies.read(accountId, id, 0)).toBeUndefined();
});

test('with the account go all rows of its sidebar', async () => {
  const { id } = await aTicket();
  await sidebar.card(id);
  await sidebar.act('tags', id, { add: 'x' });
  await world.zendesk.destroyAccount(world.zendesk.accounts()[0]?.id ?? 0);
  await world.poll();
  const { Items = [] } = await world.db.send(new ScanCommand({ TableName: world.tableName }));
  const rows = Items.map(({ PK }) => String(PK));
  expect(rows.filter((key) => key.startsWith('CARDS#') || key.startsWith('SIDEBAR#'))).toEqual([]);
});

test('what Trustpilot does not say or a login that has ended costs the news, not the card', async () => {
  const { id } = await aTicket();
  world.trustpilot.failNext({ kind: '503', match: /reviews/, times: 'always' });
  expect((await sidebar.card(id)).card).toMatchObject({ freshness: 'unreachable', asOf: null, tags: null });
});

test('a person who is erased leaves nothing in the sidebar’s rows', async () => {
  const { id } = await aTicket({ consumerId: '64d0c0ffee0123456789abcd' });
  await sidebar.card(id);
  await sidebar.act('tags', id, { add: 'x' });
  world.trustpilot.deleteReview(id);
  world.clock.advance(24 * 60 * minuteMs);
  await world.sync();
  await world.sync();
  expect((await sidebar.card(id)).status).toBe(404);
  const { Items = [] } = await world.db.send(
    new ScanCommand({
      TableName: world.tableName,
      FilterExpression: 'begins_with(PK, :cards)',
      ExpressionAttributeValues: { ':cards': 'CARDS#' },
    }),
  );
  expect(JSON.stringify(Items)).not.toContain(id);
});

test('a damaged row costs its own review, not the card of another one', async () => {
  const consumerId = '64d0c0ffee0123456789abcd';
  const { id } = await aTicket({ consumerId });
  const other = await aTicket({ consumerId });
  const damage = (account: string, reviewId: string) =>
    world.db.send(
      new PutCommand({
        TableName: world.tableName,
        Item: { ...keys.review(account, reviewId), version: 1, facts: 'x' },
      }),
    );
  await damage(accountId, other.id);
  const { sidebarGroups, nowMs } = world.deps;
  const [group] = await sidebarGroups.all('acme');
  const { accountId: second } = await world.connect({ domains: ['bluelamp.se'] });
  if (group === undefined || !(await sidebarGroups.join('acme', group, second, nowMs()))) throw new Error();
  await damage(second, id);
  const { status, card } = await sidebar.card(id);
  expect([status, card.review.id, card.otherReviews]).toEqual([200, id, []]);
});

test('what a review said before is shown in parts that fit into an answer', async () => {
  const { id } = await aTicket({ text: 'a'.repeat(3_000) });
  for (let edit = 1; edit <= 25; edit += 1) {
    world.clock.advance(10_000);
    world.trustpilot.editReview(id, { text: `${edit}${'b'.repeat(3_000)}` });
    await sidebar.card(id, { refresh: true });
  }
  const { earlier, text } = (await sidebar.card(id)).card.review;
  expect(text).toHaveLength(3_002);
  expect(earlier).toHaveLength(20);
  expect(earlier[0]?.text).toBe(`24${'b'.repeat(1_998)}…`);
});
