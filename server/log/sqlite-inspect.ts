/**
 * Looks a log's file over before it is opened for writing, so that a damaged one is left exactly as it was found.
 * What can still be read is written out beside it; a person decides what happens next.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { CHAIN_START, chainHash, hashContent } from './chain.ts';
import { CorruptStore } from './log.ts';
import { sqliteCode, SQLITE_CORRUPT, SQLITE_NOTADB } from './sqlite-driver.ts';
import type { OpenSqlite, SqliteDatabase } from './sqlite-driver.ts';
import { rescueEntries } from './sqlite-rescue.ts';
import type { StoredRow } from './sqlite-rescue.ts';
import { APPLICATION_ID, hasTables, LAYOUT } from './sqlite-table.ts';

/** How many entries at the end are checked against the chain; all of a long log would hold up every start. */
const CHECKED_TAIL = 2_000;

/** @throws {CorruptStore} naming the file, what is wrong with it and what was saved. */
export function inspectFile(file: string, open: OpenSqlite): void {
  if (!existsSync(file) || statSync(file).size === 0) return;

  // Attached, as a detached file is let go at once: `close()` of the package keeps a file, and the locks of its
  // write-ahead log, until every statement is collected, and after a crash nobody could open it for writing.
  const db = open(':memory:', { readOnly: true });
  try {
    db.prepare('ATTACH ? AS looked').run(file);
    refuseForeign(file, db);
    const damage = findDamage(db);
    if (damage === undefined) return;
    throw new CorruptStore(describe(file, damage, rescueEntries(file, db)));
  } catch (cause) {
    const code = sqliteCode(cause);
    if (code !== SQLITE_NOTADB && code !== SQLITE_CORRUPT) throw cause;
    const damage = (cause as Error).message;
    throw new CorruptStore(describe(file, damage, rescueEntries(file, db)), { cause });
  } finally {
    if (isAttached(db)) db.exec('DETACH looked');
    db.close();
  }
}

function isAttached(db: SqliteDatabase): boolean {
  return db.prepare("SELECT 1 FROM pragma_database_list WHERE name = 'looked'").get() !== undefined;
}

function refuseForeign(file: string, db: SqliteDatabase): void {
  const { application_id: application } = db.prepare('PRAGMA looked.application_id').get() as {
    application_id: number;
  };
  const { user_version: layout } = db.prepare('PRAGMA looked.user_version').get() as { user_version: number };
  const { tables } = db.prepare('SELECT count(*) AS tables FROM looked.sqlite_schema').get() as {
    tables: number;
  };
  if (tables === 0 && application === 0) return;
  if (application !== APPLICATION_ID) {
    throw new CorruptStore(
      `${file} is a database of something else, not of the ticker; choose another DATA_DIR.`,
    );
  }
  if (layout !== LAYOUT) {
    throw new CorruptStore(
      `${file} has layout ${layout}, and this version of the ticker knows layout ${LAYOUT}; run the version that wrote it, or choose another DATA_DIR.`,
    );
  }
}

function findDamage(db: SqliteDatabase): string | undefined {
  const { quick_check: check } = db.prepare('PRAGMA looked.quick_check(1)').get() as { quick_check: string };
  if (check !== 'ok') return check.replace(/\s+/g, ' ').trim();
  if (!hasTables(db, 'looked')) return undefined;

  const { count, last } = db.prepare('SELECT count(*) AS count, max(n) AS last FROM entries').get() as {
    count: number;
    last: number | null;
  };
  if (count !== (last ?? 0)) return `${(last ?? 0) - count} of its ${last ?? 0} entries are missing`;
  if (db.prepare('SELECT epoch FROM history').all().length !== 1) return 'its epoch is missing';
  return findBrokenLink(db, Math.max(0, count - CHECKED_TAIL));
}

function findBrokenLink(db: SqliteDatabase, after: number): string | undefined {
  const rows = db.prepare('SELECT * FROM entries WHERE n >= ? ORDER BY n').all(after) as StoredRow[];
  let before = after === 0 ? CHAIN_START : rows.shift()?.hash;
  for (const { n, hash, content, contentHash } of rows) {
    if (chainHash(before ?? '', n, contentHash) !== hash)
      return `entry ${n} does not follow from the one before it`;
    if (content !== null && hashContent(content) !== contentHash)
      return `entry ${n} is not what was published`;
    before = hash;
  }
  return undefined;
}

function describe(
  file: string,
  damage: string,
  rescued: { count: number; file: string } | undefined,
): string {
  const saved = rescued
    ? `${rescued.count} entries could be read and are saved in ${basename(rescued.file)} beside it`
    : 'no entry could be read';
  return `${basename(file)} in DATA_DIR ${dirname(file)} is damaged: ${damage}. ${saved}. The file was left as it is: put a backup in its place, or move it away to start with an empty log.`;
}
