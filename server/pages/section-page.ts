/** A section's front: its whole board. */
import { html } from '@lit-labs/ssr';
import type { Card } from '../../shared/dispatch.ts';
import { BOARD_SIZE } from '../../shared/board.ts';
import type { Section } from '../sections.ts';
import { dispatchTicker } from './dispatch-ticker.ts';
import { sectionPath, SITE_NAME, type Page } from './document.ts';

const FEWEST_ROWS = 5;

export function sectionPage(section: Section, dispatches: readonly Card[], now: number): Page {
  const { id, title } = section;
  return {
    title,
    description: `Het laatste nieuws uit de rubriek ${title} van ${SITE_NAME}, zodra het er is.`,
    canonical: sectionPath(id),
    section: { id, isFront: true },
    main: html`<div class="front" data-grows>
      <h1>${title}</h1>
      ${dispatchTicker({ section: id, heading: 'Laatste nieuws', rows: rowsFor(dispatches.length), dispatches, now })}
    </div>`,
  };
}

/** The whole board, and what is reserved for a short one; an open page grows with it (client/pages/growing-front.ts). */
function rowsFor(count: number): number {
  return Math.min(BOARD_SIZE, Math.max(FEWEST_ROWS, count));
}
