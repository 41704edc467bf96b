/** A process that publishes to the log in a folder without end, and says each acknowledgement on standard output. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pino } from 'pino';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import { publish } from './proposals.ts';

const [, , dir, run] = argv;
if (dir === undefined || run === undefined) throw new Error('usage: append-until-killed.ts <folder> <run>');

const log = await openSqliteLog({ file: join(dir, 'ticker.db'), logger: pino({ level: 'silent' }) });
for (let round = 0; ; round += 1) {
  const appends = Array.from({ length: 20 }, async (_, i) => {
    const { id, n } = await log.append(publish(`${run}-${round}-${i}`));
    // At once and whole: what is said before the kill was acknowledged before the kill.
    writeSync(1, `${n} ${id}\n`);
  });
  await Promise.all(appends);
}
