/**
 * A ticker as it leaves the server: the element, and inside it the same rows as plain links. Without JavaScript
 * they are the list; with it they stand there until the element has its board.
 */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import type { Card } from '../../shared/dispatch.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { textsOf } from '../../shared/ticker-texts.ts';
import { dispatchRow } from './dispatch-row.ts';
import { shortDate } from './dutch-time.ts';

export interface TickerParts {
  readonly section: string;
  readonly heading: string;
  readonly rows: number;
  /** Newest first; here cut to `rows`, without what another of them replaces. */
  readonly dispatches: readonly Card[];
  /** The dispatch beside which it stands. */
  readonly exclude?: string;
  /** `lazy`: asks for nothing where it is not shown. */
  readonly loading?: 'lazy';
  readonly now: number;
}

export function dispatchTicker({ section, heading, rows, dispatches, exclude, loading, now }: TickerParts) {
  const shown = withoutSuperseded(dispatches)
    .filter(({ id }) => id !== exclude)
    .slice(0, rows);
  return html`<news-ticker
    section=${section}
    rows=${rows}
    exclude=${exclude ?? nothing}
    loading=${loading ?? nothing}
    heading=${heading}
  >
    <h2>${heading}</h2>
    ${
      shown.length === 0
        ? html`<p class="text">${textsOf('nl').empty}</p>`
        : html`<ol>
            ${shown.map((card) => dispatchRow(card, { lang: 'nl', labelAt: (then) => shortDate(then, now) }))}
          </ol>`
    }
  </news-ticker>`;
}
