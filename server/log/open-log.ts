/** Opens the log that the settings ask for: Redis where there is one to share, else a file of our own. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Log } from './log.ts';

export interface LogOptions {
  /** `redis://…`; unset: the embedded store. */
  readonly redisUrl?: string;
  /** Where the embedded store lives. */
  readonly dataDir: string;
  readonly logger: Logger;
}

/** @throws when the store cannot be opened, in one sentence; {@link CorruptStore} when it is damaged. */
export async function openLog({ redisUrl, dataDir, logger }: LogOptions): Promise<Log> {
  // Each is loaded only where it is used: a node with Redis needs no SQLite.
  if (redisUrl !== undefined) {
    const { openRedisLog } = await import('./redis-log.ts');
    return openRedisLog({ url: redisUrl, logger });
  }
  const { openSqliteLog } = await import('./sqlite-log.ts');
  return openSqliteLog({ file: join(dataDir, 'ticker.db'), logger });
}
