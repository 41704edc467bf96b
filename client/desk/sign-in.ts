import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { DeskElement } from './desk-element.ts';

/**
 * The door: a key, and why it does not open.
 *
 * @fires desk-sign-in - a key was given (detail: the key)
 */
@customElement('desk-sign-in')
export class DeskSignIn extends DeskElement {
  @property() siteName = '';
  /** Why it did not work, or why one stands here again. */
  @property() message = '';
  @property({ type: Boolean }) busy = false;
  /** Something was being written. */
  @property({ type: Boolean }) unfinished = false;
  @state() empty = false;

  override firstUpdated(): void {
    this.querySelector<HTMLInputElement>('#key')?.focus();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.get('busy') && !this.busy) this.querySelector<HTMLInputElement>('#key')?.select();
  }

  override render() {
    const message = this.empty ? 'Vul uw sleutel in.' : this.message;
    return html`<main class="door" id="werk" tabindex="-1">
      <form
        novalidate
        @submit=${(event: SubmitEvent) => {
          this.#submit(event);
        }}
      >
        <p class="wordmark">${this.siteName}</p>
        <h1>Redactie</h1>
        <input type="text" name="username" autocomplete="username" value="redactie" hidden />
        <label for="key">Sleutel</label>
        <input
          id="key"
          name="key"
          type="password"
          autocomplete="current-password"
          spellcheck="false"
          aria-describedby="key-message"
          aria-invalid=${message !== '' && this.message !== '' ? 'true' : 'false'}
        />
        <p id="key-message" class="message" role="status">${message}</p>
        <button class="main" ?disabled=${this.busy}>${this.busy ? 'Aanmelden…' : 'Aanmelden'}</button>
        ${this.unfinished ? html`<p class="quiet">Op deze computer staat een concept klaar.</p>` : nothing}
      </form>
    </main>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const key = this.querySelector<HTMLInputElement>('#key')?.value.trim() ?? '';
    this.empty = key === '';
    if (key !== '') this.fire('desk-sign-in', key);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-sign-in': DeskSignIn;
  }
}
