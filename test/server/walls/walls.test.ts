import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import { mergeWalls } from '../../../server/walls/wall-notes.ts';
import { RedisServer } from '../../redis-server.ts';
import type { StoreUnderTest } from '../log/log-contract.ts';
import { describeWalls } from './walls-contract.ts';

const logger = pino({ level: 'silent' });
let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
});
afterAll(() => redis.stop());

const common = { bytes: () => Buffer.alloc(0), notesKept: () => Promise.resolve(0) };

describeWalls('Redis', () => {
  const open = () => openRedisLog({ url: redis.url, logger });
  const remove = async () => {
    await redis.send('FLUSHALL');
  };
  const store: StoreUnderTest = { ...common, open, openBeside: open, remove };
  return Promise.resolve(store);
});

describeWalls('SQLite', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ticker-walls-'));
  const store: StoreUnderTest = {
    ...common,
    open: () => openSqliteLog({ file: join(dir, 'ticker.db'), logger }),
    openBeside: (log) => Promise.resolve(log),
    remove: () => {
      rmSync(dir, { recursive: true });
      return Promise.resolve();
    },
  };
  return Promise.resolve(store);
});

it('two screens of one name: what was said last holds, and the older first sight', () => {
  const known = { version: '1', sections: ['sport'], firstSeenAt: 10, contactAt: 20, flippedAt: 25 };
  const older = {
    name: 'A',
    version: '2',
    sections: ['binnenland'],
    contactAt: 40,
    flippedAt: 35,
    screens: 1,
  };
  const newer = { name: 'A', version: '3', sections: [], contactAt: 50, screens: 2 };
  const merged = mergeWalls(new Map([['A', known]]), [newer, older]);
  expect(merged).toEqual([
    { name: 'A', version: '3', sections: [], firstSeenAt: 10, contactAt: 50, flippedAt: 35, screens: 3 },
  ]);
});
