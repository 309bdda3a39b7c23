import { keys } from '../../../lambdas/store/table.ts';
import {
  expectOneTicketEach,
  minuteMs,
  pullAll,
  rowsIn,
  threadOf,
  ticketsOf,
  useWorld,
  writeReviews,
  type Connected,
} from './setup.ts';

const theWorld = useWorld();

interface Answer {
  external_resources: { external_id: string }[];
  state?: string;
}

/** A pull beside Zendesk's own, with any state. */
async function rawPull({ metadata }: Connected, state: string): Promise<Answer> {
  const answer = await fetch(`${theWorld().url}/zendesk/pull`, {
    method: 'POST',
    body: new URLSearchParams({ metadata, state }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

const idsIn = ({ external_resources: resources }: Answer) => resources.map(({ external_id: id }) => id);
const pendingOf = async ({ accountId }: Connected) =>
  (await rowsIn(theWorld(), keys.outbox(accountId))).filter(({ SK }) => SK !== '!');

test('lost answers: everything is handed out again, and each review is one ticket', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 12);
  await world.poll();
  world.zendesk.setBadDay({ dropPullResponses: 3 });
  for (let lost = 1; lost <= 3; lost += 1)
    expect(await world.zendesk.pull(account.zendeskId)).toMatchObject({ ok: false });
  await pullAll(world, account);
  expectOneTicketEach(world, account, reviews);
  expect(await pendingOf(account)).toEqual([]);
});

test('a lost answer after a taken one: nothing is lost although the old state comes back', async () => {
  const world = theWorld();
  const account = await world.connect();
  const first = writeReviews(world, 5);
  await world.poll();
  await world.zendesk.pull(account.zendeskId);
  const second = writeReviews(world, 5);
  await world.poll();
  world.zendesk.setBadDay({ dropPullResponses: 1 });
  await world.zendesk.pull(account.zendeskId);
  const third = writeReviews(world, 5);
  await world.poll();
  await pullAll(world, account);
  expectOneTicketEach(world, account, [...first, ...second, ...third]);
});

test('pulls that overlap all the time: nothing lost, nothing twice, and at about the same pace', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 60);
  await world.poll();
  world.zendesk.setBadDay({ overlappingPulls: true });
  for (let tick = 1; tick <= 6; tick += 1) await world.zendesk.tick();
  expectOneTicketEach(world, account, reviews);
  const more = writeReviews(world, 20);
  await world.poll();
  for (let tick = 1; tick <= 6; tick += 1) await world.zendesk.tick();
  expectOneTicketEach(world, account, [...reviews, ...more]);
  expect(await pendingOf(account)).toEqual([]);
});

test('a lone review that two overlapping pulls take leaves its thread free: a later edit arrives', async () => {
  const world = theWorld();
  const account = await world.connect();
  const review = world.trustpilot.createReview();
  await world.poll();
  world.zendesk.setBadDay({ overlappingPulls: true });
  for (let tick = 1; tick <= 4; tick += 1) await world.zendesk.tick();
  world.zendesk.setGoodDay();
  world.clock.advance(minuteMs);
  world.trustpilot.editReview(review.id, { text: 'I have changed my mind.' });
  await world.poll();
  await pullAll(world, account);
  expect(ticketsOf(world, account)[0]?.comments).toHaveLength(2);
});

test.each([0, 1, 2])(
  'three pulls at once with the same state: whichever answer is kept (%i), the rest follows',
  async (kept) => {
    const world = theWorld();
    const account = await world.connect();
    const reviews = writeReviews(world, 10);
    await world.poll();
    const all = reviews.map((review) => threadOf(account, review));
    const answers = await Promise.all([rawPull(account, ''), rawPull(account, ''), rawPull(account, '')]);
    for (const answer of answers) expect(idsIn(answer)).toEqual(all.slice(0, idsIn(answer).length));
    const arrived = new Set<string>();
    let answer = answers[kept];
    while (answer !== undefined && idsIn(answer).length > 0) {
      for (const id of idsIn(answer)) arrived.add(id);
      answer = await rawPull(account, answer.state ?? '');
    }
    expect([...arrived]).toEqual(all);
    expect(await pendingOf(account)).toEqual([]);
  },
);

test.each(['first', 'last'] as const)(
  'an acknowledged state that comes again, the %s of two, acknowledges nothing else',
  async (which) => {
    const world = theWorld();
    const account = await world.connect();
    writeReviews(world, 3);
    await world.poll();
    const first = await rawPull(account, '');
    writeReviews(world, 4);
    await world.poll();
    const second = await rawPull(account, first.state ?? '');
    expect(idsIn(second)).toHaveLength(4);
    const again = await rawPull(account, (which === 'first' ? first : second).state ?? '');
    expect(idsIn(again).length > 0).toBe(which === 'first');
    expect(await pendingOf(account)).toHaveLength(which === 'first' ? 4 : 0);
  },
);

test('foreign, garbage and old states acknowledge nothing', async () => {
  const world = theWorld();
  const [account, other] = [await world.connect(), await world.connect({ domains: ['bluelamp.se'] })];
  const reviews = writeReviews(world, 4);
  writeReviews(world, 2, 1000, { domain: 'bluelamp.se' });
  await world.poll();
  const foreign = await rawPull(other, '');
  for (const state of [
    foreign.state ?? '',
    '{"v":1,"batch":"never-made"}',
    '{"v":1',
    '0',
    '{"v":1,"batch":7}',
    'x'.repeat(5000),
  ]) {
    await rawPull(account, state);
    expect(await pendingOf(account)).toHaveLength(reviews.length);
  }
  await pullAll(world, account);
  expectOneTicketEach(world, account, reviews);
});

test('an entry that is put between two pulls with an older sort key than what was taken over is not skipped', async () => {
  const world = theWorld();
  const account = await world.connect();
  const nowMs = world.clock.nowMs();
  world.clock.advance(10 * minuteMs);
  const late = world.trustpilot.createReview({ createdAt: nowMs + 8 * minuteMs });
  await world.poll();
  const first = await rawPull(account, '');
  expect(idsIn(first)).toEqual([threadOf(account, late)]);
  const early = world.trustpilot.createReview({ createdAt: nowMs + 2 * minuteMs });
  await world.poll();
  const second = await rawPull(account, first.state ?? '');
  expect(idsIn(second)).toEqual([threadOf(account, early)]);
});

test('pulls that race with the worker lose nothing', async () => {
  const world = theWorld();
  const account = await world.connect();
  const reviews = writeReviews(world, 80);
  const work = world.poll().then(() => 'done');
  const pull = () => world.zendesk.pull(account.zendeskId);
  while ((await Promise.race([work, pull()])) !== 'done') continue;
  await pullAll(world, account);
  expectOneTicketEach(world, account, reviews);
});
