import type { Request } from 'express';
import type { Boards } from '../boards.ts';
import type { Config } from '../config.ts';
import type { PageAssets } from '../pages/assets.ts';
import type { Site } from '../pages/document.ts';
import { originOf } from './request-origin.ts';

export interface SiteParts {
  readonly boards: Pick<Boards, 'sections'>;
  readonly config: Pick<Config, 'siteName' | 'demo' | 'webmail'>;
  readonly assets: PageAssets;
}

/** What all pages have in common, as whoever asks for one sees it. */
export function siteFor(request: Request, { boards, config, assets }: SiteParts): Site {
  const { siteName: name, demo, webmail } = config;
  return { name, sections: boards.sections(), assets, demo, webmail, origin: originOf(request) };
}
