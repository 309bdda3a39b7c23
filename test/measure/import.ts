/*
 * How long 10,000 reviews take from Trustpilot to tickets on this machine: poll, queue, worker, pull and
 * acknowledgement over HTTP between the simulators and the emulators. `npm run measure:import -- 2000` for another number.
 */
import { startWorld } from '../support/world.ts';

const count = Number(process.argv[2] ?? 10_000);
const world = await startWorld();
const { accountId } = await world.connect();
const startMs = world.clock.nowMs() + 1_000;
world.trustpilot.createReviews(
  Array.from({ length: count }, (_, index) => ({
    stars: (index % 5) + 1,
    title: `Review ${index}`,
    text: 'The lamp came a week late and nobody answered my mail. '.repeat(9).slice(0, 500),
    createdAt: new Date(startMs + index * 50).toISOString(),
  })),
);
world.clock.advance(count * 50 + 5_000);

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};
const { tick } = await import('../../lambdas/poll/tick.ts');
const poll = await seconds(() => tick(world.deps));
const work = await seconds(() => world.drain());
let pulls = 0;
const pull = await seconds(async () => {
  do {
    pulls += 1;
    await world.zendesk.tick();
    await world.zendesk.eventsDelivered();
  } while (world.zendesk.tickets().length < count && pulls < count);
  await world.zendesk.tick();
});
const unique = new Set(world.zendesk.tickets().map(({ threadId }) => threadId)).size;
console.table({
  'reviews created': count,
  'tickets made': world.zendesk.tickets().length,
  'of different reviews': unique,
  'Trustpilot calls': world.trustpilot.calls().length,
  'poll into the queue (s)': poll.toFixed(1),
  'queue to outbox (s)': work.toFixed(1),
  [`${pulls} pulls with confirmation (s)`]: pull.toFixed(1),
  'all (s)': (poll + work + pull).toFixed(1),
});
console.log(
  `account ${accountId}: ${unique === count ? 'nothing lost, nothing twice' : 'SOMETHING IS WRONG'}`,
);
await world.close();
