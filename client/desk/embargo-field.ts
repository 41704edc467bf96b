import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { absoluteTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { amsterdamMoment, amsterdamTime, tidyTime } from './amsterdam-time.ts';
import { DeskElement } from './desk-element.ts';
import { embargoOf, type Fields } from './draft.ts';

/** A date and a time on the clock of Amsterdam, whatever the machine's own zone, and what they come down to in words. */
@customElement('desk-embargo')
export class DeskEmbargo extends DeskElement {
  @property({ attribute: false }) fields!: Fields;
  @property() problem = '';

  override render() {
    const { date, time } = this.fields;
    return html`<div class="embargo" role="group" aria-labelledby="embargo-name">
      <span class="label" id="embargo-name">Embargo</span>
      <label class="unseen" for="embargo-date">Datum van het embargo</label>
      <input
        id="embargo-date"
        type="date"
        .value=${date}
        @input=${(event: InputEvent) => {
          this.#set({ date: valueOf(event) });
        }}
      />
      <label class="unseen" for="embargo-time">Tijd van het embargo, in Amsterdam</label>
      <input
        id="embargo-time"
        class="clock"
        inputmode="numeric"
        placeholder="uu:mm"
        maxlength="9"
        .value=${time}
        aria-invalid=${this.problem === '' ? 'false' : 'true'}
        aria-describedby="embargo-words"
        @input=${(event: InputEvent) => {
          // The time alone means today.
          const today = amsterdamTime(pageClock().now()).date;
          this.#set({ time: valueOf(event), ...(date === '' && { date: today }) });
        }}
        @change=${(event: Event) => {
          this.#set({ time: tidyTime(valueOf(event)) });
        }}
      />
      ${
        date === '' && time === ''
          ? nothing
          : html`<button
              type="button"
              class="quiet-button"
              @click=${() => {
                this.#clear();
              }}
            >
              Geen embargo
            </button>`
      }
      <p id="embargo-words" class=${this.problem === '' ? 'quiet' : 'problem'}>${this.#words()}</p>
      ${this.#twice()}
    </div>`;
  }

  /** The hour that the clock shows twice: which one is for the desk to say. */
  #twice() {
    if (amsterdamMoment(this.fields).kind !== 'twice') return nothing;
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${this.fields.later}
        @change=${(event: Event) => {
          this.#set({ later: event.target instanceof HTMLInputElement && event.target.checked });
        }}
      />
      De tweede keer, als de klok al op wintertijd staat
    </label>`;
  }

  #words() {
    if (this.problem !== '') return this.problem;
    const moment = amsterdamMoment(this.fields);
    const at = embargoOf(this.fields);
    if (moment.kind === 'twice') return 'Deze tijd komt die nacht twee keer: de klok gaat een uur terug.';
    return at === undefined
      ? 'Geen: meteen. Tijden zijn die van Amsterdam.'
      : `Niet vóór ${absoluteTime(at, 'nl')}.`;
  }

  #clear(): void {
    this.#set({ date: '', time: '', later: false });
    this.querySelector<HTMLElement>('#embargo-date')?.focus();
  }

  #set(fields: Partial<Fields>): void {
    this.fire('desk-fields', fields);
  }
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement ? target.value : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-embargo': DeskEmbargo;
  }
}
