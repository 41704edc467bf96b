/** The file of the embedded store: its tables, and every statement on entries. */
import { CHAIN_START } from './chain.ts';
import { toHeld } from './held.ts';
import type { Held, Row } from './held.ts';
import type { Checkpoint } from './log.ts';
import type { Standing } from './decide.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';
import { NOTES_TABLE } from './sqlite-notes.ts';
import { WAITING_TABLES } from './sqlite-waiting.ts';

/** Says of a file that it is a log of ours, and in which layout. */
export const APPLICATION_ID = 0x7469636b;
export const LAYOUT = 3;

const TABLES = `
  CREATE TABLE entries (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    section TEXT NOT NULL,
    status TEXT NOT NULL,
    signal TEXT,
    at INTEGER NOT NULL,
    publishedAt INTEGER NOT NULL,
    updatedAt INTEGER NOT NULL,
    late INTEGER NOT NULL,
    contentHash TEXT NOT NULL,
    hash TEXT NOT NULL,
    content TEXT,
    "by" TEXT
  ) STRICT;
  CREATE UNIQUE INDEX versions ON entries (id, version);
  CREATE INDEX withdrawals ON entries (n) WHERE kind = 'withdrawal';
  CREATE INDEX withdrawalsOf ON entries (id, version) WHERE kind = 'withdrawal';
  CREATE TABLE history (epoch TEXT NOT NULL) STRICT;
  CREATE TABLE checkpoint (n INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
  ${WAITING_TABLES}
  ${NOTES_TABLE}
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${LAYOUT};
`;

export function createTables(db: SqliteDatabase, epoch: string): void {
  db.exec(`BEGIN IMMEDIATE; ${TABLES}`);
  db.prepare('INSERT INTO history (epoch) VALUES (?)').run(epoch);
  db.exec('COMMIT');
}

export function hasTables(db: SqliteDatabase, schema: 'main' | 'looked' = 'main'): boolean {
  return db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE name = 'history'`).get() !== undefined;
}

export interface Head {
  readonly n: number;
  readonly hash: string;
  /** The last withdrawal's number: a checkpoint from before it may hold text that had to go. */
  readonly withdrawnAt: number;
}

export type EntryTable = ReturnType<typeof createEntryTable>;

export function createEntryTable(db: SqliteDatabase) {
  const insert = db.prepare(
    `INSERT INTO entries (n, kind, id, version, section, status, signal, at, publishedAt, updatedAt, late, contentHash, hash, content, "by")
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = db.prepare('SELECT * FROM entries WHERE id = ? ORDER BY version DESC LIMIT 1');
  const atVersion = db.prepare('SELECT * FROM entries WHERE id = ? AND version = ?');
  const allOf = db.prepare('SELECT * FROM entries WHERE id = ? ORDER BY n');
  const withdrawn = db.prepare(
    "SELECT max(version) AS version FROM entries WHERE id = ? AND kind = 'withdrawal'",
  );
  const page = db.prepare('SELECT * FROM entries WHERE n > ? ORDER BY n LIMIT ?');
  const blank = db.prepare("UPDATE entries SET content = NULL WHERE id = ? AND kind = 'dispatch'");
  const dropCheckpoint = db.prepare('DELETE FROM checkpoint');
  const setCheckpoint = db.prepare('INSERT INTO checkpoint (n, state) VALUES (?, ?)');
  const getCheckpoint = db.prepare('SELECT n, state FROM checkpoint');
  const last = db.prepare('SELECT n, hash FROM entries ORDER BY n DESC LIMIT 1');
  const lastWithdrawal = db.prepare("SELECT max(n) AS n FROM entries WHERE kind = 'withdrawal'");
  const scrub = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  const touch = db.prepare('UPDATE history SET epoch = epoch');
  const epochNow = (db.prepare('SELECT epoch FROM history').get() as { epoch: string }).epoch;
  const held = (found: unknown): Held => {
    const row = found as Omit<Row, 'epoch' | 'late'> & { late: number };
    return toHeld({ ...row, late: row.late === 1, epoch: epochNow });
  };

  return {
    epoch: epochNow,
    head(): Head {
      const { n, hash } = (last.get() ?? { n: 0, hash: CHAIN_START }) as { n: number; hash: string };
      return { n, hash, withdrawnAt: (lastWithdrawal.get() as { n: number | null }).n ?? 0 };
    },
    newest: (id: string) => newest.get(id) as Standing | undefined,
    version: (id: string, version: number) => atVersion.get(id, version) as Standing | undefined,
    /** The version of the last withdrawal of an id; 0 when there was none. */
    withdrawn: (id: string) => (withdrawn.get(id) as { version: number | null }).version ?? 0,
    allOf: (id: string): Held[] => allOf.all(id).map(held),
    find(id: string): Held | undefined {
      const row = newest.get(id);
      return row === undefined ? undefined : held(row);
    },
    page: (after: number, limit: number): Held[] => page.all(after, limit).map(held),
    insert(row: Row): void {
      const { n, kind, id, version, section, status, signal, at, publishedAt, updatedAt, late } = row;
      const { contentHash, hash, content, by } = row;
      const times = [at, publishedAt, updatedAt];
      insert.run(
        n,
        kind,
        id,
        version,
        section,
        status,
        signal,
        ...times,
        late ? 1 : 0,
        contentHash,
        hash,
        content,
        by,
      );
    },
    /** Takes every text of an id away; the checkpoint goes too, as nobody knows what it quotes. */
    blank(id: string): void {
      blank.run(id);
      dropCheckpoint.run();
    },
    setCheckpoint({ n, state }: Checkpoint): void {
      dropCheckpoint.run();
      setCheckpoint.run(n, state);
    },
    /** Empties the write-ahead file into the table; false when something else still reads it. */
    scrub: () => (scrub.get() as { busy: number }).busy === 0,
    /** The least that has to reach the disk. */
    touch(): void {
      touch.run();
    },
    getCheckpoint: () => getCheckpoint.get() as { n: number; state: string } | undefined,
  };
}
