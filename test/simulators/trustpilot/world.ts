import { CallLog } from './call-log.ts';
import { type Clock, SimulatorClock } from './clock.ts';
import { Directory } from './directory.ts';
import { FaultPlan } from './faults.ts';
import type { Deletion, Publication } from './model.ts';
import { ReviewStore } from './review-store.ts';
import { type Seed, defaultSeed } from './seed.ts';
import { type Switches, defaultSwitches } from './switches.ts';
import { TokenStore } from './tokens.ts';
import { WebhookSender } from './webhooks.ts';

/** Everything the simulator knows. One object for its whole life; `reset` changes what is inside. */
export interface World {
  readonly clock: SimulatorClock;
  switches: Switches;
  directory: Directory;
  reviews: ReviewStore;
  tokens: TokenStore;
  calls: CallLog;
  faults: FaultPlan;
  webhooks: WebhookSender;
  reviewDeletions: Deletion[];
  consumerDeletions: Deletion[];
  publications: Map<string, Publication[]>;
  /** List answers by URL, for the switch that serves them again. */
  cachedPages: Map<string, { untilMs: number; body: string }>;
}

/** An empty simulator with the given switches; nobody and nothing in it yet. */
export function createWorld(switches: Partial<Switches>, base?: Clock): World {
  const clock = new SimulatorClock(base);
  const world: World = { clock, ...emptyParts(() => world, switches) };
  return world;
}

/** Back to nothing: people, reviews, tokens, calls, faults, webhooks, time. */
export function emptyWorld(world: World, switches: Partial<Switches>): void {
  world.webhooks.stop();
  world.clock.reset();
  Object.assign(
    world,
    emptyParts(() => world, switches),
  );
}

const emptyParts = (world: () => World, switches: Partial<Switches>): Omit<World, 'clock'> => ({
  switches: { ...defaultSwitches, ...switches },
  directory: new Directory(),
  reviews: new ReviewStore(),
  tokens: new TokenStore(() => world().switches),
  calls: new CallLog(),
  faults: new FaultPlan(),
  webhooks: new WebhookSender(() => world().switches),
  reviewDeletions: [],
  consumerDeletions: [],
  publications: new Map(),
  cachedPages: new Map(),
});

/** The default people, domains and key, as far as `seed` does not bring its own; domains of one's own are Ada's. */
export function wholeSeed(seed: Partial<Seed>): Seed {
  const [ada] = defaultSeed.users;
  const [key] = defaultSeed.keys;
  if (!seed.businessUnits || !ada || !key) return { ...defaultSeed, ...seed };
  const domains = seed.businessUnits.map(({ domain }) => domain);
  return { ...defaultSeed, users: [{ ...ada, domains }], keys: [{ ...key, domains }], ...seed };
}

export function addSeedPeople(world: World, seed: Partial<Seed>): void {
  for (const unit of seed.businessUnits ?? []) world.directory.addBusinessUnit(unit);
  for (const user of seed.users ?? []) world.directory.addUser(user);
  for (const key of seed.keys ?? []) world.directory.addKey(key);
}
