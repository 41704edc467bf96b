import { html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { BOARD_SIZE } from '../../shared/board.ts';
import type { Card } from '../../shared/dispatch.ts';
import './ticker.ts';
import { pageLink } from '../link.ts';
import { DeskElement } from './desk-element.ts';
import { rove } from './roving.ts';

/**
 * The live board of one section, by the element that readers have.
 *
 * @fires desk-open - a dispatch is to be shown (detail: its id)
 * @fires desk-look-back - what the section showed before
 * @fires desk-section - another section is to be shown (detail: its id)
 * @fires desk-board - the section's cards are others (detail: the cards)
 */
@customElement('desk-board')
export class DeskBoard extends DeskElement {
  @property() section = '';
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  @state() count = 0;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.section !== '') this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('section')) this.#follow();
  }

  /** Puts the focus on the list: on its first title, or on its heading where there is none. */
  override focus(): void {
    (this.#links[0] ?? this.querySelector<HTMLElement>('[aria-selected="true"]'))?.focus();
  }

  override render() {
    return html`<div
        class="tabs sections-tabs"
        role="tablist"
        aria-label="Rubriek"
        @keydown=${(event: KeyboardEvent) => {
          this.#tabKey(event);
        }}
      >
        ${[...this.sections].map(
          ([id, title]) =>
            html`<button
              type="button"
              role="tab"
              id="section-${id}"
              aria-selected=${id === this.section ? 'true' : 'false'}
              aria-controls="board"
              tabindex=${id === this.section ? 0 : -1}
              @click=${() => {
                this.fire('desk-section', id);
              }}
            >
              ${title}
            </button>`,
        )}
      </div>
      <div
        class="pane-body board"
        id="board"
        role="tabpanel"
        aria-labelledby="section-${this.section}"
        @keydown=${(event: KeyboardEvent) => {
          rove(event, this.#links);
        }}
      >
        <news-ticker
          .section=${this.section}
          .rows=${Math.min(BOARD_SIZE, Math.max(4, this.count))}
          .heading=${this.sections.get(this.section) ?? this.section}
          @ticker-select=${(event: CustomEvent<Card>) => {
            event.preventDefault();
            this.fire('desk-open', event.detail.id);
          }}
        ></news-ticker>
        <p class="board-foot">
          <button
            type="button"
            class="quiet-button"
            aria-keyshortcuts="t"
            aria-haspopup="dialog"
            @click=${() => {
              this.fire('desk-look-back');
            }}
          >
            Terugkijken…
          </button>
        </p>
      </div>`;
  }

  get #links(): HTMLElement[] {
    const root = this.querySelector('news-ticker')?.shadowRoot;
    return root ? [...root.querySelectorAll<HTMLElement>('li:not([hidden]) [part=link]')] : [];
  }

  #tabKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const ids = [...this.sections.keys()];
    const next = ids[(ids.indexOf(this.section) + step + ids.length) % ids.length];
    this.fire('desk-section', next);
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>(`#section-${next ?? ''}`)?.focus();
    });
  }

  #follow(): void {
    this.#stop?.();
    this.#stop = pageLink(location.origin).subscribe(this.section, {
      board: ({ dispatches }) => {
        this.count = dispatches.length;
        this.fire('desk-board', dispatches);
        return this.updateComplete;
      },
      error: () => undefined,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-board': DeskBoard;
  }
}
