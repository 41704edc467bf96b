/**
 * What a ticker shows of its board. Left alone it shows the newest; while somebody reads, it holds still: what is
 * on screen stays where it is, corrected or withdrawn in its place, and what is new waits.
 */
import { compareKeys } from '../shared/board.ts';
import type { Card } from '../shared/dispatch.ts';

/** One row; `gone` when it was withdrawn under the reader's eyes. */
export interface Item {
  readonly card: Card;
  readonly gone: boolean;
}

export interface Shown {
  readonly items: readonly Item[];
  /** How many dispatches wait to be shown. */
  readonly pending: number;
  /** All that the board held when it was last shown freely. */
  readonly known: ReadonlySet<string>;
}

export const NOTHING_SHOWN: Shown = { items: [], pending: 0, known: new Set() };

/** The newest `rows` of these cards (newest first). */
export function showNewest(cards: readonly Card[], rows: number): Shown {
  return {
    items: cards.slice(0, rows).map((card) => ({ card, gone: false })),
    pending: 0,
    known: new Set(cards.map(({ id }) => id)),
  };
}

/** What was shown, brought up to date without moving; rows that are free below it are filled with what is older. */
export function holdStill({ items, known }: Shown, cards: readonly Card[], rows: number): Shown {
  const kept = items.slice(0, rows).map((item) => {
    const card = cards.find(({ id }) => id === item.card.id);
    return { card: card ?? item.card, gone: !card };
  });
  const last = kept[kept.length - 1]?.card;
  const older = last ? cards.filter((card) => known.has(card.id) && compareKeys(card, last) > 0) : [];
  const free = older
    .filter(({ id }) => !kept.some(({ card }) => card.id === id))
    .slice(0, rows - kept.length);
  return {
    items: [...kept, ...free.map((card) => ({ card, gone: false }))],
    pending: cards.filter(({ id }) => !known.has(id)).length,
    known,
  };
}
