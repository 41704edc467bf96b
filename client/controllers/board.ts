import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { compareKeys, type Board } from '../../shared/board.ts';
import type { Card } from '../../shared/dispatch.ts';
import { pageLink, type Link, type LinkError } from '../link.ts';

/** Who uses a `BoardController`: hears what changed. */
export interface BoardHost extends ReactiveControllerHost {
  boardChanged(): void;
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

  /** Whether a dispatch was taken away, rather than fallen off the end. */
  isGone(id: string): boolean {
    return [...this.#boards.values()].some(({ gone }) => gone.some((other) => other.id === id));
  }

  /** Sets which sections of which server are held; the same once more changes nothing. */
  follow(server: string, sections: readonly string[]): void {
    if (server === this.#server && sections.join(' ') === this.#sections.join(' ') && this.#stops.length > 0)
      return;
    const stops = this.#stops;
    this.#boards.clear();
    this.#refused.clear();
    this.#server = server;
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
    const link = pageLink(this.#server);
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
        this.#host.boardChanged();
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
