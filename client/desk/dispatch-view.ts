import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { articlePath } from '../../shared/article-path.ts';
import type { Receipt } from '../../shared/desk.ts';
import type { Dispatch } from '../../shared/dispatch.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { DeskElement } from './desk-element.ts';
import type { Task } from './draft.ts';
import { receiptLine } from './receipt-line.ts';
import type { Found } from './room.ts';
import { urgencyName } from './words.ts';

/** What can be done to a dispatch, with the key that does it. */
export type DispatchAct =
  'correct' | 'update' | 'refile' | 'hold' | 'release' | 'withdraw' | 'supersede' | 'restore' | 'history';

interface Choice {
  readonly act: DispatchAct;
  readonly key: string;
  readonly name: string;
}

const OF_USABLE: readonly Choice[] = [
  { act: 'correct', key: 'c', name: 'Corrigeren' },
  { act: 'update', key: 'u', name: 'Bijwerken' },
  { act: 'refile', key: 'r', name: 'Stil verbeteren' },
  { act: 'supersede', key: 'v', name: 'Vervangen' },
  { act: 'hold', key: 'h', name: 'Aanhouden…' },
  { act: 'withdraw', key: 'i', name: 'Intrekken…' },
];
const OF_HELD: readonly Choice[] = [
  { act: 'release', key: 'h', name: 'Vrijgeven' },
  { act: 'correct', key: 'c', name: 'Corrigeren' },
  { act: 'withdraw', key: 'i', name: 'Intrekken…' },
];
const OF_WITHDRAWN: readonly Choice[] = [{ act: 'restore', key: 'p', name: 'Opnieuw publiceren…' }];

/**
 * One dispatch that is published, held or withdrawn: what stands there, and what can be done to it.
 *
 * @fires desk-act - something is to be done (detail: a `DispatchAct`)
 * @fires desk-open - the dispatch that this one replaces is to be shown (detail: its id)
 * @fires desk-back - back to the board
 */
@customElement('desk-dispatch')
export class DeskDispatch extends DeskElement {
  @property() dispatchId = '';
  /** Undefined while it is being read. */
  @property({ attribute: false }) found: Found | undefined;
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  @property({ attribute: false }) receipts: readonly Receipt[] = [];
  /** The task of a draft that waits to be gone on with. */
  @property() drafted: Task | '' = '';

  /** The act of a key, when it can be done now. */
  actOf(key: string): DispatchAct | undefined {
    return [...this.#choices, HISTORY].find((choice) => choice.key === key)?.act;
  }

  override render() {
    return html`<div class="dispatch">
      ${this.#content()}
      ${
        this.receipts.length > 0
          ? html`<section class="receipts" aria-label="Bevestigingen">
              ${this.receipts.map((receipt) => receiptLine(receipt))}
            </section>`
          : nothing
      }
    </div>`;
  }

  get #choices(): readonly Choice[] {
    if (this.found?.kind === 'withdrawn') return OF_WITHDRAWN;
    if (this.found?.kind !== 'there') return [];
    return this.found.dispatch.status === 'withheld' ? OF_HELD : OF_USABLE;
  }

  #content() {
    const { found } = this;
    if (!found)
      return html`<h2 tabindex="-1">Bericht</h2>
        <p class="quiet">Ophalen…</p>`;
    if (found.kind === 'there') return this.#there(found.dispatch);
    const words = {
      withdrawn: [
        'Ingetrokken',
        'De tekst is overal weg, ook uit het archief. Wat ervan rest is de geschiedenis.',
      ],
      unknown: ['Niet gevonden', 'Er is geen bericht met dit nummer.'],
      silence: ['Niet te lezen', 'De server antwoordt niet. Zodra er verbinding is, verschijnt het bericht.'],
    }[found.kind];
    return html`<h2 tabindex="-1">${words[0]}</h2>
      <p>${words[1]}</p>
      <p class="quiet">${this.dispatchId}</p>
      ${this.#acts()}`;
  }

  #there(dispatch: Dispatch) {
    const { title, dateline, lead, body, section, urgency, version, status, publishedAt, updatedAt, lang } =
      dispatch;
    const now = pageClock().now();
    return html`<p class="facts">
        ${status === 'withheld' ? html`<strong class="held">Aangehouden</strong>` : nothing}
        <span>${this.sections.get(section) ?? section}</span>
        <span>${urgencyName(urgency)}</span>
        <span>versie ${version}</span>
        <span>${shortTime(publishedAt, now, 'nl')}</span>
        ${version > 1 ? html`<span>gewijzigd ${shortTime(updatedAt, now, 'nl')}</span>` : nothing}
      </p>
      <h2 tabindex="-1" lang=${lang}>${title}</h2>
      ${this.#acts()}
      ${
        this.drafted
          ? html`<p class="notice-line">
              Hier ligt een concept.
              <button
                type="button"
                class="link"
                @click=${() => {
                  this.fire('desk-act', this.drafted);
                }}
              >
                Verder schrijven
              </button>
            </p>`
          : nothing
      }
      ${this.#revision(dispatch)}
      <div class="reading" lang=${lang}>
        <p class="reading-lead">
          ${dateline ? html`<span class="dateline">${dateline.raw}</span> - ` : nothing}${lead}
        </p>
        ${body.map(({ kind, text }) => (kind === 'crosshead' ? html`<h3>${text}</h3>` : html`<p>${text}</p>`))}
      </div>
      ${
        dispatch.replaces === undefined
          ? nothing
          : html`<p class="quiet">
              Vervangt
              <button
                type="button"
                class="link"
                @click=${() => {
                  this.fire('desk-open', dispatch.replaces);
                }}
              >
                ${dispatch.replaces}
              </button>
            </p>`
      }
      <p class="quiet">
        ${
          status === 'usable'
            ? html`<a href=${dispatch.url ?? articlePath(dispatch)} target="_blank" rel="noopener"
                >Op de site<span class="unseen"> (nieuw venster)</span></a
              >`
            : nothing
        }
        <span class="id">${dispatch.id}</span>
      </p>`;
  }

  #revision({ signal, note }: Dispatch) {
    if (!signal && note === undefined) return nothing;
    const word = signal === 'correction' ? 'Correctie: ' : signal === 'update' ? 'Nieuw: ' : '';
    return html`<p class="note-line">${word}${note ?? nothing}</p>`;
  }

  #acts() {
    return html`<div class="acts" role="group" aria-label="Wat wilt u doen?">
      ${[...this.#choices, HISTORY].map(
        ({ act, key, name }) =>
          html`<button
            type="button"
            class=${act === 'withdraw' ? 'grave' : ''}
            aria-keyshortcuts=${key}
            @click=${() => {
              this.fire('desk-act', act);
            }}
          >
            ${name}
          </button>`,
      )}
    </div>`;
  }
}

const HISTORY: Choice = { act: 'history', key: 'g', name: 'Geschiedenis' };

declare global {
  interface HTMLElementTagNameMap {
    'desk-dispatch': DeskDispatch;
  }
}
