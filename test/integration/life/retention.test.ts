import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../../../lambdas/store/table.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const dayMs = 86_400_000;
const retentionMs = 90 * dayMs;

/** As a deployment with that setting has it. */
const keepFor = (ms: number | undefined) => {
  world.deps = { ...world.deps, retentionMs: ms };
};

async function stored(text: string): Promise<boolean> {
  const { Items } = await world.db.send(new ScanCommand({ TableName: world.tableName }));
  return JSON.stringify(Items).includes(text);
}

/** An account that nobody pulled for two days is asleep: the first pull wakes it, so there are two of them. */
async function pass(days: number): Promise<void> {
  for (let left = days; left > 0; left -= 20) {
    world.clock.advance(Math.min(left, 20) * dayMs);
    await world.sync();
    await world.sync();
  }
}

async function aTicket(text: string) {
  const { id } = world.trustpilot.createReview({ text });
  await world.sync();
  await world.sync();
  return id;
}

test('without the setting a review is kept as long as its account', async () => {
  await world.connect();
  await aTicket('Quokka');
  await pass(120);
  expect(await stored('Quokka')).toBe(true);
});

test('a review is kept so long after the last thing that happened to it, then nothing of it is left', async () => {
  keepFor(retentionMs);
  const { accountId } = await world.connect();
  const quiet = await aTicket('Quokka');
  const answered = await aTicket('Wombat');
  const ticketOf = (id: string) => world.zendesk.ticketOf(`tp:${accountId}:review:${id}`);
  await pass(60);
  await world.zendesk.agentReplies(ticketOf(answered)?.id ?? 0, 'Platypus');
  await pass(29);
  expect(await stored('Quokka')).toBe(true);
  await pass(3);
  expect([await stored('Quokka'), await stored('Wombat'), await stored('Platypus')]).toEqual([
    false,
    true,
    true,
  ]);
  await pass(60);
  expect([await stored('Wombat'), await stored('Platypus')]).toEqual([false, false]);
  expect(ticketOf(quiet)?.comments).toHaveLength(1);
  expect(world.zendesk.tickets()).toHaveLength(2);
});

test('what is not kept any more makes no news: neither a webhook nor a backfill writes into its ticket again', async () => {
  keepFor(retentionMs);
  const { accountId, businessUnitId } = await world.connect();
  const answered = await aTicket('Quokka');
  const open = await aTicket('Wombat');
  const ticketOf = (id: string) => world.zendesk.ticketOf(`tp:${accountId}:review:${id}`);
  await world.zendesk.agentReplies(ticketOf(answered)?.id ?? 0, 'Sorry!');
  await pass(92);
  expect([await stored('Quokka'), await stored('Wombat')]).toEqual([false, false]);
  const comments = () => world.zendesk.tickets().map(({ comments: all }) => all.length);
  const before = comments();
  world.trustpilot.editReview(answered, { text: 'Quokka again' });
  for (const reviewId of [answered, open])
    await world.deps.queue.sendAll([{ kind: 'hint', accountId, businessUnitId, reviewId }]);
  await askForOlderReviews(accountId);
  const calls = world.trustpilot.calls().length;
  await pass(1);
  const asked = world.trustpilot.calls().slice(calls);
  expect(asked.some(({ query }) => query['responded'] === 'false')).toBe(true);
  expect(asked.filter(({ route }) => route === 'review')).toHaveLength(2);
  expect(comments()).toEqual(before);
  expect([await stored('Quokka'), await stored('Wombat')]).toEqual([false, false]);
});

/** "Sync unanswered reviews" over the last 12 months, with all of them older than the domain. */
async function askForOlderReviews(accountId: string): Promise<void> {
  const account = await world.deps.accounts.read(accountId, { consistent: true });
  const nowMs = world.clock.nowMs();
  const backfill = { on: true, period: '12m' as const, requestedAtMs: nowMs };
  const Item = {
    ...keys.account(accountId),
    ...account,
    domains: account?.domains.map((domain) => ({ ...domain, addedAtMs: nowMs })),
    settings: { ...account?.settings, backfill },
  };
  await world.db.send(new PutCommand({ TableName: world.tableName, Item }));
}

test('what one tick has no time for is the next one’s', async () => {
  await world.connect({ domains: ['bluelamp.example'] });
  await world.connect({ domains: ['bluelamp.se'] });
  for (const domain of ['bluelamp.example', 'bluelamp.se'])
    world.trustpilot.createReview({ domain, text: `Quokka of ${domain}` });
  await world.sync();
  await pass(1);
  world.clock.advance(retentionMs);
  keepFor(retentionMs);
  const { hasTime } = world.deps;
  let isSweeping = false;
  const { erasures } = world.deps;
  const readSweep = erasures.readSweep.bind(erasures);
  erasures.readSweep = async () => {
    isSweeping = true;
    return readSweep();
  };
  const kept = async () =>
    Promise.all(['bluelamp.example', 'bluelamp.se'].map((domain) => stored(`Quokka of ${domain}`)));
  world.deps = { ...world.deps, hasTime: () => !isSweeping };
  await world.poll();
  expect((await kept()).filter(Boolean)).toHaveLength(1);
  isSweeping = false;
  await world.poll();
  world.deps = { ...world.deps, hasTime };
  expect(await kept()).toEqual([false, false]);
});
