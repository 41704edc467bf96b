import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a connection is a page's of our own; whatever is no page says no origin. Hosts are compared without the
 * protocol: a proxy that ends TLS may not tell us of it.
 */
export function isOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  return host !== undefined && origin.toLowerCase().replace(/^https?:\/\//, '') === host.toLowerCase();
}
