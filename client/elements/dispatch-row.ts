/** A dispatch in words: its title, dateline and lead, and the line of small print below them. */
import { html, nothing } from 'lit';
import { articlePath } from '../../shared/article-path.ts';
import type { Card } from '../../shared/card.ts';
import { relativeTime, shortTime } from '../../shared/relative-time.ts';
import { textsOf } from '../../shared/ticker-texts.ts';
import { timeTemplate } from './news-time.ts';

/** How a ticker shows a dispatch. */
export interface RowStyle {
  /** The language of the words that are ours. */
  readonly lang: string;
  readonly server: string;
  readonly links: string;
  /** Only the title and its small print. */
  readonly brief: boolean;
  /** What its section is called, where a ticker has several. */
  readonly section?: string | undefined;
  /** `relative`, `absolute` or `both`. */
  readonly timestamps: string;
  /** A title was followed. */
  readonly select: (event: Event, card: Card) => void;
}

/** What this reader has seen before of a dispatch. */
export interface Seen {
  /** The first version that was on screen here, if any. */
  readonly version: number | undefined;
  /** The title that was on screen here of what it replaces. */
  readonly replaced: string | undefined;
}

/** `now`: ms since the epoch. */
export function dispatchRow(card: Card, seen: Seen, style: RowStyle, now: number) {
  const { version, title, dateline, lead, lang, signal, note, urgency, updatedAt, publishedAt } = card;
  const texts = textsOf(style.lang);
  // A correction is for those who saw what was wrong; whoever comes later reads what is right.
  const marked = signal === 'correction' ? (seen.version ?? version) < version : signal;
  const explained = !style.brief && marked && signal === 'correction' && note;
  const word = texts.urgencies[urgency - 1];
  return html`<article lang=${lang} dir="auto">
    <h3 part="title">
      ${word ? html`<bdi part="urgency" class="urgency u${urgency}" lang=${style.lang}>${word}</bdi> ` : nothing}${
        style.links === 'none'
          ? title
          : html`<a
              part="link"
              href=${card.url ?? style.server + articlePath(card)}
              target=${style.links === 'new' ? '_blank' : nothing}
              rel="noopener"
              @click=${(event: Event) => {
                style.select(event, card);
              }}
              >${title}</a
            >`
      }
    </h3>
    ${
      style.brief
        ? nothing
        : html`<p part="text" class="text">
            ${dateline ? html`<span part="dateline" class="dateline">${dateline.raw}</span> - ` : nothing}${lead}
          </p>`
    }
    <p part="meta" class="meta" lang=${style.lang}>
      ${style.section ? html`<span part="section">${style.section}</span>` : nothing}
      ${timeTemplate(publishedAt, labelOf(publishedAt, now, style), style.lang)}
      ${
        marked && signal && !explained
          ? html`<span part="signal">${texts[signal]} ${shortTime(updatedAt, now, style.lang)}</span>`
          : nothing
      }
    </p>
    ${explained ? noteTemplate(`${texts.correction}:`, explained, style.lang) : nothing}
    ${
      style.brief || seen.replaced === undefined
        ? nothing
        : noteTemplate(texts.replaces, seen.replaced, style.lang)
    }
  </article>`;
}

function labelOf(then: number, now: number, { lang, timestamps }: RowStyle): string {
  const short = shortTime(then, now, lang);
  if (timestamps === 'absolute') return short;
  const relative = relativeTime(then, now, lang);
  return timestamps === 'both' ? `${relative} · ${short}` : relative;
}

/** What changed, in words of ours and then of the newsroom's. */
function noteTemplate(word: string, words: string, lang: string) {
  return html`<p part="note" class="note"><span part="signal" lang=${lang}>${word}</span> ${words}</p>`;
}
