/** A log in memory for tests that are about something else: entries go in as they are, followers hear them at once. */
import type { Cursor } from '../../shared/board.ts';
import type { Checkpoint, Entry, Follower, Log, LogHealth } from '../../server/log/log.ts';

interface Following {
  at: number;
  readonly follower: Follower;
}

export class MemoryLog implements Log {
  entries: Entry[] = [];
  epoch = 'epoch-1';
  checkpoint: Checkpoint | undefined;
  /** How often the log was read, to see whether a checkpoint was believed. */
  reads: number[] = [];
  readonly #following = new Set<Following>();

  /** Adds entries and tells the followers, in this very turn. */
  add(...entries: readonly Entry[]): void {
    this.entries.push(...entries);
    for (const following of this.#following) {
      const news = this.entries.slice(following.at);
      following.at = this.entries.length;
      following.follower.entries(news);
    }
  }

  /** History is another one from here on. */
  rewrite(epoch: string, entries: readonly Entry[], reason: string): void {
    this.epoch = epoch;
    this.entries = [...entries];
    this.checkpoint = undefined;
    const followers = [...this.#following];
    this.#following.clear();
    for (const { follower } of followers) follower.reset(reason);
  }

  follow(position: Cursor, follower: Follower): () => void {
    const following = { at: position.n, follower };
    this.#following.add(following);
    return () => this.#following.delete(following);
  }

  read(after: number, limit: number): Promise<Entry[]> {
    this.reads.push(after);
    return Promise.resolve(this.entries.slice(after, after + limit));
  }

  head(): Promise<Cursor> {
    return Promise.resolve({ epoch: this.epoch, n: this.entries.length });
  }

  saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    this.checkpoint = checkpoint;
    return Promise.resolve();
  }

  loadCheckpoint(): Promise<Checkpoint | undefined> {
    return Promise.resolve(this.checkpoint);
  }

  now(): number {
    return Date.now();
  }

  health(): LogHealth {
    return { writable: true, asOf: this.now() };
  }

  append(): Promise<never> {
    return Promise.reject(new Error('a memory log takes entries, not proposals'));
  }

  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  redact(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
