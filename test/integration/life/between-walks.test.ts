import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const minuteMs = 60_000;

const commentsOf = (accountId: string, reviewId: string) =>
  (world.zendesk.ticketOf(`tp:${accountId}:review:${reviewId}`)?.comments ?? []).map(
    ({ externalId }) => externalId?.split(':')[4] ?? 'review',
  );

/** An account whose domain has its webhook at Trustpilot. */
async function subscribed(): Promise<string> {
  const { accountId, account } = await world.connect();
  await world.sync();
  const [domain] = account.domains;
  const url = `${world.url}/trustpilot/webhooks/${domain?.webhookKey ?? ''}`;
  world.trustpilot.subscribeWebhook('bluelamp.example', url);
  return accountId;
}

/** What happens without any poll. */
async function webhooksOnly(): Promise<void> {
  await world.trustpilot.webhooksSettled();
  await world.drain();
  await world.zendesk.tick();
}

async function polls(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    world.clock.advance(6 * minuteMs);
    await world.sync();
  }
}

test('a review that came by a webhook and is hidden before any poll has listed it is told as removed', async () => {
  const accountId = await subscribed();
  const { id } = world.trustpilot.createReview();
  await webhooksOnly();
  expect(commentsOf(accountId, id)).toEqual(['review']);
  world.trustpilot.hideReview(id);
  await polls();
  expect(commentsOf(accountId, id)).toEqual(['review', 'removed']);
});

test('a colleague’s reply that a webhook’s read showed, and that is gone before the next poll, is told as deleted', async () => {
  const accountId = await subscribed();
  const { id } = world.trustpilot.createReview();
  await polls();
  world.trustpilot.colleagueReplies(id, 'We are looking into it.');
  world.trustpilot.editReview(id, { stars: 1 });
  await webhooksOnly();
  expect(commentsOf(accountId, id)).toEqual(['review', 'edit', 'company-reply']);
  world.clock.advance(minuteMs);
  world.trustpilot.colleagueDeletesReply(id);
  await polls();
  expect(commentsOf(accountId, id)).toEqual(['review', 'edit', 'company-reply', 'company-reply']);
});

test('an agent’s reply that a colleague deletes before any poll has seen it is told as deleted', async () => {
  const { accountId } = await world.connect();
  const { id } = world.trustpilot.createReview();
  await polls();
  const ticket = world.zendesk.ticketOf(`tp:${accountId}:review:${id}`);
  await world.zendesk.agentReplies(ticket?.id ?? 0, 'We are sorry.');
  world.clock.advance(minuteMs);
  world.trustpilot.colleagueDeletesReply(id);
  await polls();
  await polls();
  expect(commentsOf(accountId, id).slice(2)).toEqual(['company-reply']);
});

test('a review that was hidden while its first message was still on the way is told as removed', async () => {
  const { accountId } = await world.connect();
  await world.sync();
  const { id } = world.trustpilot.createReview();
  world.clock.advance(6 * minuteMs);
  await world.tick();
  const late = await takeFromQueue();
  world.trustpilot.hideReview(id, 'flagged');
  world.clock.advance(6 * minuteMs);
  await world.sync();
  expect(commentsOf(accountId, id)).toEqual([]);
  await late.arrives();
  await world.sync();
  expect(commentsOf(accountId, id)).toEqual(['review']);
  world.clock.advance(24 * 60 * minuteMs);
  await polls();
  expect(commentsOf(accountId, id)).toEqual(['review', 'removed']);
});

/** The one message in the queue, until it arrives after all. */
async function takeFromQueue() {
  const { sqs } = world.clients;
  const QueueUrl = world.queues.reviewQueueUrl;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages).toHaveLength(1);
  const [{ Body: MessageBody, ReceiptHandle } = {}] = Messages;
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return { arrives: async () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })) };
}
