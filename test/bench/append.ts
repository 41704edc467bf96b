/**
 * How many dispatches a second each log takes, pipelined and acknowledged on disk, beside the least code that
 * makes the same store keep the same bytes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createClient } from 'redis';
import type { Content, Log } from '../../server/log/log.ts';
import { openRedisLog } from '../../server/log/redis-log.ts';
import { loadSqlite } from '../../server/log/sqlite-driver.ts';
import { openSqliteLog } from '../../server/log/sqlite-log.ts';
import { RedisServer } from '../redis-server.ts';
import type { Bench, Measure } from './measure.ts';

/** So many are under way at a time. */
const OUTSTANDING = 200;
const AT_LEAST = 5_000;
const WARM_UP = 2_000;
const logger = pino({ level: 'silent' });

export const bench: Bench = async ({ quick }) => {
  const total = quick ? 4_000 : 40_000;
  return [await benchSqlite(total), await benchRedis(total)];
};

async function benchSqlite(total: number): Promise<Measure> {
  const dir = mkdtempSync(join(tmpdir(), 'ticker-bench-'));
  try {
    const log = await openSqliteLog({ file: join(dir, 'ticker.db'), logger });
    const value = await measureLog(log, total);
    await log.close();
    const yardstick = {
      name: `bare INSERTs, ${OUTSTANDING} to a COMMIT`,
      value: await bareSqlite(dir, total),
    };
    return describe('SQLite', value, yardstick, 'SQLite in WAL mode, synchronous=FULL');
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function benchRedis(total: number): Promise<Measure> {
  const redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  try {
    const log = await openRedisLog({ url: redis.url, logger });
    const value = await measureLog(log, total);
    await log.close();
    const yardstick = {
      name: `bare XADDs, ${OUTSTANDING} pipelined`,
      value: await bareRedis(redis.url, total),
    };
    return describe('Redis', value, yardstick, 'Redis with appendonly yes, appendfsync always');
  } finally {
    await redis.stop();
  }
}

function describe(
  store: string,
  value: number,
  yardstick: { name: string; value: number },
  setting: string,
): Measure {
  const size = Buffer.byteLength(JSON.stringify(card(0)));
  return {
    name: `dispatches appended to the log in ${store}, pipelined, acknowledged \`disk\``,
    value,
    unit: 'appends/s',
    yardstick,
    bound: { of: 'value', atLeast: AT_LEAST },
    note: `${setting}; ${OUTSTANDING} outstanding, ${size} B each; every answer was checked to say \`disk\``,
  };
}

async function measureLog(log: Log, total: number): Promise<number> {
  const append = async (i: number) => {
    const { ack } = await log.append({ kind: 'dispatch', version: 1, content: card(i) });
    if (ack !== 'disk')
      throw new Error(`an append was acknowledged \`${ack}\`, and the bench is of \`disk\``);
  };
  let next = 0;
  const stream = async (until: number) => {
    while (next < until) await append((next += 1));
  };
  const all = (until: number) => Promise.all(Array.from({ length: OUTSTANDING }, () => stream(until)));
  await all(WARM_UP);
  return rate(total, () => all(WARM_UP + total));
}

async function bareSqlite(dir: string, total: number): Promise<number> {
  const db = (await loadSqlite())(join(dir, 'bare.db'));
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n INTEGER PRIMARY KEY, content TEXT)',
  );
  const insert = db.prepare('INSERT INTO t (content) VALUES (?)');
  const perSecond = await rate(total, () => {
    for (let i = 0; i < total; i += 1) {
      if (i % OUTSTANDING === 0) db.exec('BEGIN');
      insert.run(JSON.stringify(card(i)));
      if (i % OUTSTANDING === OUTSTANDING - 1) db.exec('COMMIT');
    }
    return Promise.resolve();
  });
  db.close();
  return perSecond;
}

async function bareRedis(url: string, total: number): Promise<number> {
  const client = createClient({ url });
  await client.connect();
  let next = 0;
  const stream = async () => {
    while (next < total) await client.xAdd('bare', '*', { content: JSON.stringify(card((next += 1))) });
  };
  const perSecond = await rate(total, () => Promise.all(Array.from({ length: OUTSTANDING }, stream)));
  client.destroy();
  return perSecond;
}

async function rate(total: number, work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return Math.round((total / (performance.now() - from)) * 1_000);
}

/** About 600 B, as a card on the wire is. */
function card(i: number): Content {
  const lead =
    'Het college besloot gisteravond na lang beraad dat de brug over de vaart nog dit jaar open gaat. ';
  return {
    id: `bench-${i}`,
    section: 'regio',
    title: `Brug over de vaart gaat dit jaar nog open (${i})`,
    dateline: { places: ['ASSEN'], agencies: ['TST'], raw: 'ASSEN (TST)' },
    lead: lead.repeat(3).trim(),
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    body: [],
  };
}
