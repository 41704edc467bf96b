/** `/desk`: the newsroom's own page. Whether somebody may work there is asked by the page, of `/api/desk/session`. */
import { Router } from 'express';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { PageAssets } from '../pages/assets.ts';
import { deskPage } from '../pages/desk-page.ts';
import { allowOnly } from './problems.ts';

interface DeskPageRouteParts {
  readonly config: Pick<Config, 'siteName'>;
  readonly boards: Pick<Boards, 'sections'>;
  readonly assets: PageAssets;
}

export function createDeskPageRoutes({ boards, config, assets }: DeskPageRouteParts): Router {
  const router = Router();
  router.get('/desk', (_request, response) => {
    const page = deskPage({ siteName: config.siteName, sections: boards.sections(), assets });
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html').send(page);
  });
  router.all('/desk', allowOnly('GET, HEAD'));
  return router;
}
