import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Hook } from '../../shared/desk.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { DeskElement } from './desk-element.ts';
import './desk-dialog.ts';

export interface LetterAct {
  readonly name: string;
  readonly n: number;
  readonly what: 'again' | 'drop';
}

/**
 * What partners who keep copies did not take in.
 *
 * @fires desk-letter - one is to be delivered again, or dropped (detail: a `LetterAct`)
 */
@customElement('desk-letters')
export class DeskLetters extends DeskElement {
  @property({ attribute: false }) hooks: readonly Hook[] | undefined;
  @property() trouble = '';

  override render() {
    return html`<desk-dialog
      wide
      closable
      heading="Niet bezorgd bij partners"
      .content=${this.#content()}
    ></desk-dialog>`;
  }

  #content() {
    if (this.trouble !== '') return html`<p>${this.trouble}</p>`;
    if (!this.hooks) return html`<p class="quiet">Ophalen…</p>`;
    const hooks = this.hooks.filter(({ letters }) => letters.length > 0);
    if (hooks.length === 0) return html`<p>Alles is bezorgd.</p>`;
    return html`${hooks.map(
      ({ name, letters }) =>
        html`<h3>${name}</h3>
          <ul class="letters">
            ${letters.map(
              ({ n, id, at, error, again }) =>
                html`<li>
                  <span class="letter-what"
                    ><span class="id">${id}</span>
                    <time datetime=${new Date(at).toISOString()}
                      >${shortTime(at, pageClock().now(), 'nl')}</time
                    >
                    <span class="quiet">${again ? 'wordt opnieuw geprobeerd' : error}</span></span
                  >
                  ${this.#button({ name, n, what: 'again' }, 'Opnieuw')}
                  ${this.#button({ name, n, what: 'drop' }, 'Laten vervallen')}
                </li>`,
            )}
          </ul>`,
    )}`;
  }

  #button(act: LetterAct, words: string) {
    return html`<button
      type="button"
      @click=${() => {
        this.fire('desk-letter', act);
      }}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-letters': DeskLetters;
  }
}
