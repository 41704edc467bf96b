import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadSqlite } from '../../../server/log/sqlite-driver.ts';
import type { OpenSqlite, SqliteDatabase } from '../../../server/log/sqlite-driver.ts';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import { describeLog } from './log-contract.ts';
import type { StoreUnderTest } from './log-contract.ts';
import { describeNotes } from './notes-contract.ts';
import { describeWaiting } from './waiting-contract.ts';

const logger = pino({ level: 'silent' });

const createStore = (): Promise<StoreUnderTest> => {
  let db: SqliteDatabase | undefined;
  const dir = mkdtempSync(join(tmpdir(), 'ticker-sqlite-'));
  return Promise.resolve({
    open: async () => {
      const open = await loadSqlite();
      const openSqlite: OpenSqlite = (file, options) => (db = open(file, options));
      return openSqliteLog({ file: join(dir, 'ticker.db'), logger, openSqlite });
    },
    openBeside: (log) => Promise.resolve(log),
    bytes: () => Buffer.concat(readdirSync(dir).map((name) => readFileSync(join(dir, name)))),
    notesKept: () => {
      const { kept } = db?.prepare('SELECT count(*) AS kept FROM notes').get() as { kept: number };
      return Promise.resolve(kept);
    },
    remove: () => {
      rmSync(dir, { recursive: true });
      return Promise.resolve();
    },
  });
};

describeLog('SQLite', createStore);
describeWaiting('SQLite', createStore);
describeNotes('SQLite', createStore);
