/** The article page: one dispatch in full, whatever its age, and beside it what is new in its section. */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import { articlePath } from '../../shared/article-path.ts';
import type { Block, Card, Dispatch } from '../../shared/dispatch.ts';
import type { Section } from '../sections.ts';
import { dispatchTicker, leadWithDateline } from './dispatch-ticker.ts';
import { sectionCrumbs, sectionPath, type Page } from './document.ts';
import { fullDate, isoTime } from './dutch-time.ts';
import { sectionFeeds } from './section-feeds.ts';
import { breadcrumbData, newsArticleData } from './structured-data.ts';

/** How many rows "Meer uit …" has. */
const ROWS = 7;

export interface ArticlePageParts {
  readonly dispatch: Dispatch;
  readonly section: Section;
  /** The section's board, newest first. */
  readonly dispatches: readonly Card[];
  /** What stands in its place now, where another dispatch replaces it. */
  readonly replacement?: Card;
  readonly now: number;
}

export function articlePage({ dispatch, section, dispatches, replacement, now }: ArticlePageParts): Page {
  const { title, lead } = dispatch;
  return {
    title,
    description: lead,
    canonical: articlePath(dispatch),
    section: { id: section.id, isFront: false },
    feeds: sectionFeeds(section),
    article: dispatch,
    structuredData: (publisher) => [
      newsArticleData(dispatch, section, publisher),
      breadcrumbData([...sectionCrumbs(section), { name: title, path: articlePath(dispatch) }], publisher),
    ],
    main: html`<div class="beside">
      ${article(dispatch, section, replacement)}
      <aside class="more" aria-label=${moreFrom(section)}>
        ${dispatchTicker({
          section: section.id,
          heading: moreFrom(section),
          rows: ROWS,
          dispatches,
          exclude: dispatch.id,
          now,
        })}
      </aside>
    </div>`,
  };
}

export function moreFrom({ title }: Section): string {
  return `Meer uit ${title}`;
}

function article(dispatch: Dispatch, section: Section, replacement: Card | undefined) {
  const { id, title, dateline, lang, body, publishedAt } = dispatch;
  return html`<article class="article" data-dispatch=${id} lang=${lang === 'nl' ? nothing : lang}>
    <header>
      <p class="kicker"><a href=${sectionPath(section.id)}>${section.title}</a></p>
      <h1>${title}</h1>
      <p class="times">
        <news-time datetime=${isoTime(publishedAt)}
          ><time datetime=${isoTime(publishedAt)}>${fullDate(publishedAt)}</time></news-time
        >
      </p>
      ${revision(dispatch)} ${replacement ? replaced(replacement) : nothing}
    </header>
    <p class="lead">${leadWithDateline(dispatch)}</p>
    ${body.map(block)}
    ${
      dateline && dateline.agencies.length > 0
        ? html`<p class="credit">Bron: ${dateline.agencies.join(' / ')}</p>`
        : nothing
    }
  </article>`;
}

function block({ kind, text }: Block) {
  return kind === 'crosshead' ? html`<h2>${text}</h2>` : html`<p>${text}</p>`;
}

function replaced(replacement: Card) {
  const { title, lang } = replacement;
  return html`<p class="revision" lang="nl">
    Hierover is een nieuwer bericht:
    <a href=${articlePath(replacement)} lang=${lang === 'nl' ? nothing : lang}>${title}</a>
  </p>`;
}

/** What changed since the first version; a refile without a signal mended a typo and says nothing. */
function revision({ signal, note, updatedAt }: Dispatch) {
  if (!signal) return nothing;
  const word = signal === 'correction' ? 'Gecorrigeerd' : 'Bijgewerkt';
  return html`<p class="revision">
    <strong>${word}</strong> <time datetime=${isoTime(updatedAt)}>${fullDate(updatedAt)}</time>${
      note === undefined ? nothing : html`<span class="note">${note}</span>`
    }
  </p>`;
}
