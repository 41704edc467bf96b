import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { articlePath } from '../../shared/article-path.ts';
import type { Card } from '../../shared/card.ts';
import { nextChange, relativeTime, shortTime, untilTomorrow } from '../../shared/relative-time.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { pageAnnouncer } from '../announcer.ts';
import { pageClock } from '../clock.ts';
import { BoardController, type BoardHost } from '../controllers/board.ts';
import { HoldController } from '../controllers/hold.ts';
import { LabelController } from '../controllers/label.ts';
import { nextFrame } from '../frame.ts';
import type { LinkError } from '../link.ts';
import { NOTHING_SHOWN, holdStill, lineOf, showNewest, type Item, type Shown } from '../shown.ts';
import { counted, languageOf, textsOf } from '../texts.ts';
import { timeTemplate } from './news-time.ts';
import { Rows } from './rows.ts';
import { tickerStyles, timeStyles } from './styles.ts';

/** What each attribute may say, the default first. */
const CHOICES = {
  updates: ['live', 'button'],
  announce: ['off', 'urgent', 'all'],
  timestamps: ['relative', 'absolute', 'both'],
  theme: ['auto', 'light', 'dark'],
  links: ['same', 'new', 'none'],
  loading: ['eager', 'lazy'],
} as const;

const DEFAULT_ROWS = 5;
const MOST_ROWS = 50;
/** Flash, bulletin and urgent: what `announce="urgent"` reads out. */
const URGENT = 3;
/** So long a line says that something on screen was withdrawn. */
const WITHDRAWN_FOR = 60_000;
/** A dispatch of this length is shown whole, at any width. */
const TEXT_LENGTH = 320;
/** About half a word is left open at the end of a line. */
const RAGGED = 4;
const PROBE = 'De minister zei dinsdag dat de plannen voor de dijk rond zijn';

/**
 * A section's newest dispatches, live: "Meer uit Buitenland". Never moves what is being read.
 *
 * @element news-ticker
 * @fires {CustomEvent<null>} ticker-ready - the first board is shown
 * @fires {CustomEvent<Card>} ticker-dispatch - a new dispatch came (detail: the card); cancel it to leave it out
 * @fires {CustomEvent<{kind: string, id: string, card: Card}>} ticker-change - one was updated, corrected, withdrawn or left its section
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
 * @csspart list - the rows
 * @csspart row - one dispatch, or the line that says that one was withdrawn
 * @csspart title - a dispatch's title
 * @csspart link - the link in a title
 * @csspart text - dateline and lead, in one paragraph
 * @csspart dateline - places and agencies
 * @csspart meta - the line with the label
 * @csspart label - the time since publication, a `<time>`
 * @csspart signal - the word that it was corrected, updated or replaces another
 * @csspart note - what was corrected, in the newsroom's words
 * @cssprop --ticker-color - text; inherited from the page
 * @cssprop --ticker-accent - the rule above the heading and the mark of what is live
 * @cssprop --ticker-muted - datelines, labels, status
 * @cssprop --ticker-lead-lines - the most lines of dateline and lead; by default enough for 300 characters
 */
export class NewsTicker extends LitElement implements BoardHost {
  static override styles = [timeStyles, tickerStyles];
  /** Where the script came from: the server of every ticker that has no `src`. */
  static server = '';
  // Not decorators: their helpers cost the embed as much as a language does.
  static override properties = {
    section: { reflect: true },
    src: { reflect: true },
    partner: { reflect: true },
    rows: { type: Number, reflect: true },
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
    screen: { reflect: true },
    loading: { reflect: true },
    status: { reflect: true },
  };

  /** One section, or several apart by spaces. */
  declare section: string;
  /** The server, where that is not the one that the script came from. */
  declare src: string;
  /** The key that the ticker's newsroom gave this site, where it did; the first on a page counts. */
  declare partner: string;
  /** How many rows are shown, and reserved. */
  declare rows: number;
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
  /** The words above the list; otherwise "Meer uit" and the section. */
  declare heading: string;
  /** The name under which the newsroom knows this screen of its own; readers' pages have none. */
  declare screen: string;
  /**
   * `lazy`: connects when it comes near the screen.
   * @default 'eager'
   */
  declare loading: 'eager' | 'lazy';
  /**
   * What it is doing; set by the element itself, to be read or styled by.
   * @readonly
   */
  declare status: 'idle' | 'connecting' | 'live' | 'stale' | 'offline' | 'error';

  readonly #board = new BoardController(this);
  readonly #hold = new HoldController(
    this,
    () => this.renderRoot?.querySelector<HTMLElement>('.box'),
    () => {
      this.#advance();
    },
  );
  #rows: Rows | undefined;
  #shown: Shown = NOTHING_SHOWN;
  #cards: readonly Card[] = [];
  /** Dispatches that a listener of the page did not want. */
  #refused = new Set<string>();
  /** Of every dispatch of the board that was on screen here, the first version that was. */
  readonly #seen = new Map<string, number>();
  /** The lines of what was withdrawn while it was on screen, and until when they stand. */
  readonly #lines = new Map<string, { readonly item: Item; readonly until: number }>();
  /** Ids that came, or were corrected, while it was paused; of what fell off the board since, only how many. */
  readonly #missed = { items: new Set<string>(), corrections: new Set<string>() };
  readonly #fallen = { items: 0, corrections: 0 };
  #missedText = '';
  #labels = '';
  #midnight = Infinity;
  /** The board is newer than what is shown. */
  #behind = false;
  #ready = false;
  #near = false;
  #sizes: ResizeObserver | undefined;
  #nearness: IntersectionObserver | undefined;

  constructor() {
    super();
    this.rows = DEFAULT_ROWS;
    this.paused = false;
    this.status = 'idle';
    new LabelController(this, {
      tick: (now) => {
        const lines = [...this.#lines.values()].map(({ until }) => until - now);
        if (!this.#still && lines.some((left) => left <= 0)) this.#advance();
        if (this.#labelsAt(now) !== this.#labels) this.#fillRows(now);
        // Every time of day that is shown, in the status too, now needs its date.
        if (now >= this.#midnight) this.requestUpdate();
        const tomorrow = untilTomorrow(now);
        this.#midnight = now + tomorrow;
        const changes = this.#times().map((then) => nextChange(then, now));
        return this.paused ? tomorrow : Math.min(tomorrow, ...changes, ...lines.filter((left) => left > 0));
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
    const before = new Map(this.#cards.map((card) => [card.id, card]));
    const cards = this.#board.cards;
    for (const card of cards) {
      const old = before.get(card.id);
      if (!this.#ready || old === card) continue;
      // One that moves may leave the one section before it comes to the other.
      if (!old && !this.#seen.has(card.id)) this.#arrived(card);
      else if (old?.version !== card.version) this.#changed(card.signal ?? 'refile', card);
    }
    const held = new Set(cards.map(({ id }) => id));
    for (const card of before.values()) {
      if (held.has(card.id)) continue;
      if (this.#board.isGone(card.id)) this.#withdrawn(card);
      else if (this.#board.hasMoved(card.id)) this.#changed('move', card);
    }
    this.#cards = cards;
    for (const { id } of this.#shown.items) held.add(id);
    for (const ids of [this.#refused, this.#seen]) {
      for (const id of ids.keys()) if (!held.has(id)) ids.delete(id);
    }
    // A pause may last for weeks.
    for (const kind of ['items', 'corrections'] as const)
      for (const id of this.#missed[kind])
        if (!held.has(id) && this.#missed[kind].delete(id)) this.#fallen[kind] += 1;
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
    // The others may have been waiting for this section.
    void this.boardChanged();
    this.#fire('ticker-error', error);
  }

  linkChanged(): void {
    const status = this.#board.failed ? 'error' : (this.#board.link?.status ?? 'idle');
    if (status === this.status) return;
    this.status = status;
    this.#fire('ticker-status', status);
    if (this.#refusal) this.#fire('ticker-error', this.#refusal);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes = new ResizeObserver(() => {
      this.#measure();
    });
    this.requestUpdate();
    if (this.loading !== 'lazy') return;
    this.#nearness = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        this.#nearness?.disconnect();
        this.#near = true;
        this.requestUpdate();
      },
      { rootMargin: '400px' },
    );
    this.#nearness.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
    this.#nearness?.disconnect();
  }

  /** Once a frame is enough, however fast dispatches come. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame();
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    for (const [name, choices] of Object.entries(CHOICES)) checkChoice(this, name, choices);
    if (changed.has('section') || changed.has('src')) {
      this.#ready = false;
      this.#cards = [];
      this.#shown = NOTHING_SHOWN;
      this.#seen.clear();
      this.#lines.clear();
    }
    if (changed.get('paused') !== undefined) this.#pausedOrResumed();
    const sections = (this.section ?? '').split(/\s+/).filter(Boolean);
    if (this.isConnected && (this.loading !== 'lazy' || this.#near))
      this.#board.follow(this.#server, sections, this.partner);
    if (this.screen) this.#board.link?.introduce({ describe: () => ({ name: this.screen }) });
    if (this.#behind || changed.has('exclude') || changed.has('rows') || changed.has('updates'))
      this.#advance();
  }

  override render() {
    const texts = this.#texts;
    // What nobody keeps up to date any more is not shown as if somebody did.
    const { items, pending } = this.#refusal ? NOTHING_SHOWN : this.#shown;
    const heading = this.heading ?? `${texts.more} ${titleOf(this.section ?? '')}`;
    return html`<section part="ticker" aria-labelledby="heading">
      <header part="header">
        <h2 id="heading" part="heading"><slot name="heading">${heading}</slot></h2>
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
                @click=${() => {
                  this.showPending();
                }}
              >
                ${counted(pending, texts.fresh)}
              </button>`
            : html`<span
                part="status"
                class="status ${this.status === 'live' && !this.paused ? 'live-now' : ''}"
                >${this.#statusText()}</span
              >`
        }
      </div>
      <div class="box">
        <span class="probe" aria-hidden="true">${PROBE}</span>
        <ol part="list" ?hidden=${items.length === 0}></ol>
        ${items.length > 0 ? nothing : this.#nothingToShow()}
      </div>
      <slot name="footer"></slot>
    </section>`;
  }

  override updated(): void {
    const list = this.#part('list');
    if (!list) return;
    this.#rows ??= new Rows(list);
    this.#measure();
    this.#fillRows(pageClock().now());
    const probe = this.renderRoot.querySelector('.probe');
    if (probe) this.#sizes?.observe(probe);
    this.#sizes?.observe(this);
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
    warnOnce(
      `<news-ticker>: rows is not a number from 1 to ${String(MOST_ROWS)}; read as ${String(DEFAULT_ROWS)}`,
    );
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

  /** Shows what is newest, or only brings up to date what is shown, when somebody reads. */
  #advance(asked = false): void {
    this.#behind = false;
    const all = this.#cards.filter(({ id }) => !this.#refused.has(id));
    const cards = withoutSuperseded(all).filter(({ id }) => id !== this.exclude);
    const now = pageClock().now();
    for (const [id, { until }] of this.#lines)
      if (until <= now || all.some((card) => card.id === id)) this.#lines.delete(id);
    const lines = [...this.#lines.values()].map(({ item }) => item);
    // Under the eyes of whoever reads for long.
    const fallen = this.#shown.items.flatMap(({ card }) =>
      card && this.#board.hasFallen(card) ? [card] : [],
    );
    this.#shown =
      !asked && this.#ready && this.#shown.items.length > 0 && this.#still
        ? holdStill(this.#shown, cards, this.#rowCount, [...all, ...fallen])
        : showNewest(cards, this.#rowCount, lines);
    this.requestUpdate();
  }

  #arrived(card: Card): void {
    if (card.id === this.exclude) return;
    if (!this.#fire('ticker-dispatch', card)) {
      this.#refused.add(card.id);
      return;
    }
    this.#missedText = '';
    if (this.paused) this.#missed.items.add(card.id);
    else if (this.announce === 'all' || (this.announce === 'urgent' && card.urgency <= URGENT)) {
      const texts = this.#texts;
      pageAnnouncer().say(
        card.title,
        (count, last) => `${counted(count, texts.fresh)}, ${texts.latest} ${last}`,
      );
    }
  }

  #changed(kind: string, card: Card): void {
    if (this.paused && kind === 'correction') this.#missed.corrections.add(card.id);
    this.#fire('ticker-change', { kind, id: card.id, card });
  }

  /** Nothing of its text remains; where it was on screen, a line says so. */
  #withdrawn(card: Card): void {
    if (this.#rows?.shows(card.id))
      this.#lines.set(card.id, { item: lineOf(card), until: pageClock().now() + WITHDRAWN_FOR });
    for (const ids of [this.#seen, ...Object.values(this.#missed)]) ids.delete(card.id);
    if (this.announce !== 'off') pageAnnouncer().unsay(card.title);
    this.#changed('withdrawal', card);
  }

  #pausedOrResumed(): void {
    const texts = this.#texts;
    const parts = (['items', 'corrections'] as const).flatMap((kind) => {
      const count = this.#missed[kind].size + this.#fallen[kind];
      this.#missed[kind].clear();
      this.#fallen[kind] = 0;
      return count > 0 ? [counted(count, texts[kind])] : [];
    });
    this.#missedText = parts.length > 0 ? `${texts.missed} ${parts.join(', ')}` : '';
    if (this.paused) return;
    this.#advance();
  }

  /** The lines that a lead may take follow from the width, and with them the height that is reserved. */
  #measure(): void {
    const box = this.renderRoot.querySelector<HTMLElement>('.box');
    const probe = this.renderRoot.querySelector<HTMLElement>('.probe');
    if (!box || !probe || probe.offsetWidth === 0) return;
    const perLine = (box.offsetWidth / probe.offsetWidth) * PROBE.length;
    const lines = Math.ceil(TEXT_LENGTH / Math.max(perLine - RAGGED, RAGGED));
    box.style.setProperty('--_lines', String(lines));
    box.style.setProperty('--_rows', String(this.#rowCount));
  }

  #fillRows(now: number): void {
    this.#labels = this.#labelsAt(now);
    if (!this.#rows) return;
    const { items } = this.#shown;
    this.#rows.show(items, this.#rowCount, (item) => this.#row(item, now), this.#still);
    for (const { id, card } of items) if (card && !this.#seen.has(id)) this.#seen.set(id, card.version);
  }

  #row({ id: itemId, card }: Item, now: number) {
    const texts = this.#texts;
    if (!card) {
      const withdrawn = this.#lines.has(itemId) || this.#board.isGone(itemId);
      return html`<p part="text" class="text">${withdrawn ? texts.withdrawn : texts.elsewhere}</p>`;
    }
    const { id, version, title, dateline, lead, lang, signal, note } = card;
    // A correction is for those who saw what was wrong; whoever comes later reads what is right.
    const marked = signal === 'correction' ? (this.#seen.get(id) ?? version) < version : signal;
    const explained = marked && signal === 'correction' && note;
    const replaced = this.#replacedBy(card);
    const href = card.url ?? this.#server + articlePath(card);
    const target = this.links === 'new' ? '_blank' : nothing;
    const select = (event: Event) => {
      if (!this.#fire('ticker-select', card)) event.preventDefault();
    };
    return html`<article lang=${lang} dir="auto">
      <h3 part="title">
        ${
          this.links === 'none'
            ? title
            : html`<a part="link" href=${href} target=${target} rel="noopener" @click=${select}>${title}</a>`
        }
      </h3>
      <p part="text" class="text">
        ${dateline ? html`<span part="dateline" class="dateline">${dateline.raw}</span> - ` : nothing}${lead}
      </p>
      <p part="meta" class="meta" lang=${languageOf(this)}>
        ${timeTemplate(card.publishedAt, this.#labelAt(card.publishedAt, now), languageOf(this))}
        ${
          marked && signal && !explained
            ? html`<span part="signal"
                >${texts[signal]} ${shortTime(card.updatedAt, now, languageOf(this))}</span
              >`
            : nothing
        }
      </p>
      ${explained ? this.#note(`${texts.correction}:`, explained) : nothing}
      ${replaced === undefined ? nothing : this.#note(texts.replaces, replaced)}
    </article>`;
  }

  /** What changed, in words of ours and then of the newsroom's. */
  #note(word: string, words: string) {
    return html`<p part="note" class="note">
      <span part="signal" lang=${languageOf(this)}>${word}</span> ${words}
    </p>`;
  }

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

  #times(): number[] {
    return this.#shown.items.filter(({ card }) => card).map(({ publishedAt }) => publishedAt);
  }

  #labelsAt(now: number): string {
    return this.#times()
      .map((then) => this.#labelAt(then, now))
      .join();
  }

  #labelAt(then: number, now: number): string {
    const lang = languageOf(this);
    const short = shortTime(then, now, lang);
    if (this.paused || this.timestamps === 'absolute') return short;
    const relative = relativeTime(then, now, lang);
    return this.timestamps === 'both' ? `${relative} · ${short}` : relative;
  }

  #statusText(): string {
    const texts = this.#texts;
    const heardAt = this.#board.link?.heardAt;
    const since = heardAt === undefined ? '' : shortTime(heardAt, pageClock().now(), languageOf(this));
    if (this.#refusal) return texts.refused;
    if (this.status === 'error') return texts.failed;
    if (this.paused) return `${texts.stale} ${since}`;
    if (this.status === 'live') return this.#missedText || texts.live;
    if (!since || this.status === 'connecting') return this.status === 'idle' ? '' : texts.connecting;
    return `${this.status === 'offline' ? texts.offline : texts.stale} ${since}`;
  }

  #nothingToShow() {
    if (this.#ready && !this.#refusal)
      return html`<p class="text"><slot name="empty">${this.#texts.empty}</slot></p>`;
    return html`<slot></slot>${this.status === 'offline' ? html`<slot name="offline"></slot>` : nothing}`;
  }

  /** False when a listener cancelled it. */
  #fire(name: string, detail?: unknown): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }
}

/** "buitenland economie" → "Buitenland, Economie". */
function titleOf(section: string): string {
  return section
    .split(/\s+/)
    .map((id) => id.charAt(0).toUpperCase() + id.slice(1))
    .join(', ');
}

function checkChoice(ticker: NewsTicker, name: string, choices: readonly string[]): void {
  const value = ticker.getAttribute(name);
  if (value === null || choices.includes(value)) return;
  warnOnce(
    `<news-ticker>: ${name}="${value}" is none of ${choices.join(', ')}; read as ${String(choices[0])}`,
  );
}

const warned = new Set<string>();

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(message);
}
