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
  #server = '';
  #sections: readonly string[] = [];
  #stops: (() => void)[] = [];

  constructor(host: BoardHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Every section has come in. */
  get ready(): boolean {
    return this.#boards.size > 0 && this.#boards.size >= this.#sections.length;
  }

  /** The dispatches of all sections, newest first. */
  get cards(): readonly Card[] {
    return [...this.#boards.values()].flatMap(({ dispatches }) => dispatches).sort(compareKeys);
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
        this.#host.boardChanged();
      };
      const error = (error: LinkError) => {
        this.#host.boardFailed(error);
      };
      this.#stops.push(link.subscribe(section, { board, error }));
    }
    this.#host.linkChanged();
  }
}
