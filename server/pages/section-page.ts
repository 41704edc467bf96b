/** A section's front: its whole board, and where there is room beside it, what is new in the other sections. */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import { BOARD_SIZE, compareKeys } from '../../shared/board.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { dispatchTicker } from './dispatch-ticker.ts';
import { sectionCrumbs, sectionPath, type Page } from './document.ts';
import type { SectionNews } from './front-page.ts';
import { sectionFeeds } from './section-feeds.ts';
import { breadcrumbData } from './structured-data.ts';

const FEWEST_ROWS = 5;
const ELSEWHERE = 'Uit andere rubrieken';
const ROWS_ELSEWHERE = 7;

export function sectionPage(
  section: SectionNews,
  { others, siteName, now }: { others: readonly SectionNews[]; siteName: string; now: number },
): Page {
  const { id, title, dispatches } = section;
  return {
    title,
    description: `Het laatste nieuws uit de rubriek ${title} van ${siteName}, zodra het er is.`,
    canonical: sectionPath(id),
    section: { id, isFront: true },
    feeds: sectionFeeds(section),
    structuredData: (publisher) => [breadcrumbData(sectionCrumbs(section, publisher), publisher)],
    main: html`<div class="beside">
      <div class="front" data-grows>
        <h1>${title}</h1>
        ${dispatchTicker({ section: id, heading: 'Laatste nieuws', rows: rowsFor(withoutSuperseded(dispatches).length), dispatches, now })}
      </div>
      ${others.length > 0 ? elsewhere(others, now) : nothing}
    </div>`,
  };
}

function elsewhere(others: readonly SectionNews[], now: number) {
  return html`<aside class="more" aria-label=${ELSEWHERE}>
    ${dispatchTicker({
      section: others.map(({ id }) => id).join(' '),
      heading: ELSEWHERE,
      rows: ROWS_ELSEWHERE,
      dispatches: others.flatMap(({ dispatches }) => dispatches).sort(compareKeys),
      loading: 'lazy',
      now,
    })}
  </aside>`;
}

/** The whole board, and what is reserved for a short one; an open page grows with it (client/pages/grow-front.ts). */
function rowsFor(count: number): number {
  return Math.min(BOARD_SIZE, Math.max(FEWEST_ROWS, count));
}
