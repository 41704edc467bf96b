/** The shell of the page on which the desk sets up a fresh screen, by phone: `/w/7KQ4`. The script does the rest. */
import { html } from '@lit-labs/ssr';
import type { Section } from '../sections.ts';
import type { PageAssets } from './assets.ts';
import { barePage } from './bare-page.ts';

export interface NewWallPageParts {
  readonly siteName: string;
  readonly code: string;
  readonly sections: readonly Section[];
  readonly assets: PageAssets;
}

export function newWallPage({ siteName, code, sections, assets }: NewWallPageParts): string {
  const named = sections.map(({ id, title }) => ({ id, title }));
  return barePage({
    siteName,
    title: 'Scherm instellen',
    assets,
    body: html`<div data-new-wall=${JSON.stringify({ siteName, code, sections: named })}>
      <noscript>Een scherm instellen werkt met JavaScript.</noscript>
    </div>`,
  });
}
