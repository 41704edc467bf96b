/**
 * A browser sends the session's cookie by itself, whichever page asks; so whatever changes something must come from a
 * page of our own. Browsers say so in `Sec-Fetch-Site`, and where they do not (plain http, older ones), in `Origin`.
 */
import type { Request } from 'express';
import { HttpProblem } from './problems.ts';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** @throws {HttpProblem} 403 unless the request is harmless or comes from a page of ours */
export function requireSameOrigin(request: Request): void {
  if (SAFE.includes(request.method) || isSameOrigin(request)) return;
  throw new HttpProblem(403, {
    type: 'cross-site',
    detail: 'With a session this is possible from a page of this server only; elsewhere, send a key.',
  });
}

/** The same, but what is no browser may ask too: it says nothing of where it comes from. @throws {HttpProblem} 403 */
export function refuseCrossSite(request: Request): void {
  const { 'sec-fetch-site': site, origin } = request.headers;
  if (site !== undefined || origin !== undefined) requireSameOrigin(request);
}

function isSameOrigin(request: Request): boolean {
  const { 'sec-fetch-site': site, origin } = request.headers;
  if (site !== undefined) return site === 'same-origin';
  // Hosts are compared without the protocol: a proxy that ends TLS may not tell us of it.
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host;
}
