import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../lambdas/core/account.ts';
import { keys } from '../../lambdas/store/table.ts';
import { readRecordedCalls, storeRecordedCalls, summarise } from '../infrastructure/recorded-calls.ts';
import { connectAccount, submitDomains } from './connect-account.ts';
import { askSidebar, readSidebarKey } from './sidebar.ts';
import { startArtifactWorld, type ArtifactWorld } from './world.ts';

/*
 * The assets and variables of cdk.out, as processes, with tables and queues made from the template: what passes here
 * is what is deployed. The tests are one story and run in order; every call to AWS on the way is recorded.
 */
let world: ArtifactWorld;
let accountId: string;

beforeAll(async () => {
  world = await startArtifactWorld();
});
afterAll(() => world.close());

const ticketOf = (reviewId: string) => world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`);
const reviewOf = (text: string, stars = 2) =>
  world.trustpilot.createReview({ domain: 'bluelamp.example', stars, text });

/** A review that is a ticket already. */
async function aTicket(text: string) {
  const review = reviewOf(text);
  await world.sync();
  const ticket = ticketOf(review.id);
  if (ticket === undefined) throw new Error('No ticket was made.');
  return { review, ticket };
}

test('an operator puts the Trustpilot key in place; an admin installs the app, connects and submits', async () => {
  const said = await world.ops('configure', '--api-key', 'tpk-demo', '--api-secret', 'tps-demo');
  expect(said).toContain(`${world.deployment.url}/download/zendesk-app.zip`);
  await world.zendesk.install(`${world.deployment.url}/zendesk/manifest.json`);
  const account = await connectAccount(world, 'bluelamp.example');
  accountId = (JSON.parse(account.metadata) as { account: string }).account;
  await world.zendesk.tick();
  expect(world.zendesk.violations()).toEqual([]);
});

test("a review becomes a ticket, and the agent's answer stands under the review", async () => {
  const { review, ticket } = await aTicket('Broken on arrival');
  expect(ticket.comments[0]?.text).toContain('Broken on arrival');
  await world.zendesk.agentReplies(ticket.id, 'A new lamp is on its way.');
  expect(world.trustpilot.review(review.id)?.companyReply?.text).toBe('A new lamp is on its way.');
  expect(world.zendesk.violations()).toEqual([]);
});

test('whoever finds the login ended renews it: poll, reply and the later look at a reply', async () => {
  world.trustpilot.expireAccessTokens();
  const { review, ticket } = await aTicket('Second one');
  world.trustpilot.expireAccessTokens();
  world.zendesk.behaviour.channelbackRetries = 0;
  world.trustpilot.failNext({ kind: 'reset-before', match: /^POST .*\/reply/, times: 'always' });
  await world.zendesk.agentReplies(ticket.id, 'Sorry!');
  world.trustpilot.clearFaults();
  world.trustpilot.expireAccessTokens();
  await world.doPlannedWork('settle');
  expect(world.trustpilot.review(review.id)?.companyReply).toBeNull();
});

test('a page of the dialogue renews the login as well', async () => {
  world.trustpilot.expireAccessTokens();
  const dialogue = await world.zendesk.openDialogue({ accountId: world.zendesk.accounts()[0]?.id ?? 0 });
  const count = dialogue.page.forms[0]?.buttons.find(({ action }) => action?.endsWith('/count'));
  const page = await dialogue.submit({ button: count?.label ?? '' });
  expect(page.html).not.toContain('role="alert"');
});

test('a domain that is claimed by another account in the very moment of Submit is refused and nothing is kept', async () => {
  const recorder = world.deployment.recorderOf('web');
  recorder.beforeCall = async ({ action }, body) => {
    const [, businessUnitId] = /"PK":\{"S":"CLAIMS#acme"\},"SK":\{"S":"(\w+)"/.exec(body) ?? [];
    if (action !== 'dynamodb:PutItem' || businessUnitId === undefined) return;
    const Item = { ...keys.claim('acme', businessUnitId), businessUnitId, accountId, atMs: Date.now() };
    await world.db.send(new PutCommand({ TableName: world.tableName, Item }));
  };
  expect(await submitDomains(world, ['bluelamp.se'])).toContain('Somebody began an account with bluelamp.se');
  recorder.beforeCall = undefined;
});

test('an hour after the last sign of life a pull is one again', async () => {
  const Key = keys.account(accountId);
  const UpdateExpression = 'SET lastPullAtMs = :long';
  const ExpressionAttributeValues = { ':long': 0 };
  await world.db.send(
    new UpdateCommand({ TableName: world.tableName, Key, UpdateExpression, ExpressionAttributeValues }),
  );
  await world.zendesk.tick();
  const { Item } = await world.db.send(new GetCommand({ TableName: world.tableName, Key }));
  expect(Item?.['lastPullAtMs']).toBeGreaterThan(Date.now() - 60_000);
});

test('a webhook of Trustpilot brings an edit at once, and a hint for later is read with the next tick', async () => {
  const { Item } = await world.db.send(
    new GetCommand({ TableName: world.tableName, Key: keys.account(accountId) }),
  );
  const [domain] = (Item as Account).domains;
  const { review, ticket } = await aTicket('First words');
  world.trustpilot.subscribeWebhook(
    'bluelamp.example',
    `${world.deployment.url}/trustpilot/webhooks/${domain?.webhookKey ?? ''}`,
  );
  world.trustpilot.editReview(review.id, { text: 'Second thoughts' });
  await world.trustpilot.webhooksSettled();
  await world.work();
  await world.pull();
  expect(world.zendesk.ticket(ticket.id).comments.at(-1)?.text).toContain('Second thoughts');
  world.trustpilot.unsubscribeWebhooks();
  const hint = { ...keys.hint(accountId, domain?.businessUnitId ?? ''), atMs: Date.now() };
  await world.db.send(new PutCommand({ TableName: world.tableName, Item: hint }));
  await world.poll();
});

/** A review with a ticket, its author, and its row. */
async function aReviewer(text: string) {
  const { review, ticket } = await aTicket(text);
  const stored = async () => {
    const Key = keys.review(accountId, review.id);
    return (await world.db.send(new GetCommand({ TableName: world.tableName, Key }))).Item;
  };
  return { author: ticket.comments[0]?.author.externalId ?? '', stored };
}

test('the sidebar shows the review of a ticket, renews the login itself, and does what is clicked once', async () => {
  const consumerId = '64d0c0ffee0123456789abcd';
  const first = world.trustpilot.createReview({ domain: 'bluelamp.example', consumerId });
  const second = world.trustpilot.createReview({ domain: 'bluelamp.example', consumerId });
  await world.sync();
  const key = await readSidebarKey(world);
  world.trustpilot.expireAccessTokens();
  const card = { ticketId: ticketOf(first.id)?.id ?? null, hints: { reviewIds: [first.id], consumerId } };
  expect(await askSidebar(world, key, 'card', card)).toMatchObject({ otherReviews: [{ id: second.id }] });
  const click = { reviewId: first.id, actionId: 'a-click-of-one', add: 'refund' };
  world.trustpilot.failNext({ kind: '503', match: /tags/ });
  expect(await askSidebar(world, key, 'tags', click)).toMatchObject({ code: 'busy' });
  expect(await askSidebar(world, key, 'tags', click)).toMatchObject({ tags: ['refund'] });
  expect(await askSidebar(world, key, 'tags', click)).toMatchObject({ tags: ['refund'] });
  const wrong = await askSidebar(world, `${key}x`, 'card', card);
  expect(wrong).toMatchObject({ code: 'sidebar_key_rejected' });
});

test('whoever is erased in Zendesk is erased here, once the event proves its account', async () => {
  const { author, stored } = await aReviewer('Written by somebody');
  await world.zendesk.destroyIdentity(author, { accountId: world.zendesk.accounts()[0]?.id ?? 0 });
  await world.work();
  expect(await stored()).toBeUndefined();
});

test('an erasure that nobody proves waits for a click in the dialogue', async () => {
  const { author, stored } = await aReviewer('Written by another');
  await world.zendesk.destroyIdentity(author);
  await world.work();
  expect(await stored()).toBeDefined();
  const dialogue = await world.zendesk.openDialogue({ accountId: world.zendesk.accounts()[0]?.id ?? 0 });
  await dialogue.submit({ button: `Erase here: ${author}` });
  await world.work();
  expect(await stored()).toBeUndefined();
});

test('an operator sees all that is stored of a reviewer, and erases it', async () => {
  const { author, stored } = await aReviewer('Written by a third');
  expect(await world.ops('export', '--consumer', author)).toContain('Written by a third');
  await world.ops('erase', '--consumer', author, '--yes');
  await world.work();
  expect(await stored()).toBeUndefined();
});

test('what Zendesk never confirms is offered again twice, then listed, and leaves the list when confirmed', async () => {
  world.zendesk.setBadDay({ events: 'late' });
  const { review } = await aTicket('Unconfirmed');
  for (let offers = 0; offers < 4; offers += 1) {
    await world.doPlannedWork('reoffer');
    await world.pull();
  }
  expect(await unconfirmed()).toEqual([review.id]);
  world.zendesk.setGoodDay();
  await world.zendesk.releaseEvents();
  expect(await unconfirmed()).toEqual([]);
});

async function unconfirmed(): Promise<unknown[]> {
  const { Items = [] } = await world.db.send(
    new QueryCommand({
      TableName: world.tableName,
      KeyConditionExpression: 'PK = :list',
      ExpressionAttributeValues: { ':list': keys.unconfirmedAll(accountId) },
    }),
  );
  return Items.map(({ reviewId }) => reviewId as unknown);
}

test('a message that is not ours is parked at once, with the reason', async () => {
  await world.send('{"kind":"unknown"}');
  await world.work();
  expect(await world.parked()).toEqual([
    { body: '{"kind":"unknown"}', reason: 'The message is not one of ours.' },
  ]);
});

test('a message that fails five times is parked, others pass by it, and once mended it is tried again', async () => {
  const bad = reviewOf('Damaged');
  const row = { TableName: world.tableName, Key: keys.review(accountId, bad.id) };
  await world.db.send(
    new PutCommand({ TableName: world.tableName, Item: { ...row.Key, reviewId: 'damaged' } }),
  );
  const { ticket } = await aTicket('Passes by');
  expect(ticket.status).toBe('new');
  for (let tries = 0; tries < 6; tries += 1) await world.work();
  expect((await world.parked()).map(({ body }) => body)).toContainEqual(expect.stringContaining(bad.id));
  await world.db.send(new DeleteCommand(row));
  expect(await world.ops('redrive', '--all', 'retry')).toContain('2 to be tried again, 0 discarded, 0 left.');
  await world.work();
  await world.pull();
  expect(ticketOf(bad.id)?.comments[0]?.text).toContain('Damaged');
  expect(await world.parked()).toHaveLength(1);
});

test('the dashboard knows of the last run and reads both queues', async () => {
  const answer = await fetch(`${world.deployment.url}/zendesk/dashboard`);
  const page = await answer.text();
  expect(page).toContain('On time');
  expect(page).not.toContain('cannot be read');
});

test('an account that is deleted in Zendesk leaves nothing behind', async () => {
  await world.zendesk.destroyAccount(world.zendesk.accounts()[0]?.id ?? 0);
  await world.poll();
  await world.doPlannedWork('purge', 'dialogue', 'pending');
  for (const partition of [keys.accounts, keys.syncs, keys.reviews(accountId), keys.outbox(accountId)]) {
    const { Count } = await world.db.send(
      new QueryCommand({
        TableName: world.tableName,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': partition },
      }),
    );
    expect([partition, Count]).toEqual([partition, 0]);
  }
});

test('on the whole way each function asked AWS for exactly what is recorded', () => {
  const calls = summarise(world.deployment.calls(), world.deployment.physical);
  if (process.env['RECORD_CALLS'] !== undefined) storeRecordedCalls(calls);
  expect(calls).toEqual(readRecordedCalls());
});
