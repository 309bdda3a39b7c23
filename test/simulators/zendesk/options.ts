import type { Clock } from './clock.ts';

/**
 * What no public source settles about Zendesk. Each value is the reference's best guess; a test that wants to know
 * whether the service survives the other reading sets it. May be changed while the simulator runs.
 */
export interface Behaviour {
  pullTimeoutMs: number;
  channelbackTimeoutMs: number;
  eventTimeoutMs: number;
  /** Documentation: 200; schema: 256. */
  maxResources: number;
  maxAnswerBytes: number;
  /** Count UTF-8 bytes too: a database column may count bytes where a JSON Schema counts characters. */
  countBytes: boolean;
  invalidResource: 'fails the pull' | 'is skipped';
  unknownParent: 'new ticket' | 'error';
  /** May `tags` come as one string with spaces, too? */
  tagsAsString: boolean;
  updateAuthorName: boolean;
  needsUpdateStopsPolling: boolean;
  deactivateOn: { statuses: number[]; times: number };
  /** Does a private comment reopen a solved ticket as a public one does? */
  internalNoteReopens: boolean;
  /** Which ticket `ticket_id` of `comment_on_follow_up_ticket` names; `follow_up_ticket_id` names the other. */
  followUpEventTicketId: 'closed ticket' | 'new ticket';
  dedupeScope: 'integration' | 'account';
  channelbackRetries: number;
  channelbackRetryDelaysMs: number[];
  channelbackRetryOn5xx: boolean;
  channelbackParent: 'newest' | 'first';
  channelbackIds: 'parent and thread' | 'parent only' | 'thread only';
  /** How an empty form field leaves Zendesk: form parsers saw an empty string, `null`, or nothing. */
  emptyFieldAs: 'empty' | 'null' | 'absent';
  editWithoutStateKeepsState: boolean;
  editReactivates: boolean;
  pushIdWithoutPushClient: boolean;
  editRevokesOldTokens: boolean;
  filesGetMetadata: boolean;
}

export const defaultBehaviour: Behaviour = {
  pullTimeoutMs: 60_000,
  channelbackTimeoutMs: 60_000,
  eventTimeoutMs: 10_000,
  maxResources: 200,
  maxAnswerBytes: 4 * 1024 * 1024,
  countBytes: true,
  invalidResource: 'fails the pull',
  unknownParent: 'new ticket',
  tagsAsString: false,
  updateAuthorName: false,
  needsUpdateStopsPolling: false,
  deactivateOn: { statuses: [401, 403], times: 10 },
  internalNoteReopens: true,
  followUpEventTicketId: 'closed ticket',
  dedupeScope: 'integration',
  channelbackRetries: 3,
  channelbackRetryDelaysMs: [100, 400, 1600],
  channelbackRetryOn5xx: true,
  channelbackParent: 'newest',
  channelbackIds: 'parent and thread',
  emptyFieldAs: 'empty',
  editWithoutStateKeepsState: true,
  editReactivates: true,
  pushIdWithoutPushClient: false,
  editRevokesOldTokens: false,
  filesGetMetadata: false,
};

export interface ZendeskSimulatorOptions extends Partial<Behaviour> {
  /** 0, the default, takes a free port. */
  port?: number;
  /** The address to listen on. */
  host?: string;
  /** The host name in `url`; `localhost` unless said otherwise. */
  publicHost?: string;
  /** What the service has been told is Zendesk's origin; the simulator's own URL unless said otherwise. */
  publicOrigin?: string;
  subdomain?: string;
  /** Accept http on localhost where Zendesk demands https. */
  trustLocalhost?: boolean;
  clock?: Clock;
  /** 0 = never by itself; `tick()` and `advance()` work either way. */
  pullIntervalSeconds?: number;
}

/** Picks the behaviour out of the options. */
export function toBehaviour(options: ZendeskSimulatorOptions): Behaviour {
  const known = new Set(Object.keys(defaultBehaviour));
  const chosen = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => known.has(name) && value !== undefined),
  );
  return { ...structuredClone(defaultBehaviour), ...(chosen as Partial<Behaviour>) };
}
