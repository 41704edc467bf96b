import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { parseDateline } from '../../shared/dateline.ts';
import type { Card } from '../../shared/dispatch.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { DeskElement } from './desk-element.ts';
import { embargoOf, type Draft, type Fields } from './draft.ts';
import './embargo-field.ts';
import './preview.ts';
import type { FieldProblems } from './submission.ts';
import { TASKS, URGENCIES, urgencyName } from './words.ts';

/** How the sending stands. */
export type Sent = 'idle' | 'busy' | 'unanswered';

/**
 * The form in which everything is written: a new dispatch, what came in, and a next version of what is published.
 *
 * @fires desk-fields - something was typed (detail: the fields that differ)
 * @fires desk-publish - it may be sent
 * @fires desk-embargo - only its embargo is to change; the text stays as it is
 * @fires desk-discard-draft - what was typed is to be thrown away
 * @fires desk-discard - what waits is to be put aside
 * @fires desk-back - the form is to be left; what was typed stays
 */
@customElement('desk-editor')
export class DeskEditor extends DeskElement {
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  @property({ attribute: false }) problems: FieldProblems = {};
  /** What the server said that belongs to no field. */
  @property() trouble = '';
  @property({ attribute: false }) sent: Sent = 'idle';
  @property({ type: Boolean }) touched = false;
  /** False: this machine cannot keep the draft. */
  @property({ type: Boolean }) kept = true;
  /** Another window writes the same. */
  @property({ type: Boolean }) elsewhere = false;
  /** What can be replaced: the cards of the section. */
  @property({ attribute: false }) others: readonly Card[] = [];

  override render() {
    const { task, id } = this.draft;
    return html`<form
      class="editor task-${task}"
      novalidate
      aria-labelledby="task"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        this.fire('desk-publish');
      }}
    >
      <header class="editor-head">
        <h2 id="task" tabindex="-1">${headingOf(this.draft)}</h2>
        <p class="quiet saved">${this.#saved()}</p>
      </header>
      <div class="fields" id="fields-${id}">
        ${task === 'correct' || task === 'update' ? this.#note() : nothing} ${this.#sectionAndUrgency()}
        ${this.#title()} ${this.#text()} ${this.#body()}
        ${task === 'new' || task === 'waiting' || task === 'update' || task === 'restore' ? this.#embargo() : nothing}
        ${this.#more()}
        <desk-preview
          .draft=${this.draft}
          .section=${this.sections.get(this.draft.fields.section) ?? ''}
          .others=${this.others}
        ></desk-preview>
      </div>
      ${this.#foot()}
    </form>`;
  }

  #saved() {
    if (!this.touched) return nothing;
    if (!this.kept) return html`<strong class="problem">Kan hier geen concept bewaren</strong>`;
    if (this.elsewhere) return html`<strong class="problem">Ook in een ander venster in bewerking</strong>`;
    const { at } = this.draft;
    return html`Concept bewaard ${shortTime(at, Math.max(at, pageClock().now()), 'nl')}`;
  }

  #sectionAndUrgency() {
    const { section, urgency } = this.draft.fields;
    const known = URGENCIES.some((one) => one.urgency === urgency);
    const urgencies = known ? URGENCIES : [...URGENCIES, { urgency, name: urgencyName(urgency) }];
    return html`<div class="line">
      <div class="field">
        <label for="section">Rubriek</label>
        <select
          id="section"
          aria-invalid=${this.#invalid('section')}
          aria-describedby="section-problem"
          @change=${(event: Event) => {
            this.#typed('section', event);
          }}
        >
          ${section === '' ? html`<option value="" selected>Kies…</option>` : nothing}
          ${[...this.sections].map(
            ([id, title]) => html`<option value=${id} .selected=${id === section}>${title}</option>`,
          )}
        </select>
        ${this.#problem('section')}
      </div>
      <div class="field" role="radiogroup" aria-labelledby="urgency-name">
        <span class="label" id="urgency-name">Urgentie</span>
        <div class="choices">
          ${urgencies.map(
            (one) =>
              html`<label class="choice ${one.urgency === 1 ? 'choice-flash' : ''}"
                ><input
                  type="radio"
                  name="urgency"
                  value=${one.urgency}
                  .checked=${one.urgency === urgency}
                  @change=${() => {
                    this.#set({ urgency: one.urgency });
                  }}
                /><span>${one.name}</span></label
              >`,
          )}
        </div>
      </div>
    </div>`;
  }

  #title() {
    return html`<div class="field">
      <label for="title">Kop</label>
      <textarea
        id="title"
        class="title"
        rows="2"
        maxlength="300"
        .value=${this.draft.fields.title}
        aria-invalid=${this.#invalid('title')}
        aria-describedby="title-problem"
        @keydown=${(event: KeyboardEvent) => {
          // A title is one line, however long.
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
        }}
        @input=${(event: InputEvent) => {
          this.#typed('title', event);
        }}
      ></textarea>
      ${this.#problem('title')}
    </div>`;
  }

  #text() {
    const { text } = this.draft.fields;
    return html`<div class="field">
      <label for="text">Tekst</label>
      <textarea
        id="text"
        rows="4"
        maxlength="4000"
        .value=${text}
        aria-invalid=${this.#invalid('text')}
        aria-describedby="text-problem dateline"
        @input=${(event: InputEvent) => {
          this.#typed('text', event);
        }}
      ></textarea>
      <p class="under"><span id="dateline" class="quiet">${datelineWords(text)}</span></p>
      ${this.#problem('text')}
    </div>`;
  }

  #body() {
    return html`<div class="field">
      <label for="body">Artikel <span class="quiet">witregel tussen alinea's; mag leeg blijven</span></label>
      <textarea
        id="body"
        rows="4"
        .value=${this.draft.fields.body}
        aria-invalid=${this.#invalid('body')}
        aria-describedby="body-problem"
        @input=${(event: InputEvent) => {
          this.#typed('body', event);
        }}
      ></textarea>
      ${this.#problem('body')}
    </div>`;
  }

  #note() {
    const isCorrection = this.draft.task === 'correct';
    return html`<div class="field">
      <label for="note"
        >${
          isCorrection
            ? html`Wat was er fout? <span class="quiet">lezers zien dit bij de correctie</span>`
            : html`Wat is er nieuw? <span class="quiet">mag leeg blijven</span>`
        }</label
      >
      <textarea
        id="note"
        rows="2"
        maxlength="1000"
        ?required=${isCorrection}
        .value=${this.draft.fields.note}
        aria-invalid=${this.#invalid('note')}
        aria-describedby="note-problem"
        @input=${(event: InputEvent) => {
          this.#typed('note', event);
        }}
      ></textarea>
      ${this.#problem('note')}
    </div>`;
  }

  #embargo() {
    return html`<desk-embargo
      .fields=${this.draft.fields}
      .problem=${this.problems.time ?? ''}
    ></desk-embargo>`;
  }

  #more() {
    const { url, lang, replaces } = this.draft.fields;
    const others = this.others.filter(({ id }) => id !== this.draft.id);
    const listed = replaces === '' || others.some(({ id }) => id === replaces);
    return html`<details
      ?open=${this.problems.url !== undefined || this.problems.lang !== undefined || replaces !== ''}
    >
      <summary>Meer: vervangt, adres, taal</summary>
      <div class="field">
        <label for="replaces">Vervangt</label>
        <select
          id="replaces"
          aria-describedby="replaces-problem"
          @change=${(event: Event) => {
            this.#typed('replaces', event);
          }}
        >
          <option value="" .selected=${replaces === ''}>Geen ander bericht</option>
          ${listed ? nothing : html`<option value=${replaces} selected>${replaces}</option>`}
          ${others.map(
            ({ id, title }) => html`<option value=${id} .selected=${id === replaces}>${title}</option>`,
          )}
        </select>
        ${this.#problem('replaces')}
      </div>
      <div class="line">
        <div class="field wide">
          <label for="url">Adres elders <span class="quiet">in plaats van ons artikel</span></label>
          <input
            id="url"
            type="url"
            inputmode="url"
            .value=${url}
            aria-invalid=${this.#invalid('url')}
            aria-describedby="url-problem"
            @input=${(event: InputEvent) => {
              this.#typed('url', event);
            }}
          />
          ${this.#problem('url')}
        </div>
        <div class="field">
          <label for="lang">Taal</label>
          <input
            id="lang"
            class="short"
            .value=${lang}
            aria-invalid=${this.#invalid('lang')}
            aria-describedby="lang-problem"
            @input=${(event: InputEvent) => {
              this.#typed('lang', event);
            }}
          />
          ${this.#problem('lang')}
        </div>
      </div>
    </details>`;
  }

  #foot() {
    const { task } = this.draft;
    return html`<footer class="editor-foot">
      <p
        class="message ${this.sent === 'unanswered' || this.trouble ? 'problem' : ''}"
        role="status"
        id="sent"
      >
        ${this.#message()}
      </p>
      <div class="buttons">
        <button
          class="main ${this.draft.fields.urgency === 1 ? 'main-flash' : ''}"
          ?disabled=${this.sent === 'busy'}
        >
          ${this.sent === 'unanswered' ? 'Opnieuw versturen' : buttonWords(this.draft)}
        </button>
        ${
          task === 'waiting'
            ? html`<button
                type="button"
                @click=${() => {
                  this.fire('desk-discard');
                }}
              >
                Wegleggen…
              </button>`
            : nothing
        }
        ${
          task === 'waiting' && this.#onlyEmbargoDiffers
            ? html`<button
                type="button"
                @click=${() => {
                  this.fire('desk-embargo');
                }}
              >
                ${embargoOf(this.draft.fields) === undefined ? 'Embargo eraf, laten wachten' : 'Embargo wijzigen'}
              </button>`
            : nothing
        }
        <span class="push"></span>
        ${
          this.touched
            ? html`<button
                type="button"
                class="quiet-button"
                @click=${() => {
                  this.fire('desk-discard-draft');
                }}
              >
                Concept weggooien
              </button>`
            : nothing
        }
        ${
          task === 'new'
            ? nothing
            : html`<button
                type="button"
                class="quiet-button"
                @click=${() => {
                  this.fire('desk-back');
                }}
              >
                Terug
              </button>`
        }
      </div>
    </footer>`;
  }

  get #onlyEmbargoDiffers(): boolean {
    const { base, fields } = this.draft;
    if (!base) return false;
    const same = (name: keyof Fields) => base.fields[name] === fields[name];
    const embargo = ['date', 'time', 'later'] as const;
    return !embargo.every(same);
  }

  #message() {
    if (this.sent === 'busy') return 'Versturen…';
    if (this.sent === 'unanswered') {
      return 'Niet bevestigd: de server antwoordde niet. Opnieuw versturen telt niet dubbel.';
    }
    return this.trouble;
  }

  #invalid(name: keyof Fields): 'true' | 'false' {
    return this.problems[name] === undefined ? 'false' : 'true';
  }

  #problem(name: keyof Fields) {
    return html`<p class="problem" id="${name}-problem">${this.problems[name] ?? nothing}</p>`;
  }

  #typed(name: keyof Fields, { target }: Event): void {
    const isField =
      target instanceof HTMLInputElement ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement;
    if (isField) this.#set({ [name]: target.value });
  }

  #set(fields: Partial<Fields>): void {
    this.fire('desk-fields', fields);
  }
}

function headingOf({ task, base }: Draft): string {
  return task === 'waiting' && base?.fields.time ? 'Onder embargo' : TASKS[task].title;
}

/** What happens when it is pressed. */
function buttonWords({ task, fields, base }: Draft): string {
  const at = embargoOf(fields);
  const now = pageClock().now();
  if (at !== undefined && at > now) {
    const until = shortTime(at, now, 'nl');
    const isSame = base !== undefined && embargoOf(base.fields) === at;
    return isSame ? `Bewaren, embargo tot ${until}` : `Onder embargo tot ${until}`;
  }
  if (fields.urgency === 1 && task === 'new') return 'Flits publiceren…';
  return base?.held ? `${TASKS[task].button}, blijft aangehouden` : TASKS[task].button;
}

/** What the dateline was understood as. */
function datelineWords(text: string): string {
  if (text.trim() === '') return 'Begin met een datumregel, zoals GOES (ANP) - …';
  const { dateline } = parseDateline(text.replace(/\s+/g, ' ').trim());
  if (!dateline) return 'Geen datumregel herkend';
  return [dateline.places.join(' / '), dateline.agencies.join(' / ')].filter(Boolean).join(' · ');
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-editor': DeskEditor;
  }
}
