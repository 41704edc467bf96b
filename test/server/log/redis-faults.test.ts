import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreAway } from '../../../server/log/log.ts';
import type { Appended, Entry, Log } from '../../../server/log/log.ts';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { RedisServer } from '../../redis-server.ts';
import { freePort } from '../../tools.ts';
import { Collector } from './collector.ts';
import { elementAt, numbersTo, publish, readWhole, withdraw } from './proposals.ts';

const logger = pino({ level: 'silent' });
/** What the design promises, and a second of grace for a busy machine. */
const NOTICED_MS = 10_000;
const TEST_MS = 45_000;

let redis: RedisServer;
let logs: Log[];
const open = async (url = redis.url): Promise<Log> => {
  const log = await openRedisLog({ url, logger });
  logs.push(log);
  return log;
};
const start = async (settings: readonly string[] = ['--appendonly', 'yes', '--appendfsync', 'always']) => {
  redis = await RedisServer.start({ settings });
};
const writable = (log: Log, expected: boolean) =>
  expect.poll(() => log.health().writable, { timeout: NOTICED_MS, interval: 100 }).toBe(expected);
const versionsOf = (entries: readonly Entry[]) => entries.map(({ id, version }) => `${id} ${version}`);

beforeEach(() => {
  logs = [];
});
afterEach(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await redis.stop();
});

describe('a Redis that is frozen', () => {
  it('fails a publish fast, is noticed, and is used again when it thaws', { timeout: TEST_MS }, async () => {
    await start();
    const [log, other] = [await open(), await open()];
    const { epoch } = await log.append(publish('voor', { version: 1 }));
    const collector = new Collector(log, { epoch, n: 0 });

    redis.freeze();
    const asked = performance.now();
    await expect(log.append(publish('tijdens', { version: 1 }))).rejects.toBeInstanceOf(StoreAway);
    expect(performance.now() - asked).toBeLessThan(3_000);
    await writable(log, false);
    await writable(other, false);
    expect(log.health().trouble).toContain('Redis');
    const { asOf } = log.health();
    expect(log.now() - asOf).toBeGreaterThan(0);

    redis.thaw();
    await writable(log, true);
    await writable(other, true);
    await log.append(publish('tijdens', { version: 1 }));
    const { n } = await other.append(publish('erna', { version: 1 }));
    await collector.until(n);
    expect(versionsOf(collector.told)).toEqual(['voor 1', 'tijdens 1', 'erna 1']);
    expect(collector.resets).toEqual([]);
    expect(log.health().asOf).toBeGreaterThan(asOf);
  });
});

describe('a Redis that is killed and restarted', () => {
  it(
    'loses nothing that was acknowledged `disk`, and nobody has to start over',
    { timeout: TEST_MS },
    async () => {
      await start();
      const log = await open();
      const collector = new Collector(log, { epoch: (await log.head()).epoch, n: 0 });
      const { acknowledged, stop } = publishOn(log);
      await collector.until(200);
      await redis.kill();
      await writable(log, false);
      await redis.start();
      await writable(log, true);
      await collector.until((await log.append(publish('erna'))).n);
      await stop();

      const held = new Map((await readWhole(log)).map(({ n, id }) => [n, id]));
      for (const { n, id, ack } of acknowledged) expect([held.get(n), ack]).toEqual([id, 'disk']);
      await collector.until((await log.head()).n);
      expect(collector.numbers).toEqual(numbersTo((await log.head()).n));
      expect(collector.resets).toEqual([]);
    },
  );
});

describe('history that was rewritten', () => {
  it(
    'by FLUSHALL under load: a new epoch, everything remembered is back, followers start over',
    { timeout: TEST_MS },
    async () => {
      await start();
      const log = await open();
      const { epoch } = await log.head();
      const collector = new Collector(log, { epoch, n: 0 });
      await log.append(publish('ingetrokken', { lead: 'mag niet terug' }));
      await log.append(withdraw('ingetrokken', 'Onjuist'));
      const before = await log.append(publish('oud', { publishedAt: 1_000 }));
      const [old] = await log.read(before.n - 1, 1);

      const { acknowledged, stop } = publishOn(log);
      await collector.until(300);
      await redis.send('FLUSHALL');
      await collector.untilReset();
      await writable(log, true);
      const after = await log.head();
      expect(after.epoch).not.toBe(epoch);
      await log.append(publish('erna'));
      await stop();

      const entries = await readWhole(log);
      const held = versionsOf(entries);
      expect(new Set(held).size).toBe(held.length);
      for (const { id, version } of acknowledged) expect(held).toContain(`${id} ${version}`);
      expect(await log.find('ingetrokken')).toMatchObject({
        kind: 'withdrawal',
        version: 2,
        reason: 'Onjuist',
      });
      await expect(log.append(publish('ingetrokken', { version: 5 }))).rejects.toMatchObject({
        reason: 'withdrawn',
      });
      const back = await log.find('oud');
      expect(back).toMatchObject({ at: old?.at, dispatch: { publishedAt: 1_000, updatedAt: 1_000 } });
      const again = new Collector(log, { epoch: after.epoch, n: 0 });
      await again.until(entries.length);
      expect(again.numbers.slice(0, entries.length)).toEqual(numbersTo(entries.length));
    },
  );

  it(
    'by an older dump that lost a withdrawal: the withdrawal is back before its text is read',
    { timeout: TEST_MS },
    async () => {
      await start(['--appendonly', 'no']);
      const log = await open();
      const { epoch } = await log.head();
      await log.append(publish('a', { lead: 'dit moest weg' }));
      await log.append(publish('b'));
      await redis.send('SAVE');
      await log.append(withdraw('a'));
      const { n } = await log.append(publish('c'));
      const collector = new Collector(log, { epoch, n: 0 });
      await collector.until(n);
      await redis.kill();
      await redis.start();
      await collector.untilReset();

      expect(await log.find('a')).toMatchObject({ kind: 'withdrawal', version: 2 });
      const entries = await readWhole(await open());
      expect(JSON.stringify(entries)).not.toContain('dit moest weg');
      expect(versionsOf(entries).sort()).toEqual(['a 1', 'a 2', 'b 1', 'c 1']);
      expect((await log.head()).epoch).not.toBe(epoch);
    },
  );

  it(
    'is not published upon: what contradicts a lost withdrawal is refused all the same',
    { timeout: TEST_MS },
    async () => {
      await start(['--appendonly', 'no']);
      const log = await open();
      const { epoch } = await log.append(publish('a'));
      await redis.send('SAVE');
      const collector = new Collector(log, { epoch, n: 0 });
      await log.append(withdraw('a'));
      await collector.until(2);
      await redis.kill();
      await redis.start();
      // At once, as soon as the log reaches the older Redis; in its own words the text is live.
      for (;;) {
        const outcome: unknown = await log
          .append(publish('a', { version: 3 }))
          .catch((error: unknown) => error);
        if (outcome instanceof StoreAway) {
          await nextTurn();
          continue;
        }
        expect(outcome).toMatchObject({ reason: 'withdrawn' });
        break;
      }
    },
  );

  it('is healed by two processes at once without doubles, in one epoch', { timeout: TEST_MS }, async () => {
    await start(['--appendonly', 'no']);
    const both = [await open(), await open(), await open()];
    const { epoch } = await elementAt(both, 0).head();
    await Promise.all(
      numbersTo(300).map((i) => elementAt(both, i % 3).append(publish(`id-${i}`, { version: 1 }))),
    );
    await elementAt(both, 0).append(withdraw('id-7'));
    const collectors = both.map((log) => new Collector(log, { epoch, n: 0 }));
    await Promise.all(collectors.map((collector) => collector.until(301)));
    await redis.send('FLUSHALL');
    await Promise.all(collectors.map((collector) => collector.untilReset()));
    for (const log of both) await writable(log, true);

    const heads = await Promise.all(both.map((log) => log.head()));
    expect(new Set(heads.map((head) => head.epoch)).size).toBe(1);
    expect(heads[0]?.epoch).not.toBe(epoch);
    const entries = await readWhole(elementAt(both, 0));
    expect(await readWhole(elementAt(both, 1))).toEqual(entries);
    const held = versionsOf(entries);
    expect(new Set(held).size).toBe(held.length);
    // The text of the withdrawn one is not in anybody's memory any more; its withdrawal is.
    expect(held).toHaveLength(300);
    expect(await elementAt(both, 2).find('id-7')).toMatchObject({ kind: 'withdrawal' });
    const again = both.map((log) => new Collector(log, { ...elementAt(heads, 0), n: 0 }));
    const { n } = await elementAt(both, 1).append(publish('erna'));
    for (const collector of again) {
      await collector.until(n);
      expect(collector.numbers).toEqual(numbersTo(n));
    }
  });

  it('in the middle: a missing entry is never skipped in silence', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    const { epoch } = await log.head();
    for (const id of ['a', 'b', 'c']) await log.append(publish(id));
    const collector = new Collector(log, { epoch, n: 3 });
    await redis.send('XDEL', '{ticker}:log', '2-0');
    await expect(log.read(0, 10)).rejects.toBeInstanceOf(StoreAway);
    await collector.untilReset();
    expect((await log.read(0, 10)).map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  });

  it('or a text that was lost is brought back', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    const { epoch } = await log.head();
    await log.append(publish('a'));
    const collector = new Collector(log, { epoch, n: 0 });
    await collector.until(1);
    await redis.send('DEL', '{ticker}:texts');
    await collector.untilReset();
    expect(await log.find('a')).toMatchObject({ kind: 'dispatch', id: 'a' });
  });

  it('keeps the clock of labels: now() goes on', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    const before = log.now();
    await redis.send('FLUSHALL');
    await log.append(publish('a'));
    expect(log.now()).toBeGreaterThanOrEqual(before);
    expect(Math.abs(log.now() - Date.now())).toBeLessThan(1_000);
  });
});

describe('a Redis that does not take writes', () => {
  it(
    'as a replica: publishing fails, is said, and works again on a primary',
    { timeout: TEST_MS },
    async () => {
      await start();
      const log = await open();
      await log.append(publish('a'));
      await redis.send('REPLICAOF', '127.0.0.1', String(await freePort()));
      await expect(log.append(publish('b'))).rejects.toBeInstanceOf(StoreAway);
      expect(log.health()).toMatchObject({
        writable: false,
        trouble: expect.stringContaining('READONLY') as unknown,
      });
      await redis.send('REPLICAOF', 'NO', 'ONE');
      await writable(log, true);
      expect(await log.append(publish('b'))).toMatchObject({ n: 2 });
    },
  );

  it('as its memory is full: the same', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    await redis.send('CONFIG', 'SET', 'maxmemory', '1');
    await expect(log.append(publish('a'))).rejects.toBeInstanceOf(StoreAway);
    expect(log.health()).toMatchObject({
      writable: false,
      trouble: expect.stringContaining('OOM') as unknown,
    });
    await redis.send('CONFIG', 'SET', 'maxmemory', '0');
    await writable(log, true);
    expect(await log.append(publish('a'))).toMatchObject({ n: 1, repeated: false });
  });
});

describe('a tail that hangs', () => {
  it('is rebuilt when the head runs away from it', { timeout: TEST_MS }, async () => {
    await start();
    const wire = await Wire.to(redis.port);
    const log = await open(wire.url);
    const { epoch } = await log.append(publish('a'));
    const collector = new Collector(log, { epoch, n: 0 });
    await collector.until(1);
    wire.cut(1);
    const { n } = await log.append(publish('b'));
    await collector.until(n);
    expect(collector.numbers).toEqual([1, 2]);
    expect(collector.resets).toEqual([]);
    await log.close();
    await wire.close();
  });
});

describe('opening', () => {
  it('warns, a sentence each, of what this Redis does not promise, and acknowledges `memory`', async () => {
    await start(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    const said: string[] = [];
    const listening = pino(
      { level: 'warn' },
      { write: (line: string) => said.push((JSON.parse(line) as { msg: string }).msg) },
    );
    const log = await openRedisLog({ url: redis.url, logger: listening });
    logs.push(log);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('append-only');
    expect(said[1]).toContain('allkeys-lru');
    expect((await log.append(publish('a'))).ack).toBe('memory');
  });

  it('says in one sentence that there is no Redis, without the password', async () => {
    await start();
    const url = `redis://naam:geheim@127.0.0.1:${await freePort()}`;
    const error: unknown = await openRedisLog({ url, logger }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreAway);
    expect(String(error)).toMatch(/REDIS_URL: no Redis can be reached at 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
    expect(String(error)).not.toContain('geheim');
  });
});

/** Publishes without end, ten at a time, until stopped. */
function publishOn(log: Log): { acknowledged: Appended[]; stop: () => Promise<void> } {
  const acknowledged: Appended[] = [];
  let stopped = false;
  const publishing = (async () => {
    for (let i = 0; !stopped; i += 1) {
      const group = numbersTo(10).map((k) => log.append(publish(`${i}-${k}`, { version: 1 })));
      for (const outcome of await Promise.allSettled(group)) {
        if (outcome.status === 'fulfilled') acknowledged.push(outcome.value);
      }
      // A log that refuses at once would otherwise keep the process from hearing that Redis is back.
      await nextTurn();
    }
  })();
  const stop = () => {
    stopped = true;
    return publishing;
  };
  return { acknowledged, stop };
}

/** A wire to Redis of which single connections can be made to hang, as behind a router that forgot them. */
class Wire {
  readonly #server: Server;
  readonly #pairs: [Socket, Socket][] = [];

  private constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      this.#pairs.push([near, far]);
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) socket.on('error', () => undefined); // Ends with the test.
    });
  }

  static async to(port: number): Promise<Wire> {
    const wire = new Wire(port);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  get url(): string {
    const address = this.#server.address();
    return `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  /** The connection stays open, and nothing passes any more. */
  cut(index: number): void {
    const [near, far] = this.#pairs[index] ?? [];
    if (!near || !far) throw new Error(`there is no connection ${index}`);
    near.unpipe(far);
    far.unpipe(near);
  }

  async close(): Promise<void> {
    for (const socket of this.#pairs.flat()) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
