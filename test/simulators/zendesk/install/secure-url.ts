const localHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Is this an absolute URL that Zendesk would call? https always; http only on this machine and only when the test
 * trusts it. Source: format "https-url" of any_channel_json_schemas.
 */
export function isSecureUrl(value: string, trustLocalhost: boolean): boolean {
  const url = URL.parse(value);
  if (url === null) return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && trustLocalhost && localHosts.has(url.hostname);
}
