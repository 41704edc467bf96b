/** A log in memory for tests that are about something else: entries go in as they are, followers hear them at once. */
import type { Cursor } from '../../shared/board.ts';
import type {
  Checkpoint,
  Entry,
  Follower,
  Log,
  LogHealth,
  Notes,
  WaitingRoom,
} from '../../server/log/log.ts';

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
  /** Nothing ever waits in it. */
  readonly waiting: WaitingRoom = {
    put: () => Promise.reject(new Error('nothing waits in a memory log')),
    find: () => Promise.resolve(undefined),
    list: () => Promise.resolve([]),
    discard: () => Promise.resolve(false),
    acts: () => Promise.resolve([]),
    onChange: () => () => undefined,
  };
  readonly notes: Notes = new MemoryNotes();
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

  entriesOf(id: string): Promise<Entry[]> {
    return Promise.resolve(this.entries.filter((entry) => entry.id === id));
  }

  redact(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Note {
  readonly text: string;
  readonly expires: number;
}

class MemoryNotes implements Notes {
  readonly #topics = new Map<string, Map<string, Note>>();
  readonly #leases = new Map<string, Note>();

  set(topic: string, field: string, text: string, ttlMs = Infinity): Promise<void> {
    const notes = this.#topics.get(topic) ?? new Map<string, Note>();
    this.#topics.set(topic, notes.set(field, { text, expires: Date.now() + ttlMs }));
    return Promise.resolve();
  }

  async get(topic: string, field: string): Promise<string | undefined> {
    return (await this.all(topic)).get(field);
  }

  all(topic: string): Promise<ReadonlyMap<string, string>> {
    const standing = [...(this.#topics.get(topic) ?? [])].filter(([, { expires }]) => expires > Date.now());
    return Promise.resolve(new Map(standing.map(([field, { text }]) => [field, text])));
  }

  delete(topic: string, field: string): Promise<void> {
    this.#topics.get(topic)?.delete(field);
    return Promise.resolve();
  }

  lease(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const held = this.#leases.get(name);
    if (held && held.text !== holder && held.expires > Date.now()) return Promise.resolve(false);
    this.#leases.set(name, { text: holder, expires: Date.now() + ttlMs });
    return Promise.resolve(true);
  }
}
