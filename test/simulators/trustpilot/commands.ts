import type { CallCounts, ReceivedCall } from './call-log.ts';
import { colleagueReplies, removeReply } from './company-reply.ts';
import type { BusinessUnitDraft, KeyDraft, UserDraft } from './directory.ts';
import type { Chaos, Fault } from './faults.ts';
import { toWholeSecond } from './instant.ts';
import type { BusinessUnit, BusinessUser, Publication, Review } from './model.ts';
import type { ReviewChange, ReviewDraft } from './review-draft.ts';
import * as life from './review-life.ts';
import type { Seed } from './seed.ts';
import type { Switches } from './switches.ts';
import type { TokenPair } from './tokens.ts';
import type { WebhookDelivery, WebhookEventName } from './webhooks.ts';
import { type World, addSeedPeople, emptyWorld, wholeSeed } from './world.ts';

/** What reviewers, colleagues, Trustpilot and bad luck can do; the admin API and the pages offer the same. */
export interface Commands {
  /** Back to the start: default people (or `seed`), the switches it was started with, no reviews, no calls. */
  reset: (seed?: Partial<Seed>) => void;
  /** Adds domains, users, keys and reviews to what is there. */
  seed: (seed: Partial<Seed>) => void;
  setSwitches: (switches: Partial<Switches>) => void;
  switches: () => Switches;

  nowMs: () => number;
  setClock: (instant: string | number) => void;
  advanceClock: (ms: number) => void;
  stopClock: (at?: string | number) => void;
  runClock: () => void;

  addBusinessUnit: (draft: BusinessUnitDraft) => BusinessUnit;
  addUser: (draft: UserDraft) => BusinessUser;
  addKey: (draft: KeyDraft) => void;
  /** Lets a user reach exactly these domains from now on. */
  grantDomains: (userId: string, domains: string[]) => void;
  domains: () => BusinessUnit[];
  users: () => BusinessUser[];

  createReview: (draft?: ReviewDraft) => Review;
  createReviews: (drafts: readonly ReviewDraft[]) => Review[];
  editReview: (id: string, change: ReviewChange) => Review;
  deleteReview: (id: string) => void;
  deleteConsumer: (consumerId: string) => void;
  hideReview: (id: string, as?: Switches['hiddenReviews']) => Review;
  flagReview: (id: string) => Review;
  answerFindReviewer: (id: string, answer: Record<string, string | null> | null) => Review;
  restoreReview: (id: string) => Review;
  moveReview: (id: string, domain: string) => Review;
  review: (id: string) => Review | undefined;
  /** All reviews of a domain (of all domains), deleted and hidden ones included, in no order. */
  reviews: (domain?: string) => Review[];

  colleagueReplies: (id: string, text: string, author?: string) => void;
  colleagueDeletesReply: (id: string) => void;
  /** Every reply the API accepted for this review, in order. */
  publications: (id: string) => Publication[];

  /** A token pair without the browser: for the first user unless told. */
  issueTokens: (options?: { userId?: string; key?: string }) => TokenPair;
  expireAccessTokens: () => void;
  expireRefreshTokens: () => void;
  /** The user takes the consent back: access tokens → 401, refresh tokens → 400. */
  revokeUser: (userId: string) => void;
  /** The user is deleted at Trustpilot: like revokeUser, and nobody can log in as them. */
  deleteUser: (userId: string) => void;

  failNext: (fault: Fault) => void;
  chaos: (chaos: Chaos | undefined) => void;
  clearFaults: () => void;
  pendingFaults: () => { fault: Fault; left: number | 'always' }[];

  subscribeWebhook: (domain: string, url: string, eventNames?: readonly WebhookEventName[]) => void;
  unsubscribeWebhooks: () => void;
  webhookDeliveries: () => WebhookDelivery[];
  /** Waits until every webhook has been delivered or given up. */
  webhooksSettled: () => Promise<void>;

  calls: () => ReceivedCall[];
  callCounts: (key?: string) => CallCounts;
  forgetCalls: () => void;
}

/** The commands on a world that starts with `startSwitches` and `startSeed`. */
export function createCommands(
  world: World,
  startSwitches: Partial<Switches>,
  startSeed: Partial<Seed>,
): Commands {
  const seed = (given: Partial<Seed>): void => {
    addSeedPeople(world, given);
    life.createReviews(world, given.reviews ?? []);
  };
  seed(wholeSeed(startSeed));
  return {
    seed,
    reset: (given = startSeed) => {
      emptyWorld(world, startSwitches);
      seed(wholeSeed(given));
    },
    setSwitches: (switches) => {
      world.switches = { ...world.switches, ...switches };
    },
    switches: () => ({ ...world.switches }),
    ...clockCommands(world),
    ...peopleCommands(world),
    ...reviewCommands(world),
    ...tokenCommands(world),
    ...badDayCommands(world),
    ...observations(world),
  };
}

const toMs = (instant: string | number): number =>
  typeof instant === 'number' ? instant : Date.parse(toWholeSecond(instant));

const clockCommands = (world: World) => ({
  nowMs: () => world.clock.nowMs(),
  setClock: (instant: string | number) => world.clock.set(toMs(instant)),
  advanceClock: (ms: number) => world.clock.advance(ms),
  stopClock: (at?: string | number) => world.clock.stop(at === undefined ? undefined : toMs(at)),
  runClock: () => world.clock.run(),
});

const peopleCommands = (world: World) => ({
  addBusinessUnit: (draft: BusinessUnitDraft) => world.directory.addBusinessUnit(draft),
  addUser: (draft: UserDraft) => world.directory.addUser(draft),
  addKey: (draft: KeyDraft) => void world.directory.addKey(draft),
  grantDomains: (userId: string, domains: string[]) => world.directory.grant(userId, domains),
  domains: () => [...world.directory.businessUnits.values()],
  users: () => [...world.directory.users.values()],
});

const reviewCommands = (world: World) => ({
  createReview: (draft: ReviewDraft = {}) => {
    const [review] = life.createReviews(world, [draft]);
    if (!review) throw new Error('No review was made');
    return review;
  },
  createReviews: (drafts: readonly ReviewDraft[]) => life.createReviews(world, drafts),
  editReview: (id: string, change: ReviewChange) => life.editReview(world, id, change),
  deleteReview: (id: string) => life.deleteReview(world, id),
  deleteConsumer: (consumerId: string) => life.deleteConsumer(world, consumerId),
  hideReview: (id: string, as?: Switches['hiddenReviews']) => life.hideReview(world, id, as),
  flagReview: (id: string) => life.flagReview(world, id),
  answerFindReviewer: (id: string, answer: Record<string, string | null> | null) =>
    life.answerFindReviewer(world, id, answer),
  restoreReview: (id: string) => life.restoreReview(world, id),
  moveReview: (id: string, domain: string) => life.moveReview(world, id, domain),
  review: (id: string) => world.reviews.find(id),
  reviews: (domain?: string) => {
    const unitId = domain === undefined ? undefined : world.directory.businessUnit(domain).id;
    return [...world.reviews.all()].filter(
      (review) => unitId === undefined || review.businessUnitId === unitId,
    );
  },
  colleagueReplies: (id: string, text: string, author?: string) => colleagueReplies(world, id, text, author),
  colleagueDeletesReply: (id: string) => removeReply(world, id),
  publications: (id: string) => [...(world.publications.get(id) ?? [])],
});

const tokenCommands = (world: World) => ({
  issueTokens: (options: { userId?: string; key?: string } = {}) => {
    const key = options.key ?? world.directory.keys.keys().next().value;
    const userId = options.userId ?? world.directory.users.keys().next().value;
    if (key === undefined || userId === undefined) throw new Error('There is no key or no user');
    return world.tokens.issue({ key, userId }, world.clock.nowMs());
  },
  expireAccessTokens: () => world.tokens.expireAccessTokens(),
  expireRefreshTokens: () => world.tokens.expireRefreshTokens(),
  revokeUser: (userId: string) => world.tokens.forgetUser(userId),
  deleteUser: (userId: string) => {
    world.tokens.forgetUser(userId);
    world.directory.users.delete(userId);
  },
});

const badDayCommands = (world: World) => ({
  failNext: (fault: Fault) => world.faults.failNext(fault),
  chaos: (chaos: Chaos | undefined) => world.faults.chaos(chaos),
  clearFaults: () => world.faults.clear(),
  pendingFaults: () => world.faults.pending(),
});

const observations = (world: World) => ({
  subscribeWebhook: (domain: string, url: string, eventNames?: readonly WebhookEventName[]) =>
    world.webhooks.subscribe(world.directory.businessUnit(domain).id, url, eventNames),
  unsubscribeWebhooks: () => world.webhooks.unsubscribeAll(),
  webhookDeliveries: () => world.webhooks.deliveries(),
  webhooksSettled: () => world.webhooks.settle(),
  calls: () => world.calls.all(),
  callCounts: (key = world.directory.keys.keys().next().value ?? '') =>
    structuredClone(world.calls.countsOf(key)),
  forgetCalls: () => world.calls.forget(),
});
