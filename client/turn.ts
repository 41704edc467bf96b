/**
 * One headline at a time: which is on turn, for how long, and which comes after it. A headline stays until it can be
 * read at ease, so how long depends on its text; flash and bulletin go before what is newer.
 */
import type { Item } from './shown.ts';

/** Ms to notice that there is another headline, ms to read a character of it at leisure, and the most of both. */
const NOTICE = 4_000;
const PER_CHARACTER = 60;
const LONGEST = 14_000;
/** Flash and bulletin. */
const FIRST = 2;

/** Whether nobody has seen a dispatch yet. */
export type IsNew = (id: string) => boolean;

/** How long a headline stays, ms. */
export function dwellOf(title: string): number {
  return Math.min(NOTICE + title.length * PER_CHARACTER, LONGEST);
}

/** These items (newest first) in the order of their turns; of what was withdrawn there is no turn. */
export function inTurn(items: readonly Item[]): readonly Item[] {
  const shown = items.filter(({ card }) => card);
  return [...shown.filter(goesFirst), ...shown.filter((item) => !goesFirst(item))];
}

/** Whose turn it is. */
export class Turn {
  #id: string | undefined;
  /** Ms since the epoch. */
  #since = 0;
  /** The items of last time. */
  #known: readonly Item[] = [];

  /** The headline on turn, or the line that it was withdrawn; nothing, when there is none. */
  of(items: readonly Item[]): Item | undefined {
    return items.find(({ id }) => id === this.#id);
  }

  /** Sees to it that one of these is on turn. A flash or bulletin that came is so at once; with `hurry`, whatever just came. */
  settle(items: readonly Item[], now: number, isNew: IsNew, hurry: boolean): void {
    const turns = inTurn(items);
    // What stands below an item of last time has moved up, and is no news.
    const isKnown = ({ id }: Item) => this.#known.some((other) => other.id === id);
    const before = items.findIndex(isKnown);
    const came = hurry ? inTurn(items.slice(0, Math.max(before, 0)))[0] : undefined;
    const fresh = came ?? turns.find((item) => isNew(item.id) && goesFirst(item) && !isKnown(item));
    const next = fresh ?? (this.of(items) ? undefined : turns[0]);
    if (next) this.#give(next, now);
    this.#known = items;
  }

  /** Goes `by` turns on (1 or -1), round and round; going on, what is new has its turn before what is not. */
  step(items: readonly Item[], by: number, now: number, isNew: IsNew): void {
    const turns = inTurn(items);
    const at = turns.findIndex(({ id }) => id === this.#id);
    const fresh = by > 0 && turns.find(({ id }) => id !== this.#id && isNew(id));
    const next = fresh || turns[(Math.max(at, by > 0 ? -1 : 0) + by + turns.length) % turns.length];
    if (next) this.#give(next, now);
  }

  /** Ms until the next turn; never, where there is only one. */
  left(items: readonly Item[], now: number): number {
    const title = this.of(items)?.card?.title ?? '';
    if (inTurn(items).every(({ id }) => id === this.#id)) return Infinity;
    // A clock that was set back is no reason to stay for an hour.
    return dwellOf(title) - Math.abs(now - this.#since);
  }

  /** Whoever read it in peace gets the time that a turn takes once more. */
  restart(now: number): void {
    this.#since = now;
  }

  #give({ id }: Item, now: number): void {
    this.#id = id;
    this.#since = now;
  }
}

function goesFirst({ card }: Item): boolean {
  return !!card && card.urgency <= FIRST;
}
