import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { compareKeys } from '../../shared/board.ts';
import type { Card } from '../../shared/card.ts';
import { sectionTitle } from '../../shared/ticker-texts.ts';
import type { Fate } from '../changes.ts';
import type { Link, LinkError, LinkStatus } from '../link.ts';
import { TickerClient } from '../ticker-client.ts';

/** Who uses a `BoardController`: hears what changed. */
export interface BoardHost extends ReactiveControllerHost {
  /** Settles when it is on screen. */
  boardChanged(): Promise<unknown>;
  boardFailed(error: LinkError): void;
  linkChanged(): void;
}

/** Holds the boards of a host's sections, merged, for as long as the host is on the page. */
export class BoardController implements ReactiveController {
  readonly #host: BoardHost;
  #client = new TickerClient({ server: '', sections: [] });
  #stop: (() => void) | undefined;
  #followed = '';

  constructor(host: BoardHost) {
    this.#host = host;
    host.addController(this);
  }

  get link(): Link | undefined {
    return this.#client.link;
  }

  get status(): LinkStatus | 'error' {
    return this.#client.status;
  }

  /** Every section has come in, but those that the server refuses. */
  get ready(): boolean {
    return this.#client.ready;
  }

  /** The sections that the server refuses. */
  get refused(): ReadonlySet<string> {
    return this.#client.refused;
  }

  /** The dispatches of all sections, newest first. */
  get cards(): readonly Card[] {
    return this.#client.dispatches;
  }

  /** What a section is called, as far as that is known. */
  titleOf(section: string): string {
    return this.#client.boards.get(section)?.title ?? sectionTitle(section);
  }

  /** What became of a dispatch that left: taken back, held, or moved to another section; what was said last holds. */
  fateOf(id: string): Fate | undefined {
    const boards = [...this.#client.boards.values()];
    const [last] = boards
      .flatMap(({ gone }) => gone.filter((one) => one.id === id))
      .sort((a, b) => b.version - a.version);
    return last && (last.held ? 'hold' : last.moved ? 'move' : 'withdrawal');
  }

  /** Whether it has only fallen off the end, as it was. */
  hasFallen(card: Card): boolean {
    const horizon = this.#client.boards.get(card.section)?.horizon;
    return !!horizon && compareKeys(card, horizon) >= 0 && !this.fateOf(card.id);
  }

  /** Sets which sections of which server are held; the same once more changes nothing. */
  follow(server: string, sections: readonly string[], partner?: string): void {
    const followed = [server, ...sections].join(' ');
    if (followed === this.#followed) return;
    this.#followed = followed;
    const stop = this.#stop;
    this.#client = new TickerClient({ server, sections, partner });
    this.hostConnected();
    // After the new: what both hold is not asked for twice.
    stop?.();
  }

  hostConnected(): void {
    this.#stop = this.#client.subscribe(this.#host);
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}
