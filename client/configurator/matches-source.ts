/**
 * Whether an address is in a list of sources, as browsers decide it (Content Security Policy Level 3, 6.7.2). A socket
 * is not its host's https: `wss:` is asked for by name, only `*` and `'self'` bring it along.
 */

/** @param page the address of the page whose policy it is, what `'self'` and sources without a scheme are measured by */
export function matchesSources(url: URL, sources: readonly string[], page: URL): boolean {
  // Beside other sources 'none' counts for nothing; alone it matches nothing.
  return sources.some((source) => matchesSource(url, source, page));
}

function matchesSource(url: URL, source: string, page: URL): boolean {
  if (source === '*') return /^(http|ws)s?:$/.test(url.protocol) || url.protocol === page.protocol;
  if (source.toLowerCase() === "'self'") return isOwn(url, page);
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return matchesScheme(source.toLowerCase(), url.protocol);
  const parts = HOST_SOURCE.exec(source)?.groups;
  if (!parts) return false;
  const { scheme, host = '', port, path = '' } = parts;
  const allowed = scheme === undefined ? page.protocol : `${scheme.toLowerCase()}:`;
  return (
    matchesScheme(allowed, url.protocol) &&
    matchesHost(host.toLowerCase(), url.hostname) &&
    matchesPort(port, allowed, url) &&
    matchesPath(path, url.pathname)
  );
}

const HOST_SOURCE =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<host>\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(?::(?<port>\d+|\*))?(?<path>\/[^?#]*)?$/i;

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'ws:': '80',
  'https:': '443',
  'wss:': '443',
};
const SAFER: Readonly<Record<string, string>> = { 'http:': 'https:', 'ws:': 'wss:' };

function isOwn(url: URL, page: URL): boolean {
  if (url.hostname !== page.hostname) return false;
  const reached: Readonly<Record<string, readonly string[]>> = {
    'http:': ['http:', 'https:', 'ws:', 'wss:'],
    'https:': ['https:', 'wss:'],
  };
  if (!reached[page.protocol]?.includes(url.protocol)) return false;
  const bothDefault =
    portOf(page) === DEFAULT_PORTS[page.protocol] && portOf(url) === DEFAULT_PORTS[url.protocol];
  return portOf(url) === portOf(page) || bothDefault;
}

/** The same, or its safer form. */
function matchesScheme(allowed: string, scheme: string): boolean {
  return allowed === scheme || SAFER[allowed] === scheme;
}

function matchesHost(allowed: string, host: string): boolean {
  if (allowed === '*') return true;
  // The star stands for subdomains, however deep, and not for the domain itself.
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : allowed === host;
}

function matchesPort(allowed: string | undefined, scheme: string, url: URL): boolean {
  if (allowed === '*') return true;
  const port = portOf(url);
  if (allowed === undefined) return port === DEFAULT_PORTS[url.protocol];
  // Who allows port 80 allows 443 of its safer form as well.
  return allowed === port || (scheme !== url.protocol && allowed === '80' && port === '443');
}

function matchesPath(allowed: string, path: string): boolean {
  if (allowed === '') return true;
  const decoded = decodePath(allowed);
  return decoded.endsWith('/') ? decodePath(path).startsWith(decoded) : decodePath(path) === decoded;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A stray percent sign stands for itself.
  }
}

function portOf(url: URL): string {
  return url.port || (DEFAULT_PORTS[url.protocol] ?? '');
}
