/** Waiting that never keeps a process alive, and ends at once when what waited is called off. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Anything up to `withinMs`: full jitter, so that many who lost the same thing do not return at once. */
export function jitter(withinMs: number): number {
  return Math.random() * withinMs;
}

export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch {
    // Called off, which is what the signal says.
  }
}
