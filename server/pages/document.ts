/**
 * What every page has: its head, the masthead with the sections, and the foot. Server-only templates: they escape
 * every text, write no markers, and nothing of them travels to the browser but HTML.
 */
import { html, render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Section } from '../sections.ts';
import type { PageAssets } from './assets.ts';

export const SITE_NAME = 'Nieuwstikker';

/** What pages have in common, whatever they show. */
export interface Site {
  readonly sections: readonly Section[];
  readonly assets: PageAssets;
  /** Whether the news is invented; readers are told. */
  readonly demo: boolean;
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
  /** For search engines, schema.org. */
  readonly structuredData?: object;
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
  return collectResultSync(render(documentTemplate(site, page)));
}

function documentTemplate(site: Site, page: Page) {
  const { title, description, canonical, feeds = [], structuredData, main, lang = 'nl', isStill } = page;
  return html`<!doctype html>
    <html lang=${lang}>
      <head>
        <meta charset="utf-8" />
        <title>${title === SITE_NAME ? title : `${title} | ${SITE_NAME}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${description === undefined ? nothing : html`<meta name="description" content=${description} />`}
        ${
          canonical === undefined
            ? html`<meta name="robots" content="noindex" />`
            : html`<link rel="canonical" href=${canonical} />`
        }
        ${feeds.map(
          (feed) =>
            html`<link
              rel="alternate"
              type=${feed.type}
              title=${`${feed.title} (${feed.name})`}
              href=${feed.path}
            />`,
        )}
        <link rel="icon" href=${ICON} />
        ${site.assets.styles.map((path) => html`<link rel="stylesheet" href=${path} />`)}
        ${isStill ? nothing : html`<script defer src=${EMBED}></script>`}
        ${site.assets.scripts.map((path) => html`<script type="module" src=${path}></script>`)}
        ${
          structuredData === undefined
            ? nothing
            : html`<script type="application/ld+json">
                ${unsafeHTML(scriptSafeJson(structuredData))}
              </script>`
        }
      </head>
      <body>
        <a class="skip" href="#inhoud">Naar de inhoud</a>
        ${masthead(site, page)}
        <main id="inhoud" tabindex="-1">${main}</main>
        ${foot(site, page)}
      </body>
    </html>`;
}

function masthead({ sections }: Site, { section }: Page) {
  const current = (id: string) => (section?.id !== id ? nothing : section.isFront ? 'page' : 'true');
  return html`<header class="masthead" lang="nl">
    <a class="wordmark" href="/">${SITE_NAME}</a>
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

/** JSON that cannot end the script element it stands in. */
function scriptSafeJson(data: object): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}
