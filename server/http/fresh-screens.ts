/** A screen that is no wall yet (`/wall` without a name), and the page on which the desk says what it is to be (`/w/7KQ4`). */
import { Router, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import { StoreAway } from '../log/log.ts';
import type { PageAssets } from '../pages/assets.ts';
import { freshScreenPage } from '../pages/fresh-screen-page.ts';
import { newWallPage } from '../pages/new-wall-page.ts';
import type { Pairing, Pairings } from '../walls/pairings.ts';
import { allowOnly } from './problems.ts';
import { originOf } from './request-origin.ts';

interface FreshScreenParts {
  readonly config: Pick<Config, 'siteName'>;
  readonly boards: Pick<Boards, 'sections'>;
  readonly pairings: Pairings;
  /** Of the screen, and of the desk's page. */
  readonly assets: { readonly screen: PageAssets; readonly desk: PageAssets };
}

/** A building's screens behind one address, each with a new code every ten minutes. */
const CODES_EACH = { windowMs: 10 * 60_000, limit: 60 };
/** A screen asks again about as much later (client/pages/fresh-screen.ts). */
const AGAIN_SECONDS = '60';
const BUSY = 'Er wachten al te veel schermen. Dit scherm probeert het vanzelf opnieuw.';
const AWAY = 'De server kan nu geen code maken. Dit scherm probeert het vanzelf opnieuw.';

export function createFreshScreenRoutes({ boards, config, pairings, assets }: FreshScreenParts): Router {
  const router = Router();
  const { siteName } = config;
  const limit = rateLimit({
    ...CODES_EACH,
    standardHeaders: false,
    legacyHeaders: false,
    skip: isWall,
    handler: (request, response) => send(request, response, 429, BUSY),
  });

  router.get('/wall', limit, async (request, response, next) => {
    if (isWall(request)) return next();
    try {
      const pairing = await pairings.begin();
      send(request, response, pairing ? 200 : 503, pairing ?? BUSY);
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      send(request, response, 503, AWAY);
    }
  });
  router.get(['/w', '/w/:code'], (request: Request<{ code?: string }>, response) => {
    const code = (request.params.code ?? '').toUpperCase();
    const page = newWallPage({ siteName, code, sections: boards.sections(), assets: assets.desk });
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html').send(page);
  });
  router.all(['/w', '/w/:code'], allowOnly('GET, HEAD'));
  return router;

  function send(request: Request, response: Response, status: number, pairing: Pairing | string): void {
    const page = freshScreenPage({ siteName, origin: originOf(request), pairing, assets: assets.screen });
    if (status !== 200) response.set('Retry-After', AGAIN_SECONDS);
    response
      .status(status)
      .set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
      .type('html')
      .send(page);
  }
}

/** A screen that has a name is a wall; its page is another. */
function isWall({ query }: Request): boolean {
  return query.name !== undefined;
}
