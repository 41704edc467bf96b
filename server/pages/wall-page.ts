/** The shell of a wall: its element with what the address says, and the script that does the rest; or why there is none. */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import type { Section } from '../sections.ts';
import type { PageAssets } from './assets.ts';
import { barePage } from './bare-page.ts';

export interface WallPageParts {
  readonly siteName: string;
  readonly assets: PageAssets;
  /** Names the build of the pages; see build-id.ts. */
  readonly build: string;
}

export interface WallNoticeParts extends Omit<WallPageParts, 'build'> {
  /** All that there are. */
  readonly sections: readonly Section[];
}

/** What a wall's address says; what is absent is as the element has it. */
export interface WallSettings {
  readonly name: string;
  readonly sections: readonly string[];
  readonly lang?: string | undefined;
  readonly layout?: string | undefined;
  readonly theme?: string | undefined;
  readonly clock?: string | undefined;
  readonly bells?: string | undefined;
  readonly quiet?: string | undefined;
  readonly night?: string | undefined;
}

export function wallPage({ siteName, assets, build }: WallPageParts, settings: WallSettings): string {
  const { name, lang, layout, theme, clock, bells, quiet, night } = settings;
  const or = (value: string | undefined) => value ?? nothing;
  return barePage({
    siteName,
    title: name,
    lang,
    colorScheme: 'dark light',
    assets,
    body: html`<main>
      <news-wall
        name=${name}
        sections=${settings.sections.join(' ')}
        lang=${or(lang)}
        layout=${or(layout)}
        theme=${or(theme)}
        clock=${or(clock)}
        bells=${or(bells)}
        quiet=${or(quiet)}
        night=${or(night)}
        data-build=${build}
      ></news-wall>
      <noscript>Een nieuwswand werkt met JavaScript.</noscript>
    </main>`,
  });
}

/** Says in as many sentences what is wrong with a wall's address. */
export function wallNotice(
  { siteName, sections, assets }: WallNoticeParts,
  problems: readonly string[],
): string {
  const ids = sections.map(({ id }) => id).join(', ');
  return barePage({
    siteName,
    title: 'Nieuwswand',
    colorScheme: 'dark light',
    // It may hang there: what was taken out of the settings may be put back.
    again: 60,
    assets,
    body: html`<main class="wall-notice">
      <h1>Dit adres is niet dat van een wand</h1>
      ${problems.map((problem) => html`<p>${problem}</p>`)}
      <p>De rubrieken zijn: ${ids}.</p>
      <p>Bijvoorbeeld: <code>/wall?name=Redactie&amp;sections=${sections[0]?.id ?? ''}</code></p>
    </main>`,
  });
}
