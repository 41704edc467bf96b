import { LitElement, html, nothing } from 'lit';
import { absoluteTime, nextChange, relativeTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { LabelController } from '../controllers/label.ts';
import { languageOf } from '../language-of.ts';
import { timeStyles } from './styles.ts';

/**
 * The live label alone, for pages with markup of their own: "4 minuten geleden". What stands between its tags is
 * shown where there is no script, or no time to be read. By the time of the server where something on the page is in touch
 * with it, such as a `<news-ticker>`; alone by the clock of the reader's machine.
 *
 * @element news-time
 * @csspart label - the `<time>`
 * @slot - the time in words, for before
 */
export class NewsTime extends LitElement {
  static override styles = timeStyles;
  // Not decorators: their helpers cost as much of the embed as the element itself.
  static override properties = {
    datetime: { reflect: true },
    /** The language of the label; otherwise that of the page.
     * @type {'nl' | 'en' | 'de' | 'fr'} */
    lang: { reflect: true },
  };

  /** ISO 8601 with its zone, or ms since the epoch. */
  declare datetime: string;

  #text = '';

  constructor() {
    super();
    this.datetime = '';
    new LabelController(this, {
      tick: (now) => {
        if (this.#wordsAt(now) !== this.#text) this.requestUpdate();
        return nextChange(this.#then, now);
      },
    });
  }

  get #then(): number {
    return new Date(/^\d+$/.test(this.datetime) ? Number(this.datetime) : this.datetime).getTime();
  }

  override render() {
    const then = this.#then;
    this.#text = this.#wordsAt(pageClock().now());
    return this.#text ? timeTemplate(then, this.#text, languageOf(this)) : html`<slot></slot>`;
  }

  #wordsAt(now: number): string {
    return relativeTime(this.#then, now, languageOf(this));
  }
}

/** A label with the time in full beside it, for those who cannot hover. */
export function timeTemplate(then: number, text: string, lang: string) {
  const full = absoluteTime(then, lang);
  return html`<time part="label" datetime=${new Date(then).toISOString()} title=${full}
    ><span class="live">${text}</span
    >${text === full ? nothing : html`<span class="full"> ${full}</span>`}</time
  >`;
}
