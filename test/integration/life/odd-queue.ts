import type { Message } from '../../../lambdas/queue/message.ts';
import { ReviewQueue } from '../../../lambdas/queue/review-queue.ts';
import type { World } from '../../support/world.ts';

/** SQS at its worst: messages come late, out of order and more than once. None is lost. */
export class OddQueue extends ReviewQueue {
  readonly #upTo: (count: number) => number;
  #late: Message[] = [];
  readonly #sent: Message[] = [];

  constructor({ clients, queues }: World, upTo: (count: number) => number) {
    super(clients.sqs, queues.reviewQueueUrl);
    this.#upTo = upTo;
  }

  override async sendAll(messages: Message[]): Promise<void> {
    const now = messages.filter(() => this.#upTo(3) > 0);
    this.#late.push(...messages.filter((message) => !now.includes(message)));
    this.#sent.push(...messages);
    await super.sendAll(now);
  }

  /** One that was late arrives, or one that was here already. */
  async bringOne(): Promise<void> {
    const isLate = this.#upTo(2) === 0;
    const one = (isLate ? this.#late : this.#sent)[this.#upTo((isLate ? this.#late : this.#sent).length)];
    this.#late = this.#late.filter((other) => other !== one);
    if (one !== undefined) await super.sendAll([one]);
  }

  /** All that were late; and all that ever came, once more, the newest first. */
  async bringAll(): Promise<void> {
    this.#late = [];
    await super.sendAll(this.#sent.toReversed());
  }
}
