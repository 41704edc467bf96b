import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { compareKeys, type Board, type Gone } from '../../shared/board.ts';
import type { Card } from '../../shared/card.ts';
import { pageLink, type Link, type LinkError } from '../link.ts';

/** Who uses a `BoardController`: hears what changed. */
export interface BoardHost extends ReactiveControllerHost {
  /** Settles when it is on screen. */
  boardChanged(): Promise<unknown>;
  boardFailed(error: LinkError): void;
  linkChanged(): void;
}

/** Holds the boards of a host's sections, merged, for as long as the host is on the page. */
export class BoardController implements ReactiveController {
  link: Link | undefined;
  readonly #host: BoardHost;
  readonly #boards = new Map<string, Board>();
  readonly #refused = new Set<string>();
  #server = '';
  #partner = '';
  #sections: readonly string[] = [];
  #stops: (() => void)[] = [];

  constructor(host: BoardHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Every section has come in, but those that the server refuses. */
  get ready(): boolean {
    return (
      this.#boards.size > 0 && this.#sections.every((id) => this.#boards.has(id) || this.#refused.has(id))
    );
  }

  /** The server refuses a section. */
  get failed(): boolean {
    return this.#refused.size > 0;
  }

  /** The server does not know this section. */
  isRefused(section: string): boolean {
    return this.#refused.has(section);
  }

  /** The dispatches of all sections, newest first. */
  get cards(): readonly Card[] {
    const newest = new Map<string, Card>();
    // One that moved to another section stands on both boards, as long as one of them is behind.
    for (const { dispatches } of this.#boards.values()) {
      for (const card of dispatches) {
        if (card.version > (newest.get(card.id)?.version ?? 0)) newest.set(card.id, card);
      }
    }
    return [...newest.values()].sort(compareKeys);
  }

  /** Whether a dispatch was taken back, rather than moved to another section or fallen off the end. */
  isGone(id: string): boolean {
    return this.#gone.some((gone) => gone.id === id && !gone.moved);
  }

  /** Whether a dispatch left one of the sections for another. */
  hasMoved(id: string): boolean {
    return this.#gone.some((gone) => gone.id === id && gone.moved);
  }

  /** Whether a dispatch only fell off the end: it stands as it was, and is not heard of any more. */
  hasFallen(card: Card): boolean {
    const horizon = this.#boards.get(card.section)?.horizon;
    return !!horizon && compareKeys(card, horizon) >= 0 && !this.#gone.some(({ id }) => id === card.id);
  }

  get #gone(): readonly Gone[] {
    return ([] as Gone[]).concat(...[...this.#boards.values()].map(({ gone }) => gone));
  }

  /** Sets which sections of which server are held; the same once more changes nothing. */
  follow(server: string, sections: readonly string[], partner = ''): void {
    if (server === this.#server && sections.join(' ') === this.#sections.join(' ') && this.#stops.length > 0)
      return;
    const stops = this.#stops;
    this.#boards.clear();
    this.#refused.clear();
    this.#server = server;
    this.#partner = partner;
    this.#sections = sections;
    this.#start();
    // After the new: what both hold is not asked for twice.
    for (const stop of stops) stop();
  }

  hostConnected(): void {
    if (this.#stops.length === 0) this.#start();
  }

  hostDisconnected(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #start(): void {
    this.#stops = [];
    if (this.#sections.length === 0) return;
    const link = pageLink(this.#server, this.#partner);
    this.link = link;
    this.#stops.push(
      link.onStatus(() => {
        this.#host.linkChanged();
      }),
    );
    for (const section of this.#sections) {
      const board = (board: Board) => {
        this.#boards.set(section, board);
        this.#refused.delete(section);
        return this.#host.boardChanged();
      };
      const error = (error: LinkError) => {
        this.#refused.add(section);
        this.#host.boardFailed(error);
      };
      this.#stops.push(link.subscribe(section, { board, error }));
    }
    this.#host.linkChanged();
  }
}
