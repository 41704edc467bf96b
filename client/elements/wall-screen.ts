import { LitElement, html, nothing, type PropertyDeclarations } from 'lit';
import type { Card } from '../../shared/card.ts';
import { isWithin, parseHours, type Hours } from '../../shared/hours.ts';
import { DEFAULT_TIME_ZONE, nextChange, relativeTime, shortTime } from '../../shared/relative-time.ts';
import { withoutSuperseded } from '../../shared/superseded.ts';
import { sectionTitle, textsOf } from '../../shared/ticker-texts.ts';
import { pageClock } from '../clock.ts';
import { LabelController } from '../controllers/label.ts';
import { nextFrame } from '../frame.ts';
import { languageOf } from '../language-of.ts';
import { Arrivals } from '../wall/arrivals.ts';
import { NO_TAKEOVER, type Takeovers } from '../wall/takeover.ts';
import { wallTextsOf } from '../wall/wall-texts.ts';
import { timeTemplate } from './news-time.ts';
import { wallStyles } from './wall-styles.ts';

const MINUTE = 60_000;
/** Without contact for so long, what is on screen may have been overtaken. */
const OLD_AFTER = 5 * MINUTE;
/** More rows than any screen has room for. */
const MOST_ROWS = 14;
/** From this many a list is full, and its rows share what room is left. */
const MANY = 9;
/** Three sections stand beside each other; more of them are one list. */
const MOST_COLUMNS = 3;
const IDENTIFY_FOR = 12_000;
/** What is on the screen goes round once in so many minutes, by so much of the shorter side. */
const ORBIT_MINUTES = 40;
const ORBIT_VMIN = 0.8;
const NIGHT: Hours = { from: 23 * 60, to: 6 * 60 };

/**
 * What a wall shows: it draws the cards that it is given, at the time that it is, and nothing else. `<news-wall>` is one
 * that gets them from a server and lives on a screen; the desk shows on another what walls are about to show.
 */
export class WallScreen extends LitElement {
  static override styles = wallStyles;
  // Not decorators: their helpers weigh as much as a language does.
  static override properties: PropertyDeclarations = {
    sections: { reflect: true },
    name: { reflect: true },
    /** The language of its own words; otherwise that of the page.
     * @type {'nl' | 'en' | 'de' | 'fr'} */
    lang: { reflect: true },
    layout: { reflect: true },
    theme: { reflect: true },
    clock: { reflect: true },
    night: { reflect: true },
    status: { reflect: true },
    titles: { attribute: false },
    cards: { attribute: false },
    takeovers: { attribute: false },
    ready: { attribute: false },
    arrivals: { attribute: false },
  };

  /** One section or several, apart by spaces. */
  declare sections: string;
  /** The name under which the newsroom knows this wall. */
  declare name: string;
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
  /** Hours in which the screen is dimmer, `23:00-06:00` by default; `off`. */
  declare night: string;
  /**
   * How its connection is; set by the element itself.
   * @readonly
   */
  declare status: 'idle' | 'connecting' | 'live' | 'stale' | 'offline' | 'error';
  // The rest is for who gives it what it shows; what has no comment for tools is no promise.
  // What sections are called, by their ids.
  declare titles: Readonly<Record<string, string>>;
  // What stands on the boards of its sections, newest first.
  declare cards: readonly Card[];
  // What has the whole screen, and what waits for it.
  declare takeovers: Takeovers;
  // The boards have come in: where there are no cards, there is no news.
  declare ready: boolean;
  // What it had before, and what is news here.
  declare arrivals: Arrivals;

  /** When one of its labels last changed by itself: proof that its time runs. */
  protected flippedAt = 0;
  #naming: ReturnType<typeof setTimeout> | undefined;
  #startedAt = 0;
  /** All on screen that follows from the time alone. */
  #look = '';
  #labels = '';
  #clockText = '';
  #isUpright = false;
  // A wall that somebody turns, or a page that somebody resizes. Asked for while it draws, it would be laid out twice.
  readonly #resized = new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    this.#isUpright = height > width;
    this.requestUpdate();
  });

  constructor() {
    super();
    this.status = 'idle';
    this.titles = {};
    this.cards = [];
    this.takeovers = NO_TAKEOVER;
    this.ready = false;
    this.arrivals = new Arrivals();
    new LabelController(this, {
      tick: (now) => {
        this.#showClock(now);
        return this.clock === 'minutes' ? MINUTE - (now % MINUTE) : 1_000 - (now % 1_000);
      },
    });
    new LabelController(this, {
      tick: (now) => {
        if (this.#lookAt(now) !== this.#look) this.requestUpdate();
        const old = this.#contactAt + OLD_AFTER - now;
        const changes = this.#shownTimes().map((then) => nextChange(then, now));
        return Math.min(MINUTE - (now % MINUTE), old > 0 ? old : MINUTE, ...changes);
      },
    });
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

  override connectedCallback(): void {
    super.connectedCallback();
    this.#startedAt = pageClock().now();
    this.#isUpright = this.clientHeight > this.clientWidth;
    this.#resized.observe(this);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    clearTimeout(this.#naming);
    this.#naming = undefined;
  }

  /** Once a frame is enough, however fast dispatches come. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await nextFrame();
    await super.scheduleUpdate();
  }

  override render() {
    const now = pageClock().now();
    const sections = this.sectionIds;
    const night = this.#isNight(now) ? 'night' : '';
    const upright = this.#isUpright ? 'upright' : '';
    return html`<div class="screen ${night} ${upright}">
      <div part="wall" class="stage">
        <header part="header" lang=${languageOf(this)}>
          <div class="who">
            <h1 part="name">${this.name ?? ''}</h1>
            ${this.sound(now)}
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
              <p>${sections.map((section) => this.titleOf(section)).join(', ')}</p>
            </div>`
      }
    </div>`;
  }

  override updated(): void {
    const now = pageClock().now();
    const labels = this.#labelsAt(now);
    // New dispatches bring labels of their own; only one that changed by itself shows that this wall's time runs.
    if (labels !== this.#labels && this.#look.split('|')[0] === this.#idsShown())
      this.flippedAt = Math.floor(now);
    this.#labels = labels;
    this.#look = this.#lookAt(now);
    this.#clockText = '';
    this.#showClock(now);
    const angle = (Math.floor(now / MINUTE) / ORBIT_MINUTES) * 2 * Math.PI;
    const [x, y] = [Math.cos(angle), Math.sin(angle)].map((part) => (part * ORBIT_VMIN).toFixed(2));
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    if (stage) stage.style.transform = `translate(${String(x)}vmin, ${String(y)}vmin)`;
    this.#fitTakeover();
  }

  /** What has the whole screen is to be read to its end: a title that leaves no room is set smaller. */
  #fitTakeover(): void {
    const words = this.renderRoot.querySelector('.over-words');
    const title = words?.querySelector('h2');
    if (!words || !title) return;
    title.className = '';
    const isCut = [words, title].some(
      ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
        scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1,
    );
    if (isCut) title.className = 'long';
  }

  protected get sectionIds(): readonly string[] {
    return [...new Set((this.sections ?? '').split(/[\s,]+/).filter(Boolean))];
  }

  /** When the server was last heard of, if it ever was. */
  protected get heardAt(): number | undefined {
    return undefined;
  }

  /** It was only by asking, and that goes on. */
  protected get isPolled(): boolean {
    return false;
  }

  /** Sections that the server refuses. */
  protected get refused(): ReadonlySet<string> {
    return NONE;
  }

  /** What it says of its sound. */
  protected sound(_now: number): unknown {
    return nothing;
  }

  get #isMerged(): boolean {
    const count = this.sectionIds.length;
    if (this.layout === 'columns') return false;
    return this.layout === 'merged' || count === 1 || count > MOST_COLUMNS;
  }

  get #form(): string {
    if (this.#isMerged) return 'wide';
    return this.sectionIds.length >= MOST_COLUMNS ? 'columns three' : 'columns';
  }

  #isNight(now: number): boolean {
    return this.night !== 'off' && isWithin(parseHours(this.night ?? '') ?? NIGHT, now);
  }

  /** Until it ever heard of the server, it counts from when it began. */
  get #contactAt(): number {
    return this.heardAt ?? this.#startedAt;
  }

  #isOld(now: number): boolean {
    return this.status !== 'live' && now - this.#contactAt >= OLD_AFTER;
  }

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
    return dateFormatOf(languageOf(this)).format(now);
  }

  #truth(now: number) {
    const texts = textsOf(languageOf(this));
    const since = shortTime(this.#contactAt, now, languageOf(this));
    const { status } = this;
    const isAway = status !== 'stale' && !this.isPolled;
    const [kind, text] =
      status === 'live'
        ? ['live-now', texts.live]
        : this.#isOld(now) || (this.heardAt !== undefined && status !== 'connecting')
          ? ['untrue', `${isAway ? `${texts.offline} ${texts.since}` : texts.stale} ${since}`]
          : status === 'offline'
            ? ['untrue', texts.offline]
            : ['', texts.connecting];
    return html`<span part="status" class="status ${kind}">${text}</span>`;
  }

  #rowsOf(sections: readonly string[]): readonly Card[] {
    const cards = withoutSuperseded(this.cards);
    return cards.filter(({ section }) => sections.includes(section)).slice(0, MOST_ROWS);
  }

  #pane(sections: readonly string[], now: number) {
    const cards = this.#rowsOf(sections);
    const title = sections.map((section) => this.titleOf(section)).join(' · ');
    return html`<section part="section" class="pane" aria-label=${title}>
      <h2 part="heading">${title}</h2>
      ${sections.map((section) =>
        this.refused.has(section)
          ? html`<p class="unsaid">${section}: ${wallTextsOf(languageOf(this)).refused}</p>`
          : nothing,
      )}
      ${
        cards.length > 0
          ? html`<ol part="list" role="list" class=${cards.length >= MANY ? 'many' : ''}>
              ${cards.map((card) => this.#row(card, now, sections.length > 1))}
            </ol>`
          : this.ready && !sections.every((section) => this.refused.has(section))
            ? html`<p class="unsaid">${textsOf(languageOf(this)).empty}</p>`
            : nothing
      }
    </section>`;
  }

  #row(card: Card, now: number, named: boolean) {
    const { section, title, lang, urgency, publishedAt } = card;
    const fresh = this.arrivals.isFresh(card, now) ? 'fresh' : '';
    const word = textsOf(languageOf(this)).urgencies[urgency - 1];
    return html`<li part="row" class="row u${String(Math.min(urgency, 4))} ${fresh}">
      <article lang=${lang}>
        <p part="meta" class="meta" lang=${languageOf(this)}>
          ${word === undefined ? nothing : html`<span part="urgency" class="urgency">${word}</span>`}
          ${named ? html`<span part="in" class="in">${this.titleOf(section)}</span>` : nothing}
          ${timeTemplate(publishedAt, this.#labelAt(publishedAt, now), languageOf(this))}
          ${this.#signal(card, now)}
        </p>
        <div class="words" dir="auto">
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
  #signal(card: Card, now: number) {
    const { signal, updatedAt } = card;
    if (!signal || (signal === 'correction' && !this.arrivals.wasOther(card))) return nothing;
    const lang = languageOf(this);
    return html`<span part="signal">${textsOf(lang)[signal]} ${shortTime(updatedAt, now, lang)}</span>`;
  }

  #takeover(now: number) {
    const { shown, waiting } = this.takeovers;
    if (!shown) return nothing;
    const { urgency, section, title, publishedAt } = shown;
    const lang = languageOf(this);
    return html`<article part="takeover" class="over ${urgency === 1 ? 'flash' : 'bulletin'}">
      <p part="kicker" class="kicker">
        ${textsOf(lang).urgencies[urgency - 1]}<span class="in">${this.titleOf(section)}</span>
      </p>
      <div class="over-words" lang=${shown.lang} dir="auto">
        <h2 part="title">${title}</h2>
        ${this.#text(shown)}
      </div>
      <p class="foot" aria-live="off">
        ${timeTemplate(publishedAt, this.#labelAt(publishedAt, now), lang)}${this.#signal(shown, now)}
        ${waiting.length > 0 ? html`<span>${wallTextsOf(lang).next} ${waiting.length}</span>` : nothing}
        ${this.status === 'live' ? nothing : this.#truth(now)}
        <time class="clock" aria-hidden="true"></time>
      </p>
    </article>`;
  }

  /** What a section is called. */
  protected titleOf(section: string): string {
    return this.titles[section] ?? sectionTitle(section);
  }

  #labelAt(then: number, now: number): string {
    return relativeTime(then, now, languageOf(this));
  }

  #shownCards(): readonly Card[] {
    const { shown } = this.takeovers;
    return [...(shown ? [shown] : []), ...this.cards.slice(0, MOST_ROWS * MOST_COLUMNS)];
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
}

const NONE: ReadonlySet<string> = new Set();

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** It is slow to make, and the date is written with every dispatch that comes. */
function dateFormatOf(lang: string): Intl.DateTimeFormat {
  const known = dateFormats.get(lang);
  if (known) return known;
  const timeZone = DEFAULT_TIME_ZONE;
  const format = new Intl.DateTimeFormat(lang, { weekday: 'long', day: 'numeric', month: 'long', timeZone });
  dateFormats.set(lang, format);
  return format;
}
