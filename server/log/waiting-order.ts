/** The order of what waits: first what has a time, soonest first, then the rest, oldest first. */
import type { Waiting } from './log.ts';

export function byDue(a: Waiting, b: Waiting): number {
  const [dueA, dueB] = [a.until ?? Infinity, b.until ?? Infinity];
  if (dueA !== dueB) return dueA - dueB;
  if (a.at !== b.at) return a.at - b.at;
  return a.id < b.id ? -1 : 1;
}
