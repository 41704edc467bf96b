/** `/api`: the reference that engineers of partners read. */
import { createHash } from 'node:crypto';
import { Router } from 'express';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { JsonForm } from '../pages/api-forms.ts';
import { apiPage } from '../pages/api-page.ts';
import type { PageAssets } from '../pages/assets.ts';
import { renderDocument } from '../pages/document.ts';
import { DOORS } from './description/describe-api.ts';
import { PROBLEMS } from './description/operation.ts';
import { jsonSchemas } from './description/schemas.ts';
import { matchesEtag } from './etag.ts';
import { allowOnly } from './problems.ts';
import { siteFor } from './site.ts';

interface ApiPageParts {
  readonly boards: Pick<Boards, 'sections'>;
  readonly config: Pick<Config, 'siteName' | 'demo' | 'webmail'>;
  readonly assets: PageAssets;
  readonly version: string;
}

export function createApiPageRoutes({ boards, config, assets, version }: ApiPageParts): Router {
  const router = Router();
  const forms = jsonSchemas() as Readonly<Record<string, JsonForm>>;
  router.get('/api', (request, response) => {
    // No scripts: there is nothing on it that moves.
    const site = siteFor(request, { boards, config, assets: { ...assets, scripts: [] } });
    const page = apiPage({ doors: DOORS, forms, problems: PROBLEMS, version, origin: site.origin });
    const text = renderDocument(site, page);
    const etag = `W/"${createHash('sha1').update(text).digest('base64url')}"`;
    response.set({ 'Cache-Control': 'no-cache', ETag: etag });
    if (matchesEtag(request.headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    response.type('html').send(text);
  });
  router.all('/api', allowOnly('GET, HEAD'));
  return router;
}
