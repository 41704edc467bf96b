import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { DeskElement } from './desk-element.ts';

/** Which sections a wall shows. */
@customElement('desk-section-choice')
export class DeskSectionChoice extends DeskElement {
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  /** What is ticked to begin with; what is ticked since then is the page's. */
  @property({ attribute: false }) chosen: readonly string[] = [];
  #begun: readonly string[] | undefined;

  /** The ids of those that are ticked, in the order of the desk. */
  get value(): string[] {
    return [...this.querySelectorAll('input')].filter(({ checked }) => checked).map(({ value }) => value);
  }

  override render() {
    this.#begun ??= this.chosen;
    const begun = this.#begun;
    return html`<fieldset class="section-choice">
      <legend class="label">Rubrieken</legend>
      ${[...this.sections].map(
        ([id, title]) =>
          html`<label class="check">
            <input type="checkbox" name="sections" value=${id} ?checked=${begun.includes(id)} />
            ${title}
          </label>`,
      )}
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-section-choice': DeskSectionChoice;
  }
}
