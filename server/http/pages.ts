/**
 * The pages that people read, rendered here and whole without JavaScript. Short-lived in caches, as a withdrawal
 * must reach them too; an ETag makes asking again cheap.
 */
import { createHash } from 'node:crypto';
import { Router, type ErrorRequestHandler, type Response } from 'express';
import { articleIdIn, articlePath, articleSlug } from '../../shared/article-path.ts';
import { compareKeys } from '../../shared/board.ts';
import type { Card } from '../../shared/dispatch.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import { StoreAway, type Entry, type Log } from '../log/log.ts';
import { articlePage } from '../pages/article-page.ts';
import type { PageAssets } from '../pages/assets.ts';
import { renderDocument, sectionPath, type Page } from '../pages/document.ts';
import { frontPage } from '../pages/front-page.ts';
import { AWAY, HELD, noticePage, NOT_FOUND, WITHDRAWN, type Notice } from '../pages/notice-page.ts';
import { sectionPage } from '../pages/section-page.ts';
import { WEBMAIL_PATH, webmailPage } from '../pages/webmail-question.ts';
import { matchesEtag } from './etag.ts';
import { siteFor } from './site.ts';

export interface PagesParts {
  readonly boards: Pick<Boards, 'sections' | 'whole'>;
  readonly log: Pick<Log, 'find' | 'now'>;
  readonly config: Pick<Config, 'siteName' | 'demo' | 'webmail'>;
  readonly assets: PageAssets;
}

/** A browser asks each time, as whoever comes back for a corrected version must get it; a CDN may hold a page this long. */
const CACHE = 'public, max-age=0, s-maxage=5';
/** Longer than any id or slug of ours. */
const LONGEST_SLUG = 400;

export function createPages({ boards, log, config, assets }: PagesParts): Router {
  const router = Router();

  router.get('/', (_request, response) => {
    send(response, 200, frontPage(sectionNews(), config.siteName, log.now()));
  });

  router.get(WEBMAIL_PATH, (_request, response, next) => {
    if (config.webmail.length === 0) return next();
    send(response, 200, webmailPage(config.webmail));
  });

  router.get('/nieuws', (_request, response) => {
    response.redirect(301, '/');
  });

  router.get('/nieuws/:section', (request, response) => {
    const sections = sectionNews();
    const section = sections.find(({ id }) => id === request.params.section);
    if (!section) return sendNotice(response, 404, NOT_FOUND);
    const others = sections.filter((other) => other !== section);
    send(response, 200, sectionPage(section, { others, siteName: config.siteName, now: log.now() }));
  });

  router.get('/nieuws/:section/:slug', async (request, response) => {
    const { section: inSection, slug } = request.params;
    const entry = await findArticle(inSection, slug);
    const section = entry && sectionOf(entry.section);
    if (!section) return sendNotice(response, 404, NOT_FOUND);
    if (entry.kind !== 'dispatch' || entry.dispatch.status === 'canceled') {
      const { id, title } = section;
      return sendNotice(response, 410, { ...WITHDRAWN, section: { path: sectionPath(id), title } });
    }
    const { dispatch } = entry;
    // A first version was never there for anybody.
    if (dispatch.status === 'withheld')
      return sendNotice(response, 404, dispatch.version === 1 ? NOT_FOUND : HELD);
    if (section.id !== inSection) return response.redirect(302, articlePath(dispatch));
    const replacement = replacementOf(dispatch.id);
    const { dispatches } = dispatchesOf(section.id);
    const parts = { dispatch, section, dispatches, ...(replacement && { replacement }) };
    send(response, 200, articlePage({ ...parts, now: log.now() }));
  });

  // Nobody else knows this path either; a person gets a page, a program the problem of the handler after us.
  router.get('/{*path}', (request, response, next) => {
    if (request.accepts(['json', 'html']) !== 'html') return next();
    sendNotice(response, 404, NOT_FOUND);
  });

  router.use(((error, _request, response, next) => {
    if (!(error instanceof StoreAway)) return next(error);
    response.set('Retry-After', '2');
    sendNotice(response, 503, AWAY);
  }) satisfies ErrorRequestHandler);

  return router;

  /** By the id behind the `~`, by the bare id, or by the slug of what is on the board now. */
  async function findArticle(section: string, slug: string): Promise<Entry | undefined> {
    if (slug.length > LONGEST_SLUG || !sectionOf(section)) return undefined;
    const found = await log.find(articleIdIn(slug));
    if (found) return found;
    const shown = dispatchesOf(section).dispatches.find(({ title }) => articleSlug(title) === slug);
    return log.find(shown?.id ?? slug);
  }

  function sectionOf(id: string) {
    return boards.sections().find((section) => section.id === id);
  }

  function sectionNews() {
    return boards.sections().map((section) => ({ ...section, ...dispatchesOf(section.id) }));
  }

  function dispatchesOf(section: string) {
    return { dispatches: boards.whole(section).dispatches };
  }

  /** What replaces it on any board, the newest where there are several; also by way of one in between. */
  function replacementOf(id: string): Card | undefined {
    const shown = boards.sections().flatMap((section) => boards.whole(section.id).dispatches);
    // Of those that replace each other in a circle one stands all the same.
    if (withoutSuperseded(shown).some((card) => card.id === id)) return undefined;
    const seen = new Set([id]);
    let last: Card | undefined;
    for (let next = replacing(shown, id); next && !seen.has(next.id); next = replacing(shown, next.id)) {
      seen.add(next.id);
      last = next;
    }
    return last;
  }

  function sendNotice(response: Response, status: number, notice: Notice): void {
    send(response, status, noticePage(notice));
  }

  function send(response: Response, status: number, page: Page): void {
    const text = renderDocument(siteFor(response.req, { boards, config, assets }), page);
    const etag = `W/"${createHash('sha1').update(text).digest('base64url')}"`;
    response.set('Cache-Control', status === 503 ? 'no-store' : CACHE).set('ETag', etag);
    if (status === 200 && matchesEtag(response.req.headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    response.status(status).type('html').send(text);
  }
}

function replacing(cards: readonly Card[], id: string): Card | undefined {
  return cards.filter(({ replaces }) => replaces === id).sort(compareKeys)[0];
}
