import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { wallNameFault, type WallNameFault, type WallSetup } from '../../shared/wall.ts';
import { DeskElement, focusOn } from './desk-element.ts';
import './section-choice.ts';
import { findPairing, pair, whyNotWall } from './wall-acts.ts';

type Step = 'code' | 'setup' | 'done';

const BELLS: readonly (readonly [string, string])[] = [
  ['', 'Niet'],
  ['1', 'Bij een flits'],
  ['2', 'Bij een flits of bulletin'],
  ['3', 'Ook bij urgent nieuws'],
];

const NAME_FAULTS: Readonly<Record<WallNameFault, string>> = {
  empty: 'Geef het scherm een naam.',
  long: 'De naam mag ten hoogste 60 tekens hebben.',
  dots: 'Een naam kan geen punt of twee punten zijn: die verdwijnen uit een adres.',
  spaces: 'De naam mag niet met een spatie beginnen of eindigen.',
  unseen: 'In de naam staan tekens die niemand ziet. Typ hem opnieuw.',
};

/**
 * Makes a wall of the screen that shows a code: first the code, then what it is to be.
 *
 * @fires desk-new-wall-done - it is set up, or left
 */
@customElement('desk-new-wall')
export class DeskNewWall extends DeskElement {
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  /** The code, where it is known. */
  @property() code = '';
  /** There is nothing to go back to. */
  @property({ type: Boolean }) alone = false;
  @state() step: Step = 'code';
  @state() problem = '';
  /** Which field the problem is with. */
  @state() wrong = '';
  @state() busy = false;
  @state() bells = '';
  #name = '';

  override firstUpdated(): void {
    if (this.code !== '') void this.#find(this.code);
    else void focusOn(this, '#code');
  }

  override render() {
    if (this.step === 'done') return this.#done();
    return html`<form
      novalidate
      class="new-wall"
      @input=${() => {
        this.problem = this.wrong = '';
      }}
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        if (this.busy) return;
        void (this.step === 'code' ? this.#find(this.#text('#code')) : this.#pair());
      }}
    >
      ${this.step === 'code' ? this.#codeField() : this.#fields()}
      <p class="problem" id="wall-problem" role="status">${this.problem}</p>
      <div class="buttons">
        <button class="main" ?disabled=${this.busy}>
          ${this.step === 'code' ? 'Verder' : 'Scherm instellen'}
        </button>
        ${this.alone ? nothing : this.#doneButton('Toch niet')}
      </div>
    </form>`;
  }

  #codeField() {
    return html`<div class="field">
      <label for="code">Code op het scherm</label>
      <input
        id="code"
        class="code-field"
        maxlength="8"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        .value=${this.code}
        aria-invalid=${this.wrong === 'code' ? 'true' : 'false'}
        aria-describedby="wall-problem"
      />
      <p class="quiet under">Vier letters en cijfers. Een scherm zonder code opent ${location.host}/wall</p>
    </div>`;
  }

  #fields() {
    return html`<div class="field">
        <label for="wall-name">Naam</label>
        <input
          id="wall-name"
          class="wide-field"
          maxlength="60"
          autocomplete="off"
          aria-invalid=${this.wrong === 'name' ? 'true' : 'false'}
          aria-describedby="wall-name-about wall-problem"
        />
        <p class="quiet under" id="wall-name-about">Waar het hangt, zoals ‘Redactie 1’ of ‘Balie’.</p>
      </div>
      <desk-section-choice .sections=${this.sections}></desk-section-choice>
      <div class="field">
        <label for="bells">Bel</label>
        <select
          id="bells"
          class="wide-field"
          @change=${() => {
            this.bells = this.#text('#bells');
          }}
        >
          ${BELLS.map(([value, words]) => html`<option value=${value}>${words}</option>`)}
        </select>
      </div>
      ${this.bells === '' ? nothing : this.#quietFields()}`;
  }

  #quietFields() {
    const clock = (id: string, value: string, label: string) =>
      html`<label for=${id}>${label}</label>
        <input
          id=${id}
          type="time"
          class="clock"
          .value=${value}
          aria-invalid=${this.wrong === 'quiet' ? 'true' : 'false'}
        />`;
    return html`<fieldset class="field quiet-hours">
      <legend class="label">Stille uren, zonder bel</legend>
      <div class="hours">${clock('quiet-from', '23:00', 'van')} ${clock('quiet-to', '07:00', 'tot')}</div>
      <p class="quiet under">Leeg: de bel klinkt de hele dag.</p>
    </fieldset>`;
  }

  #done() {
    return html`<p id="wall-done" tabindex="-1" role="status">
        ‘${this.#name}’ is ingesteld. Binnen enkele seconden staat het nieuws op het scherm.
      </p>
      ${this.alone ? nothing : html`<div class="buttons">${this.#doneButton('Naar de schermen')}</div>`}`;
  }

  #doneButton(words: string) {
    return html`<button
      type="button"
      @click=${() => {
        this.fire('desk-new-wall-done');
      }}
    >
      ${words}
    </button>`;
  }

  async #find(text: string): Promise<void> {
    const code = text.replace(/\s/g, '').toUpperCase();
    if (code === '') return this.#refuse('Vul de code in die op het scherm staat.', 'code', '#code');
    this.code = code;
    this.busy = true;
    const answer = await findPairing(code);
    this.busy = false;
    if (answer.kind !== 'done') return this.#refuse(whyNotWall(answer), 'code', '#code');
    this.#go('setup', '#wall-name');
  }

  async #pair(): Promise<void> {
    const setup = this.#setup();
    if (!setup) return;
    this.busy = true;
    const answer = await pair(this.code, setup);
    this.busy = false;
    if (answer.kind === 'done') {
      this.#name = setup.name;
      this.#go('done', '#wall-done');
      return;
    }
    const isCode = answer.kind === 'refused' && [404, 410].includes(answer.status);
    if (isCode) this.step = 'code';
    this.#refuse(whyNotWall(answer), isCode ? 'code' : 'name', isCode ? '#code' : '#wall-name');
  }

  #setup(): WallSetup | undefined {
    const name = this.#text('#wall-name');
    const sections = this.querySelector('desk-section-choice')?.value ?? [];
    const [from, to] = [this.#text('#quiet-from'), this.#text('#quiet-to')];
    const fault = wallNameFault(name);
    if (fault) {
      this.#refuse(NAME_FAULTS[fault], 'name', '#wall-name');
    } else if (sections.length === 0) {
      this.#refuse('Kies ten minste één rubriek.', 'sections', 'desk-section-choice input');
    } else if (this.bells !== '' && (from === '') !== (to === '')) {
      this.#refuse(
        'Vul bij de stille uren beide tijden in, of geen.',
        'quiet',
        from === '' ? '#quiet-from' : '#quiet-to',
      );
    } else {
      const isQuiet = this.bells !== '' && from !== '';
      return {
        name,
        sections,
        ...(this.bells !== '' && { bells: Number(this.bells) }),
        ...(isQuiet && { quiet: `${from}-${to}` }),
      };
    }
    return undefined;
  }

  #text(selector: string): string {
    return this.querySelector<HTMLInputElement | HTMLSelectElement>(selector)?.value.trim() ?? '';
  }

  #refuse(problem: string, wrong: string, selector: string): void {
    this.problem = problem;
    this.wrong = wrong;
    void focusOn(this, selector);
  }

  #go(step: Step, selector: string): void {
    this.step = step;
    this.problem = this.wrong = '';
    void focusOn(this, selector);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-new-wall': DeskNewWall;
  }
}
