import { compareKeys, type Board, type Gone } from '../shared/board.ts';
import type { Card } from '../shared/card.ts';
import { pageLink, type Link, type LinkError, type LinkStatus } from './link.ts';

export interface TickerClientOptions {
  /** The server's address, such as `https://nieuws.example.nl`. */
  readonly server: string;
  /** The sections' ids. */
  readonly sections: readonly string[];
  /** The key that the newsroom gave this site, where it did. */
  readonly partner?: string | undefined;
}

/** Who hears of a client; each is optional. */
export interface TickerListener {
  /** The dispatches differ from before. What it returns settles when they are on screen: receipts wait for it. */
  boardChanged?(): unknown;
  /** Each change as it comes, before the dispatches; also of one so old that it is not among them. */
  entry?(entry: Card | Gone): void;
  /** The server refuses a section. */
  boardFailed?(error: LinkError): void;
  /** The status differs from before, or may. */
  linkChanged?(): void;
}

/**
 * The news of some sections without any element, for code: live for as long as somebody listens, over the one
 * connection that everything on the page shares. Making one starts nothing, and needs no page. In the package it has a
 * door of its own; on a page that has only the script, `await customElements.whenDefined('news-ticker')` holds it.
 *
 * ```js
 * const client = new TickerClient({ server: 'https://nieuws.example.nl', sections: ['buitenland'] });
 * const stop = client.subscribe({ boardChanged: () => console.log(client.dispatches[0]?.title) });
 * ```
 */
export class TickerClient {
  /**
   * What stands in each section, by its id, tombstones included (`held` and `moved` say which are no withdrawals); a
   * section that has not come yet is not there.
   */
  readonly boards = new Map<string, Board>();
  /** The ids of sections that the server refuses, such as those that it does not have. */
  readonly refused = new Set<string>();
  /** The connection, which also knows when something was last heard; undefined before somebody listens. */
  link: Link | undefined;
  readonly #options: TickerClientOptions;
  readonly #listeners = new Set<TickerListener>();
  #stops: (() => void)[] = [];

  constructor(options: TickerClientOptions) {
    this.#options = options;
  }

  /**
   * `idle`: nobody listens, or the page is away. `connecting`: the first try. `live`. `stale`: connected, but silent for
   * longer than it should be. `offline`: not connected; dispatches may come all the same, now and then. `error`: a section,
   * or the page, is refused.
   */
  get status(): LinkStatus | 'error' {
    return this.refused.size > 0 ? 'error' : (this.link?.status ?? 'idle');
  }

  /** Every section has come in, but those that the server refuses. */
  get ready(): boolean {
    return (
      this.boards.size > 0 &&
      this.#options.sections.every((id) => this.boards.has(id) || this.refused.has(id))
    );
  }

  /** The dispatches of all sections, newest first. */
  get dispatches(): readonly Card[] {
    const newest = new Map<string, Card>();
    // One that moved to another section stands on both boards, as long as one of them is behind.
    for (const { dispatches } of this.boards.values()) {
      for (const card of dispatches) {
        if (card.version > (newest.get(card.id)?.version ?? 0)) newest.set(card.id, card);
      }
    }
    return [...newest.values()].sort(compareKeys);
  }

  /**
   * Goes live, until stopped; what is held already is told at once. What a listener throws is the page's own error.
   * @throws {TypeError} when `server` is no address
   */
  subscribe(listener: TickerListener): () => void {
    this.#listeners.add(listener);
    if (this.#stops.length === 0) this.#open();
    else if (this.boards.size > 0) listener.boardChanged?.();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.close();
    };
  }

  /** Asks the server anew, also when it was waiting for its turn to come back. */
  refresh(): void {
    this.link?.refresh();
  }

  /** Stops for all who listen. What was heard stays to be read. */
  close(): void {
    this.#listeners.clear();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #open(): void {
    const { server, sections, partner } = this.#options;
    if (sections.length === 0) return;
    const link = (this.link = pageLink(new URL(server, location.href).origin, partner));
    this.#stops.push(link.onStatus(() => void this.#tell('linkChanged')));
    for (const section of sections) {
      const board = (board: Board) => {
        this.boards.set(section, board);
        this.refused.delete(section);
        return this.#tell('boardChanged');
      };
      const error = (error: LinkError) => {
        this.refused.add(section);
        void this.#tell('boardFailed', error);
      };
      const entry = (entry: Card | Gone) => void this.#tell('entry', entry);
      this.#stops.push(link.subscribe(section, { board, error, entry }));
    }
    void this.#tell('linkChanged');
  }

  #tell(event: keyof TickerListener, about?: LinkError | Card | Gone): Promise<unknown> {
    // In a function of its own, so that one that throws keeps nothing from the others.
    return Promise.all([...this.#listeners].map(async (listener) => await listener[event]?.(about as never)));
  }
}
