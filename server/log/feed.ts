/**
 * Leads every follower of one log along it: from where it stands, through what is stored, to what comes in.
 * A follower at the end is told at once; one that is behind reads on by itself and joins when it has caught up,
 * so each gets every entry once and in order however it starts.
 */
import type { Logger } from 'pino';
import type { Cursor } from '../../shared/board.ts';
import { StoreAway } from './log.ts';
import type { Entry, Follower } from './log.ts';
import type { Held } from './held.ts';
import { Ring } from './ring.ts';
import { jitter, wait } from './wait.ts';

const PAGE = 500;
const RETRY_WITHIN_MS = 1_000;

interface Following {
  n: number;
  readonly follower: Follower;
  readonly end: AbortController;
  catchingUp: boolean;
}

export class Feed {
  readonly #read: (after: number, limit: number) => Promise<readonly Entry[]>;
  readonly #logger: Logger;
  readonly #ring = new Ring();
  readonly #all = new Set<Following>();
  #end: Cursor = { epoch: '', n: 0 };

  /** @param read what is stored, of the present epoch only */
  constructor(read: (after: number, limit: number) => Promise<readonly Entry[]>, logger: Logger) {
    this.#read = read;
    this.#logger = logger;
  }

  /** How far the entries have come in. */
  get end(): Cursor {
    return this.#end;
  }

  /** The last entries that came in. */
  get recent(): readonly Held[] {
    return this.#ring.all();
  }

  /** (Re)starts at a position; `recent` are the entries that lead up to it. */
  start(end: Cursor, recent: readonly Held[]): void {
    this.#ring.clear();
    this.#ring.push(recent);
    this.#end = end;
  }

  /** What comes right after the end. */
  push(held: readonly Held[]): void {
    const last = held.at(-1);
    if (!last) return;

    const before = this.#end.n;
    this.#end = { epoch: this.#end.epoch, n: last.entry.n };
    const entries = this.#ring.push(held).map(({ entry }) => entry);
    for (const following of this.#all) {
      if (following.catchingUp) continue;
      if (following.n === before) this.#tell(following, entries);
      else void this.#catchUp(following);
    }
  }

  follow(position: Cursor, follower: Follower): () => void {
    const following: Following = { n: position.n, follower, end: new AbortController(), catchingUp: true };
    this.#all.add(following);
    setImmediate(() => {
      if (following.end.signal.aborted) return;
      if (position.epoch === this.#end.epoch) return void this.#catchUp(following);
      this.#forget(following);
      follower.reset(`The position is of epoch ${position.epoch}, the log is in ${this.#end.epoch}.`);
    });
    return () => {
      this.#forget(following);
    };
  }

  /** Ends all followers with the word that what they hold is void. */
  reset(reason: string): void {
    const all = [...this.#all];
    all.forEach((following) => {
      this.#forget(following);
    });
    for (const { follower } of all) this.#guard(() => follower.reset(reason));
  }

  close(): void {
    for (const following of this.#all) this.#forget(following);
  }

  async #catchUp(following: Following): Promise<void> {
    const { signal } = following.end;
    following.catchingUp = true;
    while (!signal.aborted && following.n < this.#end.n) {
      const held = this.#ring.after(following.n, PAGE);
      if (held) {
        this.#tell(
          following,
          held.map(({ entry }) => entry),
        );
        continue;
      }
      try {
        const entries = await this.#read(following.n, PAGE);
        if (signal.aborted) return;
        if (entries.length === 0) throw new StoreAway(`Entry ${following.n + 1} cannot be read.`);
        this.#tell(following, entries);
      } catch (error) {
        // A store that is away comes back, or its log resets this follower; anything else is worth a word.
        if (!(error instanceof StoreAway))
          this.#logger.error({ err: error }, 'A follower could not read the log.');
        await wait(jitter(RETRY_WITHIN_MS), signal);
      }
    }
    following.catchingUp = false;
  }

  #tell(following: Following, entries: readonly Entry[]): void {
    // What was read ahead of the end comes in once more by `push`.
    const fresh = entries[0]?.n === following.n + 1 ? entries : entries.filter(({ n }) => n > following.n);
    const last = fresh.at(-1);
    if (!last) return;
    following.n = last.n;
    this.#guard(() => following.follower.entries(fresh));
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      // One follower's defect must not keep the others from the news.
      this.#logger.error({ err: error }, 'A follower of the log threw.');
    }
  }

  #forget(following: Following): void {
    following.end.abort();
    this.#all.delete(following);
  }
}
