import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { Card } from '../../shared/card.ts';
import { isWithin, parseHours } from '../../shared/hours.ts';
import { pageClock } from '../clock.ts';
import { BoardController, type BoardHost } from '../controllers/board.ts';
import { IdlePointerController } from '../controllers/idle-pointer.ts';
import { WakeLockController } from '../controllers/wake-lock.ts';
import { isRecord } from '../gate.ts';
import { languageOf } from '../language-of.ts';
import type { Link } from '../link.ts';
import { Bells } from '../wall/bells.ts';
import { introduce, type Screen } from '../wall/introduction.ts';
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
import { WallScreen } from './wall-screen.ts';

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
export class NewsWall extends WallScreen implements BoardHost {
  static override properties: PropertyDeclarations = {
    src: { reflect: true },
    bells: { reflect: true },
    quiet: { reflect: true },
  };

  /** The server, when it is not the one that the page came from. */
  declare src: string;
  /** The least urgent that sounds a bell, 1 (flash) to 9; none by default. */
  declare bells: string;
  /** Hours without bells, such as `23:00-07:00`. */
  declare quiet: string;

  readonly #board = new BoardController(this);
  readonly #bells = new Bells(() => {
    this.requestUpdate();
  });
  readonly #screen: Screen = {
    describe: () => ({
      name: this.name,
      sections: this.sectionIds,
      ...(this.flippedAt > 0 && { flippedAt: this.flippedAt }),
    }),
    answered: (answer) => {
      if (isRecord(answer) && typeof answer['build'] === 'string') this.#fire('wall-build', answer['build']);
    },
    command: (command) => {
      this.#obey(command);
    },
    isReturning: () => this.#isReloading,
  };
  #held: { readonly link: Link; readonly name: string; readonly stop: (() => void) | undefined } | undefined;
  #isReloading = false;
  #turn: ReturnType<typeof setTimeout> | undefined;
  #obeyed: unknown;

  constructor() {
    super();
    new WakeLockController(this);
    new IdlePointerController(this);
  }

  /** Whether a dispatch has the whole screen. */
  get isTakenOver(): boolean {
    return this.takeovers.shown !== undefined;
  }

  /** Gives a dispatch the whole screen, or lets it wait for its turn. */
  takeOver(card: Card): void {
    this.#setTakeovers(addTakeover(this.takeovers, card));
  }

  /** Loads its page anew. One that does not come back from that is missed at the desk. */
  reload(): void {
    this.#isReloading = true;
    location.reload();
  }

  boardChanged(): Promise<unknown> {
    this.linkChanged();
    const now = pageClock().now();
    const { cards } = this.#board;
    this.#setTakeovers(reviseTakeovers(this.takeovers, cards));
    const news = this.arrivals.take(cards, now, !this.ready);
    this.cards = cards;
    this.ready ||= this.#board.ready;
    // The first to come has its turn first; the most urgent sounds.
    const urgent = news.filter(takesOver).reverse();
    for (const card of urgent.sort((a, b) => a.urgency - b.urgency)) this.takeOver(card);
    const most = Math.min(...news.map(({ urgency }) => urgency));
    if (most <= this.#loudest && !this.#isQuiet(now)) this.#bells.ring(most);
    this.requestUpdate();
    return this.updateComplete;
  }

  boardFailed(): void {
    void this.boardChanged();
  }

  linkChanged(): void {
    this.requestUpdate();
    const status = this.#board.link?.status ?? 'idle';
    if (status === this.status) return;
    this.status = status;
    this.#fire('wall-status', status);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#pressed);
    addEventListener('pointerdown', this.#touched);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#pressed);
    removeEventListener('pointerdown', this.#touched);
    clearTimeout(this.#turn);
    this.takeovers = NO_TAKEOVER;
    this.#bells.close();
    this.#hold(undefined);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    for (const name of ['layout', 'theme', 'clock', 'bells', 'quiet', 'night'] as const) {
      if (changed.has(name)) this.#check(name);
    }
    if (changed.has('sections') || changed.has('src')) this.ready = false;
    if (!this.isConnected) return;
    this.#board.follow(this.#server, this.sectionIds);
    this.#hold(this.#board.link);
    if (this.#loudest > 0 && this.#bells.state === 'unasked') void this.#bells.enable();
  }

  protected override get heardAt(): number | undefined {
    return this.#board.link?.heardAt;
  }

  protected override get isPolled(): boolean {
    return this.#board.link?.isPolled ?? false;
  }

  protected override get refused(): ReadonlySet<string> {
    return this.#board.refused;
  }

  protected override titleOf(section: string): string {
    return this.#board.titleOf(section);
  }

  protected override sound(now: number) {
    if (this.#loudest === 0) return nothing;
    const texts = wallTextsOf(languageOf(this));
    if (this.#bells.state === 'blocked') {
      return html`<button part="sound" class="sound" @click=${this.#touched}>${texts.soundOff}</button>`;
    }
    if (!this.#isQuiet(now)) return nothing;
    const until = (this.quiet ?? '').slice(6);
    return html`<span part="sound" class="sound">${texts.quietUntil} ${until}</span>`;
  }

  /** The link that it has now lasts, and speaks for it under its name; one that it had, or another name, no longer. */
  #hold(link: Link | undefined): void {
    const name = this.name ?? '';
    const before = this.#held;
    if (link !== before?.link || name !== before?.name) {
      before?.stop?.();
      this.#held = link && { link, name, stop: name ? introduce(link, this.#screen) : undefined };
    }
    if (before && before.link !== link) before.link.lasting = false;
    if (link) link.lasting = true;
  }

  get #server(): string {
    try {
      return new URL(this.src || location.origin, location.href).origin;
    } catch {
      return location.origin;
    }
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

  #isQuiet(now: number): boolean {
    const hours = parseHours(this.quiet ?? '');
    return hours !== undefined && isWithin(hours, now);
  }

  #setTakeovers(takeovers: Takeovers): void {
    const before = this.takeovers.shown;
    const { shown } = takeovers;
    this.takeovers = takeovers;
    if (shown?.id === before?.id) return;
    clearTimeout(this.#turn);
    if (shown) {
      this.#turn = setTimeout(() => {
        this.#setTakeovers(nextTakeover(this.takeovers));
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
    if (key === 'Escape') this.#setTakeovers(nextTakeover(this.takeovers));
    // Refused where somebody does not allow it; then the screen stays as it is.
    if (key === 'f') void document.documentElement.requestFullscreen().catch(() => undefined);
  };

  readonly #touched = (): void => {
    if (this.#loudest > 0) void this.#bells.enable();
  };

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
