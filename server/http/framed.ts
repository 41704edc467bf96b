/** The ticker in a frame, `/embed/ticker?section=…`: any page may show it, unless the settings list those that may. */
import { createHash } from 'node:crypto';
import compression from 'compression';
import { Router, type Request, type Response } from 'express';
import { compareKeys } from '../../shared/board.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log/log.ts';
import { OPAQUE_ORIGIN } from '../origins.ts';
import type { Partner } from '../partners.ts';
import { framedNotice, framedPage } from '../pages/framed-page.ts';
import { readFramedTicker } from '../pages/framed-ticker.ts';
import { matchesEtag } from './etag.ts';
import { allowOnly } from './problems.ts';
import { originOf } from './request-origin.ts';
import { framedSecurity } from './security.ts';

export const FRAMED_PATH = '/embed/ticker';
/** As those of the other pages: a withdrawal must reach it. */
const CACHE = 'public, max-age=0, s-maxage=5';

export interface FramedParts {
  readonly boards: Pick<Boards, 'sections' | 'whole'>;
  readonly log: Pick<Log, 'now'>;
  readonly config: Pick<Config, 'siteName' | 'origins'>;
  readonly partners: readonly Partner[];
}

export function createFramedRoutes({ boards, log, config, partners }: FramedParts): Router {
  const router = Router();
  const { siteName } = config;
  router.get(FRAMED_PATH, framedSecurity(ancestorsOf), compression(), (request, response) => {
    const all = boards.sections();
    const ticker = readFramedTicker(
      queryOf(request.url),
      all.map(({ id }) => id),
    );
    const sections = all.filter(({ id }) => ticker.sections.includes(id));
    if (sections.length === 0) return send(response, 404, framedNotice(siteName, ticker));
    const dispatches = withoutSuperseded(
      sections.flatMap(({ id }) => boards.whole(id).dispatches).sort(compareKeys),
    );
    const parts = { siteName, ticker, sections, dispatches, origin: originOf(request), now: log.now() };
    return send(response, 200, framedPage(parts));
  });
  router.all(FRAMED_PATH, allowOnly('GET, HEAD'));
  return router;

  /** Whose pages may show it, as `frame-ancestors` says it. */
  function ancestorsOf(url: string): string {
    const key = queryOf(url).get('partner');
    const listed = partners.find((partner) => partner.key === key)?.origins ?? config.origins;
    if (listed.length === 0) return '*';
    return ["'self'", ...listed.filter((origin) => origin !== OPAQUE_ORIGIN)].join(' ');
  }
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.split('?')[1]);
}

function send(response: Response, status: number, text: string): void {
  const { req: request }: { req: Request } = response;
  const etag = `W/"${createHash('sha1').update(text).digest('base64url')}"`;
  response.set({ 'Cache-Control': CACHE, ETag: etag, 'X-Robots-Tag': 'noindex' });
  if (status === 200 && matchesEtag(request.headers['if-none-match'], etag)) {
    response.status(304).end();
    return;
  }
  response.status(status).type('html').send(text);
}
