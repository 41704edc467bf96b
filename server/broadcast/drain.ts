/** Closes screens little by little, so that they do not all come back in the same moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Viewer } from './viewer.ts';

const STEP_MS = 50;

/** All are closed within the time; those that do not answer are cut off at its end. */
export async function drainViewers(viewers: readonly Viewer[], withinMs: number): Promise<void> {
  const steps = Math.max(1, Math.floor(withinMs / STEP_MS) - 1);
  const size = Math.ceil(viewers.length / steps);
  for (let at = 0; at < viewers.length; at += size) {
    for (const viewer of viewers.slice(at, at + size)) viewer.close();
    await delay(STEP_MS);
  }
  for (const viewer of viewers) viewer.cutOff();
}
