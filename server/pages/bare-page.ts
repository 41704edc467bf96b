/** A page without masthead or foot, for one purpose of the newsroom: its head, and around its body nothing. */
import { html, render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { nothing } from 'lit';
import type { PageAssets } from './assets.ts';
import { ICON } from './document.ts';

export interface BarePage {
  /** What the newsroom is called. */
  readonly siteName: string;
  readonly title: string;
  /** The language that it is in, where that is not Dutch. */
  readonly lang?: string | undefined;
  /** The schemes that it has, the one that it prefers first. */
  readonly colorScheme?: 'light dark' | 'dark light';
  /** It loads itself anew after so many seconds: nobody may be there to do it. */
  readonly again?: number;
  readonly assets: PageAssets;
  readonly body: unknown;
}

export function barePage({
  siteName,
  title,
  lang = 'nl',
  colorScheme = 'light dark',
  again,
  assets,
  body,
}: BarePage): string {
  return collectResultSync(
    render(
      html`<!doctype html>
        <html lang=${lang}>
          <head>
            <meta charset="utf-8" />
            <title>${title} | ${siteName}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content=${colorScheme} />
            <meta name="robots" content="noindex" />
            ${again === undefined ? nothing : html`<meta http-equiv="refresh" content=${again} />`}
            <link rel="icon" href=${ICON} />
            ${assets.styles.map((path) => html`<link rel="stylesheet" href=${path} />`)}
            ${assets.scripts.map((path) => html`<script type="module" src=${path}></script>`)}
          </head>
          <body>
            ${body}
          </body>
        </html>`,
    ),
  );
}
