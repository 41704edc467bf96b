/** The article page: one dispatch in full, whatever its age, and beside it what is new in its section. */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import { articlePath } from '../../shared/article-path.ts';
import type { Block, Card, Dispatch } from '../../shared/dispatch.ts';
import type { Section } from '../sections.ts';
import { leadWithDateline } from './dispatch-row.ts';
import { dispatchTicker } from './dispatch-ticker.ts';
import { sectionCrumbs, sectionPath, type Page } from './document.ts';
import { fullDate, isoTime } from './dutch-time.ts';
import { sectionFeeds } from './section-feeds.ts';
import { breadcrumbData, newsArticleData } from './structured-data.ts';

/** How many rows "Meer uit …" has. */
const ROWS = 7;
/** The language of all that is not the dispatch itself. */
const OURS = 'nl';
const DAY = 86_400_000;

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
      breadcrumbData(
        [...sectionCrumbs(section, publisher), { name: title, path: articlePath(dispatch) }],
        publisher,
      ),
    ],
    main: html`<div class="beside">
      ${article(dispatch, section, replacement, now)}
      <aside class="more" aria-label=${moreFrom(section)}>
        ${dispatchTicker({
          section: section.id,
          heading: moreFrom(section),
          rows: ROWS,
          dispatches,
          exclude: dispatch.id,
          now,
        })}
        <p class="all"><a href=${sectionPath(section.id)}>Alles uit ${section.title}</a></p>
      </aside>
    </div>`,
  };
}

export function moreFrom({ title }: Section): string {
  return `Meer uit ${title}`;
}

function article(dispatch: Dispatch, section: Section, replacement: Card | undefined, now: number) {
  const { id, version, title, dateline, lang, body, publishedAt } = dispatch;
  const isForeign = lang !== OURS;
  // What we say about it is in Dutch, whatever it is written in.
  const ours = isForeign ? OURS : nothing;
  const ltr = isForeign ? 'ltr' : nothing;
  return html`<article
    class="article"
    data-dispatch=${id}
    data-version=${version}
    data-section=${section.id}
    lang=${isForeign ? lang : nothing}
    dir=${isForeign ? 'auto' : nothing}
  >
    <header>
      <p class="kicker" lang=${ours} dir=${ltr}><a href=${sectionPath(section.id)}>${section.title}</a></p>
      <h1>${title}</h1>
      <p class="times" lang=${ours} dir=${ltr}>
        <time datetime=${isoTime(publishedAt)}>${fullDate(publishedAt)}</time>
        ${now - publishedAt < DAY ? age(publishedAt) : nothing}
      </p>
      ${revision(dispatch)} ${replacement ? replaced(replacement) : nothing}
    </header>
    <p class="lead">${leadWithDateline(dispatch)}</p>
    ${body.map(block)}
    ${
      dateline && dateline.agencies.length > 0
        ? html`<p class="credit" lang=${ours} dir=${ltr}>Bron: ${dateline.agencies.join(' / ')}</p>`
        : nothing
    }
  </article>`;
}

/** How long ago, where that says something; for the eye alone, as the time in full stands before it. */
function age(publishedAt: number) {
  return html`<news-time datetime=${isoTime(publishedAt)} aria-hidden="true"></news-time>`;
}

function block({ kind, text }: Block) {
  return kind === 'crosshead' ? html`<h2>${text}</h2>` : html`<p>${text}</p>`;
}

function replaced(replacement: Card) {
  const { title, lang } = replacement;
  return html`<p class="revision" lang="nl" dir="ltr">
    Hierover is een nieuwer bericht:
    <a href=${articlePath(replacement)} lang=${lang === 'nl' ? nothing : lang}>${title}</a>
  </p>`;
}

/** What changed since the first version; a refile without a signal mended a typo and says nothing. */
function revision({ signal, note, updatedAt, lang }: Dispatch) {
  if (!signal) return nothing;
  const noteLang = lang === OURS ? nothing : lang;
  const word = signal === 'correction' ? 'Gecorrigeerd' : 'Bijgewerkt';
  return html`<p class="revision" lang="nl" dir="ltr">
    <strong>${word}</strong> <time datetime=${isoTime(updatedAt)}>${fullDate(updatedAt)}</time>${
      note === undefined ? nothing : html`<span class="note" lang=${noteLang} dir="auto">${note}</span>`
    }
  </p>`;
}
