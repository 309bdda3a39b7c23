import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { SettingsError } from './settings-error.ts';

/** The key in the `context` of cdk.json. It holds one deployment, or a list of them. */
export const contextKey = 'trustpilotReviews';

/** What cdk.json is shipped with, so that a fresh clone can be synthesised. */
export const placeholderSubdomain = 'your-zendesk-subdomain';

const retentionDays = Object.values(RetentionDays).filter((days) => typeof days === 'number');

/* Each message says what is expected; `readSettings` makes a sentence of it. */
const text = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected);
const whole = (from: number, to: number) => {
  const expected = `a whole number from ${from} to ${to}`;
  return z.int(expected).min(from, expected).max(to, expected);
};
const oneOf = <const Value extends string>(...values: Value[]) =>
  z.enum(values, `one of ${values.join(', ')}`);
const nameText = (example: string, maxLength: number) =>
  text(new RegExp(`^[a-z][a-z0-9-]{0,${maxLength - 1}}$`), `a short name such as "${example}" (a-z, 0-9, -)`);
const subdomainList = 'a list of Zendesk subdomains such as ["acme"], or ["*"] for every Zendesk there is';

export const settingsSchema = z.strictObject({
  /** Which deployment this is. Part of the stack's name, so it cannot be changed later. */
  stage: nameText('production', 20),
  /** Tells several deployments of one stage apart. Part of the stack's name, so it cannot be changed later. */
  name: nameText('trustpilot-reviews', 40).default('trustpilot-reviews'),
  /** Who may use the deployment. No default: whoever is listed can spend the Trustpilot allowance. */
  zendeskSubdomains: z
    .array(
      text(
        /^(\*|[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/,
        'the first part of a Zendesk address in lower case, such as "acme" for acme.zendesk.com',
      ),
      subdomainList,
    )
    .min(1, subdomainList),
  /** Own address, with the certificate of the same region for it. Zendesk keeps the address for ever. */
  domainName: text(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
    'a host name such as "reviews.acme.com"',
  ).optional(),
  certificateArn: text(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[a-zA-Z0-9-]+$/,
    'the ARN of an ACM certificate, "arn:aws:acm:…:certificate/…"',
  ).optional(),
  /** Id of the integration in Zendesk; by default the stack's name. Changing it makes another integration. */
  integrationId: text(/^[A-Za-z0-9_.-]{1,200}$/, 'an id of letters, digits, "_", "." and "-"').optional(),
  /** How many calls a year the Trustpilot contract includes, and the day (MM-DD) on which its years start. */
  trustpilotYearlyCalls: whole(1_000, 1_000_000_000).default(200_000),
  allowanceStartsOn: text(
    /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    'a month and a day such as "03-31"',
  ).default('01-01'),
  /** How often the schedule fires; what is due then is planned within the allowance. */
  pollMinutes: whole(1, 60).default(1),
  /** How often reviews of the last day are read again for edits, replies and removals. */
  rescanHours: whole(1, 24).default(6),
  /** How often Trustpilot's feed of erased reviews and reviewers is followed. */
  deletionsHours: whole(1, 24).default(24),
  /**
   * How long a review is kept after the last thing that happened to it; without it as long as its account. Changes on
   * Trustpilot are looked for through 30 days, and a ticket whose review is not kept can no longer be answered.
   */
  reviewRetentionDays: whole(90, 3_650).optional(),
  /** `false` in an account whose Lambda quota is too small to reserve from (new accounts: 10). */
  reserveConcurrency: z.boolean('true or false').default(true),
  /** Longest reply that is published; longer ones are refused with a reason. */
  replyMaxCharacters: whole(1, 65_535).default(10_000),
  logRetentionDays: z
    .enum(RetentionDays, `a number of days that CloudWatch knows: ${retentionDays.join(', ')}`)
    .default(RetentionDays.ONE_MONTH),
  logLevel: oneOf('debug', 'info', 'warn', 'error').default('info'),
  /** Gets a mail when an alarm goes off and when it is over. */
  alarmEmail: z.email('an e-mail address').optional(),
  /** What comes before the name of a runbook section in an alarm's text: where your copy of the README is. */
  runbookUrl: text(/^\S+$/, 'an address without blanks').default('README.md'),
  /** Name of a table that was restored from a backup, to be used in place of the stack's own (runbook, "Restore"). */
  restoredTable: text(/^[A-Za-z0-9_.-]{3,255}$/, 'the name of a DynamoDB table').optional(),
  /** `destroy` for try-outs only: removing the stack then deletes all data. */
  removalPolicy: oneOf('retain', 'destroy').default('retain'),
});

export type Settings = z.output<typeof settingsSchema>;

/** The deployments that cdk.json describes. @throws SettingsError with one sentence per mistake */
export function readSettings(context: unknown): Settings[] {
  const given = typeof context === 'string' ? parseJson(context) : context;
  const deployments = Array.isArray(given) ? (given as unknown[]) : [given];
  const settings = deployments.map((each, index) =>
    readDeployment(each, Array.isArray(given) ? `${contextKey}[${index}]` : contextKey),
  );
  const names = settings.map(toStackName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new SettingsError(`Two deployments in cdk.json are called ${twice}.`);
  return settings;
}

/** Unique within an account and region; everything that must not collide is named after it. */
export const toStackName = ({ name, stage }: Settings): string => `${name}-${stage}`;

/** `-c` on the command line gives text. */
function parseJson(given: string): unknown {
  try {
    return JSON.parse(given) as unknown;
  } catch {
    throw new SettingsError(`The context ${contextKey} is text that is not JSON.`);
  }
}

function readDeployment(given: unknown, where: string): Settings {
  if (typeof given !== 'object' || given === null) {
    throw new SettingsError(
      `cdk.json has no settings: its "context" needs "${contextKey}" with at least "stage" and "zendeskSubdomains".`,
    );
  }
  const result = settingsSchema.safeParse(given);
  const problems = result.success
    ? belongTogether(result.data, where)
    : result.error.issues.map((issue) => toSentence(issue, given, where));
  if (result.success && problems.length === 0) return result.data;
  throw new SettingsError(problems.join('\n'));
}

function belongTogether({ domainName, certificateArn }: Settings, where: string): string[] {
  if ((domainName === undefined) === (certificateArn === undefined)) return [];
  const [there, missing] =
    domainName === undefined ? ['certificateArn', 'domainName'] : ['domainName', 'certificateArn'];
  return [`${where}.${missing} is missing: ${there} and ${missing} go together.`];
}

function toSentence(issue: z.core.$ZodIssue, given: object, where: string): string {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(settingsSchema.shape).join(', ');
    return `${where} has an unknown setting ${issue.keys.join(', ')}; known are ${known}.`;
  }
  const name = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  const value = issue.path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown>)[part], given);
  if (value === undefined) return `${where}${name} is missing: expected ${issue.message}.`;
  return `${where}${name} is ${JSON.stringify(value)}, expected ${issue.message}.`;
}
