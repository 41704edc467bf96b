/** The front of the site: every section with its newest dispatches. */
import { html } from '@lit-labs/ssr';
import type { Card } from '../../shared/dispatch.ts';
import type { Section } from '../sections.ts';
import { dispatchTicker } from './dispatch-ticker.ts';
import { sectionPath, type Page } from './document.ts';
import { sectionFeeds } from './section-feeds.ts';
import { websiteData } from './structured-data.ts';

/** How many dispatches a section shows here. */
const ROWS = 4;

export interface SectionNews extends Section {
  readonly dispatches: readonly Card[];
}

export function frontPage(sections: readonly SectionNews[], siteName: string, now: number): Page {
  return {
    title: siteName,
    description: 'Het laatste nieuws per rubriek, zodra het er is.',
    canonical: '/',
    feeds: sections.flatMap(sectionFeeds),
    structuredData: (publisher) => [websiteData(publisher)],
    main: html`<h1 class="unseen">Het laatste nieuws</h1>
      <div class="fronts">${sections.map((section) => sectionColumn(section, now))}</div>`,
  };
}

function sectionColumn({ id, title, dispatches }: SectionNews, now: number) {
  return html`<div class="column">
    ${dispatchTicker({ section: id, heading: title, rows: ROWS, dispatches, now })}
    <p class="all"><a href=${sectionPath(id)}>Alles uit ${title}</a></p>
  </div>`;
}
