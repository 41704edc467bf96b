import { LitElement, html, nothing, type PropertyValues } from 'lit';
import type { Card } from '../../shared/card.ts';
import { isWithin, parseHours, type Hours } from '../../shared/hours.ts';
import { DEFAULT_TIME_ZONE, nextChange, relativeTime, shortTime } from '../../shared/relative-time.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { pageClock } from '../clock.ts';
import { BoardController, type BoardHost } from '../controllers/board.ts';
import { IdlePointerController } from '../controllers/idle-pointer.ts';
import { LabelController } from '../controllers/label.ts';
import { WakeLockController } from '../controllers/wake-lock.ts';
import { nextFrame } from '../frame.ts';
import { isRecord } from '../gate.ts';
import type { Screen } from '../link.ts';
import { languageOf, textsOf } from '../texts.ts';
import { Bells } from '../wall/bells.ts';
import {
  NO_TAKEOVER,
  addTakeover,
  dwellOf,
  nextTakeover,
  reviseTakeovers,
  takesOver,
  type Takeovers,
} from '../wall/takeover.ts';
import { wallTextsOf } from '../wall/wall-texts.ts';
import { timeTemplate } from './news-time.ts';
import { wallStyles } from './wall-styles.ts';

const MINUTE = 60_000;
/** Without contact for so long, what is on screen may have been overtaken. */
const OLD_AFTER = 5 * MINUTE;
/** A dispatch that just came is marked this long. */
const FRESH_FOR = 2 * MINUTE;
/** More rows than any screen has room for. */
const MOST_ROWS = 14;
/** From this many a list is full, and its rows share what room is left. */
const MANY = 9;
/** Three sections stand beside each other; more of them are one list. */
const MOST_COLUMNS = 3;
const IDENTIFY_FOR = 12_000;
/** A title of this length is set smaller where it has the whole screen. */
const LONG_TITLE = 90;
/** What is on the screen goes round once in so many minutes, by so much of the shorter side. */
const ORBIT_MINUTES = 40;
const ORBIT_VMIN = 0.8;
const NIGHT: Hours = { from: 23 * 60, to: 6 * 60 };
const SECTION = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * The whole screen of a newsroom's wall: sections of news in large type, the time, and how true what it shows is. A flash
 * or a bulletin takes the screen over for as long as it takes to read. Made to run for weeks: it holds its connection,
 * keeps the screen awake, dims at night and drifts, so that nothing burns in.
 *
 * Keys: Escape ends what took over, F fills the screen, any key lets it sound.
 *
 * @element news-wall
 * @fires {CustomEvent<string>} wall-status - `status` changed (detail: the status)
 * @fires {CustomEvent<Card | null>} wall-takeover - a dispatch took over the screen (detail: the card), or none any more (detail: null)
 * @fires {CustomEvent<{kind: string}>} wall-command - the desk asks something of this wall (detail: the command); it has shown its name or changed its sections by then
 * @fires {CustomEvent<string>} wall-build - the server said which build of the pages it runs (detail: its id)
 * @csspart wall - the whole screen
 * @csspart header - the line above the news
 * @csspart name - the name of the wall
 * @csspart status - how true what it shows is
 * @csspart sound - the line that says that it is silent
 * @csspart date - the day
 * @csspart clock - the time
 * @csspart section - one column, or the one list of all
 * @csspart heading - what a section is called
 * @csspart list - the rows of a section
 * @csspart row - one dispatch
 * @csspart meta - the line above a title
 * @csspart urgency - the word for what is urgent
 * @csspart in - the section of a dispatch, where all are one list
 * @csspart label - the time since publication, a `<time>`
 * @csspart signal - the word that it was corrected or updated
 * @csspart title - a dispatch's title
 * @csspart text - dateline and lead, in one paragraph
 * @csspart dateline - places and agencies
 * @csspart takeover - a flash or a bulletin that has the whole screen
 * @csspart kicker - what kind of dispatch it is that took over
 * @csspart identity - the name in large type, when the desk asks for it
 * @cssprop --wall-font - the typeface; the system's own by default
 * @cssprop --wall-background - the ground, nearly black
 * @cssprop --wall-color - titles and the time
 * @cssprop --wall-accent - section names, what is urgent, the mark of what is live
 * @cssprop --wall-unit - the measure of all type and space; a 54th of the screen's shorter side
 */
export class NewsWall extends LitElement implements BoardHost {
  static override styles = wallStyles;
  // Not decorators: their helpers weigh as much as a language does.
  static override properties = {
    sections: { reflect: true },
    name: { reflect: true },
    src: { reflect: true },
    /** The language of its own words; otherwise that of the page.
     * @type {'nl' | 'en' | 'de' | 'fr'} */
    lang: { reflect: true },
    layout: { reflect: true },
    theme: { reflect: true },
    clock: { reflect: true },
    bells: { reflect: true },
    quiet: { reflect: true },
    night: { reflect: true },
    status: { reflect: true },
    titles: { attribute: false },
  };

  /** One section or several, apart by spaces. */
  declare sections: string;
  /** The name under which the newsroom knows this wall. */
  declare name: string;
  /** The server, when it is not the one that the page came from. */
  declare src: string;
  /**
   * `auto`: up to three sections as columns, more as one list; `columns`; `merged`: one list of all.
   * @default 'auto'
   */
  declare layout: 'auto' | 'columns' | 'merged';
  /**
   * The colour scheme: dark, light, or that of the machine.
   * @default 'dark'
   */
  declare theme: 'dark' | 'light' | 'auto';
  /**
   * Whether the clock tells `seconds` or only `minutes`.
   * @default 'seconds'
   */
  declare clock: 'seconds' | 'minutes';
  /** The least urgent that sounds a bell, 1 (flash) to 9; none by default. */
  declare bells: string;
  /** Hours without bells, such as `23:00-07:00`. */
  declare quiet: string;
  /** Hours in which the screen is dimmer, `23:00-06:00` by default; `off`. */
  declare night: string;
  /**
   * How its connection is; set by the element itself.
   * @readonly
   */
  declare status: 'idle' | 'connecting' | 'live' | 'stale' | 'offline' | 'error';
  /** What sections are called, by their ids. */
  declare titles: Readonly<Record<string, string>>;

  readonly #board = new BoardController(this);
  readonly #bells = new Bells(() => {
    this.requestUpdate();
  });
  readonly #screen: Screen = {
    describe: () => ({
      name: this.name,
      sections: this.#sections,
      ...(this.#flippedAt > 0 && { flippedAt: this.#flippedAt }),
    }),
    answered: (answer) => {
      if (isRecord(answer) && typeof answer['build'] === 'string') this.#fire('wall-build', answer['build']);
    },
    command: (command) => {
      this.#obey(command);
    },
  };
  #cards: readonly Card[] = [];
  #ready = false;
  /** What this wall has had, how urgent it was, and since when; kept a while after it left the boards. */
  readonly #had = new Map<string, { urgency: number; version: number; at: number; lastAt: number }>();
  #takeovers: Takeovers = NO_TAKEOVER;
  #turn: ReturnType<typeof setTimeout> | undefined;
  #naming: ReturnType<typeof setTimeout> | undefined;
  #obeyed: unknown;
  /** All on screen that follows from the time alone. */
  #look = '';
  #labels = '';
  #flippedAt = 0;
  #startedAt = 0;
  #clockText = '';

  constructor() {
    super();
    this.status = 'idle';
    this.titles = {};
    new WakeLockController(this);
    new IdlePointerController(this);
    new LabelController(this, {
      tick: (now) => {
        this.#showClock(now);
        return this.clock === 'minutes' ? MINUTE - (now % MINUTE) : 1_000 - (now % 1_000);
      },
    });
    new LabelController(this, {
      tick: (now) => {
        if (this.#lookAt(now) !== this.#look) this.requestUpdate();
        const old = this.#heardAt + OLD_AFTER - now;
        const changes = this.#shownTimes().map((then) => nextChange(then, now));
        return Math.min(MINUTE - (now % MINUTE), old > 0 ? old : MINUTE, ...changes);
      },
    });
  }

  /** Whether a dispatch has the whole screen. */
  get isTakenOver(): boolean {
    return this.#takeovers.shown !== undefined;
  }

  /** Shows its name, as large as the screen, for some seconds. */
  identify(): void {
    clearTimeout(this.#naming);
    this.#naming = setTimeout(() => {
      this.#naming = undefined;
      this.requestUpdate();
    }, IDENTIFY_FOR);
    this.requestUpdate();
  }

  /** Gives a dispatch the whole screen, or lets it wait for its turn. */
  takeOver(card: Card): void {
    this.#setTakeovers(addTakeover(this.#takeovers, card));
  }

  boardChanged(): Promise<unknown> {
    this.linkChanged();
    const now = pageClock().now();
    const cards = this.#board.cards;
    this.#setTakeovers(reviseTakeovers(this.#takeovers, cards));
    const arrived = cards.filter((card) => this.#isNews(card, now));
    this.#remember(cards, now);
    this.#cards = cards;
    this.#ready ||= this.#board.ready;
    // The first to come has its turn first; the most urgent sounds.
    const urgent = arrived.filter((card) => takesOver(card, now)).reverse();
    for (const card of urgent.sort((a, b) => a.urgency - b.urgency)) this.takeOver(card);
    const most = Math.min(...arrived.map(({ urgency }) => urgency));
    if (most <= this.#loudest && !this.#isQuiet(now)) this.#bells.ring(most);
    this.requestUpdate();
    return this.updateComplete;
  }

  boardFailed(): void {
    void this.boardChanged();
  }

  linkChanged(): void {
    const status = this.#board.link?.status ?? 'idle';
    if (status === this.status) return;
    this.status = status;
    this.#fire('wall-status', status);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#startedAt = pageClock().now();
    addEventListener('keydown', this.#pressed);
    addEventListener('pointerdown', this.#touched);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#pressed);
    removeEventListener('pointerdown', this.#touched);
    clearTimeout(this.#turn);
    clearTimeout(this.#naming);
    this.#naming = undefined;
    this.#takeovers = NO_TAKEOVER;
    this.#bells.close();
    if (this.#board.link) this.#board.link.lasting = false;
  }

  /** Once a frame is enough, however fast dispatches come. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame();
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    for (const name of ['layout', 'theme', 'clock', 'bells', 'quiet', 'night'] as const) {
      if (changed.has(name)) this.#check(name);
    }
    if (changed.has('sections') || changed.has('src')) this.#ready = false;
    if (!this.isConnected) return;
    this.#board.follow(this.#server, this.#sections);
    const { link } = this.#board;
    if (link) link.lasting = true;
    if (this.name) link?.introduce(this.#screen);
    if (this.#loudest > 0 && this.#bells.state === 'unasked') void this.#bells.enable();
  }

  override render() {
    const now = pageClock().now();
    const sections = this.#sections;
    const night = this.#isNight(now);
    return html`<div class="screen ${night ? 'night' : ''}">
      <div part="wall" class="stage">
        <header part="header" lang=${languageOf(this)}>
          <div class="who">
            <h1 part="name">${this.name ?? ''}</h1>
            ${this.#sound(now)}
          </div>
          <p class="truth">${this.#truth(now)}</p>
          <p class="when">
            <span part="date" class="date">${this.#dateAt(now)}</span>
            <time part="clock" class="clock"></time>
          </p>
        </header>
        <div class="panes ${this.#form} ${this.#isOld(now) ? 'dim' : ''}">
          ${
            this.#isMerged ? this.#pane(sections, now) : sections.map((section) => this.#pane([section], now))
          }
        </div>
      </div>
      <div role="alert">${this.#takeover(now)}</div>
      ${
        this.#naming === undefined
          ? nothing
          : html`<div part="identity" class="over name-tag">
              <p>${this.name ?? ''}</p>
              <p>${sections.map((section) => this.#titleOf(section)).join(', ')}</p>
            </div>`
      }
    </div>`;
  }

  override updated(): void {
    const now = pageClock().now();
    const labels = this.#labelsAt(now);
    // New dispatches bring labels of their own; only one that changed by itself shows that this wall's time runs.
    if (labels !== this.#labels && this.#look.split('|')[0] === this.#idsShown())
      this.#flippedAt = Math.floor(now);
    this.#labels = labels;
    this.#look = this.#lookAt(now);
    this.#clockText = '';
    this.#showClock(now);
    const angle = (Math.floor(now / MINUTE) / ORBIT_MINUTES) * 2 * Math.PI;
    const [x, y] = [Math.cos(angle), Math.sin(angle)].map((part) => (part * ORBIT_VMIN).toFixed(2));
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    if (stage) stage.style.transform = `translate(${String(x)}vmin, ${String(y)}vmin)`;
  }

  get #sections(): readonly string[] {
    return [...new Set((this.sections ?? '').split(/[\s,]+/).filter(Boolean))];
  }

  get #server(): string {
    try {
      return new URL(this.src || location.origin, location.href).origin;
    } catch {
      return location.origin;
    }
  }

  get #isMerged(): boolean {
    const count = this.#sections.length;
    if (this.layout === 'columns') return false;
    return this.layout === 'merged' || count === 1 || count > MOST_COLUMNS;
  }

  get #form(): string {
    if (this.#isMerged) return 'wide';
    return this.#sections.length >= MOST_COLUMNS ? 'columns three' : 'columns';
  }

  /** The least urgent that sounds; 0 for none. */
  get #loudest(): number {
    return /^[1-9]$/.test(this.bells ?? '') ? Number(this.bells) : 0;
  }

  #check(name: keyof typeof FORMS): void {
    const value = this.getAttribute(name);
    if (value === null || FORMS[name].test(value)) return;
    const message = `<news-wall>: ${name}="${value}" should be ${WANTED[name]}`;
    if (warned.has(message)) return;
    warned.add(message);
    console.warn(message);
  }

  #isNight(now: number): boolean {
    return this.night !== 'off' && isWithin(parseHours(this.night ?? '') ?? NIGHT, now);
  }

  get #quietHours(): Hours | undefined {
    return parseHours(this.quiet ?? '');
  }

  #isQuiet(now: number): boolean {
    const hours = this.#quietHours;
    return hours !== undefined && isWithin(hours, now);
  }

  /** When the server was last heard of; until it ever was, when this began. */
  get #heardAt(): number {
    return this.#board.link?.heardAt ?? this.#startedAt;
  }

  #isOld(now: number): boolean {
    return this.status !== 'live' && now - this.#heardAt >= OLD_AFTER;
  }

  /** New here, or urgent only now; not what was there when the wall began, nor what it had before. */
  #isNews(card: Card, now: number): boolean {
    const had = this.#had.get(card.id);
    if (!this.#ready || now - card.updatedAt >= FRESH_FOR * 5) return false;
    return !had || (card.urgency <= 2 && had.urgency > 2);
  }

  #remember(cards: readonly Card[], now: number): void {
    for (const { id, urgency, version } of cards) {
      const had = this.#had.get(id);
      const at = had?.at ?? (this.#ready ? now : -Infinity);
      this.#had.set(id, { urgency, version: had?.version ?? version, at, lastAt: now });
    }
    for (const [id, { lastAt }] of this.#had) if (now - lastAt > FRESH_FOR * 5) this.#had.delete(id);
  }

  #setTakeovers(takeovers: Takeovers): void {
    const before = this.#takeovers.shown;
    const { shown } = takeovers;
    this.#takeovers = takeovers;
    this.requestUpdate();
    if (shown?.id === before?.id) return;
    clearTimeout(this.#turn);
    if (shown) {
      this.#turn = setTimeout(() => {
        this.#setTakeovers(nextTakeover(this.#takeovers));
      }, dwellOf(shown));
    }
    this.#fire('wall-takeover', shown ?? null);
  }

  #obey(command: unknown): void {
    if (!isRecord(command) || (command['id'] !== undefined && command['id'] === this.#obeyed)) return;
    this.#obeyed = command['id'];
    const { kind, sections } = command;
    if (kind === 'identify') this.identify();
    if (kind === 'sections') {
      if (!Array.isArray(sections) || !sections.every((id) => SECTION.test(String(id)))) return;
      this.sections = sections.join(' ');
    }
    this.#fire('wall-command', command);
  }

  readonly #pressed = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
    this.#touched();
    if (ctrlKey || metaKey || altKey) return;
    if (key === 'Escape') this.#setTakeovers(nextTakeover(this.#takeovers));
    // Refused where somebody does not allow it; then the screen stays as it is.
    if (key === 'f') void document.documentElement.requestFullscreen().catch(() => undefined);
  };

  readonly #touched = (): void => {
    if (this.#loudest > 0) void this.#bells.enable();
  };

  #showClock(now: number): void {
    const minutes = shortTime(now, now, 'nl');
    const seconds = String(Math.floor(now / 1_000) % 60).padStart(2, '0');
    const text = this.clock === 'minutes' ? minutes : `${minutes}:${seconds}`;
    if (text === this.#clockText) return;
    this.#clockText = text;
    for (const place of this.renderRoot?.querySelectorAll('.clock') ?? []) {
      if (place.textContent !== text) place.textContent = text;
    }
  }

  #dateAt(now: number): string {
    const timeZone = DEFAULT_TIME_ZONE;
    return new Date(now).toLocaleDateString(languageOf(this), {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone,
    });
  }

  #truth(now: number) {
    const texts = textsOf(languageOf(this));
    const { link } = this.#board;
    const since = shortTime(this.#heardAt, now, languageOf(this));
    const [kind, text] =
      this.status === 'live'
        ? ['live-now', texts.live]
        : link?.heardAt === undefined && !this.#isOld(now)
          ? ['', texts.connecting]
          : ['untrue', `${this.status === 'stale' ? texts.stale : texts.offline} ${since}`];
    return html`<span part="status" class="status ${kind}">${text}</span>`;
  }

  #sound(now: number) {
    if (this.#loudest === 0) return nothing;
    const texts = wallTextsOf(languageOf(this));
    if (this.#bells.state === 'blocked') {
      return html`<button part="sound" class="sound" @click=${this.#touched}>${texts.soundOff}</button>`;
    }
    if (!this.#isQuiet(now)) return nothing;
    const until = (this.quiet ?? '').slice(6);
    return html`<span part="sound" class="sound">${texts.quietUntil} ${until}</span>`;
  }

  #rowsOf(sections: readonly string[]): readonly Card[] {
    const cards = withoutSuperseded(this.#cards);
    return cards.filter(({ section }) => sections.includes(section)).slice(0, MOST_ROWS);
  }

  #pane(sections: readonly string[], now: number) {
    const cards = this.#rowsOf(sections);
    const title = sections.map((section) => this.#titleOf(section)).join(' · ');
    return html`<section part="section" class="pane" aria-label=${title}>
      <h2 part="heading">${title}</h2>
      ${sections.map((section) =>
        this.#board.refused.has(section)
          ? html`<p class="unsaid">${section}: ${wallTextsOf(languageOf(this)).refused}</p>`
          : nothing,
      )}
      ${
        cards.length > 0
          ? html`<ol part="list" class=${cards.length >= MANY ? 'many' : ''}>
              ${cards.map((card) => this.#row(card, now, sections.length > 1))}
            </ol>`
          : this.#ready && !sections.every((section) => this.#board.refused.has(section))
            ? html`<p class="unsaid">${textsOf(languageOf(this)).empty}</p>`
            : nothing
      }
    </section>`;
  }

  #row(card: Card, now: number, named: boolean) {
    const { section, title, lang, urgency, publishedAt } = card;
    const fresh = this.#isFresh(card, now) ? 'fresh' : '';
    const word = textsOf(languageOf(this)).urgencies[urgency - 1];
    return html`<li part="row" class="row u${String(Math.min(urgency, 4))} ${fresh}">
      <article lang=${lang} dir="auto">
        <p part="meta" class="meta" lang=${languageOf(this)}>
          ${word === undefined ? nothing : html`<span part="urgency" class="urgency">${word}</span>`}
          ${named ? html`<span part="in" class="in">${this.#titleOf(section)}</span>` : nothing}
          ${timeTemplate(publishedAt, this.#labelAt(publishedAt, now), languageOf(this))}
          ${this.#signal(card, now)}
        </p>
        <div class="words">
          <h3 part="title">${title}</h3>
          ${this.#text(card)}
        </div>
      </article>
    </li>`;
  }

  #text({ dateline, lead }: Card) {
    return html`<p part="text" class="text">
      <span
        >${dateline ? html`<span part="dateline" class="dateline">${dateline.raw}</span> - ` : nothing}${lead}</span
      >
    </p>`;
  }

  /** A correction is for those who saw what was wrong; whoever comes later reads what is right. */
  #signal({ id, version, signal, updatedAt }: Card, now: number) {
    if (!signal || (signal === 'correction' && (this.#had.get(id)?.version ?? version) >= version))
      return nothing;
    const lang = languageOf(this);
    return html`<span part="signal">${textsOf(lang)[signal]} ${shortTime(updatedAt, now, lang)}</span>`;
  }

  #takeover(now: number) {
    const { shown, waiting } = this.#takeovers;
    if (!shown) return nothing;
    const { urgency, section, title, publishedAt } = shown;
    const lang = languageOf(this);
    return html`<article part="takeover" class="over ${urgency === 1 ? 'flash' : 'bulletin'}">
      <p part="kicker" class="kicker">
        ${textsOf(lang).urgencies[urgency - 1]}<span class="in">${this.#titleOf(section)}</span>
      </p>
      <div class="over-words" lang=${shown.lang} dir="auto">
        <h2 part="title" class=${title.length > LONG_TITLE ? 'long' : ''}>${title}</h2>
        ${this.#text(shown)}
      </div>
      <p class="foot" aria-live="off">
        ${timeTemplate(publishedAt, this.#labelAt(publishedAt, now), lang)}${this.#signal(shown, now)}
        ${waiting.length > 0 ? html`<span>${wallTextsOf(lang).next} ${waiting.length}</span>` : nothing}
        <time class="clock" aria-hidden="true"></time>
      </p>
    </article>`;
  }

  #titleOf(section: string): string {
    return this.titles[section] ?? section.charAt(0).toUpperCase() + section.slice(1);
  }

  #isFresh({ id }: Card, now: number): boolean {
    return now - (this.#had.get(id)?.at ?? -Infinity) < FRESH_FOR;
  }

  #labelAt(then: number, now: number): string {
    return relativeTime(then, now, languageOf(this));
  }

  #shownCards(): readonly Card[] {
    const { shown } = this.#takeovers;
    return [...(shown ? [shown] : []), ...this.#cards.slice(0, MOST_ROWS * MOST_COLUMNS)];
  }

  #shownTimes(): number[] {
    return this.#shownCards().map(({ publishedAt }) => publishedAt);
  }

  #labelsAt(now: number): string {
    return this.#shownTimes()
      .map((then) => this.#labelAt(then, now))
      .join();
  }

  #idsShown(): string {
    return this.#shownCards()
      .map(({ id }) => id)
      .join(' ');
  }

  /** The minute is part of it: the night, the quiet hours, the date and the orbit follow from that. */
  #lookAt(now: number): string {
    return [this.#idsShown(), Math.floor(now / MINUTE), this.#isOld(now), this.#labelsAt(now)].join('|');
  }

  #fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

const HOURS = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;
/** What an attribute may say; anything else is as if it were not there. */
const FORMS = {
  layout: /^(auto|columns|merged)$/,
  theme: /^(dark|light|auto)$/,
  clock: /^(seconds|minutes)$/,
  bells: /^([1-9]|off)$/,
  quiet: HOURS,
  night: new RegExp(`${HOURS.source}|^off$`),
} as const;
const WANTED = {
  layout: 'auto, columns or merged',
  theme: 'dark, light or auto',
  clock: 'seconds or minutes',
  bells: 'an urgency, 1 to 9',
  quiet: 'hours, such as 23:00-07:00',
  night: 'hours, such as 23:00-06:00, or off',
} as const;

const warned = new Set<string>();
