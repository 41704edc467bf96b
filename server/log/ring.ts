/**
 * The last entries of the log, in memory: for followers a little behind, and to heal a store that lost them. A
 * withdrawal takes the text of its dispatch out of the ring too.
 */
import { redactHeld } from './held.ts';
import type { Held } from './held.ts';

/** How many entries a process remembers. */
export const RING_SIZE = 2_000;

export class Ring {
  #held: Held[] = [];

  /** Adds what comes right after, and answers it as it may be shown: without texts that it withdraws itself. */
  push(held: readonly Held[]): readonly Held[] {
    this.#held.push(...held);
    for (const { entry } of held) if (entry.kind === 'withdrawal') this.#redact(entry.id, entry.n);
    const shown = this.#held.slice(-held.length);
    // Cut seldom: to cut at every push would move the whole ring for each entry.
    if (this.#held.length > RING_SIZE * 1.25) this.#held = this.#held.slice(-RING_SIZE);
    return shown;
  }

  /** Up to `limit` entries right after `n`; nothing when the ring does not reach back that far. */
  after(n: number, limit: number): readonly Held[] | undefined {
    const first = this.#held[0];
    if (!first || n + 1 < first.entry.n) return undefined;
    const from = n + 1 - first.entry.n;
    return this.#held.slice(from, from + limit);
  }

  all(): readonly Held[] {
    return this.#held;
  }

  clear(): void {
    this.#held = [];
  }

  /** Up to the withdrawal's own number: after it the id may have been published again. */
  #redact(id: string, n: number): void {
    this.#held.forEach((held, index) => {
      const { entry } = held;
      if (entry.id === id && entry.n < n && entry.kind === 'dispatch') this.#held[index] = redactHeld(held);
    });
  }
}
