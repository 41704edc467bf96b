/** Notes of the embedded store. What has expired is not answered, and goes when the next one with a time comes. */
import type { Notes } from './log.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';

export const NOTES_TABLE = `
  CREATE TABLE notes (
    topic TEXT NOT NULL,
    field TEXT NOT NULL,
    text TEXT NOT NULL,
    expires INTEGER,
    PRIMARY KEY (topic, field)
  ) STRICT;
  CREATE INDEX expiring ON notes (expires) WHERE expires IS NOT NULL;
`;

/** No topic of a caller is empty. */
const LEASES = '';

export interface SqliteNotesParts {
  readonly db: SqliteDatabase;
  readonly now: () => number;
  /** Runs in one transaction, on the disk when it resolves. @throws {StoreAway} */
  readonly write: <T>(work: () => T) => Promise<T>;
  readonly ask: <T>(work: () => T) => Promise<T>;
}

export function createSqliteNotes({ db, now, write, ask }: SqliteNotesParts): Notes {
  const set = db.prepare('INSERT OR REPLACE INTO notes (topic, field, text, expires) VALUES (?, ?, ?, ?)');
  const standing = '(expires IS NULL OR expires > ?)';
  const get = db.prepare(`SELECT text FROM notes WHERE topic = ? AND field = ? AND ${standing}`);
  const all = db.prepare(`SELECT field, text FROM notes WHERE topic = ? AND ${standing} ORDER BY field`);
  const forget = db.prepare('DELETE FROM notes WHERE topic = ? AND field = ?');
  const sweep = db.prepare('DELETE FROM notes WHERE expires <= ?');

  const read = (topic: string, field: string): string | undefined =>
    (get.get(topic, field, now()) as { text: string } | undefined)?.text;
  const keep = (topic: string, field: string, text: string, ttlMs: number | undefined): void => {
    if (ttlMs !== undefined) sweep.run(now());
    set.run(topic, field, text, ttlMs === undefined ? null : now() + ttlMs);
  };

  return {
    set: (topic, field, text, ttlMs) =>
      write(() => {
        keep(topic, field, text, ttlMs);
      }),
    get: (topic, field) => ask(() => read(topic, field)),
    all: (topic) =>
      ask(() => {
        const rows = all.all(topic, now()) as { field: string; text: string }[];
        return new Map(rows.map(({ field, text }) => [field, text]));
      }),
    delete: (topic, field) =>
      write(() => {
        forget.run(topic, field);
      }),
    lease: (name, holder, ttlMs) =>
      write(() => {
        const held = read(LEASES, name);
        if (held !== undefined && held !== holder) return false;
        if (ttlMs > 0) keep(LEASES, name, holder, ttlMs);
        else forget.run(LEASES, name);
        return true;
      }),
  };
}
