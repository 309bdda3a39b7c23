import fc from 'fast-check';
import { factIdOf, type Fact } from '../../../lambdas/core/fact.ts';
import { toExternalId } from '../../../lambdas/core/external-id.ts';
import { factsInOrder } from '../../../lambdas/core/review-record.ts';
import { seededRandom } from '../../simulators/trustpilot/random.ts';
import { startWorld, type World } from '../../support/world.ts';
import { OddQueue } from './odd-queue.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What may happen next, and how often. */
const weights = {
  write: 1,
  edit: 2,
  reply: 5,
  'delete reply': 2,
  delete: 0.3,
  hide: 0.7,
  restore: 2,
  'agent replies': 1,
  'lose a page': 1,
  webhooks: 1,
  poll: 5,
  work: 4,
  'bring a message': 4,
  pull: 2,
  'lose a pull': 1,
  minutes: 3,
  hours: 1,
};
type Happening = keyof typeof weights;
const happenings = Object.entries(weights).map(([what, weight]) => ({
  arbitrary: fc.constant(what as Happening),
  weight: weight * 10,
}));

/** One account, its reviews, and everything between them out of step. */
class RandomLife {
  readonly #world: World;
  readonly #accountId: string;
  readonly #queue: OddQueue;
  readonly #upTo: (count: number) => number;
  readonly #ids: string[] = [];
  #texts = 0;

  constructor(world: World, accountId: string, seed: number) {
    const random = seededRandom(seed);
    this.#world = world;
    this.#accountId = accountId;
    this.#upTo = (count) => Math.floor(random() * count);
    this.#queue = new OddQueue(world, this.#upTo);
    world.deps = { ...world.deps, queue: this.#queue };
  }

  #text(): string {
    this.#texts += 1;
    return `Words number ${this.#texts}.`;
  }

  async happen(what: Happening): Promise<void> {
    const { trustpilot, zendesk, clock } = this.#world;
    const id = this.#ids[this.#upTo(this.#ids.length)];
    const review = id === undefined ? undefined : trustpilot.review(id);
    // Trustpilot's times are whole seconds.
    clock.advance(1_000 + this.#upTo(2_000));
    if (what === 'write') this.#write();
    else if (what === 'webhooks') this.#oddWebhooks();
    else if (what === 'lose a page') trustpilot.failNext({ kind: '500', route: 'list' });
    else if (what === 'poll') await this.#world.tick();
    else if (what === 'work') await this.#world.drain();
    else if (what === 'bring a message') await this.#queue.bringOne();
    else if (what === 'pull') await zendesk.tick();
    else if (what === 'lose a pull') zendesk.setBadDay({ dropPullResponses: 1 });
    else if (what === 'minutes') clock.advance((1 + this.#upTo(6)) * minuteMs);
    else if (what === 'hours') clock.advance((1 + this.#upTo(5)) * 60 * minuteMs);
    else if (review !== undefined && review.state !== 'deleted') await this.#toReview(what, review.id);
  }

  async #toReview(what: Happening, id: string): Promise<void> {
    const { trustpilot } = this.#world;
    if (what === 'edit') trustpilot.editReview(id, { text: this.#text(), stars: 1 + this.#upTo(5) });
    else if (what === 'reply') trustpilot.colleagueReplies(id, this.#text());
    else if (what === 'delete reply') trustpilot.colleagueDeletesReply(id);
    else if (what === 'delete') trustpilot.deleteReview(id);
    // A review that is hidden before it was recorded makes no ticket, and one that was read before that may.
    else if (what === 'hide') {
      if (this.#ticketOf(id) !== undefined) trustpilot.hideReview(id);
    } else if (what === 'restore') trustpilot.restoreReview(id);
    else if (what === 'agent replies') await this.#agentReplies(id);
  }

  #ticketOf(id: string) {
    return this.#world.zendesk.ticketOf(`tp:${this.#accountId}:review:${id}`);
  }

  async #agentReplies(id: string): Promise<void> {
    const ticket = this.#ticketOf(id);
    if (ticket !== undefined) await this.#world.zendesk.agentReplies(ticket.id, this.#text());
  }

  /** Few, so that much happens to each. */
  #write(): void {
    if (this.#ids.length === 4) return;
    this.#ids.push(this.#world.trustpilot.createReview({ text: this.#text() }).id);
  }

  #oddWebhooks(): void {
    this.#world.trustpilot.setSwitches({
      webhooksLost: this.#upTo(3) === 0,
      webhookDuplicates: this.#upTo(2) === 0,
      webhookReordered: this.#upTo(2) === 0,
    });
  }

  /** Everything that is under way arrives; polls and pulls go on for some days. */
  async calmDown(): Promise<void> {
    const { trustpilot, zendesk, clock } = this.#world;
    trustpilot.clearFaults();
    zendesk.setGoodDay();
    await trustpilot.webhooksSettled();
    for (const passMs of [0, 6 * minuteMs, 31 * minuteMs, 6 * minuteMs, dayMs, 6 * minuteMs, dayMs, dayMs]) {
      clock.advance(passMs);
      await this.#world.poll();
      if (passMs < dayMs) await this.#queue.bringAll();
      await this.#world.drain();
      await this.#world.sync();
    }
  }
}

const lastOf = (facts: Fact[], ...kinds: Fact['kind'][]): Fact | undefined =>
  facts.findLast(({ kind }) => kinds.includes(kind));

/** What the ticket says of the reply on Trustpilot: the last that was told of it, or an agent's own. */
function repliesTold(facts: Fact[]): string | null {
  const last = lastOf(facts, 'company-reply');
  return last?.kind === 'company-reply' && last.change !== 'deleted' ? last.text : null;
}

/** Nobody writes the same words twice here, so none may be told twice. */
const textsTold = (facts: Fact[]): string[] =>
  facts.flatMap((fact) => {
    if (fact.kind === 'company-reply') return fact.change === 'deleted' ? [] : [fact.text];
    return 'content' in fact ? [fact.content.text ?? ''] : [];
  });

async function expectTrueTickets(world: World, accountId: string): Promise<void> {
  const tickets = world.zendesk.tickets();
  for (const { id: reviewId, state, text, companyReply } of world.trustpilot.reviews()) {
    const threadId = toExternalId({ accountId, reviewId, factId: 'review' });
    const [ticket, ...doubles] = tickets.filter((one) => one.threadId === threadId);
    expect(doubles).toEqual([]);
    const record = await world.deps.reviews.read(accountId, reviewId);
    const comments = (ticket?.comments ?? []).flatMap(({ externalId }) => externalId ?? []);
    // Erased with the Deletions API; one that was never seen has no ticket.
    if (record === undefined) {
      expect(state).not.toBe('published');
      if (ticket !== undefined) expect(comments.join()).toContain(':removed:');
      continue;
    }
    const facts = factsInOrder(record).map(({ fact }) => fact);
    const told = facts.map((fact) => toExternalId({ accountId, reviewId, factId: factIdOf(fact) }));
    expect(comments.filter((id) => !id.includes(':reply:')).sort()).toEqual(told.sort());
    expect(textsTold(facts)).toEqual([...new Set(textsTold(facts))]);
    expect(lastOf(facts, 'removed', 'restored')?.kind === 'removed').toBe(state !== 'published');
    if (state !== 'published') continue;
    const newest = lastOf(facts, 'arrived', 'edited');
    expect(newest !== undefined && 'content' in newest && newest.content.text).toBe(text);
    const isOurs = world.trustpilot.publications(reviewId).at(-1)?.text === companyReply?.text;
    if (!isOurs || companyReply === null) expect(repliesTold(facts)).toBe(companyReply?.text ?? null);
  }
}

test('whatever happens to reviews and replies, in any order, with repetitions and losses, tickets end true', async () => {
  const lives = fc.record({
    seed: fc.integer(),
    steps: fc.array(fc.oneof(...happenings), { minLength: 60, maxLength: 90, size: 'max' }),
  });
  await fc.assert(
    fc.asyncProperty(lives, async ({ seed, steps }) => {
      const world = await startWorld();
      try {
        const { accountId, account } = await world.connect();
        await world.sync();
        const url = `${world.url}/trustpilot/webhooks/${account.domains[0]?.webhookKey ?? ''}`;
        world.trustpilot.subscribeWebhook('bluelamp.example', url);
        const life = new RandomLife(world, accountId, seed);
        for (const step of ['write', 'write', 'poll', ...steps] as const) await life.happen(step);
        await life.calmDown();
        await expectTrueTickets(world, accountId);
      } finally {
        await world.close();
      }
    }),
    { seed: 1, numRuns: 4, endOnFailure: true },
  );
}, 300_000);
