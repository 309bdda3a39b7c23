/*
 * The HTTP surface. Imports nothing: CDK makes the API Gateway routes from it, the local gateway too.
 * Paths are in API Gateway's notation; `{proxy+}` matches the rest.
 */
export const functionNames = ['pull', 'channelback', 'web', 'hooks', 'poll', 'worker', 'sidebar'] as const;
export type FunctionName = (typeof functionNames)[number];

export const routes: readonly { method: 'GET' | 'POST'; path: string; function: FunctionName }[] = [
  { method: 'GET', path: '/', function: 'web' },
  { method: 'GET', path: '/assets/{proxy+}', function: 'web' },
  { method: 'GET', path: '/download/zendesk-app.zip', function: 'web' },
  { method: 'GET', path: '/zendesk/manifest.json', function: 'web' },
  { method: 'POST', path: '/zendesk/admin', function: 'web' },
  { method: 'GET', path: '/zendesk/admin/{proxy+}', function: 'web' },
  { method: 'POST', path: '/zendesk/admin/{proxy+}', function: 'web' },
  { method: 'GET', path: '/zendesk/clickthrough', function: 'web' },
  { method: 'GET', path: '/zendesk/health', function: 'web' },
  { method: 'GET', path: '/zendesk/dashboard', function: 'web' },
  { method: 'GET', path: '/trustpilot/oauth/callback', function: 'web' },
  { method: 'POST', path: '/zendesk/pull', function: 'pull' },
  { method: 'POST', path: '/zendesk/channelback', function: 'channelback' },
  { method: 'POST', path: '/zendesk/events', function: 'hooks' },
  { method: 'POST', path: '/trustpilot/webhooks/{key}', function: 'hooks' },
  { method: 'POST', path: '/sidebar/{proxy+}', function: 'sidebar' },
];
