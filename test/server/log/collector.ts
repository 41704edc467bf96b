/** A follower that remembers what it was told, and can be waited on. */
import type { Cursor } from '../../../shared/board.ts';
import type { Entry, Follower, Log } from '../../../server/log/log.ts';

export class Collector implements Follower {
  readonly told: Entry[] = [];
  readonly resets: string[] = [];
  readonly stop: () => void;
  #waiting: (() => void)[] = [];

  constructor(log: Log, position: Cursor) {
    this.stop = log.follow(position, this);
  }

  entries(entries: readonly Entry[]): void {
    this.told.push(...entries);
    this.#wake();
  }

  reset(reason: string): void {
    this.resets.push(reason);
    this.#wake();
  }

  get numbers(): number[] {
    return this.told.map(({ n }) => n);
  }

  /** Resolves once it was told of an entry with this number, or a later one. */
  async until(n: number): Promise<void> {
    while ((this.told.at(-1)?.n ?? 0) < n) await this.#news();
  }

  async untilReset(): Promise<void> {
    while (this.resets.length === 0) await this.#news();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
