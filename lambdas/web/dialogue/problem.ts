import type { TextKey } from '../texts/catalogue.ts';

/** Why there is a page with an explanation in place of the page that was asked for. */
export const problems = {
  expired: { title: 'expiredTitle', body: 'expired', status: 410 },
  notAllowed: { title: 'notAllowedTitle', body: 'notAllowed', status: 403 },
  badOpening: { title: 'badOpeningTitle', body: 'badOpening', status: 400 },
  hostMapped: { title: 'hostMappedTitle', body: 'hostMapped', status: 400 },
  unknownAccount: { title: 'unknownAccountTitle', body: 'unknownAccount', status: 401 },
  denied: { title: 'deniedTitle', body: 'denied', status: 200 },
  oauthInvalid: { title: 'oauthInvalidTitle', body: 'oauthInvalid', status: 400 },
  // The code came by way of the browser, so whoever calls can make it wrong: no reason to alarm anybody.
  exchangeFailed: { title: 'exchangeFailedTitle', body: 'exchangeFailed', status: 400 },
  busy: { title: 'busyTitle', body: 'busy', status: 503 },
  refused: { title: 'refusedTitle', body: 'refused', status: 502 },
  crashed: { title: 'crashedTitle', body: 'crashed', status: 500 },
} as const satisfies Record<string, { title: TextKey; body: TextKey; status: number }>;

export type ProblemName = keyof typeof problems;

/** Ends a step of the dialogue with a page that explains what is wrong. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly problem: ProblemName;
  readonly values: Record<string, string>;
  constructor(problem: ProblemName, values: Record<string, string> = {}) {
    super(`The account dialogue ended with: ${problem}`);
    this.problem = problem;
    this.values = values;
  }
}
