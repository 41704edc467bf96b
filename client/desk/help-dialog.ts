import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DeskElement } from './desk-element.ts';
import './desk-dialog.ts';

const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Overal',
    [
      ['1  2  3', 'naar wachtend, bord, schrijven (in een veld met Alt)'],
      ['n', 'nieuw bericht'],
      ['o', 'bericht openen op nummer of adres'],
      ['[  ]', 'vorige en volgende rubriek'],
      ['t', 'terugkijken: wat een rubriek toen liet zien'],
      ['Esc', 'terug; wat u typte blijft bewaard'],
      ['?', 'deze hulp'],
    ],
  ],
  [
    'In een lijst',
    [
      ['↑ ↓  j k', 'door de lijst'],
      ['Enter', 'openen'],
      ['p', 'publiceren zoals het is'],
      ['x', 'wegleggen'],
    ],
  ],
  [
    'Bij een bericht',
    [
      ['c  u  r', 'corrigeren, bijwerken, stil verbeteren'],
      ['v', 'vervangen door een nieuw bericht'],
      ['h', 'aanhouden of vrijgeven'],
      ['i', 'intrekken'],
      ['p', 'na intrekking opnieuw publiceren'],
      ['g', 'geschiedenis'],
    ],
  ],
  ['In het formulier', [['Ctrl + Enter', 'publiceren, met dezelfde vragen vooraf (Mac: ⌘ + Enter)']]],
];

/**
 * The keys, and whether the single ones are on: who dictates to the machine may not want them.
 *
 * @fires desk-keys - the single keys are switched on or off (detail: a boolean)
 */
@customElement('desk-help')
export class DeskHelp extends DeskElement {
  @property({ type: Boolean }) keys = true;

  override render() {
    return html`<desk-dialog wide closable heading="Toetsen" .content=${this.#content()}></desk-dialog>`;
  }

  #content() {
    return html`<div class="keys">
        ${KEYS.map(
          ([place, keys]) =>
            html`<section>
              <h3>${place}</h3>
              <dl>
                ${keys.map(
                  ([key, what]) =>
                    html`<dt><kbd>${key}</kbd></dt>
                      <dd>${what}</dd>`,
                )}
              </dl>
            </section>`,
        )}
      </div>
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.keys}
          @change=${(event: Event) => {
            this.fire('desk-keys', event.target instanceof HTMLInputElement && event.target.checked);
          }}
        />
        Toetsen zonder Ctrl of Alt gebruiken
      </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-help': DeskHelp;
  }
}
