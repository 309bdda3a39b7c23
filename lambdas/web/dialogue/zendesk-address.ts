import type { DialogueDeps } from './deps.ts';

type Settings = Pick<DialogueDeps['settings'], 'zendeskOrigin' | 'zendeskSubdomains'>;

/** A Zendesk subdomain as it may stand in a host name. */
export const isSubdomain = (value: string | undefined): value is string =>
  value !== undefined && value.length <= 63 && /^[a-z0-9][a-z0-9-]*$/.test(value);

export const isAllowedSubdomain = ({ zendeskSubdomains }: Settings, subdomain: string): boolean => {
  const allowed = zendeskSubdomains.split(',').map((each) => each.trim().toLowerCase());
  return allowed.includes('*') || allowed.includes(subdomain);
};

/** The origin of a Zendesk. `subdomain` must have been checked. */
export const zendeskOriginOf = ({ zendeskOrigin }: Settings, subdomain: string): string =>
  new URL(zendeskOrigin.replaceAll('{subdomain}', subdomain)).origin;

export type ReturnUrlVerdict = 'ours' | 'other host' | 'foreign';

/**
 * Only a page of this very Zendesk may get the account's metadata (Channel framework 3.3). `other host` is what a
 * host-mapped Zendesk would send; it cannot be told from an attacker's address, so it is refused as well.
 */
export function checkReturnUrl(returnUrl: string | undefined, zendeskOrigin: string): ReturnUrlVerdict {
  const url = returnUrl === undefined ? null : URL.parse(returnUrl);
  if (url === null || url.username !== '' || url.password !== '') return 'foreign';
  if (!url.pathname.startsWith('/zendesk/channels/')) return 'foreign';
  if (url.origin === zendeskOrigin) return 'ours';
  return url.protocol === 'https:' ? 'other host' : 'foreign';
}
