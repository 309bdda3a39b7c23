import * as z from 'zod/mini';
import { starsSchema, trustpilotIdSchema } from './review.ts';

export const periods = ['24h', '7d', '30d', '90d', '12m'] as const;
export type Period = (typeof periods)[number];

/** Length of a backfill period in milliseconds. */
export const periodMs: Record<Period, number> = {
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
  '90d': 90 * 86_400_000,
  '12m': 365 * 86_400_000,
};

const priorities = ['low', 'normal', 'high', 'urgent'] as const;
const customFieldIdSchema = z.nullable(z.string().check(z.regex(/^[0-9]{1,20}$/)));

/** What an admin chooses in the account dialogue. */
export const settingsSchema = z.object({
  /** Raised by each Submit; a Submit that carries an older one shows what changed instead of overwriting it. */
  version: z.int(),
  backfill: z.object({
    on: z.boolean(),
    period: z.enum(periods),
    /** When it was switched on or its period was chosen (ms): the period ends there. */
    requestedAtMs: z.optional(z.number()),
  }),
  /** Empty = all. */
  stars: z.array(starsSchema),
  /** As Trustpilot names them (`en`, `da`, `nb` …); empty = all. */
  languages: z.array(z.string()),
  onlyWithText: z.boolean(),
  /** Placeholders {stars} {title} {domain} {rating} {language} {reference} {name}. */
  subject: z.string(),
  /** Zendesk priority by number of stars ("1".."5"); a missing key sets none. */
  priorityByStars: z.record(z.string(), z.enum(priorities)),
  customFields: z.object({
    stars: customFieldIdSchema,
    reference: customFieldIdSchema,
    domain: customFieldIdSchema,
    link: customFieldIdSchema,
  }),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  version: 1,
  backfill: { on: false, period: '30d' },
  stars: [],
  languages: [],
  onlyWithText: false,
  subject: '{stars} {title} ({domain})',
  priorityByStars: {},
  customFields: { stars: null, reference: null, domain: null, link: null },
};

export const domainSchema = z.object({
  businessUnitId: trustpilotIdSchema,
  /** The identifying name, e.g. `bluelamp.example`. */
  domain: z.string(),
  /** When it was submitted in the dialogue (ms): reviews created before come only through backfill. */
  addedAtMs: z.number(),
  /** Set when an admin takes the domain out: no more polling, but its tickets stay answerable. */
  removedAtMs: z.optional(z.number()),
  /** Unguessable path element of the domain's Trustpilot webhook. */
  webhookKey: z.string(),
});
export type Domain = z.infer<typeof domainSchema>;

/** One Trustpilot consent. Its token pair lives in Secrets Manager; the row names the version in force. */
export const connectionSchema = z.object({
  connectionId: z.string(),
  /** Secrets Manager VersionId of the current token pair; readers ask for exactly that one. */
  versionId: z.string(),
  status: z.enum(['ok', 'dead']),
  /** When the access token ends (ms). */
  accessExpiresAtMs: z.number(),
  /** Business user that consented, when Trustpilot said so. */
  businessUserId: z.optional(z.string()),
  businessUserName: z.optional(z.string()),
  /** Held by the one Lambda that refreshes the pair. */
  refreshLock: z.optional(z.object({ owner: z.string(), untilMs: z.number() })),
});
export type Connection = z.infer<typeof connectionSchema>;

export const accountIdSchema = z.string().check(z.regex(/^[a-z0-9]{16}$/));

/** One Zendesk channel account: one subdomain, one Trustpilot connection, one or more domains, its settings. */
export const accountSchema = z.object({
  accountId: accountIdSchema,
  /** SHA-256 (base64url) of the key inside the metadata; the key itself is never stored. */
  keyHash: z.string(),
  subdomain: z.string(),
  name: z.string(),
  /** pending: submitted, not yet seen by a pull. stopped: deactivated or silent for 48 h. leaving: being erased. */
  status: z.enum(['pending', 'live', 'stopped', 'leaving']),
  createdAtMs: z.number(),
  /** Timestamp of the newest lifecycle event that was applied (ms); older ones change nothing. */
  lifecycleAtMs: z.number(),
  /** Last pull, at most one write an hour (ms). */
  lastPullAtMs: z.number(),
  connection: connectionSchema,
  domains: z.array(domainSchema),
  settings: settingsSchema,
  /** Reviews were erased: whoever imports one looks whether it is among them. */
  hasErased: z.optional(z.boolean()),
});
export type Account = z.infer<typeof accountSchema>;

/** Zendesk pulls every two minutes; an account that it has not asked about for this long is left alone. */
const silentMs = 48 * 3_600_000;

/** Neither a pull nor a word about its life for two days. */
export const isSilent = (
  { lastPullAtMs, lifecycleAtMs }: Pick<Account, 'lastPullAtMs' | 'lifecycleAtMs'>,
  nowMs: number,
): boolean => nowMs - Math.max(lastPullAtMs, lifecycleAtMs) >= silentMs;

/** What Zendesk keeps for us and sends with every call of the account. */
export const metadataSchema = z.object({ v: z.literal(1), account: accountIdSchema, key: z.string() });
