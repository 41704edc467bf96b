import { LitElement, html, nothing, type PropertyValues } from 'lit';
import type { Card } from '../../shared/card.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { DEFAULT_ROWS, MOST_ROWS, TICKER_CHOICES } from '../../shared/ticker-attributes.ts';
import { counted, textsOf } from '../../shared/ticker-texts.ts';
import { pageAnnouncer } from '../announcer.ts';
import { changesBetween, type ChangeKind, type Fate } from '../changes.ts';
import { pageClock } from '../clock.ts';
import { BoardController, type BoardHost } from '../controllers/board.ts';
import { HoldController } from '../controllers/hold.ts';
import { LabelController } from '../controllers/label.ts';
import { MediumController } from '../controllers/medium.ts';
import { NearnessController } from '../controllers/nearness.ts';
import { PaperController } from '../controllers/paper.ts';
import { PROBE, ReserveController } from '../controllers/reserve.ts';
import { nextFrame } from '../frame.ts';
import { languageOf } from '../language-of.ts';
import type { LinkError } from '../link.ts';
import { Missed } from '../missed.ts';
import { NOTHING_SHOWN, holdStill, lineOf, showNewest, type Item, type Shown } from '../shown.ts';
import { TickerClient } from '../ticker-client.ts';
import { Turn } from '../turn.ts';
import { checkChoices, warnOnce } from './attribute-values.ts';
import type { RowStyle } from './dispatch-row.ts';
import { RowTemplates } from './row-templates.ts';
import { Rows } from './rows.ts';
import { tickerStyles, timeStyles } from './styles.ts';

/** Flash, bulletin and urgent: what `announce="urgent"` reads out. */
const URGENT = 3;
/** So long a line says that something on screen was withdrawn, or is held. */
const LINE_FOR = 60_000;

/**
 * A section's newest dispatches, live: "Meer uit Buitenland", as a list or one headline at a time. Never moves what is
 * being read.
 *
 * @element news-ticker
 * @fires {CustomEvent<null>} ticker-ready - the first board is shown
 * @fires {CustomEvent<Card>} ticker-dispatch - a new dispatch came (detail: the card); cancel it to leave it out
 * @fires {CustomEvent<{kind: 'update' | 'correction' | 'refile' | 'withdrawal' | 'hold' | 'move', id: string, card: Card}>} ticker-change - one was updated, corrected, withdrawn, held (it may return) or left its section
 * @fires {CustomEvent<Card>} ticker-select - a title was followed (detail: the card); cancel it to go nowhere
 * @fires {CustomEvent<string>} ticker-status - `status` changed (detail: the status)
 * @fires {CustomEvent<{type: string, message: string}>} ticker-error - the server refuses a section, or this page
 * @slot - links that work before the board is there, and without JavaScript
 * @slot heading - instead of the heading
 * @slot empty - when there are no dispatches
 * @slot offline - when there is no connection and nothing to show
 * @slot footer - below the list
 * @csspart ticker - the whole, a section of the page
 * @csspart header - the heading and the pause button
 * @csspart heading - the words above the list
 * @csspart pause - the button that holds everything still, and lets it go on
 * @csspart bar - the line below the heading: the status, or the button for what waits
 * @csspart status - whether it is live, and since when it is not
 * @csspart pending - the button for new dispatches that wait
 * @csspart retry - the button that tries anew, while there is no connection or a section is refused
 * @csspart steps - the buttons to the previous and the next headline of a line
 * @csspart previous - the button to the previous headline
 * @csspart next - the button to the next headline
 * @csspart list - the rows; of a line, the headline on turn
 * @csspart row - one dispatch, or the line that says that one was withdrawn or is held
 * @csspart title - a dispatch's title
 * @csspart urgency - the word before a title that it is a flash, a bulletin or urgent
 * @csspart link - the link in a title
 * @csspart text - dateline and lead, in one paragraph
 * @csspart dateline - places and agencies
 * @csspart meta - the small print: section, label, signal
 * @csspart section - the name of the section, where a ticker has several
 * @csspart label - the time since publication, a `<time>`
 * @csspart signal - the word that it was corrected, updated or replaces another
 * @csspart note - what was corrected, in the newsroom's words
 * @cssprop --ticker-color - text; inherited from the page
 * @cssprop --ticker-accent - the rule above the heading, the mark of what is live, and those of flash and bulletin
 * @cssprop --ticker-muted - datelines, labels, status
 * @cssprop --ticker-lead-lines - the most lines of dateline and lead; by default enough for 300 characters
 */
export class NewsTicker extends LitElement implements BoardHost {
  static override styles = [timeStyles, tickerStyles];
  /** Where the script came from: the server of every ticker that has no `src`. */
  static server = '';
  /** For code on pages that have only the script: `customElements.whenDefined('news-ticker')` hands on this class. */
  static readonly TickerClient = TickerClient;
  // Not decorators: their helpers cost the embed as much as a language does.
  static override properties = {
    section: { reflect: true },
    src: { reflect: true },
    partner: { reflect: true },
    rows: { type: Number, reflect: true },
    layout: { reflect: true },
    updates: { reflect: true },
    paused: { type: Boolean, reflect: true },
    announce: { reflect: true },
    timestamps: { reflect: true },
    theme: { reflect: true },
    links: { reflect: true },
    exclude: { reflect: true },
    heading: { reflect: true },
    /** The language of its own words; otherwise that of the page.
     * @type {'nl' | 'en' | 'de' | 'fr'} */
    lang: { reflect: true },
    loading: { reflect: true },
    status: { reflect: true, noAccessor: true },
  };

  /** One section, or several apart by spaces or commas. */
  declare section: string;
  /** The server, where that is not the one that the script came from. */
  declare src: string;
  /** The key that the ticker's newsroom gave this site, where it did; the first on a page counts. */
  declare partner: string;
  /** How many rows are shown, and reserved; of a line, how many headlines take turns. */
  declare rows: number;
  /**
   * `list`: rows below each other; `line`: one headline at a time, for as long as it takes to read it.
   * @default 'list'
   */
  declare layout: 'list' | 'line';
  /**
   * `live`: new dispatches appear by themselves; `button`: they wait until they are asked for.
   * @default 'live'
   */
  declare updates: 'live' | 'button';
  /** Holds rows, motion and labels still. */
  declare paused: boolean;
  /**
   * What screen readers are told of: nothing, what is urgent, or every new dispatch.
   * @default 'off'
   */
  declare announce: 'off' | 'urgent' | 'all';
  /**
   * Labels as the time that passed ("4 minuten geleden"), the time of publication, or both.
   * @default 'relative'
   */
  declare timestamps: 'relative' | 'absolute' | 'both';
  /**
   * The colour scheme: that of the page around it, or always the same.
   * @default 'auto'
   */
  declare theme: 'auto' | 'light' | 'dark';
  /**
   * Where titles lead: the `same` window, a `new` one, or nowhere.
   * @default 'same'
   */
  declare links: 'same' | 'new' | 'none';
  /** The id of the dispatch that this ticker stands beside: it is left out. */
  declare exclude: string;
  /** The words above the list; otherwise "Meer uit" and the section. Empty: none. */
  declare heading: string;
  /**
   * `lazy`: connects when it comes near the screen.
   * @default 'eager'
   */
  declare loading: 'eager' | 'lazy';
  /**
   * What it is doing; set by the element itself, to be read or styled by.
   * @readonly
   * @default 'idle'
   */
  get status(): 'idle' | 'connecting' | 'live' | 'stale' | 'offline' | 'error' {
    return this.#board.status;
  }
  // Whoever sets it, be it in markup that was stored: the attribute is to say what is so.
  set status(_: unknown) {
    this.requestUpdate();
  }

  readonly #board = new BoardController(this);
  readonly #nearness = new NearnessController(this);
  readonly #calm = new MediumController(this, '(prefers-reduced-motion: reduce)', () => {
    this.requestUpdate();
  });
  readonly #paper = new PaperController(this, () => {
    this.#fillRows(pageClock().now());
  });
  readonly #hold = new HoldController(
    this,
    () => this.renderRoot.querySelectorAll<HTMLElement>('.hold'),
    () => {
      this.#turn.restart(pageClock().now());
      this.#advance();
    },
  );
  #rows: Rows | undefined;
  readonly #templates = new RowTemplates();
  #shown: Shown = NOTHING_SHOWN;
  readonly #turn = new Turn();
  #cards: readonly Card[] = [];
  /** Dispatches that a listener of the page did not want. */
  readonly #refused = new Set<string>();
  /** Of every dispatch of the board that was on screen here, the first version that was. */
  readonly #seen = new Map<string, number>();
  /** By id, what is left of dispatches that were withdrawn or held while they were on screen. */
  readonly #lines = new Map<string, { readonly item: Item; readonly until: number }>();
  readonly #missed = new Missed();
  #missedText = '';
  /** The heading that is shown. */
  #headed = '';
  #ready = false;
  /** All sections are in what is shown: whoever reads has what there is to be read. */
  #whole = false;
  /** The board is newer than what is shown. */
  #behind = false;
  #toldStatus = 'idle';

  constructor() {
    super();
    this.rows = DEFAULT_ROWS;
    this.paused = false;
    new ReserveController(this, () => this.#rowCount);
    new LabelController(this, {
      tick: (now) => {
        const lines = [...this.#lines.values()].map(({ until }) => until - now);
        const left = lines.filter((ms) => ms > 0);
        if (!this.#still && left.length < lines.length) this.#advance();
        if (this.#turnsBy(now) <= 0) this.#step(1);
        if (this.#templates.isOver(now)) {
          this.#fillRows(now);
          // At midnight every time of day that is shown, in the status too, needs its date.
          this.requestUpdate();
        }
        return Math.min(this.#templates.until - now, ...left, this.#turnsBy(now));
      },
    });
  }

  /** Holds everything still: rows, motion and labels. */
  pause(): void {
    this.paused = true;
  }

  /** Goes on, and says what was missed. */
  resume(): void {
    this.paused = false;
  }

  /** Asks the server anew. */
  refresh(): void {
    this.#board.link?.refresh();
  }

  /** Shows what waits. */
  showPending(): void {
    this.#advance(true);
  }

  boardChanged(): Promise<unknown> {
    this.linkChanged();
    const cards = this.#board.cards;
    const before = this.#cards;
    this.#cards = cards;
    const changes = changesBetween(
      before,
      cards,
      (id) => this.#seen.has(id),
      (id) => this.#board.fateOf(id),
    );
    for (const { kind, card } of changes) {
      if (this.#refused.has(card.id)) continue;
      if (kind === 'withdrawal' || kind === 'hold') this.#taken(kind, card);
      else if (kind === 'move') this.#changed(kind, card);
      else if (!this.#ready) continue;
      else if (kind === 'new') this.#arrived(card);
      else this.#changed(kind, card, card.title);
    }
    const held = new Set([...cards, ...this.#shown.items].map(({ id }) => id));
    for (const ids of [this.#refused, this.#seen]) {
      // What comes back from a hold is no news, and corrected it says so to those who saw what was wrong.
      for (const id of ids.keys()) if (!held.has(id) && this.#board.fateOf(id) !== 'hold') ids.delete(id);
    }
    this.#missed.prune(held);
    // Dispatches come in bursts: what is shown of them is worked out once for each frame.
    this.#behind = true;
    this.requestUpdate();
    if (!this.#ready && this.#board.ready) {
      this.#ready = true;
      void this.updateComplete.then(() => this.#fire('ticker-ready'));
    }
    return this.updateComplete;
  }

  boardFailed(error: LinkError): void {
    warnOnce(`<news-ticker section="${this.section}">: ${this.#server} says: ${error.message}`);
    // The others may have been waiting for this section.
    void this.boardChanged();
    this.#fire('ticker-error', error);
  }

  linkChanged(): void {
    this.requestUpdate();
    const { status } = this;
    if (status === this.#toldStatus) return;
    this.#toldStatus = status;
    this.#fire('ticker-status', status);
    if (this.#refusal) this.#fire('ticker-error', this.#refusal);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  /** Once a frame is enough, however fast dispatches come. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame();
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    checkChoices(this, TICKER_CHOICES);
    if (this.#sections.length === 0) warnOnce('<news-ticker>: there is no section');
    if (changed.has('section') || changed.has('src')) {
      this.#ready = false;
      this.#cards = [];
      this.#shown = NOTHING_SHOWN;
      this.#seen.clear();
      this.#lines.clear();
      this.#missed.tell(this.#texts);
      this.#missedText = '';
    }
    this.#countMissed(changed.has('paused'));
    if (this.isConnected && (this.loading !== 'lazy' || this.#nearness.near))
      this.#board.follow(this.#server, this.#sections, this.partner);
    // Without a section there is nobody who tells.
    this.linkChanged();
    if (this.getAttribute('status') !== this.status) this.setAttribute('status', this.status);
    if (this.#behind || ['exclude', 'rows', 'updates', 'layout'].some((name) => changed.has(name as 'rows')))
      this.#advance();
    this.#behind = false;
  }

  override render() {
    const texts = this.#texts;
    // What nobody keeps up to date any more is not shown as if somebody did.
    const { items, pending } = this.#refusal ? NOTHING_SHOWN : this.#shown;
    const isDown = this.status === 'offline' || this.status === 'error';
    const heading = this.#heading;
    return html`<section
      part="ticker"
      aria-labelledby="heading"
      aria-label=${this.#name}
      class=${this.#isLine ? 'line' : ''}
    >
      <header part="header">
        ${
          heading
            ? html`<h2 id="heading" part="heading"><slot name="heading">${heading}</slot></h2>`
            : html`<slot name="heading"></slot>`
        }
        <button
          part="pause"
          @click=${() => {
            this.paused = !this.paused;
          }}
        >
          ${this.paused ? texts.resume : texts.pause}
        </button>
      </header>
      <div part="bar" class="bar">
        ${
          pending > 0
            ? html`<button
                part="pending"
                class="pending"
                @click=${(event: Event) => {
                  this.#pendingAsked(event as MouseEvent);
                }}
              >
                ${counted(pending, texts.fresh)}
              </button>`
            : nothing
        }
        ${
          pending > 0 && !isDown
            ? nothing
            : html`<span
                part="status"
                class="status ${this.status === 'live' && !this.paused ? 'live-now' : ''}"
                >${this.#statusText()}</span
              >`
        }
        ${
          isDown
            ? html`<button
                part="retry"
                aria-label=${texts.retry}
                @click=${() => {
                  this.refresh();
                }}
              >
                ${this.#isLine ? '↻' : texts.retry}
              </button>`
            : nothing
        }
        <div
          part="steps"
          class="steps hold"
          @mousedown=${(event: Event) => {
            // A mouse leaves no focus on these: the headlines go on when it has gone.
            event.preventDefault();
          }}
        >
          <button
            part="previous"
            aria-label=${texts.previous}
            @click=${() => {
              this.#step(-1);
            }}
          >
            ‹
          </button>
          <button
            part="next"
            aria-label=${texts.next}
            @click=${() => {
              this.#step(1);
            }}
          >
            ›
          </button>
        </div>
      </div>
      <div class="box hold">
        <div class="fit" aria-hidden="true"><span class="probe">${PROBE}</span></div>
        <ol part="list" role="list" ?hidden=${items.length === 0}></ol>
        ${items.length > 0 ? nothing : this.#nothingToShow()}
      </div>
      <slot name="footer"></slot>
    </section>`;
  }

  /** The rows are filled before whoever measures them is told that they are there. */
  protected override update(changed: PropertyValues<this>): void {
    const focused = this.shadowRoot?.activeElement;
    const part = this.#part('heading');
    const before = this.#headed;
    this.#headed = this.#heading;
    const height = before !== this.#headed && part ? part.offsetHeight : 0;
    super.update(changed);
    if (part && height > 0)
      keepLines(part, changed.has('section') || changed.has('heading') ? Infinity : height);
    const list = this.#part('list');
    if (list) this.#rows ??= new Rows(list);
    this.#fillRows(pageClock().now());
    // A button that has done its work goes, and so does the link of what is withdrawn: not the reader's place with it.
    if (focused && !this.shadowRoot.activeElement) this.#part('pause')?.focus({ preventScroll: true });
  }

  get #heading(): string {
    return this.heading ?? this.#name;
  }

  get #name(): string {
    return `${this.#texts.more} ${this.#titlesOf(this.#sections)}`;
  }

  #titlesOf(sections: Iterable<string>): string {
    return [...sections].map((section) => this.#board.titleOf(section)).join(', ');
  }

  get #isLine(): boolean {
    return this.layout === 'line';
  }

  get #sections(): readonly string[] {
    return (this.section ?? '').split(/[\s,]+/).filter(Boolean);
  }

  /** Why this page may not be live, while that is so. */
  get #refusal(): LinkError | undefined {
    const { link } = this.#board;
    return link?.status === 'error' ? link.refusal : undefined;
  }

  get #texts() {
    return textsOf(languageOf(this));
  }

  get #rowCount(): number {
    if (Number.isInteger(this.rows) && this.rows > 0 && this.rows <= MOST_ROWS) return this.rows;
    warnOnce(`<news-ticker>: rows is not a number from 1 to ${MOST_ROWS}; read as ${DEFAULT_ROWS}`);
    return DEFAULT_ROWS;
  }

  get #server(): string {
    try {
      return new URL(this.src || NewsTicker.server, location.href).origin;
    } catch {
      warnOnce(`<news-ticker>: src="${this.src}" is not an address`);
      return NewsTicker.server;
    }
  }

  #part(name: string): HTMLElement | null {
    return this.renderRoot?.querySelector(`[part=${name}]`) ?? null;
  }

  /** Somebody reads: nothing moves. */
  get #still(): boolean {
    return this.paused || this.#hold.held || this.updates === 'button';
  }

  /** What has a row: of a line only the headline on turn, but on paper all of them. */
  get #onScreen(): readonly Item[] {
    const { items } = this.#shown;
    if (!this.#isLine || this.#paper.printing) return items;
    const item = this.#turn.of(items);
    return item ? [item] : [];
  }

  /** Shows what is newest, or only brings up to date what is shown, when somebody reads. */
  #advance(asked = false): void {
    const all = this.#cards.filter(({ id }) => !this.#refused.has(id));
    const cards = withoutSuperseded(all);
    const now = pageClock().now();
    for (const [id, { until }] of this.#lines)
      if (until <= now || all.some((card) => card.id === id)) this.#lines.delete(id);
    const lines = [...this.#lines.values()].map(({ item }) => item);
    // Under the eyes of whoever reads for long.
    const fallen = this.#shown.items.flatMap(({ card }) =>
      card && this.#board.hasFallen(card) ? [card] : [],
    );
    const stay = !asked && this.#whole && this.#shown.items.length > 0 && this.#still;
    this.#whole = this.#ready;
    this.#shown = stay
      ? holdStill(this.#shown, cards, this.#rowCount, [...all, ...fallen], this.exclude)
      : showNewest(cards, this.#rowCount, lines, this.exclude);
    this.#turn.settle(this.#shown.items, now, this.#isNew, !stay && (asked || this.#calm.matches));
    this.requestUpdate();
  }

  readonly #isNew = (id: string): boolean => !this.#seen.has(id);

  /** Ms until the next headline has its turn, where that comes by itself. */
  #turnsBy(now: number): number {
    if (!this.#isLine || this.paused || this.#hold.held || this.#calm.matches) return Infinity;
    return this.#turn.left(this.#shown.items, now);
  }

  #step(by: number): void {
    this.#turn.step(this.#shown.items, by, pageClock().now(), this.#isNew);
    this.requestUpdate();
  }

  #pendingAsked({ detail }: MouseEvent): void {
    this.showPending();
    // By the keyboard: the button goes, and the reader goes on with what it brought.
    if (detail === 0) void this.updateComplete.then(() => this.#part('link')?.focus());
  }

  #arrived(card: Card): void {
    if (card.id === this.exclude) return;
    if (!this.#fire('ticker-dispatch', card, true)) {
      this.#refused.add(card.id);
      return;
    }
    this.#missedText = '';
    this.#missed.items.add(card.id);
    if (!this.paused && (this.announce === 'all' || (this.announce === 'urgent' && card.urgency <= URGENT))) {
      const texts = this.#texts;
      pageAnnouncer().say(
        card.id,
        card.title,
        (count, last) => `${counted(count, texts.fresh)}, ${texts.latest} ${last}`,
      );
    }
  }

  /** `title`: how it reads from now on, where it does. */
  #changed(kind: ChangeKind, card: Card, title?: string): void {
    if (kind === 'correction') this.#missed.corrections.add(card.id);
    // Of what moved it is the section that it moved to that says how it reads now.
    if (kind !== 'move' && this.announce) pageAnnouncer().revise(card.id, title);
    this.#fire('ticker-change', { kind, id: card.id, card });
  }

  /** Nothing of its text remains; where it was on screen, a line says so. */
  #taken(kind: Fate, card: Card): void {
    if (this.#rows?.shows(card.id))
      this.#lines.set(card.id, { item: lineOf(card), until: pageClock().now() + LINE_FOR });
    if (kind !== 'hold') this.#seen.delete(card.id);
    this.#missed.forget(card.id);
    this.#changed(kind, card);
  }

  /** By frames: what comes in the one in which a reader pauses is not on screen, whichever of the two was first. */
  #countMissed(changed: boolean): void {
    const missed = this.paused ? '' : this.#missed.tell(this.#texts);
    if (!changed) return;
    this.#missedText = missed;
    this.#turn.restart(pageClock().now());
    this.#behind = true;
  }

  #fillRows(now: number): void {
    if (!this.#rows) return;
    const items = this.#onScreen;
    const style = this.#rowStyle;
    this.#templates.start(now);
    const count = this.#isLine ? items.length : this.#rowCount;
    this.#rows.show(items, count, (item) => this.#row(item, style), this.#still);
    for (const { id, card } of items) if (card && !this.#seen.has(id)) this.#seen.set(id, card.version);
  }

  #row({ id, card }: Item, style: RowStyle) {
    const texts = this.#texts;
    if (card) {
      const seen = { version: this.#seen.get(id), replaced: this.#replacedBy(card) };
      const section = this.#sections.length > 1 ? this.#board.titleOf(card.section) : undefined;
      return this.#templates.of(card, seen, { ...style, section });
    }
    // Of what history was rewritten without no more is known than that it is not there.
    return this.#templates.line(texts[this.#board.fateOf(id) ?? 'hold']);
  }

  get #rowStyle(): RowStyle {
    return {
      lang: languageOf(this),
      server: this.#server,
      links: this.links,
      brief: this.#isLine,
      // Times that stand still are times that stay true.
      timestamps: this.paused ? 'absolute' : this.timestamps,
      select: this.#select,
    };
  }

  readonly #select = (event: Event, card: Card): void => {
    if (!this.#fire('ticker-select', card, true)) event.preventDefault();
  };

  /** The title of what this dispatch replaces, where that was on screen here and was not withdrawn since. */
  #replacedBy(card: Card): string | undefined {
    const passed = new Set<Card>();
    for (let next: Card | undefined = card; next && !passed.has(next);) {
      const { replaces }: Card = next;
      passed.add(next);
      next = this.#cards.find(({ id }) => id === replaces);
      if (next && next !== card && this.#seen.has(next.id)) return next.title;
    }
    return undefined;
  }

  #statusText(): string {
    const texts = this.#texts;
    const { status } = this;
    if (this.#refusal) return texts.refused;
    // Of several, the others go on.
    if (status === 'error')
      return `${texts.failed}${this.#sections.length > 1 ? `: ${this.#titlesOf(this.#board.refused)}` : ''}`;
    if (status === 'live' && !this.paused) return this.#missedText || texts.live;
    if (status === 'connecting') return texts.connecting;
    const { heardAt, isPolled } = this.#board.link ?? {};
    const isAway = status === 'offline' && !isPolled;
    if (heardAt === undefined) return isAway ? texts.offline : '';
    const since = shortTime(heardAt, pageClock().now(), languageOf(this));
    return `${isAway ? `${texts.offline} ${texts.since}` : texts.stale} ${since}`;
  }

  #nothingToShow() {
    if (this.#ready && !this.#refusal)
      return html`<p class="text"><slot name="empty">${this.#texts.empty}</slot></p>`;
    return html`<slot></slot>${this.status === 'offline' ? html`<slot name="offline"></slot>` : nothing}`;
  }

  /** False when a listener cancelled it. */
  #fire(name: string, detail?: unknown, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }
}

/** What a section is called comes with its board: a heading that becomes longer by it moves nothing below it. */
function keepLines(heading: HTMLElement, height: number): void {
  heading.className = '';
  heading.style.webkitLineClamp = String(
    Math.round(height / parseFloat(getComputedStyle(heading).lineHeight)),
  );
  if (heading.offsetHeight > height) heading.className = 'kept';
}
