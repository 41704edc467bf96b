/**
 * The log in one SQLite file: the default store. Appends of one turn share one transaction and one fsync, each
 * decided against the newest state, also that of its own group; nobody is told before the disk has it. One
 * process holds the file, exclusively.
 */
import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Logger } from 'pino';
import type { Cursor } from '../../shared/board.ts';
import { chainHash } from './chain.ts';
import { decide } from './decide.ts';
import { draftOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { createEpoch } from './epoch.ts';
import { Feed } from './feed.ts';
import { toHeld } from './held.ts';
import type { Held, Row } from './held.ts';
import { Refusal, StoreAway } from './log.ts';
import type { Appended, Checkpoint, Entry, Follower, Log, LogHealth, Notes, Proposal } from './log.ts';
import { loadSqlite, sqliteCode, SQLITE_BUSY } from './sqlite-driver.ts';
import type { OpenSqlite, SqliteDatabase } from './sqlite-driver.ts';
import { inspectFile } from './sqlite-inspect.ts';
import { asideOf } from './decide-waiting.ts';
import { createSqliteNotes } from './sqlite-notes.ts';
import { createEntryTable, createTables, hasTables } from './sqlite-table.ts';
import type { EntryTable, Head } from './sqlite-table.ts';
import { createWaitingTable, SqliteWaitingRoom } from './sqlite-waiting.ts';
import type { WaitingTable } from './sqlite-waiting.ts';

/** So many appends at most hold the event loop for one commit. */
const GROUP_SIZE = 500;
/** How soon after a withdrawal its text leaves the write-ahead file too. */
const SCRUB_AFTER_MS = 250;
/** How often a disk that refused is asked again. */
const PROBE_EVERY_MS = 1_000;

export interface SqliteLogOptions {
  readonly file: string;
  readonly logger: Logger;
  /** Opens the database; unset, by the driver that is here. */
  readonly openSqlite?: OpenSqlite;
}

interface Queued {
  readonly draft: Draft;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

type Outcome = Appended | Refusal;

/** What a group of appends did: for followers, for the files, for those who watch what waits. */
interface Written {
  readonly held: Held[];
  erased: boolean;
  tookOut: boolean;
}

/** @throws {CorruptStore} when the file is damaged; it is left as it is. */
export async function openSqliteLog({ file, logger, openSqlite }: SqliteLogOptions): Promise<Log> {
  const open = openSqlite ?? (await loadSqlite());
  mkdirSync(dirname(file), { recursive: true });
  try {
    inspectFile(file, open);
    const db = open(file);
    try {
      prepare(db);
      return new SqliteLog(db, logger);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (cause) {
    if (sqliteCode(cause) !== SQLITE_BUSY) throw cause;
    const message = `DATA_DIR ${dirname(file)} is in use: another process holds ${basename(file)}; stop it or choose another DATA_DIR.`;
    throw new Error(message, { cause });
  }
}

function prepare(db: SqliteDatabase): void {
  // Exclusive before WAL: then no shared-memory file is needed, and no second process gets in.
  db.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    BEGIN EXCLUSIVE;
    COMMIT;
  `);
  if (!hasTables(db)) createTables(db, createEpoch());
  // A crash right after a withdrawal may have left its text here.
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

/**
 * Writes the write-ahead file back, removes it, and gives up the lock. By hand, as the package's `close()` keeps
 * the file locked until its statements are collected; and a lock that was taken in WAL can be given up only outside it.
 */
function letGo(db: SqliteDatabase, logger: Logger): void {
  try {
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT 1 FROM history');
  } catch (error) {
    logger.warn({ err: error }, 'The embedded store could not be tidied up; the next start does that.');
  }
  db.close();
}

class SqliteLog implements Log {
  readonly #db: SqliteDatabase;
  readonly waiting: SqliteWaitingRoom;
  readonly notes: Notes;
  readonly #entries: EntryTable;
  readonly #waitingTable: WaitingTable;
  readonly #feed: Feed;
  readonly #logger: Logger;
  #head: Head;
  #queue: Queued[] = [];
  #flushing: NodeJS.Immediate | undefined;
  #scrubbing: NodeJS.Timeout | undefined;
  #probing: NodeJS.Timeout | undefined;
  #trouble: string | undefined;
  #closed = false;

  constructor(db: SqliteDatabase, logger: Logger) {
    this.#db = db;
    this.#logger = logger;
    this.#entries = createEntryTable(db);
    this.#head = this.#entries.head();
    this.#feed = new Feed((after, limit) => this.read(after, limit), logger);
    this.#feed.start(this.#cursor(), []);
    const now = () => this.now();
    const write = <T>(work: () => T) => this.#write(work);
    const ask = <T>(work: () => T) => this.#ask(work);
    this.#waitingTable = createWaitingTable(db);
    this.waiting = new SqliteWaitingRoom({
      ...{ table: this.#waitingTable, now, write, ask, logger },
      newest: (id) => this.#entries.newest(id),
      erased: () => {
        this.#scrubSoon();
      },
    });
    this.notes = createSqliteNotes({ db, now, write, ask });
  }

  append(proposal: Proposal): Promise<Appended> {
    if (this.#closed) return Promise.reject(closedError());
    const draft = draftOf(proposal);
    return new Promise((resolve, reject) => {
      this.#queue.push({ draft, resolve, reject });
      this.#flushing ??= setImmediate(() => {
        this.#flush();
      });
    });
  }

  follow(position: Cursor, follower: Follower): () => void {
    return this.#feed.follow(position, follower);
  }

  read(after: number, limit: number): Promise<Entry[]> {
    return this.#ask(() => this.#entries.page(after, limit).map(({ entry }) => entry));
  }

  find(id: string): Promise<Entry | undefined> {
    return this.#ask(() => this.#entries.find(id)?.entry);
  }

  entriesOf(id: string): Promise<Entry[]> {
    return this.#ask(() => this.#entries.allOf(id).map(({ entry }) => entry));
  }

  head(): Promise<Cursor> {
    return this.#ask(() => this.#cursor());
  }

  /** The texts went with the withdrawal, overwritten; what is left are the copies in the write-ahead file. */
  redact(_id: string): Promise<void> {
    return this.#ask(() => {
      this.#scrub();
    });
  }

  saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    return this.#ask(() => {
      const { epoch, n } = checkpoint;
      if (epoch !== this.#entries.epoch || n > this.#head.n || n < this.#head.withdrawnAt) return;
      this.#transaction(() => {
        this.#entries.setCheckpoint(checkpoint);
      });
    });
  }

  loadCheckpoint(): Promise<Checkpoint | undefined> {
    return this.#ask(() => {
      const found = this.#entries.getCheckpoint();
      return found && { epoch: this.#entries.epoch, ...found };
    });
  }

  now(): number {
    return Date.now();
  }

  health(): LogHealth {
    const writable = !this.#closed && this.#trouble === undefined;
    return { writable, asOf: this.now(), ...(this.#trouble !== undefined && { trouble: this.#trouble }) };
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    while (this.#queue.length > 0) this.#flush();
    this.#closed = true;
    clearImmediate(this.#flushing);
    clearTimeout(this.#scrubbing);
    clearTimeout(this.#probing);
    this.#feed.close();
    this.waiting.close();
    letGo(this.#db, this.#logger);
    return Promise.resolve();
  }

  #flush(): void {
    const group = this.#queue.splice(0, GROUP_SIZE);
    this.#flushing = this.#queue.length === 0 ? undefined : setImmediate(() => this.#flush());

    const before = this.#head;
    const written: Written = { held: [], erased: false, tookOut: false };
    let outcomes: Outcome[];
    try {
      outcomes = this.#transaction(() => group.map(({ draft }) => this.#appendDraft(draft, written)));
    } catch (cause) {
      this.#head = before;
      this.#refused(cause);
      for (const { reject } of group) reject(new StoreAway('The embedded store could not write.', { cause }));
      return;
    }
    this.#trouble = undefined;
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome instanceof Refusal) reject(outcome);
      else if (outcome) resolve(outcome);
    });
    if (written.erased) this.#scrubSoon();
    this.#feed.push(written.held);
    if (written.tookOut) this.waiting.tell();
  }

  #appendDraft(draft: Draft, written: Written): Outcome {
    const { id, content, contentHash, kind, status } = draft;
    const { epoch } = this.#entries;
    const at = this.now();
    const known = {
      newest: this.#entries.newest(id),
      withdrawn: this.#entries.withdrawn(id),
      versionAt: (version: number) => this.#entries.version(id, version),
      aside: asideOf(this.#waitingTable.waited(id)),
    };
    let decision;
    try {
      decision = decide(draft, known, at);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    const { takesOut, ...decided } = decision;
    if (takesOut) this.#takeOut(draft, at, written);
    if (decided.repeats) {
      const { n, version } = decided.repeats;
      return { epoch, n, id, version, ack: 'disk', repeated: true };
    }

    const n = this.#head.n + 1;
    const hash = chainHash(this.#head.hash, n, contentHash);
    const by = draft.by ?? null;
    const signal = draft.signal ?? null;
    const row: Row = { epoch, n, kind, id, status, signal, at, contentHash, hash, content, by, ...decided };
    if (kind === 'withdrawal') {
      this.#entries.blank(id);
      written.erased = true;
    } else if (draft.restore) this.#waitingTable.unmark(id);
    this.#entries.insert(row);
    this.#head = { n, hash, withdrawnAt: kind === 'withdrawal' ? n : this.#head.withdrawnAt };
    written.held.push(toHeld(row));
    return { epoch, n, id, version: row.version, ack: 'disk', repeated: false };
  }

  /** What waits leaves with the append that publishes it, or withdraws its id. */
  #takeOut(draft: Draft, at: number, written: Written): void {
    const waits = this.#waitingTable.waited(draft.id);
    if (!waits) return;
    this.#waitingTable.takeOut(draft.id, null);
    const act = draft.kind === 'withdrawal' ? 'discard' : 'release';
    const until = waits.until === undefined ? {} : { until: waits.until };
    this.#waitingTable.addAct(draft.id, { act, at, by: draft.by ?? '', revision: waits.revision, ...until });
    written.tookOut = true;
    // Published as it waited it is no text that has to go.
    if (waits.contentHash !== draft.contentHash) written.erased = true;
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#db.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full.
      }
      throw error;
    }
  }

  /** One small change of its own, beside the appends. */
  async #write<T>(work: () => T): Promise<T> {
    if (this.#closed) throw closedError();
    try {
      const result = this.#transaction(work);
      this.#trouble = undefined;
      return await Promise.resolve(result);
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      this.#refused(cause);
      throw new StoreAway('The embedded store could not write.', { cause });
    }
  }

  /** Asks the disk again by writing, as nobody may publish while the log says that it cannot. */
  #refused(cause: unknown): void {
    this.#trouble = `The embedded store cannot write: ${cause instanceof Error ? cause.message : String(cause)}.`;
    this.#logger.error({ err: cause }, this.#trouble);
    this.#probing ??= setInterval(() => {
      this.#probe();
    }, PROBE_EVERY_MS).unref();
  }

  #probe(): void {
    try {
      this.#transaction(() => {
        this.#entries.touch();
      });
      this.#trouble = undefined;
      clearInterval(this.#probing);
      this.#probing = undefined;
    } catch {
      // Still so; the trouble is known and the next probe is on its way.
    }
  }

  #scrubSoon(): void {
    this.#scrubbing ??= setTimeout(() => {
      this.#scrubbing = undefined;
      try {
        this.#scrub();
      } catch (error) {
        this.#logger.error({ err: error }, 'A withdrawn text is still in the write-ahead file.');
        this.#scrubSoon();
      }
    }, SCRUB_AFTER_MS).unref();
  }

  #scrub(): void {
    if (!this.#entries.scrub())
      throw new StoreAway('The write-ahead file is in use and could not be emptied.');
  }

  #cursor(): Cursor {
    return { epoch: this.#entries.epoch, n: this.#head.n };
  }

  #ask<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    try {
      return Promise.resolve(work());
    } catch (cause) {
      return Promise.reject(new StoreAway('The embedded store did not answer.', { cause }));
    }
  }
}

function closedError(): StoreAway {
  return new StoreAway('The log is closed.');
}
