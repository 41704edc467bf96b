import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { WaitingItem } from '../../shared/desk.ts';
import type { Card } from '../../shared/dispatch.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { AwayList } from './away.ts';
import './board-pane.ts';
import './conflict.ts';
import { DeskElement, focusOn } from './desk-element.ts';
import type { DispatchAct } from './dispatch-view.ts';
import './dispatch-view.ts';
import type { Draft, Fields } from './draft.ts';
import { Drafts } from './drafts.ts';
import './editor.ts';
import { Overlay } from './overlay.ts';
import { PANES, type Pane, type Side } from './panes.ts';
import { Room } from './room.ts';
import { shortcutOf } from './shortcuts.ts';
import './sign-in.ts';
import type { Said } from './top-bar.ts';
import './top-bar.ts';
import './waiting-list.ts';
import { Workbench, type Work } from './workbench.ts';
import type { Writing } from './writing.ts';

/** A section as the page's shell names it. */
export interface DeskSection {
  readonly id: string;
  readonly title: string;
}

/** The newsroom's page: left what waits, in the middle a board as readers see it, right what is being written. */
@customElement('news-desk')
export class NewsDesk extends DeskElement {
  @property() siteName = '';
  @property({ attribute: false }) sections: readonly DeskSection[] = [];
  @state() section = '';
  @state() pane: Pane = 'work';
  /** Which of the two stands on the left where there is room for two. */
  @state() side: Side = 'waiting';
  @state() cards: readonly Card[] = [];
  @state() busy = false;
  @state() signInMessage = '';
  @state() said: Said | undefined;

  readonly #drafts = new Drafts();
  readonly #room: Room = new Room({
    changed: () => {
      this.#roomChanged();
    },
    acted: (act) => {
      this.#away?.acted(act);
      this.#bench.acted(act);
    },
    waitingChanged: () => {
      this.#bench.waitingChanged();
    },
    lettersChanged: () => {
      void this.#overlay.lettersChanged();
    },
  });
  readonly #overlay: Overlay = new Overlay(this.#room, {
    changed: () => {
      this.requestUpdate();
    },
    open: (id) => {
      void this.#bench.show(id);
    },
  });
  readonly #bench: Workbench = new Workbench({
    room: this.#room,
    drafts: this.#drafts,
    overlay: this.#overlay,
    page: {
      section: () => this.section,
      ownTitles: () => this.#ownTitles,
      changed: () => {
        this.requestUpdate();
      },
      say: (words) => {
        this.said = { words, at: pageClock().now() };
      },
      focus: (...selectors) => focusOn(this, ...selectors),
      go: (pane, ...selectors) => this.#go(pane, ...selectors),
    },
  });
  #away: AwayList | undefined;
  #wasLive = false;
  #wasSignedIn = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const { place } = this.#drafts;
    const known = this.sections.some(({ id }) => id === place.section);
    this.section = known ? place.section : (this.sections[0]?.id ?? '');
    addEventListener('keydown', this.#key);
    this.#away = new AwayList({
      sections: this.sections.map(({ id }) => id),
      find: (id) => this.#room.find(id),
      changed: () => {
        this.requestUpdate();
      },
    });
    void this.#room.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#key);
  }

  override render() {
    if (this.#room.signedIn === undefined) return nothing;
    if (!this.#room.signedIn) return this.#door();
    return html`<nav class="skips" aria-label="Direct naar">
        ${PANES.map(
          ([pane, name]) =>
            html`<a
              class="skip"
              href="#pane-${pane}"
              @click=${(event: Event) => {
                event.preventDefault();
                void this.#go(pane);
              }}
              >${name}</a
            >`,
        )}
      </nav>
      ${this.#bar()}
      <main class="panes" data-pane=${this.pane} data-side=${this.side}>
        <section class="pane" id="pane-waiting" aria-label="Wachtend">${this.#waiting()}</section>
        <section class="pane" id="pane-board" aria-label="Bord">${this.#board()}</section>
        <section class="pane" id="pane-work" aria-label="Schrijven">${this.#workPane()}</section>
      </main>
      ${this.#overlay.template()}`;
  }

  #door() {
    return html`<desk-sign-in
      .siteName=${this.siteName}
      .message=${this.signInMessage || this.#room.farewell}
      .busy=${this.busy}
      .unfinished=${this.#drafts.keys().length > 0}
      @desk-sign-in=${(event: CustomEvent<string>) => {
        void this.#signIn(event.detail);
      }}
    ></desk-sign-in>`;
  }

  #bar() {
    const { holder, deadLetters, live, liveAt, waiting, walls } = this.#room;
    return html`<desk-bar
      .siteName=${this.siteName}
      .live=${live}
      .liveAt=${liveAt}
      .said=${this.said}
      .pane=${this.pane}
      .side=${this.side}
      .waiting=${waiting.length}
      .deadLetters=${deadLetters}
      .walls=${walls ?? []}
      .who=${holder?.name ?? ''}
      @desk-go=${(event: CustomEvent<Pane>) => {
        void this.#go(event.detail);
      }}
      @desk-show-letters=${() => {
        void this.#overlay.showLetters();
      }}
      @desk-show-walls=${() => {
        this.#overlay.showWalls(this.#titles);
      }}
      @desk-show-keys=${() => {
        this.#overlay.showKeys();
      }}
      @desk-sign-out=${() => {
        void this.#room.signOut();
      }}
    ></desk-bar>`;
  }

  #waiting() {
    return html`<desk-waiting
      .items=${this.#room.waiting}
      .known=${this.#room.waitingKnown}
      .sections=${this.#titles}
      .open=${this.#bench.open}
      .away=${this.#away?.items ?? []}
      .sources=${this.#room.sources}
      .drafts=${new Set(this.#drafts.keys())}
      @desk-open=${(event: CustomEvent<string>) => {
        void this.#bench.show(event.detail, true);
      }}
      @desk-release=${(event: CustomEvent<WaitingItem>) => {
        const item = event.detail;
        this.#bench.acts.release(item, this.#titles.get(item.section) ?? item.section);
      }}
      @desk-show-wires=${() => {
        this.#overlay.showWires();
      }}
      @desk-discard=${(event: CustomEvent<WaitingItem>) => {
        this.#bench.acts.discard(event.detail.id, event.detail.title);
      }}
    ></desk-waiting>`;
  }

  #board() {
    return html`<desk-board
      .section=${this.section}
      .sections=${this.#titles}
      @desk-open=${(event: CustomEvent<string>) => {
        void this.#bench.show(event.detail);
      }}
      @desk-section=${(event: CustomEvent<string>) => {
        this.#show(event.detail);
      }}
      @desk-look-back=${() => {
        this.#lookBack();
      }}
      @desk-board=${(event: CustomEvent<readonly Card[]>) => {
        this.cards = event.detail;
      }}
    ></desk-board>`;
  }

  #workPane() {
    const { work } = this.#bench;
    if (!work) return nothing;
    return work.kind === 'read' ? this.#reader(work) : this.#editor(work.writing);
  }

  #reader({ id, found }: Work & { readonly kind: 'read' }) {
    return html`${this.#newButton()}<desk-dispatch
        class="pane-body"
        .dispatchId=${id}
        .found=${found}
        .sections=${this.#titles}
        .receipts=${this.#room.receipts.filter((receipt) => receipt.id === id)}
        .drafted=${this.#drafts.get(id)?.task ?? ''}
        @desk-act=${(event: CustomEvent<DispatchAct>) => {
          this.#bench.act(event.detail);
        }}
        @desk-open=${(event: CustomEvent<string>) => {
          void this.#bench.show(event.detail);
        }}
      ></desk-dispatch>`;
  }

  #newButton() {
    const draft = this.#drafts.own;
    return html`<div class="work-head">
      <button
        type="button"
        aria-keyshortcuts="n"
        @click=${() => {
          void this.#bench.new();
        }}
      >
        ${draft ? `Verder met ‘${draft.fields.title.trim() || 'nieuw bericht'}’` : 'Nieuw bericht'}
      </button>
    </div>`;
  }

  /** New dispatches that were begun in another window, or before this one was opened. */
  #begun({ id }: Draft) {
    const others = this.#drafts.others.filter((other) => other.id !== id);
    if (others.length === 0) return nothing;
    return html`<p class="work-head begun">
      <span>Ook begonnen:</span>
      ${others.map(
        (other) =>
          html`<button
              type="button"
              class="link"
              @click=${() => {
                void this.#bench.pickUp(other);
              }}
            >
              ${other.fields.title.trim() || 'zonder kop'}
            </button>
            <span class="quiet">${shortTime(other.at, Math.max(other.at, pageClock().now()), 'nl')}</span>`,
      )}
    </p>`;
  }

  #editor(writing: Writing) {
    const { draft, standing } = writing;
    return html`${draft.task === 'new' ? this.#begun(draft) : this.#newButton()}
      ${
        standing
          ? html`<desk-conflict
              .draft=${draft}
              .standing=${standing}
              @desk-onward=${() => {
                writing.onward();
                void focusOn(this, '#task');
              }}
              @desk-theirs=${() => {
                this.#bench.takeTheirs(writing);
              }}
            ></desk-conflict>`
          : nothing
      }
      <desk-editor
        .draft=${draft}
        .sections=${this.#ownTitles}
        .problems=${writing.problems}
        .trouble=${writing.trouble}
        .sent=${writing.sent}
        .touched=${writing.touched}
        .kept=${writing.kept}
        .elsewhere=${writing.elsewhere}
        .others=${this.cards}
        @desk-fields=${(event: CustomEvent<Partial<Fields>>) => {
          writing.type(event.detail);
        }}
        @desk-publish=${() => {
          this.#bench.publish(writing);
        }}
        @desk-embargo=${() => {
          void this.#bench.changeEmbargo(writing);
        }}
        @desk-discard=${() => {
          this.#bench.acts.discard(draft.id, draft.fields.title);
        }}
        @desk-discard-draft=${() => {
          this.#bench.askDropDraft(writing);
        }}
        @desk-back=${() => {
          void this.#bench.back();
        }}
      ></desk-editor>`;
  }

  get #titles(): ReadonlyMap<string, string> {
    return this.#titlesOf;
  }

  /** Those in which whoever is signed in may publish. */
  get #ownTitles(): ReadonlyMap<string, string> {
    const own = this.#room.holder?.sections;
    return own ? new Map([...this.#titles].filter(([id]) => own.includes(id))) : this.#titles;
  }

  readonly #titlesOf = new Map<string, string>();

  override willUpdate(): void {
    if (this.#titlesOf.size === 0) for (const { id, title } of this.sections) this.#titlesOf.set(id, title);
  }

  #roomChanged(): void {
    const { signedIn = false, live } = this.#room;
    if (signedIn && !this.#wasSignedIn) {
      this.said = undefined;
      this.#bench.enter();
    }
    if (!signedIn && this.#wasSignedIn) {
      this.#overlay.close();
      this.#away?.clear();
    }
    if (live && !this.#wasLive) {
      void this.#away?.read();
      this.#bench.lookAgain();
    }
    this.#wasSignedIn = signedIn;
    this.#wasLive = live;
    this.requestUpdate();
  }

  async #signIn(key: string): Promise<void> {
    this.busy = true;
    this.signInMessage = (await this.#room.signIn(key)) ?? '';
    this.busy = false;
  }

  #show(section: string): void {
    this.section = section;
    this.#drafts.place = { ...this.#drafts.place, section };
    this.#bench.sectionChanged();
  }

  async #go(pane: Pane, ...selectors: string[]): Promise<void> {
    this.pane = pane;
    if (pane !== 'work') this.side = pane;
    await this.updateComplete;
    if (selectors.length > 0) return focusOn(this, ...selectors);
    if (pane === 'work') return focusOn(this, '#title', '.dispatch h2');
    this.querySelector<HTMLElement>(pane === 'waiting' ? 'desk-waiting' : 'desk-board')?.focus();
  }

  #lookBack(): void {
    this.#overlay.showPast(this.section, this.#titles);
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (!this.#room.signedIn || this.#overlay.isOpen) return;
    const shortcut = shortcutOf(event, this.#overlay.singleKeys);
    if (!shortcut) return;
    if (shortcut.kind === 'single' && !this.#single(shortcut.key)) return;
    event.preventDefault();
    if (shortcut.kind === 'pane') void this.#go(shortcut.pane);
    if (shortcut.kind === 'back') void this.#bench.back();
    const { work } = this.#bench;
    if (shortcut.kind === 'publish' && work?.kind === 'write') this.#bench.publish(work.writing);
  };

  /** The keys without Ctrl or Alt; true when this is one. */
  #single(key: string): boolean {
    const view = this.querySelector('desk-dispatch');
    // Not to one that is out of sight, where there is one column.
    const act = view && view.offsetParent !== null ? view.actOf(key) : undefined;
    if (act) this.#bench.act(act);
    else if (key === '?') this.#overlay.showKeys();
    else if (key === 'n') void this.#bench.new();
    else if (key === 'o') this.#bench.askShow();
    else if (key === 't') this.#lookBack();
    else if (key === '[' || key === ']') this.#nextSection(key === ']' ? 1 : -1);
    else return false;
    return true;
  }

  #nextSection(step: number): void {
    const ids = this.sections.map(({ id }) => id);
    const next = ids[(ids.indexOf(this.section) + step + ids.length) % ids.length];
    if (next !== undefined) this.#show(next);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'news-desk': NewsDesk;
  }
}
