import { z } from 'zod';
import type { Clock } from './clock.ts';

const milliseconds = z.number().int().min(0);

/**
 * What no public source settles about Zendesk. A test that wants to know whether the service survives the other
 * reading sets it; it may be changed while the simulator runs.
 */
const behaviourSchema = z.object({
  pullTimeoutMs: milliseconds,
  channelbackTimeoutMs: milliseconds,
  eventTimeoutMs: milliseconds,
  /** Documentation: 200; schema: 256. */
  maxResources: z.number().int(),
  maxAnswerBytes: z.number().int(),
  /** Count UTF-8 bytes too: a database column may count bytes where a JSON Schema counts characters. */
  countBytes: z.boolean(),
  invalidResource: z.enum(['fails the pull', 'is skipped']),
  unknownParent: z.enum(['new ticket', 'error']),
  /** May `tags` come as one string with spaces, too? */
  tagsAsString: z.boolean(),
  updateAuthorName: z.boolean(),
  needsUpdateStopsPolling: z.boolean(),
  deactivateOn: z.object({ statuses: z.array(z.number()), times: z.number().int().min(1) }),
  /** Does a private comment reopen a solved ticket as a public one does? */
  internalNoteReopens: z.boolean(),
  /** Which ticket `ticket_id` of `comment_on_follow_up_ticket` names; `follow_up_ticket_id` names the other. */
  followUpEventTicketId: z.enum(['closed ticket', 'new ticket']),
  dedupeScope: z.enum(['integration', 'account']),
  channelbackRetries: z.number().int().min(0),
  channelbackRetryDelaysMs: z.array(milliseconds),
  channelbackRetryOn5xx: z.boolean(),
  channelbackParent: z.enum(['newest', 'first']),
  channelbackIds: z.enum(['parent and thread', 'parent only', 'thread only']),
  /** How an empty form field leaves Zendesk: form parsers saw an empty string, `null`, or nothing. */
  emptyFieldAs: z.enum(['empty', 'null', 'absent']),
  editWithoutStateKeepsState: z.boolean(),
  editReactivates: z.boolean(),
  pushIdWithoutPushClient: z.boolean(),
  editRevokesOldTokens: z.boolean(),
  filesGetMetadata: z.boolean(),
  /** May a zip with a page replace an installed one without? */
  updateAddsPage: z.boolean(),
  /** How long the proxy of the apps' requests waits. */
  proxyTimeoutMs: milliseconds,
  proxyFollowsRedirects: z.boolean(),
  /** What a signature with a setting that is not filled in does. */
  emptySecret: z.enum(['signs with an empty key', 'signs with the placeholder', 'fails']),
  /** Does a signed token say when it was issued? */
  tokenHasIat: z.boolean(),
  /** Does the proxy refuse agents to whom the app is not shown? */
  proxyChecksRestrictions: z.boolean(),
  /** An answer that is not JSON where the app asked for it. */
  notJson: z.enum(['fails', 'is passed on as text']),
  /** After that the submit goes through without the app's answer. */
  saveHookTimeoutMs: milliseconds,
  /** In pixels; a sidebar is never higher. */
  mostSidebarHeight: milliseconds,
});

export type Behaviour = z.infer<typeof behaviourSchema>;

export const behaviourChangeSchema = behaviourSchema.partial().strict();

/** The reference's best guess for each. */
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
  updateAddsPage: true,
  proxyTimeoutMs: 30_000,
  proxyFollowsRedirects: false,
  emptySecret: 'signs with an empty key',
  tokenHasIat: false,
  proxyChecksRestrictions: true,
  notJson: 'fails',
  saveHookTimeoutMs: 30_000,
  mostSidebarHeight: 1000,
};

export interface ZendeskSimulatorOptions extends Partial<Behaviour> {
  /** 0, the default, takes a free port. */
  port?: number;
  /** The address to listen on. */
  host?: string;
  /** The host name in `url`; `localhost` unless said otherwise. */
  publicHost?: string;
  /** Where the apps' own pages are served, an origin of its own; 0, the default, takes a free port. */
  assetPort?: number;
  /** A copy of Zendesk's own SDK; the npm fork of it unless said otherwise. */
  sdkFile?: string | undefined;
  /** What the service has been told is Zendesk's origin; the simulator's own URL unless said otherwise. */
  publicOrigin?: string;
  subdomain?: string;
  /** Accept http on localhost where Zendesk demands https. */
  trustLocalhost?: boolean;
  clock?: Clock;
  /** 0 = never by itself; `tick()` and `advance()` work either way. */
  pullIntervalSeconds?: number;
  /** Where a person finds things, for the pages. */
  guide?: Guide;
}

/** What a demo knows beyond Zendesk. */
export interface Guide {
  /** Address of the app's zip, filled in on the install page. */
  appAddress: string;
  /** Where reviews are written and read. */
  reviewSite: { name: string; url: string };
}

/** Picks the behaviour out of the options. */
export function toBehaviour(options: ZendeskSimulatorOptions): Behaviour {
  const known = new Set(Object.keys(defaultBehaviour));
  const chosen = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => known.has(name) && value !== undefined),
  );
  return { ...structuredClone(defaultBehaviour), ...(chosen as Partial<Behaviour>) };
}
