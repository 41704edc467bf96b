/** `/embed` and `/embed/reference`: what partners need to put the news on a page of their own. */
import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { readConfiguration } from '../../shared/embed-configuration.ts';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { EmbedFacts } from '../embed-facts.ts';
import type { Partner } from '../partners.ts';
import type { PageAssets } from '../pages/assets.ts';
import { configuratorPage } from '../pages/configurator-page.ts';
import { renderDocument, type Page } from '../pages/document.ts';
import { elementsPage } from '../pages/elements-page.ts';
import { noticePage } from '../pages/notice-page.ts';
import { matchesEtag } from './etag.ts';
import { allowOnly } from './problems.ts';
import { originOf } from './request-origin.ts';
import { siteFor } from './site.ts';

interface ConfiguratorPageParts {
  readonly boards: Pick<Boards, 'sections'>;
  readonly config: Pick<Config, 'siteName' | 'demo' | 'webmail'>;
  readonly assets: PageAssets;
  /** Undefined where the embed was not built. */
  readonly embed: EmbedFacts | undefined;
  readonly partners: readonly Partner[];
}

const RESERVE = '/embed/v1/reserve.css';
const NOT_BUILT = {
  title: 'De tikker is nog niet gebouwd',
  text: 'Na npm run build staat hier hoe hij op een pagina komt.',
};

export function createConfiguratorPageRoutes({
  boards,
  config,
  assets,
  embed,
  partners,
}: ConfiguratorPageParts): Router {
  const router = Router();

  router.get('/embed', (request, response) => {
    if (!embed) return send(request, response, noticePage(NOT_BUILT), assets, 503);
    const sections = boards.sections().map(({ id, title }) => ({ id, title }));
    const { searchParams } = new URL(request.originalUrl, 'http://localhost');
    const configuration = readConfiguration(
      searchParams,
      sections.map(({ id }) => id),
    );
    const { version, bytes, gzipBytes, integrity, reserve } = embed;
    const place = {
      origin: originOf(request),
      sections,
      script: { bytes, gzipBytes, integrity },
      ...(reserve && { reserve }),
      version,
    };
    send(request, response, configuratorPage({ configuration, place, hasKeys: partners.length > 0 }), {
      ...assets,
      // The preview stands on this page as it will on a partner's.
      styles: [...assets.styles, ...(reserve ? [RESERVE] : [])],
    });
  });

  router.get('/embed/reference', (request, response) => {
    if (!embed) return send(request, response, noticePage(NOT_BUILT), assets, 503);
    send(request, response, elementsPage(embed.manifest, embed.version), { ...assets, scripts: [] });
  });

  router.all(['/embed', '/embed/reference'], allowOnly('GET, HEAD'));
  return router;

  function send(request: Request, response: Response, page: Page, own = assets, status = 200): void {
    const text = renderDocument(siteFor(request, { boards, config, assets: own }), page);
    const etag = `W/"${createHash('sha1').update(text).digest('base64url')}"`;
    response.set({ 'Cache-Control': status === 503 ? 'no-store' : 'no-cache', ETag: etag });
    if (status === 200 && matchesEtag(request.headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    response.status(status).type('html').send(text);
  }
}
