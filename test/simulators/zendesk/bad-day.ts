import { z } from 'zod';

const patterns = z.array(z.string());
const count = z.number().int().min(0);

export const badDaySchema = z.object({
  /** Taken over (the state is stored) but never turned into a ticket, without any event. `*` stands for anything. */
  notConverted: patterns,
  notConvertedNext: count,
  /** One of these in an answer and the whole pull fails: nothing stored, the same state next time. */
  refusesBatchWith: patterns,
  events: z.enum(['in time', 'late', 'twice', 'never', 'out of order']),
  /** The service handles the call, its answer gets lost on the way. */
  dropPullResponses: count,
  dropChannelbackResponses: count,
  /** The next calls never reach the service. */
  failChannelbackConnections: count,
  /** Zendesk gives up after this many milliseconds; null = its usual time-out. */
  pullTimeoutMs: count.nullable(),
  channelbackTimeoutMs: count.nullable(),
  /** Each account is pulled twice at once, with one and the same state. */
  overlappingPulls: z.boolean(),
  /** Each channelback leaves twice at once, with one and the same request_unique_identifier. */
  twinChannelbacks: z.boolean(),
  /** An uninstall does not forget imported ids and threads. */
  dedupeSurvivesUninstall: z.boolean(),
  /** Zendesk goes on with the URLs of its cached manifest. */
  staleManifest: z.boolean(),
  /** Zendesk does not poll by itself. */
  pollingPaused: z.boolean(),
  /** What an app's requests to its own service get instead of its answer. */
  sidebarAnswers: z.enum(['from the service', 'nobody there', '401', '429', '503', 'HTML']),
  /** So much later than the service answers. */
  sidebarDelayMs: count,
  /** How a token that the proxy signs differs from what the app asked for. */
  sidebarTokens: z.enum([
    'as asked',
    'expired',
    'far future',
    'other audience',
    'other subdomain',
    'alg none',
  ]),
});

export type BadDay = z.infer<typeof badDaySchema>;

export const badDayChangeSchema = badDaySchema.partial().strict();

/** Everything works. */
export function aGoodDay(): BadDay {
  return {
    notConverted: [],
    notConvertedNext: 0,
    refusesBatchWith: [],
    events: 'in time',
    dropPullResponses: 0,
    dropChannelbackResponses: 0,
    failChannelbackConnections: 0,
    pullTimeoutMs: null,
    channelbackTimeoutMs: null,
    overlappingPulls: false,
    twinChannelbacks: false,
    dedupeSurvivesUninstall: false,
    staleManifest: false,
    pollingPaused: false,
    sidebarAnswers: 'from the service',
    sidebarDelayMs: 0,
    sidebarTokens: 'as asked',
  };
}

/** Is `id` named by one of the patterns? `*` stands for any run of characters. */
export function isNamed(id: string, names: string[]): boolean {
  return names.some((name) => {
    const source = name
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*');
    return new RegExp(`^${source}$`, 's').test(id);
  });
}

type Counter =
  'notConvertedNext' | 'dropPullResponses' | 'dropChannelbackResponses' | 'failChannelbackConnections';

/** Uses up one of a counted fault; false when none is left. */
export function takeOne(badDay: BadDay, counter: Counter): boolean {
  if (badDay[counter] === 0) return false;
  badDay[counter] -= 1;
  return true;
}
