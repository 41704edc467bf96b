import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DeskElement } from './desk-element.ts';
import type { Base, Draft } from './draft.ts';
import { fieldsDiff } from './word-diff.ts';

/** What stands there now, while something was being written on top of what stood there before. */
export type Standing =
  | { readonly kind: 'newer'; readonly base: Base; readonly by?: string }
  /** What waited was published meanwhile. */
  | { readonly kind: 'published'; readonly base: Base; readonly by?: string }
  | { readonly kind: 'withdrawn' }
  /** What waited was put aside. */
  | { readonly kind: 'discarded' };

/**
 * Somebody was first. What they changed and what is being written stand side by side; nothing typed is lost.
 *
 * @fires desk-onward - go on writing on top of what stands there now
 * @fires desk-theirs - leave it as they have it, and throw away what was typed
 */
@customElement('desk-conflict')
export class DeskConflict extends DeskElement {
  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) standing!: Standing;

  override render() {
    return html`<section class="conflict" aria-labelledby="conflict">
      <h2 id="conflict" tabindex="-1">${this.#heading()}</h2>
      <p>${this.#words()}</p>
      ${this.#sides()}
      <div class="buttons">
        <button
          type="button"
          class="main"
          @click=${() => {
            this.fire('desk-onward');
          }}
        >
          ${this.#onward()}
        </button>
        <button
          type="button"
          @click=${() => {
            this.fire('desk-theirs');
          }}
        >
          Mijn tekst weggooien
        </button>
      </div>
    </section>`;
  }

  #heading(): string {
    const by = 'by' in this.standing && this.standing.by !== undefined ? ` door ${this.standing.by}` : '';
    if (this.standing.kind === 'withdrawn') return 'Dit bericht is intussen ingetrokken';
    if (this.standing.kind === 'discarded') return 'Dit bericht is intussen weggelegd';
    if (this.standing.kind === 'published') return `Dit bericht is intussen gepubliceerd${by}`;
    return `Er is intussen een nieuwere versie${by}`;
  }

  #words(): string {
    if (this.standing.kind === 'withdrawn' || this.standing.kind === 'discarded') {
      return 'Wat u typte staat hier nog. Publiceren kan alleen als u het bericht uitdrukkelijk terugbrengt.';
    }
    return 'Wat u typte is bewaard. Ga erop door, en velden die u niet aanraakte nemen de nieuwe tekst over.';
  }

  #onward(): string {
    if (this.standing.kind === 'newer') return 'Verder op de nieuwe versie';
    return this.standing.kind === 'published' ? 'Verder als bijwerking' : 'Verder schrijven';
  }

  #sides() {
    if (!('base' in this.standing)) return nothing;
    const { base } = this.standing;
    const before = this.draft.base?.fields ?? base.fields;
    return html`<div class="sides">
      <section aria-labelledby="theirs">
        <h3 id="theirs">Wat er veranderde</h3>
        ${fieldsDiff(before, base.fields)}
      </section>
      <section aria-labelledby="mine">
        <h3 id="mine">Wat u veranderde</h3>
        ${fieldsDiff(before, this.draft.fields)}
      </section>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-conflict': DeskConflict;
  }
}
