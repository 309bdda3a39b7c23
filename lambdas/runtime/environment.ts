import * as z from 'zod/mini';

const positive = (fallback: number) => z._default(z.coerce.number().check(z.gt(0)), fallback);
const seconds = positive;
const httpUrl = z.string().check(z.regex(/^https?:\/\/[^\s]+$/, 'must be an http(s) URL'));

/** Every environment variable of every Lambda, with its default. A Lambda picks the ones it needs. */
export const environmentVariables = {
  TABLE_NAME: z.string().check(z.minLength(1)),
  /** Queue between poll and worker. */
  REVIEW_QUEUE_URL: httpUrl,
  /** Dead-letter queue of the same; the worker parks hopeless messages there itself, with the reason. */
  PARKED_QUEUE_URL: httpUrl,
  /** Base of all our own URLs, without a slash at the end. */
  PUBLIC_URL: z.pipe(
    httpUrl,
    z.transform((url: string) => url.replace(/\/+$/, '')),
  ),
  /** `id` of the integration manifest: fixed per deployment, never follows the URL. */
  INTEGRATION_ID: z.string().check(z.minLength(1), z.maxLength(511)),
  /** Where an account's Zendesk lives; `{subdomain}` is replaced when present. */
  ZENDESK_ORIGIN: z._default(httpUrl, 'https://{subdomain}.zendesk.com'),
  /** Comma-separated Zendesk subdomains that may use this deployment; `*` = all. */
  ZENDESK_SUBDOMAINS: z.string().check(z.minLength(1)),
  /** Where the built page of the agent's sidebar lies; beside the bundle unless it says so. */
  SIDEBAR_PAGE_DIR: z.optional(z.string().check(z.minLength(1))),
  TRUSTPILOT_API_URL: z._default(httpUrl, 'https://api.trustpilot.com'),
  TRUSTPILOT_AUTHENTICATE_URL: z._default(httpUrl, 'https://authenticate.trustpilot.com'),
  /** Secrets Manager id of `{"apiKey":"…","apiSecret":"…"}`. */
  TRUSTPILOT_SECRET_ID: z.string().check(z.minLength(1)),
  /** Name prefix of the secrets that hold token pairs, one per connection. */
  CONNECTION_SECRET_PREFIX: z.string().check(z.minLength(1)),
  /** Secrets Manager id of the secret from which the sidebar keys are derived. */
  SIDEBAR_MASTER_SECRET_ID: z.string().check(z.minLength(1)),
  /** How long something must be missing at Trustpilot before it counts as gone. */
  CONFIRM_ABSENCE_SECONDS: seconds(300),
  /** How often the schedule fires: no domain is read more often. */
  POLL_SECONDS: seconds(60),
  /** How often reviews of the last 24 hours are read again, where regular scans do not; older ones 4 and 28 times as seldom. */
  RESCAN_SECONDS: seconds(21_600),
  /** How often the Deletions API is followed. */
  DELETIONS_SECONDS: seconds(86_400),
  /** How long a review is kept after the last thing that happened to it; without it as long as its account. */
  REVIEW_RETENTION_DAYS: z.optional(z.coerce.number().check(z.gt(0))),
  /** Trustpilot's yearly allowance of calls, per API key (Trustpilot reference, 7.3), … */
  TRUSTPILOT_YEARLY_CALLS: positive(200_000),
  /** … and a day on which one of its years starts: MM-DD, or a whole date. */
  TRUSTPILOT_ALLOWANCE_STARTS: z._default(
    z.pipe(
      z
        .string()
        .check(z.regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be MM-DD or YYYY-MM-DD')),
      z.transform((day: string) => day.slice(-5)),
    ),
    '01-01',
  ),
  /** How long after it was taken over an unconfirmed entry is offered again. */
  REOFFER_SECONDS: seconds(1_800),
  /** Longest reply that is published, in code points; Trustpilot documents no limit. */
  REPLY_MAX_CHARACTERS: positive(10_000),
  LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error']), 'info'),
} as const;

type Variables = typeof environmentVariables;

/** Reads the named variables; fails once, naming every one that is missing or wrong. */
export function readEnvironment<Name extends keyof Variables>(
  names: readonly Name[],
  source: Record<string, string | undefined> = process.env,
): { [Key in Name]: z.output<Variables[Key]> } {
  const shape = Object.fromEntries(names.map((name) => [name, environmentVariables[name]]));
  const result = z.object(shape).safeParse(source);
  if (result.success) return result.data as { [Key in Name]: z.output<Variables[Key]> };
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`Environment variables missing or wrong: ${problems.join('; ')}`);
}
