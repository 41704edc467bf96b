/** Saves what can still be read of a damaged log, an entry a line, and never the text of a withdrawn dispatch. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { hashContent } from './chain.ts';
import type { Row } from './held.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';

/** A row as the file has it: the epoch is kept once for all. */
export type StoredRow = Omit<Row, 'epoch' | 'late'> & { readonly late: 0 | 1 };

/** So many numbers in a row without an entry mean that the end was passed. */
const GIVE_UP_AFTER = 10_000;

/** @returns where the entries are and how many; undefined when none could be read. */
export function rescueEntries(file: string, db: SqliteDatabase): { count: number; file: string } | undefined {
  // Named after the damage, not after the attempt: a process that is restarted for ever saves it once.
  const time = statSync(file).mtime.toISOString().replace(/[:.]/g, '-');
  const rescued = `${file}.rescued-${time}.jsonl`;
  const rows = readRows(db);
  if (rows.length === 0) return undefined;
  if (existsSync(rescued)) return { count: rows.length, file: rescued };

  const withdrawals = rows.filter(({ kind }) => kind === 'withdrawal');
  const withdrawnAt = new Map(withdrawals.map(({ id, n }) => [id, n]));
  const lines = rows.map((row) => {
    const gone = row.kind === 'dispatch' && row.n < (withdrawnAt.get(row.id) ?? 0);
    const damaged = row.content !== null && hashContent(row.content) !== row.contentHash;
    return JSON.stringify({ ...row, content: gone ? null : row.content, ...(damaged && { damaged }) });
  });
  writeFileSync(rescued, `${lines.join('\n')}\n`);
  return { count: rows.length, file: rescued };
}

/** One look-up per entry: a damaged page then costs only the entries on it. */
function readRows(db: SqliteDatabase): StoredRow[] {
  const rows: StoredRow[] = [];
  try {
    const byNumber = db.prepare('SELECT * FROM entries WHERE n = ?');
    for (let n = 1, missing = 0; missing < GIVE_UP_AFTER; n += 1) {
      const row = readRow(() => byNumber.get(n));
      if (row) rows.push(row);
      missing = row ? 0 : missing + 1;
    }
  } catch {
    // Not even the list of tables can be read; there is nothing to save.
  }
  return rows;
}

function readRow(get: () => unknown): StoredRow | undefined {
  try {
    return get() as StoredRow | undefined;
  } catch {
    return undefined; // On a damaged page.
  }
}
