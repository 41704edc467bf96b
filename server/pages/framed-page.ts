/**
 * The ticker as a page of its own, for a frame on somebody else's: the element, and in it its first rows as links, which
 * lead out of the frame. It is no page for search engines: what it shows stands on the section's own.
 */
import { html, render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { nothing } from 'lit';
import type { Card } from '../../shared/dispatch.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { textsOf } from '../../shared/ticker-texts.ts';
import type { Section } from '../sections.ts';
import { dispatchRow, type RowStyle } from './dispatch-row.ts';
import { ICON, sectionPath } from './document.ts';
import type { FramedTicker } from './framed-ticker.ts';

/** Where everything that a frame loads comes from. */
const EMBED = '/embed/v1';

export interface FramedPageParts {
  readonly siteName: string;
  readonly ticker: FramedTicker;
  /** Those that it names, all of them. */
  readonly sections: readonly Section[];
  /** Newest first, without what another of them replaces. */
  readonly dispatches: readonly Card[];
  /** Where this server was found. */
  readonly origin: string;
  readonly now: number;
}

export function framedPage({ siteName, ticker, sections, dispatches, origin, now }: FramedPageParts): string {
  const { lang, theme, layout, rows, attributes, wrong } = ticker;
  const { heading, exclude, links } = attributes;
  const shown = dispatches.filter(({ id }) => id !== exclude).slice(0, layout === 'line' ? 1 : rows);
  const title = heading || `${textsOf(lang).more} ${sections.map((section) => section.title).join(', ')}`;
  const [first] = sections;
  const style: RowStyle = {
    lang,
    labelAt: (then) => shortTime(then, now, lang),
    brief: layout === 'line',
    ...(sections.length > 1 && { titleOf: (section) => sections.find(({ id }) => id === section)?.title }),
    unlinked: links === 'none',
  };
  return toText(
    html`<!doctype html>
      <html lang=${lang} data-theme=${theme} data-wrong=${inWords(wrong)}>
        <head>
          ${head(`${title} | ${siteName}`)}
          ${first && sections.length === 1 ? html`<link rel="canonical" href=${origin + sectionPath(first.id)} />` : nothing}
          <base target="_blank" />
          <link rel="stylesheet" href=${`${EMBED}/reserve.css`} />
          <script defer src=${`${EMBED}/news-ticker.js`}></script>
          <script defer src=${`${EMBED}/framed.js`}></script>
        </head>
        <body>
          <news-ticker
            section=${sections.map(({ id }) => id).join(' ')}
            rows=${rows}
            heading=${heading ?? title}
            layout=${attributes.layout ?? nothing}
            theme=${attributes.theme ?? nothing}
            links=${links ?? nothing}
            timestamps=${attributes.timestamps ?? nothing}
            updates=${attributes.updates ?? nothing}
            announce=${attributes.announce ?? nothing}
            loading=${attributes.loading ?? nothing}
            ?paused=${attributes.paused !== undefined}
            exclude=${exclude ?? nothing}
            partner=${attributes.partner ?? nothing}
          >
            ${layout === 'line' || heading === '' ? nothing : html`<h2>${title}</h2>`}
            ${
              shown.length === 0
                ? html`<p class="text">${textsOf(lang).empty}</p>`
                : html`<ol>
                    ${shown.map((card) => dispatchRow(card, style))}
                  </ol>`
            }
          </news-ticker>
        </body>
      </html>`,
  );
}

/** For readers, where there is nothing to show; why, is for whoever made the frame. */
export function framedNotice(siteName: string, { wrong }: FramedTicker): string {
  const title = 'Deze rubriek is er niet';
  return toText(
    html`<!doctype html>
      <html lang="nl" data-theme="auto" data-wrong=${inWords(wrong)}>
        <head>
          ${head(`${title} | ${siteName}`)}
          <base target="_blank" />
          <script defer src=${`${EMBED}/framed.js`}></script>
        </head>
        <body>
          <main class="notice">
            <h1>${title}</h1>
            <p><a href="/" rel="noopener">Naar ${siteName}</a></p>
          </main>
        </body>
      </html>`,
  );
}

/** What the frame's script says in the console. */
function inWords(wrong: readonly string[]) {
  return wrong.length > 0 ? wrong.join('\n') : nothing;
}

function head(fullTitle: string) {
  return html`<meta charset="utf-8" />
    <title>${fullTitle}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <link rel="icon" href=${ICON} />
    <link rel="stylesheet" href=${`${EMBED}/framed.css`} />`;
}

function toText(template: ReturnType<typeof html>): string {
  return collectResultSync(render(template));
}
