/** The shell of the newsroom's desk: the sections, and the script that does the rest. It holds nothing of the news. */
import { html } from '@lit-labs/ssr';
import type { Section } from '../sections.ts';
import type { PageAssets } from './assets.ts';
import { barePage } from './bare-page.ts';

export interface DeskPageParts {
  readonly siteName: string;
  readonly sections: readonly Section[];
  readonly assets: PageAssets;
}

export function deskPage({ siteName, sections, assets }: DeskPageParts): string {
  const named = sections.map(({ id, title }) => ({ id, title }));
  return barePage({
    siteName,
    title: 'Redactie',
    assets,
    body: html`<div data-desk=${JSON.stringify({ siteName, sections: named })}>
      <noscript>De redactie werkt met JavaScript.</noscript>
    </div>`,
  });
}
