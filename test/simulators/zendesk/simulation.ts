import type { BadDay } from './bad-day.ts';
import type { MovableClock } from './clock.ts';
import type { EventPost } from './events.ts';
import type { Memory } from './memory.ts';
import type { Behaviour, Guide } from './options.ts';
import type { Send } from './http/send.ts';
import type { Sessions } from './dialogue/sessions.ts';
import type { Agent } from './sidebar/agent.ts';
import type { Transcript } from './http/transcript.ts';

/** The parts that every flow of the simulated Zendesk shares. */
export interface Simulation {
  readonly subdomain: string;
  readonly trustLocalhost: boolean;
  /** 0 = never by itself. */
  readonly pullIntervalSeconds: number;
  readonly guide: Guide | undefined;
  /** Zendesk's own origin, as the service knows it: start of `return_url`, referer of the dialogue. */
  readonly origin: string;
  /** Where the apps' own pages are served. */
  readonly assetOrigin: string;
  /** Who sits in front of the ticket. */
  readonly agent: Agent;
  readonly behaviour: Behaviour;
  readonly badDay: BadDay;
  readonly clock: MovableClock;
  readonly memory: Memory;
  readonly transcript: Transcript;
  readonly sessions: Sessions;
  readonly send: Send;
  readonly events: EventPost;
}

/** The one path that ends every account dialogue, for a new account and for an edit. */
export const finalizerPath = '/zendesk/channels/integration_service_instances/editor_finalizer';
