/** The shell of the page on which the desk sets up a fresh screen, by phone: `/w/7KQ4`. The script does the rest. */
import { html, render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import type { Section } from '../sections.ts';
import type { PageAssets } from './assets.ts';
import { ICON, SITE_NAME } from './document.ts';

export interface NewWallPageParts {
  readonly code: string;
  readonly sections: readonly Section[];
  readonly assets: PageAssets;
}

export function newWallPage({ code, sections, assets }: NewWallPageParts): string {
  const named = sections.map(({ id, title }) => ({ id, title }));
  return collectResultSync(
    render(
      html`<!doctype html>
        <html lang="nl">
          <head>
            <meta charset="utf-8" />
            <title>Scherm instellen | ${SITE_NAME}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="robots" content="noindex" />
            <link rel="icon" href=${ICON} />
            ${assets.styles.map((path) => html`<link rel="stylesheet" href=${path} />`)}
            ${assets.scripts.map((path) => html`<script type="module" src=${path}></script>`)}
          </head>
          <body>
            <div data-new-wall=${JSON.stringify({ code, sections: named })}>
              <noscript>Een scherm instellen werkt met JavaScript.</noscript>
            </div>
          </body>
        </html>`,
    ),
  );
}
