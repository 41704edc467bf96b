/**
 * A ticker as it leaves the server: the element, and inside it the same rows as plain links. Without JavaScript
 * they are the list; with it they stand there until the element has its board.
 */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import { articlePath } from '../../shared/article-path.ts';
import type { Card } from '../../shared/dispatch.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { isoTime, shortDate } from './dutch-time.ts';

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
        ? html`<p class="text">Nog geen berichten</p>`
        : html`<ol>
            ${shown.map((card) => row(card, now))}
          </ol>`
    }
  </news-ticker>`;
}

/** The same parts as a row of the element, so that its style in portal.css can be the same too. */
function row(card: Card, now: number) {
  const { title, publishedAt, lang, url } = card;
  return html`<li>
    <article lang=${lang === 'nl' ? nothing : lang} dir="auto">
      <h3><a href=${url ?? articlePath(card)}>${title}</a></h3>
      <p class="text">${leadWithDateline(card)}</p>
      <p class="meta" lang=${lang === 'nl' ? nothing : 'nl'}>
        <time datetime=${isoTime(publishedAt)}>${shortDate(publishedAt, now)}</time>
      </p>
    </article>
  </li>`;
}

/** The dateline as it stood, and the lead, in one paragraph. */
export function leadWithDateline({ dateline, lead }: Pick<Card, 'dateline' | 'lead'>) {
  // A list: a template that ends in a value would leave one of Lit's markers behind.
  return dateline ? [html`<span class="dateline">${dateline.raw}</span>`, ` - ${lead}`] : lead;
}
