import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import { describeLog } from './log-contract.ts';

const logger = pino({ level: 'silent' });

describeLog('SQLite', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ticker-sqlite-'));
  return Promise.resolve({
    open: () => openSqliteLog({ file: join(dir, 'ticker.db'), logger }),
    bytes: () => Buffer.concat(readdirSync(dir).map((name) => readFileSync(join(dir, name)))),
    remove: () => {
      rmSync(dir, { recursive: true });
      return Promise.resolve();
    },
  });
});
