import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { StartError } from './start-error.ts';

const httpUrl = z.pipe(
  z.string().check(z.regex(/^https?:\/\/[^\s/]/, 'must be an http(s) URL')),
  z.transform((url: string) => url.replace(/\/+$/, '')),
);
const seconds = z.coerce.number('must be a number of seconds').check(z.gt(0, 'must be more than 0'));
const passedThrough = z.optional(seconds);
const port = z.coerce
  .number('must be a port number')
  .check(
    z.int('must be a port number'),
    z.gte(0, 'must be a port number'),
    z.lte(65_535, 'must be a port number'),
  );
const text = z.string();

/** Every variable of the product on one machine (README, "On one machine"). */
const settingsSchema = z.object({
  PORT: z._default(port, 8787),
  PUBLIC_URL: z.optional(httpUrl),
  TRUSTPILOT_API_URL: z._default(httpUrl, 'https://api.trustpilot.com'),
  TRUSTPILOT_AUTHENTICATE_URL: z._default(httpUrl, 'https://authenticate.trustpilot.com'),
  TRUSTPILOT_API_KEY: z.optional(text),
  TRUSTPILOT_API_SECRET: z.optional(text),
  ZENDESK_ORIGIN: z._default(httpUrl, 'https://{subdomain}.zendesk.com'),
  ZENDESK_SUBDOMAINS: z._default(text, '*'),
  POLL_SECONDS: z._default(seconds, 60),
  RESCAN_SECONDS: passedThrough,
  DELETIONS_SECONDS: passedThrough,
  CONFIRM_ABSENCE_SECONDS: passedThrough,
  REOFFER_SECONDS: passedThrough,
  TRUSTPILOT_YEARLY_CALLS: z.optional(
    z.coerce.number('must be a number of calls').check(z.gt(0, 'must be more than 0')),
  ),
  DATA_DIR: z.pipe(
    z._default(text, resolve(import.meta.dirname, '../../.data/local')),
    z.transform((path: string) => resolve(path)),
  ),
});

export type Settings = z.output<typeof settingsSchema> & {
  TRUSTPILOT_API_KEY: string;
  TRUSTPILOT_API_SECRET: string;
};

/** Reads the settings; says in one sentence what is missing or wrong. An empty variable counts as not set. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const result = settingsSchema.safeParse(set);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new StartError(`Wrong settings: ${problems.join('; ')}.`);
  }
  const { TRUSTPILOT_API_KEY, TRUSTPILOT_API_SECRET } = result.data;
  if (TRUSTPILOT_API_KEY === undefined || TRUSTPILOT_API_SECRET === undefined) {
    throw new StartError(
      'Set TRUSTPILOT_API_KEY and TRUSTPILOT_API_SECRET to the key and secret of your Trustpilot application, or try `npm start` for the demo, which needs none.',
    );
  }
  return { ...result.data, TRUSTPILOT_API_KEY, TRUSTPILOT_API_SECRET };
}
