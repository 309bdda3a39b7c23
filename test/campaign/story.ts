import type { Review } from '../simulators/trustpilot/model.ts';
import type { ReviewDraft } from '../simulators/trustpilot/review-draft.ts';
import type { BadDay } from '../simulators/zendesk/bad-day.ts';
import { hourMs, idOf, minuteMs, type Scene } from './scene.ts';
import { simulatedFaults } from './trustpilot-faults.ts';

const titles = [
  'Late again',
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "Tom & Jerry’s “lamp” 'n' more",
  '😀🇸🇪 ok',
  '{stars} {title} ${7*7}',
  'Line\none\r\ntwo',
];

/** Faults of the simulated Zendesk that are given out by number. */
const countedFaults = {
  dropPullResponses: 'Zendesk loses the answer of a pull',
  dropChannelbackResponses: 'Zendesk loses the answer to a reply',
  failChannelbackConnections: 'Zendesk does not reach us with a reply',
  notConvertedNext: 'Zendesk takes over and makes no ticket',
} as const satisfies Partial<Record<keyof BadDay, string>>;
type CountedFault = keyof typeof countedFaults;

/** What reviewers, colleagues, agents, admins and bad luck do, in an order that the seed decides. */
export class Story {
  /** Conversions were lost, so comments may stand in another order than the facts. */
  mayBeOutOfOrder = false;
  /** Replies that a colleague replaced or deleted on Trustpilot, whoever wrote them. */
  readonly takenAway = new Map<string, 'replaced' | 'deleted'>();
  readonly #scene: Scene;
  readonly #seed: number;
  readonly #running: Promise<unknown>[] = [];
  readonly #given = new Map<CountedFault, number>();
  #count = 0;

  constructor(scene: Scene, seed: number) {
    this.#scene = scene;
    this.#seed = seed;
  }

  /** The first review comes when everybody's clock is past the moment at which the account was made. */
  async tell(steps: number): Promise<void> {
    const { clock, faults, rate, world } = this.#scene;
    clock.advance(11 * minuteMs);
    faults.rate = rate;
    // Trustpilot is called less often than AWS.
    const chaos = { seed: this.#seed, rate: rate * 2, kinds: [...simulatedFaults], delayMs: 1 };
    if (rate > 0) world.trustpilot.chaos(chaos);
    for (let step = 0; step < steps; step += 1) {
      clock.advance(1 + this.#upTo(2_000));
      await this.#step();
    }
    await Promise.all(this.#running);
    for (const fault of Object.keys(countedFaults)) this.#settle(fault as CountedFault);
  }

  #upTo(count: number): number {
    return this.#scene.faults.upTo('story', count);
  }

  #pick<One>(from: readonly One[]): One | undefined {
    return from[this.#upTo(from.length)];
  }

  /** Now and then nothing is waited for, so that functions run at the same time; in a calm run that is all there is. */
  async #maybeBeside(work: () => Promise<unknown>): Promise<void> {
    // Who calls a function that fails calls it again in time.
    const done = work().catch(() => undefined);
    const isBeside = this.#scene.rate === 0 ? this.#upTo(4) > 0 : this.#upTo(3) === 0;
    if (isBeside) this.#running.push(done);
    else if (this.#scene.rate === 0) await Promise.all([...this.#running.splice(0), done]);
    else await done;
  }

  async #step(): Promise<void> {
    const { world, clock, courier, account, rate } = this.#scene;
    const { trustpilot, zendesk } = world;
    const always: [number, () => unknown][] = [
      [6, () => this.#write()],
      [3, () => this.#withReview((review) => this.#edit(review))],
      [1, () => this.#withReview(({ id }) => trustpilot.deleteReview(id))],
      [1, () => this.#withReview(({ id }) => trustpilot.hideReview(id))],
      [1, () => this.#restore()],
      [
        2,
        () =>
          this.#overReply('replaced', ({ id }) => trustpilot.colleagueReplies(id, this.#text('Colleague'))),
      ],
      [1, () => this.#overReply('deleted', ({ id }) => trustpilot.colleagueDeletesReply(id))],
      [5, () => this.#maybeBeside(() => this.#answer())],
      [6, () => this.#maybeBeside(() => world.tick())],
      [8, () => this.#maybeBeside(() => courier.bring())],
      [9, () => this.#maybeBeside(() => zendesk.pull(account.zendeskId))],
      [3, () => this.#maybeBeside(() => trustpilot.webhooksSettled())],
      [6, () => clock.advance((1 + this.#upTo(5)) * minuteMs)],
      [1, () => clock.advance(this.#upTo(90) * minuteMs)],
      [rate === 0 ? 4 : 1, () => trustpilot.expireAccessTokens()],
      [1, () => this.#scene.lambdas.startAfresh()],
      [2, () => this.#scene.reconnectIfAsked()],
    ];
    const bad: [number, () => unknown][] = [
      [2, () => this.#give('dropPullResponses')],
      [1, () => this.#give('dropChannelbackResponses')],
      [1, () => this.#give('failChannelbackConnections')],
      [1, () => this.#give('notConvertedNext')],
      [2, () => this.#zendeskHasABadDay()],
      [1, () => this.#trustpilotHasABadDay()],
      [1, () => this.#switchOffAndOn()],
    ];
    const steps = rate > 0 ? [...always, ...bad] : always;
    let at = this.#upTo(steps.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, step] of steps) {
      at -= weight;
      if (at >= 0) continue;
      this.#scene.trace.note(() => step.toString());
      await step();
      return;
    }
  }

  /** Text that nobody else writes. */
  #text(who: string): string {
    this.#count += 1;
    return `${who} writes text number ${this.#count} of run ${this.#seed}.`;
  }

  #write(): void {
    const { account, world, clock } = this.#scene;
    const domain = this.#pick(account.account.domains)?.domain ?? '';
    const hasText = this.#upTo(8) > 0;
    const draft: ReviewDraft = {
      id: idOf(this.#seed, `review ${(this.#count += 1)}`),
      consumerId: idOf(this.#seed, `consumer ${this.#upTo(40)}`),
      domain,
      stars: 1 + this.#upTo(5),
      title: `${this.#pick(titles) ?? ''} (${this.#count})`,
      text: hasText ? this.#text('Mette') : null,
      name: this.#pick(['Mette K', null, '<b>Bo</b>']) ?? null,
    };
    world.trustpilot.createReview(draft);
    clock.advance(this.#upTo(1_500));
  }

  #edit({ id }: Review): void {
    const title = `${this.#pick(titles) ?? ''} (${(this.#count += 1)})`;
    this.#scene.world.trustpilot.editReview(id, {
      title,
      text: this.#text('Mette'),
      stars: 1 + this.#upTo(5),
    });
  }

  #withReview(act: (review: Review) => unknown): void {
    const standing = this.#scene.world.trustpilot.reviews().filter(({ state }) => state === 'published');
    const review = this.#pick(standing);
    if (review !== undefined) act(review);
  }

  #overReply(how: 'replaced' | 'deleted', act: (review: Review) => unknown): void {
    this.#withReview((review) => {
      if (review.companyReply !== null) this.takenAway.set(review.companyReply.text, how);
      act(review);
    });
  }

  #restore(): void {
    const { trustpilot } = this.#scene.world;
    const hidden = this.#pick(trustpilot.reviews().filter(({ state }) => state === 'hidden'));
    if (hidden !== undefined) trustpilot.restoreReview(hidden.id);
  }

  /** An agent, sometimes two at once or the same one in a hurry. */
  async #answer(): Promise<void> {
    const { zendesk } = this.#scene.world;
    const ticket = this.#pick(zendesk.tickets().filter(({ allowChannelback }) => allowChannelback));
    if (ticket === undefined) return;
    const times = this.#upTo(5) === 0 ? 2 : 1;
    const texts = Array.from({ length: times }, () => this.#text('Agent'));
    await Promise.all(texts.map((text) => zendesk.agentReplies(ticket.id, text)));
  }

  #give(fault: CountedFault): void {
    this.#settle(fault);
    const times = 1 + this.#upTo(2);
    if (fault === 'notConvertedNext') this.mayBeOutOfOrder = true;
    this.#given.set(fault, times);
    this.#scene.world.zendesk.setBadDay({ [fault]: times });
  }

  /** Counts those that happened. */
  #settle(fault: CountedFault): void {
    const given = this.#given.get(fault) ?? 0;
    this.#given.delete(fault);
    this.#scene.faults.note(countedFaults[fault], given - this.#scene.world.zendesk.badDay[fault]);
    this.#scene.world.zendesk.setBadDay({ [fault]: 0 });
  }

  #zendeskHasABadDay(): void {
    const { zendesk, trustpilot } = this.#scene.world;
    const review = this.#pick(trustpilot.reviews());
    const refuses = review !== undefined && this.#upTo(3) === 0;
    zendesk.setBadDay({
      events: this.#pick(['in time', 'in time', 'late', 'twice', 'never', 'out of order'] as const) ?? 'late',
      overlappingPulls: this.#upTo(3) === 0,
      twinChannelbacks: this.#upTo(3) === 0,
      refusesBatchWith: refuses ? [`*${review.id}`] : [],
    });
  }

  #trustpilotHasABadDay(): void {
    this.#scene.world.trustpilot.setSwitches({
      staleReadSeconds: this.#upTo(2) * (20 + this.#upTo(120)),
      webhookDuplicates: this.#upTo(3) === 0,
      webhookReordered: this.#upTo(3) === 0,
      webhooksLost: this.#upTo(4) === 0,
      webhookRetries: this.#upTo(3),
      deletedReviewAnswers410: this.#upTo(2) === 0,
      expiredTokenAnswers403: this.#upTo(4) === 0,
      replySuccess: this.#pick(['201-empty', '200-json', '204-empty'] as const) ?? '201-empty',
    });
  }

  async #switchOffAndOn(): Promise<void> {
    const { world, clock, account } = this.#scene;
    await world.zendesk.deactivate(account.zendeskId);
    clock.advance(this.#upTo(20) * minuteMs + this.#upTo(2) * hourMs);
    await world.zendesk.activate(account.zendeskId);
  }
}
