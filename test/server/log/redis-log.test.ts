import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { RedisServer } from '../../redis-server.ts';
import { describeLog } from './log-contract.ts';

const logger = pino({ level: 'silent' });
let redis: RedisServer;

beforeAll(async () => {
  redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
});
afterAll(() => redis.stop());

describeLog('Redis', () =>
  Promise.resolve({
    open: () => openRedisLog({ url: redis.url, logger }),
    bytes: () => {
      const files = readdirSync(redis.dir, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
    },
    remove: async () => {
      await redis.send('FLUSHALL');
    },
  }),
);
