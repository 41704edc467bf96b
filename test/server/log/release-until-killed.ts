/** A process that releases what is due, one after the other, and says each acknowledgement on standard output. */
import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { pino } from 'pino';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { release } from './proposals.ts';

const [, , url] = argv;
if (url === undefined) throw new Error('usage: release-until-killed.ts <url>');

const log = await openRedisLog({ url, logger: pino({ level: 'silent' }) });
for (const waiting of await log.waiting.list()) {
  // Several at a time, so that a kill falls in the middle of some.
  void log.append(release(waiting, { due: true })).then(({ id }) => writeSync(1, `${id}\n`));
  await new Promise(setImmediate);
}
