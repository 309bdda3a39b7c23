import type { Deployment } from './deployment.ts';
import { OpsError } from './ops-error.ts';
import type { Surroundings } from './surroundings.ts';
import { keysWork, storeKeys } from './trustpilot-key.ts';

export interface ConfigureOptions {
  apiKey?: string | undefined;
  apiSecret?: string | undefined;
}

/** Puts the Trustpilot key and secret in place once Trustpilot has taken them, and says what is left to do by hand. */
export async function configure(
  around: Surroundings,
  deployment: Deployment,
  options: ConfigureOptions,
): Promise<void> {
  const { print, ask } = around;
  const apiKey = (options.apiKey ?? (await ask.text('Trustpilot API key'))).trim();
  const apiSecret = (options.apiSecret ?? (await ask.secret('Trustpilot API secret'))).trim();
  // The clients refuse anything else, because it would end up in an error of fetch that quotes it.
  if (![apiKey, apiSecret].every((text) => /^[\x21-\x7e]+$/.test(text))) {
    throw new OpsError(
      'Key and secret are single words of letters, digits and signs. Copy them again, without blanks.',
    );
  }
  if (!(await keysWork(around, { apiKey, apiSecret }))) {
    throw new OpsError(
      'Trustpilot refuses this key and secret. Compare both with Trustpilot Business, Integrations, Developers, APIs. Nothing was stored.',
    );
  }
  await storeKeys(around, deployment, { apiKey, apiSecret });
  print('Trustpilot takes key and secret; they are in place. The functions use them within five minutes.');
  print('');
  for (const line of nextSteps(deployment.PublicUrl)) print(line);
}

const nextSteps = (url: string): string[] => [
  'In Trustpilot Business, Integrations, Developers, APIs, at your application, register this redirect URL:',
  `  ${url}/trustpilot/oauth/callback`,
  `  (where it asks for a host only: ${new URL(url).host})`,
  'In Zendesk:',
  `  1. Download the app: ${url}/download/zendesk-app.zip`,
  '  2. Admin Center, Apps and integrations, Zendesk Support apps, Upload private app: choose that file, Upload, Install.',
  '  3. Admin Center, Apps and integrations, Channel integrations, Trustpilot service reviews, Accounts, Add account.',
  '  4. Connect to Trustpilot, choose the domains, Submit.',
  '  5. Open the account again, copy the sidebar key, and paste it: Zendesk Support apps, this app, Sidebar key, Update.',
  'Then: npm run ops -- doctor',
];
