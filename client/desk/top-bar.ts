import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortTime } from '../../shared/relative-time.ts';
import type { Wall } from '../../shared/wall.ts';
import { pageClock } from '../clock.ts';
import { DeskElement } from './desk-element.ts';
import { PANES, type Pane, type Side } from './panes.ts';
import './walls-button.ts';

/** What was done last, and when. */
export interface Said {
  readonly words: string;
  readonly at: number;
}

/**
 * The line above it all: whether the desk is live, what was done last, and who is signed in.
 *
 * @fires desk-go - to another part of the desk (detail: a `Pane`)
 * @fires desk-show-letters - what could not be delivered to partners
 * @fires desk-show-keys - the keys
 * @fires desk-sign-out
 */
@customElement('desk-bar')
export class DeskBar extends DeskElement {
  @property() siteName = '';
  @property({ type: Boolean }) live = false;
  /** When it last was, ms; undefined: never yet. */
  @property({ attribute: false }) liveAt: number | undefined;
  @property({ attribute: false }) said: Said | undefined;
  @property() pane: Pane = 'work';
  @property() side: Side = 'waiting';
  @property({ type: Number }) waiting = 0;
  @property({ type: Number }) deadLetters = 0;
  @property({ attribute: false }) walls: readonly Wall[] = [];
  @property() who = '';

  override render() {
    return html`<header class="bar ${this.live ? '' : 'not-live'}">
      <h1 class="wordmark">${this.siteName} <span>Redactie</span></h1>
      ${this.#tabs()}
      <p class="live ${this.live ? 'live-now' : ''}" role="status">${this.#liveWords()}</p>
      <p class="said" role="status">${this.#saidWords()}</p>
      <div class="bar-end">
        ${this.deadLetters > 0 ? this.#button('desk-show-letters', `${String(this.deadLetters)} niet bezorgd`) : nothing}
        <desk-walls-button .walls=${this.walls}></desk-walls-button>
        <span class="who">${this.who}</span>
        ${this.#button('desk-show-keys', 'Toetsen')} ${this.#button('desk-sign-out', 'Afmelden')}
      </div>
    </header>`;
  }

  #tabs() {
    return html`<nav class="pane-tabs" aria-label="Delen" data-pane=${this.pane} data-side=${this.side}>
      ${PANES.map(
        ([pane, name]) =>
          html`<button
            type="button"
            class="tab-${pane}"
            aria-current=${pane === this.pane ? 'true' : 'false'}
            @click=${() => {
              this.fire('desk-go', pane);
            }}
          >
            ${name}
            ${pane === 'waiting' && this.waiting > 0 ? html`<span class="count">${this.waiting}</span>` : nothing}
          </button>`,
      )}
    </nav>`;
  }

  #liveWords(): string {
    if (this.live) return 'Live';
    if (this.liveAt === undefined) return 'Verbinden…';
    return `Niet live sinds ${shortTime(this.liveAt, pageClock().now(), 'nl')}. Wat u typt blijft bewaard.`;
  }

  #saidWords() {
    if (!this.said) return nothing;
    const { words, at } = this.said;
    return html`${words} <span class="quiet">${shortTime(at, at, 'nl')}</span>`;
  }

  #button(event: string, words: string) {
    return html`<button
      type="button"
      class="quiet-button ${event === 'desk-show-letters' ? 'letters-button' : ''}"
      @click=${() => {
        this.fire(event);
      }}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-bar': DeskBar;
  }
}
