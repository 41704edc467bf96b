/**
 * What a ticker shows of its board. Left alone it shows the newest; while somebody reads, it holds still: what is
 * on screen stays where it is, corrected or taken away in its place, and what is new waits.
 */
import { compareKeys, type SortKey } from '../shared/board.ts';
import type { Card } from '../shared/card.ts';

/** One row: a dispatch, or without a card the line that says that one left. */
export interface Item extends SortKey {
  readonly card?: Card;
}

export interface Shown {
  readonly items: readonly Item[];
  /** How many dispatches wait to be shown. */
  readonly pending: number;
  /** All that could be shown when the ticker was last left alone. */
  readonly known: ReadonlySet<string>;
}

export const NOTHING_SHOWN: Shown = { items: [], pending: 0, known: new Set() };

/**
 * The newest `rows` of these cards (newest first), and among them in their places the lines of what left; without the one
 * that it stands beside.
 */
export function showNewest(
  cards: readonly Card[],
  rows: number,
  lines: readonly Item[] = [],
  beside?: string,
): Shown {
  const items = [...cards.map(itemOf), ...lines].filter(({ id }) => id !== beside).sort(compareKeys);
  return { items: items.slice(0, rows), pending: 0, known: new Set(cards.map(({ id }) => id)) };
}

/**
 * What was shown, brought up to date without moving; rows that are free below it are filled with what is older. `all`
 * holds also what was superseded or fell off the board: that stays under the reader's eyes, and what supersedes it waits.
 * Who goes to another article takes that one's row away, and finds the one that it comes from in its place.
 */
export function holdStill(
  { items, known }: Shown,
  cards: readonly Card[],
  rows: number,
  all = cards,
  beside?: string,
): Shown {
  const kept = items
    .filter(({ id }) => id !== beside)
    .map((item) => {
      const card = all.find(({ id }) => id === item.id);
      return card ? itemOf(card) : lineOf(item);
    });
  for (const card of cards) {
    if (card.id === beside || !known.has(card.id) || kept.some(({ id }) => id === card.id)) continue;
    const at = kept.findIndex((item) => compareKeys(card, item) < 0);
    kept.splice(at < 0 ? kept.length : at, 0, itemOf(card));
  }
  return {
    items: kept.slice(0, rows),
    pending: cards.filter(({ id }) => id !== beside && !known.has(id)).length,
    known,
  };
}

/** What is left of a dispatch that was taken away: where it stood, and nothing of its text. */
export function lineOf({ id, publishedAt }: SortKey): Item {
  return { id, publishedAt };
}

function itemOf(card: Card): Item {
  return { id: card.id, publishedAt: card.publishedAt, card };
}
