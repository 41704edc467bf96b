/** Whether what Redis holds is still the history that this process has followed. */
import type { Look } from './redis-store.ts';

/** Where a process stands: its last entry. */
export interface Stand {
  readonly epoch: string;
  readonly n: number;
  readonly hash: string;
  /** Whether that entry has a text that Redis must have too. */
  readonly hasText: boolean;
}

/** @returns what contradicts our history, in a sentence; undefined when nothing does. */
export function findRewriting(ours: Stand, { head, hash, hasText, last }: Look): string | undefined {
  if (head.epoch === '') return 'Redis has lost the whole log.';
  if (head.epoch !== ours.epoch)
    return `Redis is in epoch ${head.epoch}, and epoch ${ours.epoch} was followed.`;
  if (head.n < ours.n) return `Redis ends at entry ${head.n}, and entry ${ours.n} has been seen.`;
  if (last !== head.n) return `Redis ends at entry ${last}, and its head says ${head.n}.`;
  if (ours.n > 0 && hash !== ours.hash) return `Entry ${ours.n} in Redis is not the one that has been seen.`;
  if (ours.hasText && !hasText && head.n === ours.n) return `Redis has lost the text of entry ${ours.n}.`;
  return undefined;
}
