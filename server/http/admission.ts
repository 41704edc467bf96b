/**
 * Why a page is not let in. A browser does not tell its page why a WebSocket was refused, so a page that was asks here,
 * over plain HTTP, and shows its makers what to do about it.
 */
import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import type { Refused } from '../broadcast/admission.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly, HttpProblem } from './problems.ts';

const PATH = '/api/admission';

interface AdmissionRouteParts {
  /** `undefined`: it would be let in. */
  readonly refusalOf: (request: IncomingMessage) => Refused | undefined;
}

export function createAdmissionRoutes({ refusalOf }: AdmissionRouteParts): Router {
  const router = Router();
  router.get(PATH, openToAll, (request, response) => {
    const refused = refusalOf(request);
    if (refused) throw toProblem(refused, request.headers.origin ?? 'this origin');
    response.set('Cache-Control', 'no-store').json({ admitted: true });
  });
  router.options(PATH, preflight('GET, HEAD'));
  router.all(PATH, allowOnly('GET, HEAD, OPTIONS'));
  return router;
}

function toProblem(refused: Refused, origin: string): HttpProblem {
  const { status, reason, retryAfterSeconds } = refused;
  return new HttpProblem(status, {
    type: reason,
    detail: explain(refused, origin.slice(0, 200)),
    ...(retryAfterSeconds !== undefined && { headers: { 'Retry-After': String(retryAfterSeconds) } }),
  });
}

/** For whoever makes the page: what is wrong, and what to do. */
function explain({ reason, partner }: Refused, origin: string): string {
  switch (reason) {
    case 'origin':
      return `Pages of ${origin} may not open a live connection here. Whoever runs this ticker can add the origin to its setting ORIGINS.`;
    case 'partner':
      return 'No partner has the key that this page gives. Compare partner="…" on <news-ticker> with the key as it was given to you.';
    case 'partner-origin':
      return `The key of ${partner?.name ?? 'a partner'} is not for pages of ${origin}. Whoever runs this ticker can add the origin to that partner.`;
    case 'partner-quota':
      return `${partner?.name ?? 'This partner'} has as many screens open as were agreed (${partner?.viewers ?? 0}). The next comes in by itself when one of them leaves.`;
    case 'rate':
      return 'Too many connections came from this address within a short time. The page tries again by itself.';
    case 'full':
      return 'This server has as many screens open as it may have. The page tries again by itself.';
    case 'draining':
      return 'This server is being stopped. The page tries again by itself.';
  }
}
