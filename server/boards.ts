/**
 * What is on screen now. Follows the log, folds it into one board per section and tells its listeners what
 * changed. The boards are a pure function of the log's prefix: a process that starts from a checkpoint, one that
 * replays everything and one that was there all along hold the same bytes at the same position.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Cursor } from '../shared/board.ts';
import type { BoardMessage, DeltaMessage, ResetMessage } from '../shared/events.ts';
import { BoardState } from './board-state.ts';
import type { Entry, Log } from './log/log.ts';
import type { Section } from './sections.ts';

export interface Boards {
  /** The sections in their order, and the position at which each last changed. */
  sections(): readonly { readonly id: string; readonly title: string; readonly n: number }[];
  has(section: string): boolean;
  /** The whole board, `reset: true`. */
  whole(section: string): BoardMessage;
  /** What changed since the cursor, or the whole board with `reset: true`; empty for a cursor ahead of this process. */
  since(section: string, cursor: Cursor): BoardMessage;
  /** How far this process has folded the log. */
  cursor(): Cursor;
  subscribe(listener: BoardsListener): () => void;
  close(): Promise<void>;
}

export interface BoardsListener {
  /** Changes of one or more sections, in the log's order. */
  deltas(deltas: readonly DeltaMessage[]): void;
  /** The boards are of another history now. */
  reset(reset: ResetMessage): void;
}

export interface BoardsParts {
  readonly log: Log;
  readonly sections: readonly Section[];
  readonly logger: Logger;
}

/** The boards as of the log's end, following from there. @throws {StoreAway} */
export async function createBoards(parts: BoardsParts): Promise<Boards> {
  const replayed = await replay(parts);
  return new LogBoards(parts, replayed);
}

const CHECKPOINT_EVERY = 1000;
const PAGE = 1000;
const LONGEST_WAIT_MS = 5000;

interface Replayed {
  readonly state: BoardState;
  /** The position of the checkpoint in the store, 0 when there is none worth keeping. */
  readonly savedAt: number;
}

class LogBoards implements Boards {
  readonly #parts: BoardsParts;
  readonly #listeners = new Set<BoardsListener>();
  readonly #closing = new AbortController();
  #state: BoardState;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #rebuilding: Promise<void> = Promise.resolve();
  #stopFollowing: () => void;

  constructor(parts: BoardsParts, { state, savedAt }: Replayed) {
    this.#parts = parts;
    this.#state = state;
    this.#savedAt = savedAt;
    this.#stopFollowing = this.#follow();
    this.#saveNowAndThen();
  }

  sections(): readonly { readonly id: string; readonly title: string; readonly n: number }[] {
    return this.#parts.sections.map(({ id, title }) => ({ id, title, n: this.#state.sectionN(id) }));
  }

  has(section: string): boolean {
    return this.#state.has(section);
  }

  whole(section: string): BoardMessage {
    return { ...this.#state.whole(section), ...this.#beside(section) };
  }

  since(section: string, cursor: Cursor): BoardMessage {
    return { ...this.#state.since(section, cursor), ...this.#beside(section) };
  }

  cursor(): Cursor {
    return this.#state.cursor;
  }

  subscribe(listener: BoardsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#stopFollowing();
    await this.#rebuilding;
    if (this.#savedAt < this.#state.cursor.n) this.#save();
    await this.#saving;
  }

  /** What a board says that is not of the log's prefix: what the settings call it, and the time. */
  #beside(section: string): { title: string; now: number } {
    const { sections, log } = this.#parts;
    return { title: sections.find(({ id }) => id === section)?.title ?? section, now: log.now() };
  }

  #follow(): () => void {
    let current = true;
    const stop = this.#parts.log.follow(this.#state.cursor, {
      entries: (entries) => {
        if (current) this.#fold(entries);
      },
      reset: (reason) => {
        if (current) this.#startOver(reason);
      },
    });
    return () => {
      current = false;
      stop();
    };
  }

  #fold(entries: readonly Entry[]): void {
    const deltas: DeltaMessage[] = [];
    let broken: string | undefined;
    for (const entry of entries) {
      broken = breakIn(this.#state.cursor, entry);
      if (broken) break;
      deltas.push(...this.#state.apply(entry));
    }
    if (deltas.length > 0) this.#tell((listener) => listener.deltas(deltas));
    if (broken) return this.#startOver(broken);
    this.#saveNowAndThen();
  }

  /** History is another one now: rebuild beside the old boards, which stay up until the new ones are whole. */
  #startOver(reason: string): void {
    this.#stopFollowing();
    this.#parts.logger.warn({ reason }, 'the log was rewritten; rebuilding the boards');
    this.#rebuilding = this.#rebuild(reason);
  }

  async #rebuild(reason: string): Promise<void> {
    const { logger } = this.#parts;
    const { signal } = this.#closing;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        const { state, savedAt } = await replay(this.#parts);
        if (signal.aborted) return;
        this.#state = state;
        this.#savedAt = savedAt;
        this.#stopFollowing = this.#follow();
        this.#tell((listener) => listener.reset({ epoch: state.cursor.epoch, reason, min: state.cursor.n }));
        return;
      } catch (error) {
        logger.warn({ err: error }, 'could not rebuild the boards; trying again');
        const longest = Math.min(LONGEST_WAIT_MS, 250 * 2 ** attempt);
        await delay(Math.random() * longest, undefined, { signal }).catch(() => undefined); // closing ends the wait
      }
    }
  }

  #tell(say: (listener: BoardsListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        say(listener);
      } catch (error) {
        // One listener's failure must neither stop the others nor the log's tail.
        this.#parts.logger.error({ err: error }, 'a listener of the boards failed');
      }
    }
  }

  #saveNowAndThen(): void {
    if (this.#state.cursor.n - this.#savedAt >= CHECKPOINT_EVERY) this.#save();
  }

  #save(): void {
    const { log, logger } = this.#parts;
    const checkpoint = { ...this.#state.cursor, state: this.#state.serialise() };
    this.#savedAt = checkpoint.n;
    this.#saving = this.#saving
      .then(() => log.saveCheckpoint(checkpoint))
      // Only the next start takes longer.
      .catch((error: unknown) => logger.warn({ err: error }, 'could not save a checkpoint'));
  }
}

/** Folds the log up to its end, from the checkpoint where that can be believed. */
async function replay({ log, sections, logger }: BoardsParts): Promise<Replayed> {
  const ids = sections.map(({ id }) => id);
  const head = await log.head();
  const saved = await restore(log, ids, head, logger);
  const state = saved ?? new BoardState(ids, head.epoch);
  const savedAt = state.cursor.n;
  while (state.cursor.n < head.n) {
    const entries = await log.read(state.cursor.n, PAGE);
    if (entries.length === 0) throw new Error(`the log ends at ${state.cursor.n}, its head said ${head.n}`);
    for (const entry of entries) {
      const broken = breakIn(state.cursor, entry);
      if (broken) throw new Error(broken);
      state.apply(entry);
    }
  }
  return { state, savedAt };
}

async function restore(
  log: Log,
  ids: string[],
  head: Cursor,
  logger: Logger,
): Promise<BoardState | undefined> {
  const checkpoint = await log.loadCheckpoint();
  if (!checkpoint || checkpoint.epoch !== head.epoch || checkpoint.n > head.n) return undefined;
  const state = BoardState.restore(ids, checkpoint, checkpoint.state);
  if (!state) logger.info('the checkpoint is not of this version and these sections; replaying the log');
  return state;
}

/** Says how an entry does not follow a position; nothing when it does. */
function breakIn(cursor: Cursor, entry: Entry): string | undefined {
  if (entry.epoch !== cursor.epoch) return `the log went from epoch ${cursor.epoch} to ${entry.epoch}`;
  if (entry.n !== cursor.n + 1) return `the log went from ${cursor.n} to ${entry.n}`;
  return undefined;
}
