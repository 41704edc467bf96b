/**
 * The sections as feeds, for readers and programs that come by themselves. A feed may be kept, but not shown without
 * asking again: what was withdrawn must be gone the next time anybody looks. The ETag makes asking again cheap.
 */
import { createHash } from 'node:crypto';
import compression from 'compression';
import { Router, type Request, type Response } from 'express';
import { withoutSuperseded } from '../../shared/superseded.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import { FEED_FORMATS, renderFeed, type FeedFormat } from '../feeds/section-feed.ts';
import { noSuchSection } from './boards.ts';
import { matchesEtag } from './etag.ts';
import { openToAll, preflight } from './open-to-all.ts';
import { allowOnly } from './problems.ts';
import { originOf } from './request-origin.ts';

interface FeedRouteParts {
  readonly boards: Boards;
  readonly config: Pick<Config, 'siteName'>;
  readonly version: string;
}

export function createFeedRoutes({ boards, config, version }: FeedRouteParts): Router {
  const router = Router();
  const { siteName } = config;
  router.use('/feeds', openToAll, compression());
  addFeed('/feeds/:section.rss', 'rss');
  addFeed('/feeds/:section.atom', 'atom');
  addFeed('/feeds/:section.json', 'json');
  return router;

  function addFeed(path: string, format: FeedFormat): void {
    router.get(path, (request: Request<{ section: string }>, response) => {
      answerFeed(format, request, response);
    });
    router.options(path, preflight('GET, HEAD'));
    router.all(path, allowOnly('GET, HEAD, OPTIONS'));
  }

  function answerFeed(format: FeedFormat, request: Request<{ section: string }>, response: Response): void {
    const section = boards.sections().find(({ id }) => id === request.params.section);
    if (!section) throw noSuchSection(request.params.section, boards);
    const origin = originOf(request);
    const { epoch, n, dispatches } = boards.whole(section.id);
    // Weak: it names the content, whichever way that is compressed.
    const etag = `W/"${epoch}.${n}.${digestOf([format, origin, siteName, section.title, version])}"`;
    response.set({ ETag: etag, 'Cache-Control': 'no-cache' });
    if (matchesEtag(request.headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    const cards = withoutSuperseded(dispatches);
    response
      .set('Content-Type', `${FEED_FORMATS[format].type}; charset=utf-8`)
      .send(renderFeed(format, { siteName, section, cards, origin }));
  }
}

/** What besides the board a feed is made of. */
function digestOf(parts: readonly string[]): string {
  return createHash('sha1').update(parts.join('\n')).digest('base64url').slice(0, 12);
}
