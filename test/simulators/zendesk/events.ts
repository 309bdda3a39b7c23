import type { BadDay } from './bad-day.ts';
import type { MovableClock } from './clock.ts';
import type { Integration } from './model.ts';
import type { Behaviour } from './options.ts';
import type { Send } from './http/send.ts';

export type ResourceEventType =
  | 'comment_on_new_ticket'
  | 'comment_on_existing_ticket'
  | 'comment_on_follow_up_ticket'
  | 'external_id_associated_with_channelback';

export interface ResourceEvent {
  type_id: ResourceEventType;
  external_id: string;
  ticket_id: number;
  comment_id: number;
  follow_up_ticket_id?: number;
}

export interface DuplicateId {
  external_id: string;
  request_id: string;
  ticket_id?: number;
  comment_id?: number;
}

/** `data` of each kind of event: any_channel_json_schemas/event_callback_*.json. */
export interface EventData {
  create_integration: { manifest_url: string };
  destroy_integration: { manifest_url: string };
  create_integration_instance: { metadata: string };
  activate_integration_instance: { metadata: string };
  deactivate_integration_instance: {
    metadata: string;
    deactivated_by: 'error' | 'api';
    deactivating_error?: string;
  };
  destroy_integration_instance: { metadata: string };
  destroy_user_identity: { author: { external_id: string }; metadata?: string };
  pull_request: {
    integration_instance_name: string;
    url: string;
    request_id: string;
    duplicate_external_ids: DuplicateId[];
  };
  channelback: { integration_instance_name: string; url: string; request_id: string };
  resources_created_from_external_ids: { request_id: string; resource_events: ResourceEvent[] };
}

export type EventType = keyof EventData;

export type ChannelEvent = {
  [Type in EventType]: {
    type_id: Type;
    timestamp: string;
    subdomain: string;
    integration_name: string;
    integration_id: string;
    data: EventData[Type];
    error?: string;
  };
}[EventType];

/** An event with the HTTP statuses of its deliveries so far (0: the call failed). */
export interface EmittedEvent {
  event: ChannelEvent;
  deliveries: number[];
}

interface Batch {
  url: string;
  events: EmittedEvent[];
}

interface EventPostParts {
  subdomain: string;
  clock: MovableClock;
  behaviour: Behaviour;
  badDay: BadDay;
  send: Send;
}

/** Collects events and posts them in batches, beside all other flows: nothing waits for the service's answer. */
export class EventPost {
  readonly log: EmittedEvent[] = [];
  readonly #parts: EventPostParts;
  readonly #waiting = new Map<string, EmittedEvent[]>();
  #held: Batch[] = [];
  #deliveries: Promise<void> = Promise.resolve();

  constructor(parts: EventPostParts) {
    this.#parts = parts;
  }

  emit<Type extends EventType>(
    integration: Integration,
    type: Type,
    data: EventData[Type],
    error?: string,
  ): void {
    const event = {
      type_id: type,
      timestamp: this.#parts.clock.now(),
      subdomain: this.#parts.subdomain,
      integration_name: integration.manifest.name,
      integration_id: integration.manifest.id,
      data,
      ...(error === undefined ? {} : { error }),
    } as ChannelEvent;
    const emitted: EmittedEvent = { event, deliveries: [] };
    this.log.push(emitted);
    const url = integration.manifest.urls.event_callback_url;
    if (url === undefined) return;
    this.#waiting.set(url, [...(this.#waiting.get(url) ?? []), emitted]);
  }

  /** Sends what has collected: one POST per event URL. */
  flush(): void {
    const batches = [...this.#waiting].map(([url, events]): Batch => ({ url, events }));
    this.#waiting.clear();
    for (const batch of batches) this.#dispatch(batch);
  }

  /** Delivers held events, the latest batch first if asked to. */
  release({ reversed = false } = {}): void {
    const batches = reversed ? this.#held.toReversed() : this.#held;
    this.#held = [];
    for (const batch of batches) this.#enqueue(batch);
  }

  get heldCount(): number {
    return this.#held.reduce((count, batch) => count + batch.events.length, 0);
  }

  /** Resolves when every posted event has its answer. */
  async delivered(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.#deliveries) {
      seen = this.#deliveries;
      await seen;
    }
  }

  #dispatch(batch: Batch): void {
    const mode = this.#parts.badDay.events;
    if (mode === 'never') return;
    if (mode === 'late') {
      this.#held.push(batch);
      return;
    }
    this.#enqueue(mode === 'out of order' ? { ...batch, events: batch.events.toReversed() } : batch);
    if (mode === 'twice') this.#enqueue(batch);
  }

  #enqueue(batch: Batch): void {
    this.#deliveries = this.#deliveries.then(() => this.#deliver(batch));
  }

  async #deliver({ url, events }: Batch): Promise<void> {
    const sent = await this.#parts.send({
      kind: 'events',
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: events.map(({ event }) => event) }),
      timeoutMs: this.#parts.behaviour.eventTimeoutMs,
    });
    for (const emitted of events) emitted.deliveries.push(sent.arrived ? sent.answer.status : 0);
  }
}
