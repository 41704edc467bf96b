import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { DeskElement } from './desk-element.ts';
import './desk-dialog.ts';

/** A question before something is done: what it comes to, perhaps a reason, and a button that says what happens. */
export interface Question {
  readonly heading: string;
  readonly words: string;
  readonly button: string;
  /** Asks for a text under this label. */
  readonly label?: string;
  /** What to say when the text is empty; absent: it may be. */
  readonly demanded?: string;
  /** It cannot be taken back. */
  readonly grave?: boolean;
}

/**
 * @fires desk-answer - it may be done (detail: the text, empty where none was asked for)
 * @fires desk-close - it may not
 */
@customElement('desk-ask')
export class DeskAsk extends DeskElement {
  @property({ attribute: false }) question!: Question;
  @property({ type: Boolean }) busy = false;
  /** Why it did not work. */
  @property() trouble = '';
  @state() problem = '';

  override render() {
    return html`<desk-dialog .heading=${this.question.heading} .content=${this.#content()}></desk-dialog>`;
  }

  #content() {
    const { words, button, label, grave } = this.question;
    const problem = this.problem || this.trouble;
    return html`<form
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        this.#answer();
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#answer();
      }}
    >
      <p>${words}</p>
      ${
        label === undefined
          ? nothing
          : html`<div class="field">
              <label for="reason">${label}</label>
              <textarea
                id="reason"
                rows="3"
                maxlength="1000"
                data-first
                aria-invalid=${this.problem === '' ? 'false' : 'true'}
                aria-describedby="ask-problem"
              ></textarea>
            </div>`
      }
      <p class="problem" id="ask-problem" role="status">${problem}</p>
      <div class="buttons">
        <button
          class="main ${grave ? 'main-flash' : ''}"
          ?disabled=${this.busy}
          ?data-first=${label === undefined && !grave}
        >
          ${button}
        </button>
        <button
          type="button"
          ?data-first=${label === undefined && grave === true}
          @click=${() => {
            this.fire('desk-close');
          }}
        >
          Toch niet
        </button>
      </div>
    </form>`;
  }

  #answer(): void {
    if (this.busy) return;
    const text = this.querySelector('textarea')?.value.trim() ?? '';
    const { demanded } = this.question;
    this.problem = text === '' && demanded !== undefined ? demanded : '';
    if (this.problem === '') this.fire('desk-answer', text);
    else this.querySelector('textarea')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-ask': DeskAsk;
  }
}
