import type { Review } from './model.ts';
import type { Switches } from './switches.ts';

export const webhookEvents = [
  'service-review-created',
  'service-review-updated',
  'service-review-deleted',
] as const;
export type WebhookEventName = (typeof webhookEvents)[number];

export interface WebhookDelivery {
  /** Without the credentials that it may contain. */
  url: string;
  eventNames: string[];
  attempt: number;
  /** Undefined: no answer within 10 seconds, or no connection. */
  status: number | undefined;
}

interface Event {
  eventName: string;
  version: '1';
  eventData: Record<string, unknown>;
}

interface Subscription {
  businessUnitId: string;
  eventName: WebhookEventName;
  url: string;
}

const answerWithinMs = 10_000;
/** Events held back for a batch or a new order leave after this time even if nothing follows. */
const holdMs = 500;

/** Sends review events to subscribed URLs. Trustpilot signs nothing and names no business unit. */
export class WebhookSender {
  private subscriptions: Subscription[] = [];
  private readonly held = new Map<string, { events: Event[]; timer: NodeJS.Timeout }>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly sent: WebhookDelivery[] = [];
  private readonly switches: () => Switches;

  constructor(switches: () => Switches) {
    this.switches = switches;
  }

  subscribe(
    businessUnitId: string,
    url: string,
    eventNames: readonly WebhookEventName[] = webhookEvents,
  ): void {
    for (const eventName of eventNames) this.subscriptions.push({ businessUnitId, eventName, url });
  }

  unsubscribeAll(): void {
    this.subscriptions = [];
  }

  list(): Subscription[] {
    return this.subscriptions.map((subscription) => ({ ...subscription }));
  }

  deliveries(): WebhookDelivery[] {
    return [...this.sent];
  }

  announce(eventName: WebhookEventName, review: Review): void {
    if (this.switches().webhooksLost) return;
    const event: Event = { eventName, version: '1', eventData: this.eventData(eventName, review) };
    for (const subscription of this.subscriptions) {
      if (subscription.eventName !== eventName || subscription.businessUnitId !== review.businessUnitId)
        continue;
      this.hold(subscription.url, event);
    }
  }

  /** Sends what is held back and waits until nothing is under way any more. */
  async settle(): Promise<void> {
    for (const url of [...this.held.keys()]) this.release(url);
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  stop(): void {
    for (const { timer } of this.held.values()) clearTimeout(timer);
    this.held.clear();
    this.subscriptions = [];
  }

  private eventData(eventName: WebhookEventName, review: Review): Record<string, unknown> {
    // Of a deletion only the id can be relied on; some stale fields may come along.
    if (eventName === 'service-review-deleted' && !this.switches().webhookDeletedCarriesFields)
      return { id: review.id };
    return toEventData(review);
  }

  private hold(url: string, event: Event): void {
    const { webhookBatchSize, webhookReordered } = this.switches();
    const size = Math.max(webhookBatchSize, webhookReordered ? 2 : 1);
    const held = this.held.get(url) ?? {
      events: [],
      timer: setTimeout(() => {
        this.release(url);
      }, holdMs).unref(),
    };
    held.events.push(event);
    this.held.set(url, held);
    if (held.events.length >= size) this.release(url);
  }

  private release(url: string): void {
    const held = this.held.get(url);
    if (!held) return;
    clearTimeout(held.timer);
    this.held.delete(url);
    const { webhookBatchSize, webhookReordered, webhookDuplicates } = this.switches();
    const events = webhookReordered ? held.events.reverse() : held.events;
    const requests = webhookBatchSize > 1 ? [events] : events.map((event) => [event]);
    const work = this.sendInOrder(url, webhookDuplicates ? requests.flatMap((one) => [one, one]) : requests);
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  private async sendInOrder(url: string, requests: Event[][]): Promise<void> {
    for (const events of requests) {
      const attempts = 1 + Math.min(5, this.switches().webhookRetries);
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const delivery = await post(url, events, attempt);
        this.sent.push(delivery);
        if (delivery.status !== undefined && delivery.status >= 200 && delivery.status < 300) break;
      }
    }
  }
}

async function post(url: string, events: Event[], attempt: number): Promise<WebhookDelivery> {
  const target = new URL(url);
  // Credentials written into the subscription's URL travel as a header, never in the request line.
  const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
  const authorization: Record<string, string> =
    credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  target.username = '';
  target.password = '';
  const eventNames = events.map(({ eventName }) => eventName);
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.arrayBuffer();
    return { url: target.href, eventNames, attempt, status: response.status };
  } catch {
    return { url: target.href, eventNames, attempt, status: undefined };
  }
}

/** Differs from the REST object: `consumer.name`, `locationId`, no `updatedAt`, no reply, no e-mail. */
const toEventData = (review: Review): Record<string, unknown> => ({
  id: review.id,
  language: review.language,
  stars: review.stars,
  title: review.title,
  text: review.text,
  referenceId: review.referenceId,
  createdAt: `${review.createdAt.slice(0, 19)}Z`,
  isVerified: review.isVerified,
  locationId: review.location?.id ?? null,
  link: `https://api.trustpilot.com/v1/reviews/${review.id}`,
  consumer: {
    id: review.consumer.id,
    name: review.consumer.displayName,
    link: `https://api.trustpilot.com/v1/consumers/${review.consumer.id}`,
  },
  tags: review.tags,
});
