/**
 * An epoch names one history. It begins with a generation, so that of two epochs everyone agrees which came
 * later, and ends in chance, so that two histories begun apart never carry one name.
 */
import { randomBytes } from 'node:crypto';

/** A new epoch, later than all those given. */
export function createEpoch(...earlier: readonly string[]): string {
  const generation = Math.max(0, ...earlier.map(generationOf)) + 1;
  return `${generation}-${randomBytes(6).toString('hex')}`;
}

/** 1 for the first history of a log; 0 for what is not an epoch. */
export function generationOf(epoch: string): number {
  const generation = Number.parseInt(epoch, 10);
  return Number.isSafeInteger(generation) ? generation : 0;
}
