/**
 * Waiting for this process to have folded the log up to a position: a client that was told of entry 812 by one
 * process may ask another one that is a few ms behind.
 */
import type { Boards } from '../boards.ts';

const LOOK_EVERY_MS = 20;
/** More would only be a way to make us hold memory. */
const MAX_WAITING = 1000;

/** Resolves to true at `n`; to false after `withinMs`, or at once when too many wait already. */
export type PositionWait = (n: number, withinMs: number) => Promise<boolean>;

export function createPositionWait(boards: Boards): PositionWait {
  let waiting = 0;
  return (n, withinMs) => {
    if (boards.cursor().n >= n) return Promise.resolve(true);
    if (waiting >= MAX_WAITING) return Promise.resolve(false);
    waiting += 1;
    const until = performance.now() + withinMs;
    return new Promise((resolve) => {
      // Looked at, not listened for: an entry that changes no board moves the cursor without a delta.
      const timer = setInterval(() => {
        const reached = boards.cursor().n >= n;
        if (!reached && performance.now() < until) return;
        clearInterval(timer);
        waiting -= 1;
        resolve(reached);
      }, LOOK_EVERY_MS);
    });
  };
}
