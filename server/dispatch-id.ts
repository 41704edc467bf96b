/** An id for a dispatch whose publisher gave none: short, safe in addresses, and in the order of time. */
import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
const RANDOM_LETTERS = 6;

/** `now` in base 36 (eight letters until 2059), then as much chance as makes two of one ms differ. */
export function createDispatchId(now: number): string {
  // 252 is the highest multiple of 36 in a byte's range: above it some letters would come more often.
  const chance = [...randomBytes(RANDOM_LETTERS * 4)].filter((byte) => byte < 252).slice(0, RANDOM_LETTERS);
  return now.toString(36) + chance.map((byte) => LETTERS[byte % 36]).join('');
}
