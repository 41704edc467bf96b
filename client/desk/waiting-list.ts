import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SourceStatus, WaitingItem } from '../../shared/desk.ts';
import { absoluteTime, shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import type { Away } from './away.ts';
import { DeskElement } from './desk-element.ts';
import './desk-countdown.ts';
import { rove } from './roving.ts';
import { isTroubled, wiresWords } from './wires.ts';
import { FLASH, urgencyName } from './words.ts';

/**
 * What is not on the boards. First what the wires brought, oldest first, so that what comes is added below it; apart
 * from it what is under embargo, soonest first; then what was held or withdrawn.
 *
 * @fires desk-show-wires - how each wire is doing
 * @fires desk-open - one is to be opened (detail: its id)
 * @fires desk-release - one is to be published as it is (detail: the item)
 * @fires desk-discard - one is to be put aside (detail: the item)
 */
@customElement('desk-waiting')
export class DeskWaiting extends DeskElement {
  @property({ attribute: false }) items: readonly WaitingItem[] = [];
  /** The list has come in. */
  @property({ type: Boolean }) known = false;
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  /** The id of the one that is open. */
  @property() open = '';
  @property({ attribute: false }) away: readonly Away[] = [];
  @property({ attribute: false }) sources: readonly SourceStatus[] = [];
  /** Ids of those that somebody has begun to change here. */
  @property({ attribute: false }) drafts: ReadonlySet<string> = new Set();
  /** The id of the one that has the focus, or had it last. */
  #at = '';
  #index = 0;
  #focused = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('items')) return;
    this.#focused = this.contains(document.activeElement) && document.activeElement !== this;
    if (this.items.some(({ id }) => id === this.#at)) return;
    // Its neighbour takes the place of the one that went.
    const ids = this.#ordered.map(({ id }) => id);
    this.#at = ids[Math.min(this.#index, ids.length - 1)] ?? '';
  }

  override updated(changed: PropertyValues<this>): void {
    // Rows are reused from the top: the element that has the focus may show another item by now.
    if (changed.has('items') && this.#focused) this.focus();
  }

  /** Puts the focus where it was last in this list. */
  override focus(): void {
    (
      this.querySelector<HTMLElement>('.item[tabindex="0"]') ?? this.querySelector<HTMLElement>('h2')
    )?.focus();
  }

  override render() {
    const came = this.items.filter(({ until }) => until === undefined);
    const timed = this.items.filter(({ until }) => until !== undefined);
    return html`<section class="pane-body" aria-labelledby="came">
        <h2 id="came" tabindex="-1">Binnengekomen <span class="count">${came.length || nothing}</span></h2>
        ${came.length > 0 ? this.#list(came, 'came') : this.#none('Er wacht niets.')}
      </section>
      ${
        timed.length > 0
          ? html`<section class="pane-body embargoes" aria-labelledby="timed">
              <h2 id="timed" tabindex="-1">Onder embargo <span class="count">${timed.length}</span></h2>
              ${this.#list(timed, 'timed')}
            </section>`
          : nothing
      }
      ${this.#awayList()} ${this.#wires()}`;
  }

  #wires() {
    if (this.sources.length === 0) return nothing;
    return html`<footer class="wires-line">
      <button
        type="button"
        class="quiet-button ${this.sources.some(isTroubled) ? 'trouble' : ''}"
        aria-haspopup="dialog"
        @click=${() => {
          this.fire('desk-show-wires');
        }}
      >
        ${wiresWords(this.sources, pageClock().now())}
      </button>
    </footer>`;
  }

  #awayList() {
    if (this.away.length === 0) return nothing;
    return html`<section class="pane-body away" aria-labelledby="away">
      <h2 id="away">Van het bord gehaald</h2>
      <ul>
        ${this.away.map(
          ({ id, held }) =>
            html`<li>
              <button
                type="button"
                class="link away-item"
                data-id=${id}
                @keydown=${(event: KeyboardEvent) => {
                  rove(event, this.#stops);
                }}
                @click=${() => {
                  this.fire('desk-open', id);
                }}
              >
                <span class="mark">${held ? 'aangehouden' : 'ingetrokken'}</span>
                ${held ? held.title : html`<span class="id">${id}</span>`}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  get #ordered(): readonly WaitingItem[] {
    return [
      ...this.items.filter(({ until }) => until === undefined),
      ...this.items.filter(({ until }) => until !== undefined),
    ];
  }

  get #stops(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('.item, .away-item')];
  }

  #none(words: string) {
    return html`<p class="quiet">${this.known ? words : ''}</p>`;
  }

  #list(items: readonly WaitingItem[], name: string) {
    return html`<ul class="items" aria-labelledby=${name}>
      ${items.map((item) => this.#item(item))}
    </ul>`;
  }

  #item(item: WaitingItem) {
    const { id, title, lead, dateline, urgency, until, source, by, at, trouble, section } = item;
    const first = this.#at === '' ? this.#ordered[0]?.id : this.#at;
    const now = pageClock().now();
    return html`<li>
      <button
        class="item ${urgency === FLASH ? 'flash' : ''}"
        data-id=${id}
        tabindex=${id === first ? 0 : -1}
        aria-current=${id === this.open ? 'true' : 'false'}
        @focus=${() => {
          this.#at = id;
          this.#index = this.#ordered.findIndex((other) => other.id === id);
        }}
        @keydown=${(event: KeyboardEvent) => {
          this.#key(event, item);
        }}
        @click=${() => {
          this.fire('desk-open', id);
        }}
      >
        <span class="item-top">
          ${
            until === undefined
              ? html`<span>${source ?? by}</span>`
              : html`<strong class="until"
                  ><span class="unseen">Embargo tot </span>
                  <time datetime=${new Date(until).toISOString()} title=${absoluteTime(until, 'nl')}
                    >${shortTime(until, now, 'nl')}</time
                  ></strong
                >`
          }
          <span>${this.sections.get(section) ?? section}</span>
          ${urgency < 4 ? html`<span class="urgency">${urgencyName(urgency)}</span>` : nothing}
          <span class="when"
            >${
              until === undefined
                ? html`<time datetime=${new Date(at).toISOString()}>${shortTime(at, now, 'nl')}</time>`
                : html`<desk-countdown .until=${until}></desk-countdown>`
            }</span
          >
        </span>
        <span class="item-title">${title}</span>
        <span class="item-lead">${dateline ? `${dateline.raw} - ` : ''}${lead}</span>
        ${trouble === undefined ? nothing : html`<span class="trouble">${trouble}</span>`}
        ${this.drafts.has(id) ? html`<span class="mark">concept</span>` : nothing}
      </button>
    </li>`;
  }

  #key(event: KeyboardEvent, item: WaitingItem): void {
    if (rove(event, this.#stops)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'p') this.#ask(event, 'desk-release', item);
    if (event.key === 'x' || event.key === 'Delete') this.#ask(event, 'desk-discard', item);
  }

  #ask(event: KeyboardEvent, name: string, item: WaitingItem): void {
    event.preventDefault();
    event.stopPropagation();
    this.fire(name, item);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-waiting': DeskWaiting;
  }
}
