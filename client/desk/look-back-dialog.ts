import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Card } from '../../shared/dispatch.ts';
import { absoluteTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { amsterdamMoment, amsterdamTime, tidyTime } from './amsterdam-time.ts';
import type { Answer } from './api.ts';
import { DeskElement } from './desk-element.ts';
import './desk-dialog.ts';
import type { PastBoard, Redacted } from './look-back.ts';
import { timeOf } from './time-of.ts';
import { whyNot } from './why-not.ts';

/**
 * What a section showed at a moment that somebody asks about, say after a complaint. It is a list and no ticker: it
 * does not look live, because it is not.
 *
 * @fires desk-open - one of them is to be shown as it is now (detail: its id)
 */
@customElement('desk-look-back')
export class DeskLookBack extends DeskElement {
  @property() section = '';
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  /** Asks what a section showed at a moment, ms since the epoch. */
  @property({ attribute: false }) read!: (section: string, at: number) => Promise<Answer<PastBoard>>;
  @state() date = amsterdamTime(pageClock().now()).date;
  @state() time = '';
  /** Of an hour that came twice: the second one. */
  @state() later = false;
  @state() problem = '';
  @state() busy = false;
  @state() board: PastBoard | undefined;

  override render() {
    return html`<desk-dialog wide closable heading="Terugkijken" .content=${this.#content()}></desk-dialog>`;
  }

  #content() {
    return html`<p class="quiet">Wat een rubriek op een moment liet zien. Tijden zijn die van Amsterdam.</p>
      <form
        class="line look-back"
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.#look();
        }}
      >
        ${this.#fields()}
        <button class="main" ?disabled=${this.busy}>Tonen</button>
      </form>
      ${this.#twice()}
      <p class="problem" id="look-back-problem" role="status">${this.problem}</p>
      ${this.board ? this.#past(this.board) : nothing}`;
  }

  #fields() {
    return html`<div class="field">
        <label for="past-section">Rubriek</label>
        <select
          id="past-section"
          @change=${(event: Event) => {
            this.section = valueOf(event);
          }}
        >
          ${[...this.sections].map(
            ([id, title]) => html`<option value=${id} .selected=${id === this.section}>${title}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="past-date">Datum</label>
        <input
          id="past-date"
          type="date"
          .value=${this.date}
          @input=${(event: Event) => {
            this.date = valueOf(event);
          }}
        />
      </div>
      <div class="field">
        <label for="past-time">Tijd</label>
        <input
          id="past-time"
          class="clock"
          data-first
          inputmode="numeric"
          placeholder="uu:mm"
          maxlength="9"
          .value=${this.time}
          aria-invalid=${this.problem === '' ? 'false' : 'true'}
          aria-describedby="look-back-problem"
          @input=${(event: Event) => {
            this.time = valueOf(event);
          }}
          @change=${(event: Event) => {
            this.time = tidyTime(valueOf(event));
          }}
        />
      </div>`;
  }

  #twice() {
    if (amsterdamMoment(this).kind !== 'twice') return nothing;
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${this.later}
        @change=${(event: Event) => {
          this.later = event.target instanceof HTMLInputElement && event.target.checked;
        }}
      />
      De tweede keer, toen de klok al op wintertijd stond
    </label>`;
  }

  #past({ section, at, dispatches }: PastBoard) {
    return html`<section class="past" aria-labelledby="past">
      <h3 id="past" tabindex="-1">
        ${this.sections.get(section) ?? section}, ${absoluteTime(at, 'nl')}; dit is niet live
      </h3>
      ${
        dispatches.length === 0
          ? html`<p>Er stond toen niets.</p>`
          : html`<ol>
              ${dispatches.map((one) => this.#line(one))}
            </ol>`
      }
    </section>`;
  }

  #line(one: Card | Redacted) {
    const isGone = 'redacted' in one;
    return html`<li class=${isGone ? 'past-gone' : ''}>
      <span class="quiet">${timeOf(one.publishedAt)}</span>
      <div>
        <button
          type="button"
          class="link"
          @click=${() => {
            this.fire('desk-open', one.id);
          }}
        >
          ${isGone ? html`<span class="mark">ingetrokken</span> <span class="id">${one.id}</span>` : one.title}
        </button>
        ${isGone ? nothing : html`<p>${one.dateline ? `${one.dateline.raw} - ` : ''}${one.lead}</p>`}
      </div>
    </li>`;
  }

  async #look(): Promise<void> {
    const moment = amsterdamMoment(this);
    this.problem = problemOf(moment.kind);
    const at =
      moment.kind === 'twice'
        ? moment[this.later ? 'second' : 'first']
        : moment.kind === 'once'
          ? moment.at
          : 0;
    if (this.problem === '' && at > pageClock().now()) this.problem = 'Dat moment is er nog niet geweest.';
    if (this.problem !== '') {
      this.querySelector<HTMLElement>('#past-time')?.focus();
      return;
    }
    this.busy = true;
    const answer = await this.read(this.section, at);
    this.busy = false;
    this.board = answer.kind === 'done' ? answer.value : undefined;
    this.problem = answer.kind === 'done' ? '' : whyNot(answer);
  }
}

function problemOf(kind: ReturnType<typeof amsterdamMoment>['kind']): string {
  if (kind === 'skipped') return 'Deze tijd bestaat niet: de klok ging toen een uur vooruit.';
  return kind === 'once' || kind === 'twice' ? '' : 'Geef een datum en een tijd, zoals 14:05.';
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-look-back': DeskLookBack;
  }
}
