/**
 * What every page has: its head, the masthead with the sections, and the foot. Server-only templates: they escape
 * every text, write no markers, and nothing of them travels to the browser but HTML.
 */
import { html, render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Dispatch } from '../../shared/dispatch.ts';
import type { Section } from '../sections.ts';
import { oembedPath } from './oembed-path.ts';
import type { WebmailProvider } from '../webmail.ts';
import type { PageAssets } from './assets.ts';
import { isoTime } from './dutch-time.ts';
import type { Crumb, Publisher } from './structured-data.ts';
import { tightMarkup } from './tight-markup.ts';
import { webmailDialog, webmailLink } from './webmail-question.ts';

/** What pages have in common, whatever they show. */
export interface Site {
  /** What the newsroom is called. */
  readonly name: string;
  readonly sections: readonly Section[];
  readonly assets: PageAssets;
  /** Whether the news is invented; readers are told. */
  readonly demo: boolean;
  /** Between which readers choose; empty: the masthead does not speak of it. */
  readonly webmail: readonly WebmailProvider[];
  /** Where the reader found us, such as https://nieuws.example: what absolute addresses begin with. */
  readonly origin: string;
}

export interface Page {
  readonly title: string;
  readonly description?: string;
  /** The one path of this content; absent on a page that no search engine should keep. */
  readonly canonical?: string;
  /** The section this page stands in, and whether it is the section's own front. */
  readonly section?: { readonly id: string; readonly isFront: boolean };
  /** The language that it is written in, where that is not Dutch. */
  readonly lang?: string;
  /** Nothing on it moves: it loads no script. */
  readonly isStill?: true;
  /** The feeds of what it shows; a page of one section names them to people, too. */
  readonly feeds?: readonly FeedLink[];
  /** For search engines, as schema.org has it. */
  readonly structuredData?: (publisher: Publisher) => readonly object[];
  /** Where it is an article: what those who share it are shown of it. */
  readonly article?: Pick<Dispatch, 'lang' | 'publishedAt' | 'updatedAt'>;
  readonly main: unknown;
}

export interface FeedLink {
  readonly path: string;
  /** Its media type. */
  readonly type: string;
  /** What it is a feed of. */
  readonly title: string;
  /** What the form is called. */
  readonly name: string;
}

/** The embed script comes in here by the same road as on a partner's page. */
const EMBED = '/embed/v1/news-ticker.js';
export const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='3' fill='%23a61b29'/><path d='M3 4.5h10M3 8h10M3 11.5h6' stroke='%23fff' stroke-width='1.8'/></svg>";

export function renderDocument(site: Site, page: Page): string {
  return tightMarkup(collectResultSync(render(documentTemplate(site, page))));
}

function documentTemplate(site: Site, page: Page) {
  const { title, main, lang = 'nl', article, isStill } = page;
  const named = fullTitle(title, site.name);
  return html`<!doctype html>
    <html lang=${lang}>
      <head>
        <meta charset="utf-8" />
        <title lang=${article && article.lang !== lang ? article.lang : nothing}>${named}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${site.assets.styles.map((path) => html`<link rel="stylesheet" href=${path} />`)}
        ${isStill ? nothing : html`<script defer src=${EMBED}></script>`}
        ${site.assets.scripts.map((path) => html`<script type="module" src=${path}></script>`)}
        <link rel="icon" href=${ICON} />
        ${forPrograms(site, page)}
      </head>
      <body>
        <a class="skip" href="#inhoud">Naar de inhoud</a>
        ${masthead(site, page)}
        <main id="inhoud" tabindex="-1">${main}</main>
        ${foot(site, page)} ${site.webmail.length > 0 && !isStill ? webmailDialog(site.webmail) : nothing}
      </body>
    </html>`;
}

/** Of the front it is the name alone. */
function fullTitle(title: string, siteName: string): string {
  return title === siteName ? title : `${title} | ${siteName}`;
}

/** What search engines, feed readers and whoever shows a link to this page read of it. */
function forPrograms({ name, origin }: Site, page: Page) {
  const { canonical, description, feeds = [], section, structuredData } = page;
  if (canonical === undefined) return html`<meta name="robots" content="noindex" />`;
  return [
    html`<link rel="canonical" href=${origin + canonical} />`,
    description === undefined ? nothing : html`<meta name="description" content=${description} />`,
    ...sharing(name, page, origin + canonical),
    ...feeds.map(
      ({ path, type, title, name }) =>
        html`<link rel="alternate" type=${type} title=${`${title} (${name})`} href=${path} />`,
    ),
    section
      ? html`<link
          rel="alternate"
          type="application/json+oembed"
          title=${page.title}
          href=${origin + oembedPath(canonical, origin)}
        />`
      : nothing,
    ...(structuredData?.({ name, origin }) ?? []).map(
      (data) =>
        html`<script type="application/ld+json">
          ${unsafeHTML(scriptSafeJson(data))}
        </script>`,
    ),
  ];
}

/** The Open Graph and the card of those who show a link: title, text and times, and no picture, as there is none. */
function sharing(siteName: string, { title, description, lang = 'nl', article }: Page, url: string) {
  const properties = [
    ['og:site_name', siteName],
    ['og:type', article ? 'article' : 'website'],
    ['og:title', title],
    ['og:description', description],
    ['og:url', url],
    ['og:locale', LOCALES[article?.lang ?? lang]],
    ['article:published_time', article && isoTime(article.publishedAt)],
    ['article:modified_time', article && isoTime(article.updatedAt)],
  ] as const;
  return [
    ...properties.map(([name, content]) =>
      content === undefined ? nothing : html`<meta property=${name} content=${content} />`,
    ),
    html`<meta name="twitter:card" content="summary" />`,
  ];
}

const LOCALES: Readonly<Record<string, string>> = { nl: 'nl_NL', en: 'en_GB', de: 'de_DE', fr: 'fr_FR' };

function masthead({ name, sections, webmail }: Site, { section }: Page) {
  const current = (id: string) => (section?.id !== id ? nothing : section.isFront ? 'page' : 'true');
  return html`<header class="masthead" lang="nl">
    <div class="bar">
      <a class="wordmark" href="/">${name}</a>
      ${webmail.length > 0 ? webmailLink() : nothing}
    </div>
    <nav class="sections" aria-label="Rubrieken">
      <ul>
        ${sections.map(
          ({ id, title }) =>
            html`<li><a href=${sectionPath(id)} aria-current=${current(id)}>${title}</a></li>`,
        )}
      </ul>
    </nav>
  </header>`;
}

function foot({ demo }: Site, { feeds = [], section }: Page) {
  return html`<footer class="foot" lang="nl">
    ${demo ? html`<p><strong>Demonstratie:</strong> al het nieuws op deze site is verzonnen.</p>` : nothing}
    <p>
      Nieuwe berichten verschijnen vanzelf. Deze site plaatst geen cookies en vraagt niets op bij anderen.
    </p>
    <p class="follow"><a href="/embed">Nieuws op uw eigen site</a></p>
    ${section && feeds.length > 0 ? followLinks(feeds) : nothing}
  </footer>`;
}

function followLinks(feeds: readonly FeedLink[]) {
  const links = feeds.map(({ path, name, type }) => html`<a href=${path} type=${type}>${name}</a>`);
  return html`<p class="follow">
    Ook te volgen als ${links.flatMap((link, at) => (at === 0 ? [link] : [' · ', link]))}
  </p>`;
}

export function sectionPath(id: string): string {
  return `/nieuws/${id}`;
}

/** The way from the front to a section's own. */
export function sectionCrumbs({ id, title }: Section, publisher: Publisher): Crumb[] {
  return [
    { name: publisher.name, path: '/' },
    { name: title, path: sectionPath(id) },
  ];
}

/** JSON that neither ends the script element it stands in nor looks like markup. */
function scriptSafeJson(data: object): string {
  return JSON.stringify(data).replace(/</g, '\\u003c').replace(/>/g, '\\u003e');
}
