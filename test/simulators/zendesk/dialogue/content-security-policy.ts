/** Does one of the policies in a Content-Security-Policy header forbid `url` for this directive? */
export function isForbidden(
  header: string | undefined,
  directive: string,
  url: string,
  selfUrl: string,
): boolean {
  return (header ?? '')
    .split(',')
    .map((policy) => sourcesOf(policy, directive))
    .some(
      (sources) =>
        sources !== undefined && !sources.some((source) => admits(source, new URL(url), new URL(selfUrl))),
    );
}

/** The sources of a directive; undefined = not restricted. Neither frame-ancestors nor form-action fall back to default-src. */
function sourcesOf(policy: string, directive: string): string[] | undefined {
  for (const part of policy.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/);
    if (name?.toLowerCase() === directive) return sources;
  }
  return undefined;
}

function admits(source: string, url: URL, self: URL): boolean {
  const lower = source.toLowerCase();
  if (lower === "'none'") return false;
  if (lower === "'self'") return url.origin === self.origin;
  if (lower === '*') return true;
  if (/^[a-z][a-z0-9+.-]*:$/.test(lower)) return url.protocol === lower;
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[^/:*]+)(?::(\*|\d+))?(?:\/.*)?$/.exec(lower);
  if (match === null) return false;
  const [, scheme, host = '', port] = match;
  return (
    admitsScheme(scheme ?? self.protocol.slice(0, -1), url) &&
    admitsHost(host, url.hostname) &&
    admitsPort(port, url)
  );
}

/** http in a policy admits https too: "insecure schemes match their secure variants". */
function admitsScheme(scheme: string, url: URL): boolean {
  return url.protocol === `${scheme}:` || (scheme === 'http' && url.protocol === 'https:');
}

function admitsHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;
}

function admitsPort(port: string | undefined, url: URL): boolean {
  if (port === '*') return true;
  return (port ?? '') === url.port || (port === '443' && url.port === '' && url.protocol === 'https:');
}
