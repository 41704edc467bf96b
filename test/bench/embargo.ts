/**
 * How late the last of 500 embargoes goes out that end in the same second, by the store's own clock; beside the same
 * store taking 500 plain appends that nobody had to wait for.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createNewsroom } from '../../server/desk/newsroom.ts';
import type { Content, Log } from '../../server/log/log.ts';
import { openRedisLog } from '../../server/log/redis-log.ts';
import { openSqliteLog } from '../../server/log/sqlite-log.ts';
import { RedisServer } from '../redis-server.ts';
import type { Bench, Measure } from './measure.ts';
import { median } from './process.ts';

const EMBARGOES = 500;
const LATEST_MS = 250;
/** From the first embargo set to their time, at least. */
const LEAD_MS = 5000;
const logger = pino({ level: 'silent' });

export const bench: Bench = async ({ quick }) => {
  const rounds = quick ? 2 : 7;
  return [...(await benchSqlite(rounds)), ...(await benchRedis(rounds))];
};

async function benchSqlite(rounds: number): Promise<Measure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'ticker-bench-'));
  try {
    const log = await openSqliteLog({ file: join(dir, 'ticker.db'), logger });
    return await measureStore(log, 'SQLite', rounds);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function benchRedis(rounds: number): Promise<Measure[]> {
  const redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  try {
    const log = await openRedisLog({ url: redis.url, logger });
    return await measureStore(log, 'Redis', rounds);
  } finally {
    await redis.stop();
  }
}

interface Lateness {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

async function measureStore(log: Log, store: string, rounds: number): Promise<Measure[]> {
  const released: Lateness[] = [];
  const plain: number[] = [];
  const newsroom = createNewsroom({ log, logger });
  // One round to warm up, and then in turns with the yardstick: machines drift.
  for (let round = 0; round <= rounds; round += 1) {
    const lateness = await releaseTogether(log, `r${round}`);
    const bare = await appendTogether(log, `b${round}`);
    if (round === 0) continue;
    released.push(lateness);
    plain.push(bare);
  }
  await newsroom.close();
  await log.close();

  const yardstick = {
    name: `${EMBARGOES} plain appends at once, the last acknowledged`,
    value: round(median(plain)),
  };
  const of = (part: keyof Lateness) => round(median(released.map((one) => one[part])));
  const worst = round(Math.max(...released.map(({ max }) => max)));
  return [
    {
      name: `${EMBARGOES} embargoes of the same second on ${store}: the last one's lateness by the store's clock`,
      value: worst,
      unit: 'ms',
      yardstick,
      bound: { of: 'value', atMost: LATEST_MS },
      note: `${store}: the worst of ${rounds} rounds; medians of the rounds: p50 ${of('p50')}, p99 ${of('p99')}, max ${of('max')} ms`,
    },
  ];
}

/** Sets the embargoes, and waits until the log has every one of them. */
async function releaseTogether(log: Log, prefix: string): Promise<Lateness> {
  const { epoch, n } = await log.head();
  const until = Math.ceil((log.now() + LEAD_MS) / 1000) * 1000;
  const contents = Array.from({ length: EMBARGOES }, (_, i) => contentOf(`${prefix}-${i}`));
  await Promise.all(contents.map((content) => log.waiting.put({ content, version: 1, until, by: 'bench' })));
  if (log.now() > until - 100) throw new Error('the embargoes took longer to set than they were to last');
  const lateness: number[] = [];
  await new Promise<void>((resolve) => {
    const stop = log.follow(
      { epoch, n },
      {
        entries(entries) {
          lateness.push(...entries.map(({ at }) => at - until));
          if (lateness.length < EMBARGOES) return;
          stop();
          resolve();
        },
        reset(reason) {
          throw new Error(`the log was rewritten: ${reason}`);
        },
      },
    );
  });
  if (lateness.length !== EMBARGOES)
    throw new Error(`${EMBARGOES} embargoes made ${lateness.length} entries`);
  lateness.sort((a, b) => a - b);
  const [first = NaN] = lateness;
  if (!(first >= 0)) throw new Error(`an embargo was released ${-first} ms before its time`);
  const at = (share: number) => lateness[Math.ceil(EMBARGOES * share) - 1] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** ms until the last is acknowledged. */
async function appendTogether(log: Log, prefix: string): Promise<number> {
  const from = performance.now();
  await Promise.all(
    Array.from({ length: EMBARGOES }, (_, i) =>
      log.append({ kind: 'dispatch', version: 1, content: contentOf(`${prefix}-${i}`) }),
    ),
  );
  return performance.now() - from;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** About 600 B, as a card on the wire is. */
function contentOf(id: string): Content {
  const lead = 'De uitslag van de aanbesteding blijft tot het afgesproken uur onder embargo. ';
  return {
    id,
    section: 'economie',
    title: `Provincie kiest een aannemer voor de nieuwe sluis (${id})`,
    dateline: { places: ['ZWOLLE'], agencies: ['TST'], raw: 'ZWOLLE (TST)' },
    lead: lead.repeat(4).trim(),
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    body: [],
  };
}
