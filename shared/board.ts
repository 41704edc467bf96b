/**
 * A board is what one section shows: a pure function of the log's prefix, folded in the server and again in
 * every ticker. By id the higher version wins, in any order of arrival; a dispatch that was taken away leaves
 * its version behind, so that a late one cannot bring it back. Where nothing changes, the same object returns.
 */
import type { Card } from './card.ts';

/** A position in the log: one value, never split. `n` is dense, 1, 2, 3 …; 0 is before the first entry. */
export interface Cursor {
  readonly epoch: string;
  readonly n: number;
}

/** A dispatch that is no longer shown, and the version as of which it is not. */
export interface Gone {
  readonly id: string;
  readonly version: number;
  /** It stands in another section now: nobody took it back. */
  readonly moved?: true;
  /** The newsroom holds it: it may return, and may be withdrawn yet. Without either it is withdrawn. */
  readonly held?: true;
}

/** Where a dispatch stands on the board: newest first, then by id. */
export interface SortKey {
  readonly publishedAt: number;
  readonly id: string;
}

/** The folded content of one section, newest dispatch first. */
export interface Board {
  /** What the section is called, where a server has said so; it comes from the settings, and the fold leaves it alone. */
  readonly title?: string;
  readonly dispatches: readonly Card[];
  /** Tombstones, oldest first. */
  readonly gone: readonly Gone[];
  /** The highest key that ever fell off a full board: nothing at or below it returns. */
  readonly horizon?: SortKey;
}

/** How many dispatches a board shows; part of the contract, as server and ticker must cut at the same place. */
export const BOARD_SIZE = 50;

/** How many tombstones a board keeps; older ones are covered by a `reset` of whoever resumes that far back. */
export const GONE_SIZE = 500;

export const EMPTY_BOARD: Board = { dispatches: [], gone: [] };

/** Negative when `a` stands above `b`. Compares code units, so every machine agrees. */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (a.publishedAt !== b.publishedAt) return b.publishedAt - a.publishedAt;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}

/** Puts a dispatch, or a later version of one, in its place. */
export function placeDispatch(board: Board, card: Card): Board {
  if (goneVersion(board, card.id) >= card.version) return board;
  const shown = board.dispatches.find(({ id }) => id === card.id);
  if (shown && shown.version >= card.version) return board;

  const others = shown ? board.dispatches.filter((other) => other !== shown) : board.dispatches;
  const gone = board.gone.some(({ id }) => id === card.id)
    ? board.gone.filter(({ id }) => id !== card.id)
    : board.gone;
  const below = board.horizon !== undefined && compareKeys(card, board.horizon) >= 0;
  if (below) {
    if (!shown && gone === board.gone) return board;
    return { ...board, dispatches: others, gone };
  }

  const at = others.findIndex((other) => compareKeys(card, other) < 0);
  const place = at < 0 ? others.length : at;
  const dispatches = [...others.slice(0, place), card, ...others.slice(place)];
  const fallen = dispatches.length > BOARD_SIZE ? dispatches.pop() : undefined;
  return { ...board, dispatches, gone, ...(fallen && { horizon: keyOf(fallen) }) };
}

/** Takes a dispatch away, as of a version; remembered also when the board never showed it. */
export function withdrawDispatch(board: Board, taken: Gone): Board {
  const { id, version } = taken;
  if (goneVersion(board, id) >= version) return board;
  const shown = board.dispatches.find((other) => other.id === id);
  if (shown && shown.version > version) return board;

  const gone = [...board.gone.filter((other) => other.id !== id), taken].slice(-GONE_SIZE);
  const dispatches = shown ? board.dispatches.filter((other) => other !== shown) : board.dispatches;
  return { ...board, dispatches, gone };
}

function goneVersion(board: Board, id: string): number {
  return board.gone.find((other) => other.id === id)?.version ?? 0;
}

function keyOf({ publishedAt, id }: Card): SortKey {
  return { publishedAt, id };
}
