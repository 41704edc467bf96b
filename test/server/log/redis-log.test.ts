import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { RedisServer } from '../../redis-server.ts';
import { describeLog } from './log-contract.ts';
import type { StoreUnderTest } from './log-contract.ts';
import { describeNotes } from './notes-contract.ts';
import { describeWaiting } from './waiting-contract.ts';

const logger = pino({ level: 'silent' });
let redis: RedisServer;

beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
});
afterAll(() => redis.stop());

const createStore = (): Promise<StoreUnderTest> => {
  const open = () => openRedisLog({ url: redis.url, logger });
  return Promise.resolve({
    open,
    openBeside: open,
    bytes: () => {
      const files = readdirSync(redis.dir, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
    },
    notesKept: async () => {
      const count = `
        local kept = 0
        for _, key in ipairs(redis.call('KEYS', '{ticker}:notes:*')) do kept = kept + redis.call('HLEN', key) end
        return kept`;
      return Number((await redis.send('EVAL', count, '0')).slice(1));
    },
    remove: async () => {
      await redis.send('FLUSHALL');
    },
  });
};

describeLog('Redis', createStore);
describeWaiting('Redis', createStore);
describeNotes('Redis', createStore);
