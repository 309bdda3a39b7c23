import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { aClient, stopAll } from './support.ts';

interface Hook {
  authorization: string | undefined;
  url: string;
  body: { events: { eventName: string; version: string; eventData: Record<string, unknown> }[] };
}

let receiver: Server;
let hooks: Hook[];
let answers: number[];

beforeEach(async () => {
  hooks = [];
  answers = [];
  receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as Hook['body'];
      hooks.push({ authorization: request.headers.authorization, url: request.url ?? '', body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});

afterEach(async () => {
  await stopAll();
  receiver.closeAllConnections();
  receiver.close();
});

const hookUrl = (credentials = ''): string =>
  `http://${credentials}localhost:${(receiver.address() as AddressInfo).port}/hook?bu=1`;
const names = (): string[][] => hooks.map(({ body }) => body.events.map(({ eventName }) => eventName));

test('created, updated, deleted; nothing for replies, tags and flags; nothing for other domains', async () => {
  const { sim } = await aClient();
  sim.subscribeWebhook('bluelamp.example', hookUrl('user:p%40ss@'));
  const { id } = sim.createReview({
    name: 'Mette K',
    referralEmail: 'm@x.example',
    createdAt: '2026-01-01T00:00:00Z',
  });
  await sim.webhooksSettled();
  sim.createReview({ domain: 'bluelamp.se' });
  sim.colleagueReplies(id, 'Hi');
  sim.flagReview(id);
  sim.editReview(id, { stars: 1 });
  await sim.webhooksSettled();
  sim.deleteReview(id);
  await sim.webhooksSettled();
  expect(names()).toEqual([
    ['service-review-created'],
    ['service-review-updated'],
    ['service-review-deleted'],
  ]);
  const [created, , deleted] = hooks;
  expect(created?.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
  expect(created?.url).toBe('/hook?bu=1');
  const data = created?.body.events[0]?.eventData ?? {};
  expect(data).toMatchObject({ id, consumer: { name: 'Mette K' }, createdAt: '2026-01-01T00:00:00Z' });
  for (const absent of ['updatedAt', 'companyReply', 'referralEmail', 'businessUnit', 'location'])
    expect(data).not.toHaveProperty(absent);
  expect(deleted?.body.events[0]?.eventData).toEqual({ id });
});

test('twice, out of order, together, or not at all', async () => {
  const { sim } = await aClient({ switches: { webhookDuplicates: true } });
  sim.subscribeWebhook('bluelamp.example', hookUrl());
  const { id } = sim.createReview();
  await sim.webhooksSettled();
  sim.setSwitches({ webhookDuplicates: false, webhookReordered: true });
  sim.editReview(id, { stars: 1 });
  sim.deleteReview(id);
  await sim.webhooksSettled();
  sim.setSwitches({ webhookReordered: false, webhookBatchSize: 2 });
  sim.createReviews([{}, {}]);
  await sim.webhooksSettled();
  sim.setSwitches({ webhooksLost: true });
  sim.createReview();
  await sim.webhooksSettled();
  const created = 'service-review-created';
  expect(names()).toEqual([
    [created],
    [created],
    ['service-review-deleted'],
    ['service-review-updated'],
    [created, created],
  ]);
});

test('a refused delivery is given up, or tried again by a switch', async () => {
  const { sim } = await aClient();
  sim.subscribeWebhook('bluelamp.example', hookUrl(), ['service-review-created']);
  answers = [500];
  sim.createReview();
  await sim.webhooksSettled();
  expect(hooks).toHaveLength(1);
  sim.setSwitches({ webhookRetries: 5 });
  answers = [500, 503];
  sim.createReview();
  await sim.webhooksSettled();
  expect(sim.webhookDeliveries().map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 500],
    [1, 500],
    [2, 503],
    [3, 200],
  ]);
});
