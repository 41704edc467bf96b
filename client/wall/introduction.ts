/**
 * What a wall says of itself to the newsroom: its name and what it shows, when it connects and then so often that its
 * silence is noticed; and that it goes, when that is on purpose. A page has one connection, and so one name: that of the
 * wall that came first. When that one goes it is the next one's turn. Readers' pages never say who they are.
 */
import type { Link } from '../link.ts';

/** A screen of the newsroom's own, as it is introduced. What comes back is unchecked. */
export interface Screen {
  /** What it is now. */
  describe(): { readonly name: string; readonly sections: readonly string[]; readonly flippedAt?: number };
  /** What the server says of itself in answer. */
  answered(answer: unknown): void;
  /** What the desk asks of it. */
  command(command: unknown): void;
  /** Its page goes, to come back by itself. That is no goodbye: when it does not come back, it is missed. */
  isReturning(): boolean;
}

const INTRODUCE_EVERY = 15_000;

/** Of the project; see vite.config.ts. */
declare const __VERSION__: string;

const introductions = new WeakMap<Link, Introductions>();

/** Lets the newsroom know a screen, until stopped. */
export function introduce(link: Link, screen: Screen): () => void {
  const known = introductions.get(link) ?? new Introductions(link);
  introductions.set(link, known);
  return known.add(screen);
}

class Introductions {
  readonly #link: Link;
  readonly #screens = new Set<Screen>();
  #again: ReturnType<typeof setTimeout> | undefined;
  #stopListening: (() => void) | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  add(screen: Screen): () => void {
    this.#screens.add(screen);
    if (this.#screens.size === 1) this.#begin();
    return () => {
      this.#remove(screen);
    };
  }

  get #first(): Screen | undefined {
    return [...this.#screens][0];
  }

  #begin(): void {
    const link = this.#link;
    link.commanded = (command) => this.#first?.command(command);
    this.#stopListening = link.onStatus(() => {
      if (link.status === 'live') this.#say();
      if (link.status === 'idle' && this.#first?.isReturning() === false) this.#sayGoodbye();
    });
    this.#say();
  }

  #remove(screen: Screen): void {
    const wasFirst = screen === this.#first;
    if (!this.#screens.delete(screen) || !wasFirst) return;
    this.#sayGoodbye();
    if (this.#screens.size > 0) {
      this.#say();
      return;
    }
    this.#stopListening?.();
    this.#link.commanded = undefined;
    clearTimeout(this.#again);
  }

  #say(): void {
    const screen = this.#first;
    if (!screen) return;
    this.#link.ask('introduce', { ...screen.describe(), version: __VERSION__ }, (answer) => {
      screen.answered(answer);
    });
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#say();
    }, INTRODUCE_EVERY);
  }

  #sayGoodbye(): void {
    this.#link.ask('goodbye', {}, () => undefined);
  }
}
