/**
 * How a screen takes the answer to `subscribe` (or a board over HTTP) onto what it holds. A whole board replaces
 * everything. A part was computed for exactly the position the screen asked from, so taking it leaves the very
 * board that the server has; it is not a series of deltas, and folding it as one would push the wrong dispatch
 * off a full board.
 */
import { BOARD_SIZE, GONE_SIZE, compareKeys, type Board } from './board.ts';
import type { BoardMessage } from './events.ts';

/** The board after the answer. The answer must belong to the position of `board`, or have `reset: true`. */
export function catchUp(board: Board, answer: Omit<BoardMessage, 'now' | 'section' | 'epoch' | 'n'>): Board {
  const { dispatches, gone } = answer;
  const title = answer.title ?? board.title;
  if (answer.reset) return boardOf(title, dispatches, gone, answer.horizon);
  const horizon = answer.horizon ?? board.horizon;
  const same = title === board.title && sameKey(horizon, board.horizon);
  if (same && dispatches.length === 0 && gone.length === 0) return board;

  const changed = new Set([...dispatches, ...gone].map(({ id }) => id));
  const kept = board.dispatches.filter(
    (card) => !changed.has(card.id) && (horizon === undefined || compareKeys(card, horizon) < 0),
  );
  return boardOf(
    title,
    [...kept, ...dispatches].sort(compareKeys).slice(0, BOARD_SIZE),
    [...board.gone.filter(({ id }) => !changed.has(id)), ...gone].slice(-GONE_SIZE),
    horizon,
  );
}

function boardOf(
  title: Board['title'],
  dispatches: Board['dispatches'],
  gone: Board['gone'],
  horizon: Board['horizon'],
): Board {
  return { ...(title && { title }), dispatches, gone, ...(horizon && { horizon }) };
}

function sameKey(a: Board['horizon'], b: Board['horizon']): boolean {
  return a?.id === b?.id && a?.publishedAt === b?.publishedAt;
}
