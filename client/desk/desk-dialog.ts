import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DeskElement } from './desk-element.ts';

/**
 * A real dialog: modal for as long as the element is there, closed by Escape; what had the focus has it again.
 *
 * @fires desk-close - it was closed without an answer
 */
@customElement('desk-dialog')
export class DeskDialog extends DeskElement {
  @property() heading = '';
  @property({ attribute: false }) content!: TemplateResult;
  @property({ type: Boolean }) wide = false;
  /** It asks nothing: it has a button to close it. */
  @property({ type: Boolean }) closable = false;
  #opener: HTMLElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement) this.#opener = activeElement;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What was drawn anew meanwhile is gone; then those who closed it say where the focus goes.
    if (document.activeElement === document.body && this.#opener?.isConnected) this.#opener.focus();
  }

  override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
    this.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  override render() {
    return html`<dialog
      class=${this.wide ? 'wide' : ''}
      aria-labelledby="dialog-heading"
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.fire('desk-close');
      }}
    >
      <h2 id="dialog-heading" tabindex="-1">${this.heading}</h2>
      ${this.content} ${this.closable ? this.#closeButton() : nothing}
    </dialog>`;
  }

  #closeButton() {
    return html`<div class="buttons">
      <button
        type="button"
        data-first
        @click=${() => {
          this.fire('desk-close');
        }}
      >
        Sluiten
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-dialog': DeskDialog;
  }
}
