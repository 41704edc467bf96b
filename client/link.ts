/**
 * The page's one connection to a server, and the boards that its tickers share.
 *
 * A board comes over HTTP first, where a cache may answer, and is painted at once; then the link subscribes with
 * that board's cursor and gets what is newer. Each change names the section's position before it: a gap is asked
 * for again, what we hold already is ignored, another epoch starts afresh. Whether the link is live is decided by
 * what it hears, never by what the socket believes of itself.
 *
 * Of a withdrawal, a hold or a correction the server asks word that it has arrived (`confirm`): once every ticker of the page
 * shows it, the link says so (`applied`), at a moment of its own, without saying who it is.
 *
 * Whoever is not let in asks over HTTP why, as a browser does not tell. A page that may not (`error`) goes on trying, as
 * ever later as all others: when the refusal ends, it comes in.
 */
import {
  EMPTY_BOARD,
  placeDispatch,
  withdrawDispatch,
  type Board,
  type Cursor,
  type Gone,
} from '../shared/board.ts';
import { catchUp } from '../shared/catch-up.ts';
import type { Card } from '../shared/card.ts';
import type { BoardMessage } from '../shared/events.ts';
import { pageClock, type Clock } from './clock.ts';
import { isNumber, isRecord, readBoard, readDelta } from './gate.ts';
import { onPage } from './registry.ts';
import { Socket } from './socket.ts';

/**
 * `idle`: nobody asks for anything, or the page is away. `connecting`: the first try. `live`.
 * `stale`: connected, but silent for longer than it should be. `offline`: not connected; boards may come over HTTP all the
 * same. `error`: this page is refused.
 */
export type LinkStatus = 'idle' | 'connecting' | 'live' | 'stale' | 'offline' | 'error';

/** Why the server refuses a section or the page, in its own words. */
export interface LinkError {
  readonly type: string;
  readonly message: string;
}

export interface SectionListener {
  /**
   * The board as it is now; called when it differs from the one before, and when a refusal is over. What it returns
   * settles when the board is on screen.
   */
  board(board: Board): Promise<unknown>;
  error(error: LinkError): void;
  /** Each change as it comes, before the board; also of dispatches so old that no board shows them. */
  entry?(entry: Card | Gone): void;
}

/** One server's link. This shape is what copies of the script share: see registry.ts. */
export interface Link {
  readonly status: LinkStatus;
  /** When something was last heard, ms by the server's clock; undefined before that. */
  readonly heardAt: number | undefined;
  /** It was a board over HTTP, the last time that it was asked for; nothing comes by itself. */
  readonly isPolled?: boolean;
  /** Why this page is not let in, while that is so. */
  readonly refusal?: LinkError | undefined;
  /** The key of the partner whose page this is: one page, one key, the first. */
  partner?: string;
  /** Holds a section's board until stopped; the listener gets at once what is held already. */
  subscribe(section: string, listener: SectionListener): () => void;
  /** Calls the listener when the status changes, or a board over HTTP says that all is as it was, until stopped. */
  onStatus(listener: () => void): () => void;
  /** Asks again for everything, over HTTP where there is no connection. */
  refresh(): void;
  /** Asks what is of no section; nothing comes of it while there is no connection, or when that ends first. */
  ask(event: string, payload: object, answered: (answer: unknown) => void): void;
  /** Hears what the newsroom asks of its own screens, unchecked; see wall/introduction.ts. */
  commanded?: ((command: unknown) => void) | undefined;
  /** Somebody looks at it from afar, all day: it is held also while the page says that it is hidden. */
  lasting: boolean;
}

/** A pulse comes every 10 s. Without one for this long we no longer say "live"; for longer, the socket is dead. */
const STALE_AFTER = 15_000;
const DEAD_AFTER = 27_000;
const ANSWER_WITHIN = 10_000;
const BOARD_WITHIN = 8_000;
/** Reconnects are spread over this window, doubled for every attempt that failed; ten thousand others do the same. */
const FIRST_JITTER = 2_000;
const LONGEST_JITTER = 30_000;
const LONGEST_DRAIN = 60_000;
/** An element that is moved leaves and comes back in the same breath. */
const LEAVE_AFTER = 1_000;
const HIDDEN_FOR = 300_000;
const LONGEST_CONFIRM = 60_000;
const RECEIPTS_APART = 1_000;

/** The page's link to the server at this origin. */
export function pageLink(origin: string, partner = ''): Link {
  const link = onPage<Link>(`link ${origin}`, () => new PageLink(origin, pageClock()));
  link.partner ||= partner;
  return link;
}

interface Held {
  readonly section: string;
  readonly listeners: Set<SectionListener>;
  board: Board;
  /** Where `board` stands in the log; undefined: not known, ask for the whole. */
  cursor?: Cursor | undefined;
  /** The HTTP request under way, or waited for; the socket is not asked before. */
  loading?: object | undefined;
  /** The question under way. Deltas before its answer are part of it; an answer to an earlier one is dropped. */
  question?: object | undefined;
  /** What is on screen and the server has yet to be told of; kept over a lost connection. */
  applied?: Cursor | undefined;
  toldAt: number;
  receipt?: Timer;
  troubles: number;
  timer?: Timer;
  leaving?: Timer;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

class PageLink implements Link {
  status: LinkStatus = 'idle';
  heardAt: number | undefined;
  isPolled = false;
  refusal: LinkError | undefined;
  partner = '';
  lasting = false;
  commanded: ((command: unknown) => void) | undefined;
  readonly #origin: string;
  readonly #clock: Clock;
  readonly #sections = new Map<string, Held>();
  readonly #statusListeners = new Set<() => void>();
  #socket: Socket | undefined;
  /** When the last sign of life came, by this machine's clock. */
  #lastSign = 0;
  #attempts = 0;
  #notBefore = 0;
  #away = false;
  #watchdog: Timer;
  #comeBack: Timer;
  #hiding: Timer;

  constructor(origin: string, clock: Clock) {
    this.#origin = origin;
    this.#clock = clock;
    addEventListener('pagehide', () => {
      this.#leave();
    });
    for (const event of ['pageshow', 'online', 'focus']) {
      addEventListener(event, () => {
        this.#return();
      });
    }
    document.addEventListener('resume', () => {
      this.#return();
    });
    document.addEventListener('visibilitychange', () => {
      this.#seenOrHidden();
    });
    this.#seenOrHidden();
  }

  subscribe(section: string, listener: SectionListener): () => void {
    const held = this.#sections.get(section) ?? this.#open(section);
    clearTimeout(held.leaving);
    held.listeners.add(listener);
    if (held.cursor) void listener.board(held.board);
    this.#connect();
    return () => {
      if (!held.listeners.delete(listener) || held.listeners.size > 0) return;
      held.leaving = setTimeout(() => {
        this.#close(section);
      }, LEAVE_AFTER);
    };
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  refresh(): void {
    this.#connect();
    if (!this.#socket?.connected) void this.#poll();
    for (const held of this.#sections.values()) this.#ask(held);
  }

  ask(event: string, payload: object, answered: (answer: unknown) => void): void {
    if (this.#socket?.connected) this.#socket.ask(event, payload, answered);
  }

  #open(section: string): Held {
    const held: Held = {
      section,
      listeners: new Set(),
      board: EMPTY_BOARD,
      toldAt: -Infinity,
      troubles: 0,
    };
    this.#sections.set(section, held);
    void this.#load(held);
    return held;
  }

  #close(section: string): void {
    const held = this.#sections.get(section);
    clearTimeout(held?.timer);
    clearTimeout(held?.receipt);
    if (held) held.loading = held.question = undefined;
    this.#sections.delete(section);
    if (this.#sections.size === 0) this.#disconnect('idle');
    else this.ask('unsubscribe', { section }, () => undefined);
  }

  /** Where nothing but HTTP gets through, a withdrawal still must. */
  async #poll(): Promise<void> {
    const asked = [...this.#sections.values()].filter(({ loading }) => !loading);
    const came = await Promise.all(asked.map((held) => this.#load(held)));
    if (asked.length > 0 && !came.some(Boolean)) {
      this.isPolled = false;
      this.#tellStatus();
    }
  }

  /**
   * The board over HTTP, at least as new as `min`; then the socket brings what is newer, or all of it. Whether one came.
   */
  async #load(held: Held, min?: number): Promise<unknown> {
    const { section } = held;
    const loading = (held.loading = {});
    const abort = new AbortController();
    const timer = setTimeout(() => {
      abort.abort();
    }, BOARD_WITHIN);
    const query = min === undefined ? '' : `?min=${min}`;
    let board: BoardMessage | undefined;
    let asOf = 0;
    try {
      const response = await fetch(`${this.#origin}/api/sections/${encodeURIComponent(section)}${query}`, {
        credentials: 'omit',
        signal: abort.signal,
      });
      if (response.ok) board = readBoard(await response.json(), section);
      // A body that the browser kept is as old as it was; the header is of now.
      asOf = Math.max(board?.now ?? 0, Date.parse(response.headers.get('date') ?? '') || 0);
    } catch {
      // Offline, too slow, not JSON: the socket brings the board, as soon as there is one.
    }
    clearTimeout(timer);
    if (held.loading !== loading) return true;
    held.loading = undefined;
    if (board) {
      this.#clock.observe(asOf);
      if (!this.#socket?.connected) {
        this.heardAt = Math.max(this.heardAt ?? 0, asOf);
        this.isPolled = true;
        this.#tellStatus();
      }
      // A cache on the way may be behind what we hold.
      if (board.epoch !== held.cursor?.epoch || board.n > held.cursor.n)
        this.#take(held, { ...board, reset: true });
    }
    this.#ask(held);
    return board;
  }

  /** Subscribes with the cursor. The answer holds all that happened up to it, so deltas are ignored until it comes. */
  #ask(held: Held): void {
    const { section } = held;
    const socket = this.#socket;
    if (!socket?.connected || held.loading || held.question) return;
    const question = (held.question = {});
    held.timer = later(held.timer, ANSWER_WITHIN, () => {
      if (held.question === question) this.#lost(socket);
    });
    const asked = performance.now();
    const request = held.cursor ? { section, since: held.cursor } : { section };
    socket.ask('subscribe', request, (answer) => {
      // An earlier connection's answer knows nothing of what came since.
      if (socket !== this.#socket || held.question !== question) return;
      clearTimeout(held.timer);
      held.question = undefined;
      this.#answered(held, answer, performance.now() - asked);
      // Only now is it known what time it is there.
      this.#heard();
    });
  }

  #answered(held: Held, answer: unknown, roundTrip: number): void {
    const board = isRecord(answer) ? readBoard(answer.board, held.section) : undefined;
    if (!board) {
      const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
      const { type = 'malformed', message = 'the answer is not a board' } = error;
      for (const listener of held.listeners) listener.error({ type: String(type), message: String(message) });
      this.#repair(held);
      return;
    }
    this.#clock.observe(board.now, roundTrip);
    if (!board.reset && board.epoch !== held.cursor?.epoch) {
      held.cursor = undefined;
      this.#repair(held);
      return;
    }
    this.#attempts = 0;
    this.#take(held, board);
    held.troubles = 0;
    if (held.receipt === undefined) this.#sayApplied(held);
  }

  #take(held: Held, message: BoardMessage): void {
    // Not backwards within an epoch: the process that we came back to may still be behind the one we left.
    const n = message.reset ? message.n : Math.max(message.n, held.cursor?.n ?? 0);
    // After a trouble also when nothing has changed: whoever was told of it must hear that it is over.
    const first = held.cursor === undefined || held.troubles > 0;
    held.cursor = { epoch: message.epoch, n };
    this.#show(held, catchUp(held.board, message), message.confirm, first);
  }

  #delta(value: unknown): void {
    this.#heard();
    const delta = readDelta(value);
    const section = isRecord(value) ? value.section : undefined;
    const held = this.#sections.get(String(section));
    if (!held?.cursor || held.loading || held.question) return;
    const { epoch, n } = held.cursor;
    if (delta?.epoch === epoch && delta.n <= n) {
      // A process that was behind tells us what another had told us already.
      this.#show(held, held.board, delta.confirm);
      return;
    }
    if (delta?.epoch !== epoch || delta.prev > n) {
      if (delta && delta.epoch !== epoch) held.cursor = undefined;
      this.#repair(held);
      return;
    }
    held.cursor = { epoch, n: delta.n };
    held.troubles = 0;
    const { board } = held;
    for (const listener of held.listeners) listener.entry?.(delta.dispatch ?? delta.gone);
    this.#show(
      held,
      delta.dispatch ? placeDispatch(board, delta.dispatch) : withdrawDispatch(board, delta.gone),
      delta.confirm,
    );
  }

  #show(held: Held, board: Board, confirm: number | undefined, first = false): void {
    const changed = board !== held.board || first;
    held.board = board;
    const shown = changed ? [...held.listeners].map((listener) => listener.board(board)) : [];
    const { cursor } = held;
    if (confirm === undefined || !cursor) return;
    void Promise.all(shown).then(
      () => {
        held.applied = cursor;
        held.receipt ??= setTimeout(
          () => {
            held.receipt = undefined;
            this.#sayApplied(held);
          },
          // However fast corrections come, we do not flood the server.
          Math.max(
            Math.random() * Math.min(confirm, LONGEST_CONFIRM),
            held.toldAt + RECEIPTS_APART - performance.now(),
          ),
        );
      },
      () => undefined, // It is not on screen, and that is what silence says.
    );
  }

  /** What is said covers all that came before it; what cannot be said now is said when the connection is back. */
  #sayApplied(held: Held): void {
    const { section, applied } = held;
    if (!applied || !this.#socket?.connected) return;
    held.applied = undefined;
    held.toldAt = performance.now();
    this.#socket.say('applied', { section, ...applied });
  }

  /** Asks again: the first time at once, then ever later, so that a server that answers nonsense is not hammered. */
  #repair(held: Held): void {
    if (held.troubles++ === 0) {
      this.#ask(held);
      return;
    }
    held.timer = later(held.timer, jitter(held.troubles), () => {
      this.#ask(held);
    });
  }

  #connect(): void {
    if (this.#socket || this.#away || this.#sections.size === 0) return;
    clearTimeout(this.#comeBack);
    this.#setStatus(this.#attempts === 0 ? 'connecting' : 'offline');
    const socket: Socket = new Socket(
      this.#origin,
      {
        connected: () => {
          this.refusal = undefined;
          this.#heard();
          for (const held of this.#sections.values()) this.#ask(held);
        },
        event: (name, payload) => {
          this.#event(name, payload);
        },
        lost: (connected) => {
          if (!connected) void this.#askWhy();
          this.#lost(socket);
        },
      },
      ANSWER_WITHIN,
      this.partner && `&${this.#asPartner}`,
    );
    this.#socket = socket;
    this.#lastSign = Date.now();
    this.#watch();
  }

  get #asPartner(): string {
    return `partner=${encodeURIComponent(this.partner)}`;
  }

  async #askWhy(): Promise<void> {
    let refusal: LinkError | undefined;
    try {
      const response = await fetch(`${this.#origin}/api/admission?${this.#asPartner}`, {
        credentials: 'omit',
      });
      // A server that is full, or on its way out, is only away.
      if (response.status === 403 || response.status === 429) {
        const { type, detail } = (await response.json()) as Record<string, unknown>;
        refusal = { type: String(type), message: String(detail) };
      }
    } catch {
      return; // No network: what was known stands.
    }
    if (this.status === 'live' || this.#away) return;
    if (refusal && refusal.message !== this.refusal?.message)
      console.error(`<news-ticker>: ${refusal.message}`);
    this.refusal = refusal;
    this.#setStatus('offline');
  }

  #event(name: string, payload: unknown): void {
    if (name === 'dispatch') this.#delta(payload);
    if (name === 'pulse') this.#pulse(payload);
    if (name === 'reset') this.#reset(payload);
    if (name === 'command') this.commanded?.(payload);
    if (name !== 'drain') return;
    const afterMs = isRecord(payload) && isNumber(payload.afterMs) ? payload.afterMs : 0;
    this.#notBefore = Date.now() + Math.min(afterMs, LONGEST_DRAIN);
  }

  #pulse(pulse: unknown): void {
    if (!isRecord(pulse) || !isNumber(pulse.now)) return;
    this.#clock.observe(pulse.now);
    this.#heard();
    for (const held of this.#sections.values()) {
      if (!held.cursor || held.loading || held.question || held.cursor.epoch === pulse.epoch) continue;
      held.cursor = undefined;
      this.#repair(held);
    }
  }

  /** History was rewritten. Everybody hears this at once, so everybody comes at a moment of their own. */
  #reset(reset: unknown): void {
    this.#heard();
    const min = isRecord(reset) && isNumber(reset.min) ? reset.min : undefined;
    for (const held of this.#sections.values()) {
      held.cursor = undefined;
      held.loading = {};
      held.question = undefined;
      held.timer = later(held.timer, jitter(0), () => {
        void this.#load(held, min);
      });
    }
  }

  #heard(): void {
    this.#lastSign = Date.now();
    this.heardAt = this.#clock.now();
    this.isPolled = false;
    this.#setStatus('live');
  }

  /** Looks whether the server is still heard; sets itself for the next moment at which that could end. */
  #watch(): void {
    const socket = this.#socket;
    if (!socket) return;
    const silent = Date.now() - this.#lastSign;
    // Also when this machine's clock was set back: then nobody knows how long it was.
    if (silent >= DEAD_AFTER || silent < 0) {
      this.#lost(socket);
      return;
    }
    if (silent >= STALE_AFTER && this.status === 'live') this.#setStatus('stale');
    this.#watchdog = later(
      this.#watchdog,
      (silent >= STALE_AFTER ? DEAD_AFTER : STALE_AFTER) - silent,
      () => {
        this.#watch();
      },
    );
  }

  #lost(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#disconnect('offline');
    const wait = Math.max(this.#notBefore - Date.now(), 0) + jitter(this.#attempts++);
    if (this.#attempts > 2 && !this.refusal) void this.#poll();
    this.#connectIn(wait);
  }

  #connectIn(wait: number): void {
    this.#comeBack = later(this.#comeBack, wait, () => {
      this.#connect();
    });
  }

  #disconnect(status: LinkStatus): void {
    const socket = this.#socket;
    this.#socket = undefined;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#comeBack);
    if (socket) {
      for (const held of this.#sections.values()) {
        // What was asked of this connection will not be answered; an HTTP request will.
        if (held.question) clearTimeout(held.timer);
        held.question = undefined;
      }
      socket.close();
    }
    this.#setStatus(status);
  }

  #seenOrHidden(): void {
    clearTimeout(this.#hiding);
    this.#return();
    if (!document.hidden) return;
    this.#hiding = later(this.#hiding, HIDDEN_FOR, () => {
      if (!this.lasting) this.#leave();
    });
  }

  #leave(): void {
    this.#away = true;
    this.#attempts = 0;
    // Before the connection ends: whoever has a last word can still say it.
    this.#setStatus('idle');
    this.#disconnect('idle');
  }

  #return(): void {
    if (document.hidden && !this.lasting) return;
    this.#away = false;
    // Somebody looks: what waited for its turn comes now, unless the server asked for patience.
    if (this.#socket) this.#watch();
    else this.#connectIn(Math.max(this.#notBefore - Date.now(), 0));
  }

  #setStatus(status: LinkStatus): void {
    if (this.refusal && status !== 'idle') status = 'error';
    if (status === this.status) return;
    this.status = status;
    this.#tellStatus();
  }

  #tellStatus(): void {
    for (const listener of this.#statusListeners) listener();
  }
}

/** Sets a timer anew. */
function later(timer: Timer, ms: number, work: () => void): Timer {
  clearTimeout(timer);
  return setTimeout(work, ms);
}

/** Full jitter: anywhere in a window that doubles with every attempt. */
function jitter(attempts: number): number {
  return Math.random() * Math.min(FIRST_JITTER * 2 ** attempts, LONGEST_JITTER);
}
