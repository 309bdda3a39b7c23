import { watchTable } from '../../support/watch-table.ts';
import { hourMs, minuteMs, pullAll, useWorld, writeReviews, type Connected } from './setup.ts';

const theWorld = useWorld();

interface Answer {
  external_resources: unknown[];
  state?: string;
}

/** What Zendesk would keep of the answers. */
const states = new Map<number, string>();

/** What one pull with Zendesk's current state costs at the table; none may call Trustpilot. */
async function costOfPull(
  { metadata, zendeskId }: Connected,
  state = states.get(zendeskId) ?? theWorld().zendesk.account(zendeskId).state,
) {
  const world = theWorld();
  world.trustpilot.forgetCalls();
  const watch = watchTable(world.db);
  const answer = await fetch(`${world.url}/zendesk/pull`, {
    method: 'POST',
    body: new URLSearchParams({ metadata, state }),
  });
  watch.stop();
  expect(answer.status).toBe(200);
  expect(world.trustpilot.calls()).toEqual([]);
  const { external_resources: resources, state: next } = (await answer.json()) as Answer;
  if (next !== undefined) states.set(zendeskId, next);
  const readUnits = watch.reads.reduce((sum, { capacityUnits }) => sum + capacityUnits, 0);
  return {
    resources: resources.length,
    reads: watch.reads.length,
    consistentReads: watch.reads.filter(({ consistent }) => consistent).length,
    writes: watch.writes.length,
    isOneReadUnit: readUnits <= 1,
  };
}

const empty = { resources: 0, reads: 2, consistentReads: 0, writes: 0, isOneReadUnit: true };

test('an empty pull costs two eventually consistent reads (one read unit) and no write, day after day', async () => {
  const world = theWorld();
  const account = await world.connect();
  await world.zendesk.pull(account.zendeskId);
  for (let pull = 0; pull < 25; pull += 1) {
    expect(await costOfPull(account)).toEqual(empty);
    world.clock.advance(2 * minuteMs);
  }
});

test('the proof of life is written once an hour', async () => {
  const world = theWorld();
  const account = await world.connect();
  const writes: number[] = [];
  for (let pull = 0; pull < 90; pull += 1) {
    writes.push((await costOfPull(account)).writes);
    world.clock.advance(2 * minuteMs);
  }
  expect(writes.flatMap((count, pull) => (count > 0 ? [pull] : []))).toEqual([0, 30, 60]);
  expect(Math.max(...writes)).toBe(1);
});

test('a pull after reviews were taken over costs no more than before, once their batch is acknowledged', async () => {
  const world = theWorld();
  const account = await world.connect();
  writeReviews(world, 45);
  await world.poll();
  await pullAll(world, account);
  await world.zendesk.pull(account.zendeskId);
  expect(await costOfPull(account)).toEqual(empty);
});

test.each(['', 'null', '{"v":1}', '{"v":2,"batch":"x"}', '[', 'a foreign state', '{"since":"2026-05-01"}'])(
  'the state %p is taken as none and costs nothing more',
  async (state) => {
    const world = theWorld();
    const account = await world.connect();
    await world.zendesk.pull(account.zendeskId);
    expect(await costOfPull(account, state)).toEqual(empty);
  },
);

test('a batch costs one write more than an empty pull, its acknowledgement one for the handout and two for the reviews; without news of its tickets also a look for them and a planned check', async () => {
  const world = theWorld();
  const account = await world.connect();
  await world.zendesk.pull(account.zendeskId);
  writeReviews(world, 30);
  await world.poll();
  const handed = await costOfPull(account);
  expect(handed).toMatchObject({ resources: 30, reads: 2, consistentReads: 0, writes: 1 });
  const acknowledged = await costOfPull(account);
  // The look for confirmations and their planned check, the handout, and 30 deletions in two BatchWriteItems.
  expect(acknowledged).toMatchObject({ resources: 0, reads: 3, consistentReads: 0, writes: 4 });
});

test('pulls answer also while Trustpilot is down', async () => {
  const world = theWorld();
  const account = await world.connect();
  writeReviews(world, 3);
  await world.poll();
  world.trustpilot.failNext({ kind: '500', times: 'always' });
  expect(await costOfPull(account)).toMatchObject({ resources: 3, reads: 2 });
});

test('an account whose login is dead is still pulled, keeps its state and asks for the dialogue', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 3);
  await world.poll();
  world.trustpilot.revokeUser(world.trustpilot.users()[0]?.id ?? '');
  world.clock.advance(hourMs);
  await world.poll();
  world.clock.advance(hourMs);
  await world.poll();
  const handed = await pullAll(world, account);
  expect(handed.flat()).toHaveLength(reviews.length);
  expect(world.zendesk.account(account.zendeskId).needsAttention).toBe(true);
});
