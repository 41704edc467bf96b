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
  if (answer.reset) return boardOf(answer);
  const { dispatches, gone } = answer;
  const horizon = answer.horizon ?? board.horizon;
  if (dispatches.length === 0 && gone.length === 0 && sameKey(horizon, board.horizon)) return board;

  const changed = new Set([...dispatches, ...gone].map(({ id }) => id));
  const kept = board.dispatches.filter(
    (card) => !changed.has(card.id) && (horizon === undefined || compareKeys(card, horizon) < 0),
  );
  const next = {
    dispatches: [...kept, ...dispatches].sort(compareKeys).slice(0, BOARD_SIZE),
    gone: [...board.gone.filter(({ id }) => !changed.has(id)), ...gone].slice(-GONE_SIZE),
  };
  return horizon ? { ...next, horizon } : next;
}

function boardOf({ dispatches, gone, horizon }: Board): Board {
  return horizon ? { dispatches, gone, horizon } : { dispatches, gone };
}

function sameKey(a: Board['horizon'], b: Board['horizon']): boolean {
  return a?.id === b?.id && a?.publishedAt === b?.publishedAt;
}
