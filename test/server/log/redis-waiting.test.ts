/** The waiting room where Redis, or a process, fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../server/log/log.ts';
import { openRedisLog } from '../../../server/log/redis-log.ts';
import { RedisServer } from '../../redis-server.ts';
import { Collector } from './collector.ts';
import { content, keep, numbersTo, publish, readWhole, release, withdraw } from './proposals.ts';

const logger = pino({ level: 'silent' });
const HOUR = 3_600_000;
const TEST_MS = 45_000;
const NOTICED_MS = 10_000;

let redis: RedisServer;
let logs: Log[];
const open = async (): Promise<Log> => {
  const log = await openRedisLog({ url: redis.url, logger });
  logs.push(log);
  return log;
};
const start = async (settings: readonly string[] = ['--appendonly', 'yes', '--appendfsync', 'always']) => {
  redis = await RedisServer.start({ settings });
};
/** What the log told its listener last, and how often. */
const listen = (log: Log) => {
  const told: (number | undefined)[] = [];
  log.waiting.onChange(({ nextDue }) => told.push(nextDue));
  return told;
};
const waitingIn = (log: Log) =>
  log.waiting.list().then(
    (waiting) => waiting.map(({ id, revision }) => `${id} ${revision}`).sort(),
    () => [],
  );
/** So long that what was told has also been remembered. */
const remembered = async (log: Log) => {
  const told = listen(log);
  await expect.poll(() => told.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
};

beforeEach(() => {
  logs = [];
});
afterEach(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await redis.stop();
});

describe('three processes that release the same, one of them killed on the way', () => {
  it('publish each once, and nothing waits any more', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    const until = log.now() - 1;
    await Promise.all(numbersTo(300).map((i) => log.waiting.put(keep(`id-${i}`, { until }))));
    const script = fileURLToPath(new URL('release-until-killed.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, redis.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = 0;
    for await (const _ of createInterface({ input: child.stdout })) {
      said += 1;
      if (said === 20) child.kill('SIGKILL');
    }
    if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    const both = [log, await open()];
    await Promise.all(
      both.map(async (one) => {
        for (const waiting of await one.waiting.list()) await one.append(release(waiting, { due: true }));
      }),
    );
    const ids = (await readWhole(log)).map(({ id }) => id);
    expect(ids).toHaveLength(300);
    expect(new Set(ids).size).toBe(300);
    expect(await waitingIn(log)).toEqual([]);
    for (const id of ids) expect(await log.waiting.acts(id)).toHaveLength(2);
  });
});

describe('a Redis that goes away and comes back', () => {
  it('tells listeners again, and has all that waited', { timeout: TEST_MS }, async () => {
    await start();
    const [log, other] = [await open(), await open()];
    const told = listen(log);
    const until = log.now() + HOUR;
    await other.waiting.put(keep('a', { until }));
    await expect.poll(() => told.at(-1)).toBe(until);
    const before = told.length;
    await redis.kill();
    await expect.poll(() => log.health().writable, { timeout: NOTICED_MS }).toBe(false);
    await redis.start();
    await expect.poll(() => told.length, { timeout: NOTICED_MS }).toBeGreaterThan(before);
    expect(told.at(-1)).toBe(until);
    await expect.poll(() => waitingIn(other), { timeout: NOTICED_MS }).toEqual(['a 1']);
  });
});

describe('a Redis that lost what waits', () => {
  it('by FLUSHALL gets it back from a process that listened', { timeout: TEST_MS }, async () => {
    await start();
    const [log, other] = [await open(), await open()];
    const told = listen(log);
    const until = log.now() + HOUR;
    await log.append(publish('oud'));
    await log.append(withdraw('oud'));
    await log.waiting.put(keep('a', { until }));
    await log.waiting.put(keep('a', { until, title: 'Twee', source: 'anp' }));
    await other.waiting.put(keep('b'));
    await other.waiting.put(keep('oud', { restore: true }));
    await log.waiting.put(keep('weg', { until: until - 1 }));
    await expect.poll(() => told.at(-1)).toBe(until - 1);
    await remembered(log);
    await other.waiting.discard({ id: 'weg', by: 'noor' });
    await expect.poll(() => told.at(-1)).toBe(until);
    await remembered(log);

    await redis.send('FLUSHALL');
    await expect.poll(() => waitingIn(other), { timeout: NOTICED_MS }).toEqual(['a 2', 'b 1', 'oud 1']);
    await expect.poll(() => told.at(-1), { timeout: NOTICED_MS }).toBe(until);
    expect(await other.waiting.find('a')).toMatchObject({ until, source: 'anp', content: { title: 'Twee' } });
    await expect.poll(() => log.health().writable, { timeout: NOTICED_MS }).toBe(true);
    const restored = await other.waiting.find('oud');
    if (!restored) throw new Error('it waits');
    expect(await log.append(release(restored))).toMatchObject({ version: 3 });
    expect(await log.waiting.put(keep('a', { title: 'Drie' }))).toMatchObject({ revision: 3 });
  });

  it(
    'by an older dump: what was changed is back, what left does not come back',
    { timeout: TEST_MS },
    async () => {
      await start(['--appendonly', 'no']);
      const log = await open();
      const until = log.now() - 1;
      const told = listen(log);
      await log.append(publish('voor'));
      await log.waiting.put(keep('veranderd', { until: until + HOUR }));
      await log.waiting.put(keep('weggedaan', { until }));
      const due = await log.waiting.put(keep('vrijgegeven', { until }));
      await remembered(log);
      await redis.send('SAVE');
      await log.waiting.put(keep('veranderd', { until: until + 2 * HOUR }));
      await log.waiting.discard({ id: 'weggedaan', by: 'noor' });
      await log.append(release(due, { due: true }));
      await log.waiting.put(keep('nieuw'));
      await remembered(log);
      await redis.kill();
      await redis.start();

      await expect
        .poll(() => waitingIn(log), { timeout: NOTICED_MS, interval: 50 })
        .toEqual(['nieuw 1', 'veranderd 2']);
      await expect.poll(() => told.at(-1), { timeout: NOTICED_MS }).toBe(until + 2 * HOUR);
      expect((await log.read(0, 9)).map(({ id }) => id)).toEqual(['voor', 'vrijgegeven']);
      await expect(log.append(publish('weggedaan'))).rejects.toMatchObject({ reason: 'withdrawn' });
    },
  );
});

describe('a history with restores that Redis lost', () => {
  const tell = async (log: Log, after: (n: number) => Promise<void> = () => Promise.resolve()) => {
    const proposals = ['hersteld', 'weer-weg'].flatMap((id) => [
      publish(id, { lead: `eerste tekst van ${id}` }),
      withdraw(id, 'Reden een', 'eva'),
      publish(id, { lead: `tweede tekst van ${id}`, restore: true }),
    ]);
    for (const proposal of [...proposals, withdraw('weer-weg', 'Reden twee')])
      await after((await log.append(proposal)).n);
    return log.head();
  };
  const stood = async (log: Log) => {
    expect(await log.find('hersteld')).toMatchObject({
      ...{ kind: 'dispatch', version: 3, dispatch: { lead: 'tweede tekst van hersteld' } },
    });
    expect(await log.find('weer-weg')).toMatchObject({
      kind: 'withdrawal',
      version: 4,
      reason: 'Reden twee',
    });
    const entries = await log.read(0, 99);
    expect(JSON.stringify(entries)).not.toContain('eerste tekst');
    expect(JSON.stringify(entries)).not.toContain('tweede tekst van weer-weg');
    for (const id of ['hersteld', 'weer-weg'])
      expect(await log.entriesOf(id)).toContainEqual(
        expect.objectContaining({ kind: 'withdrawal', version: 2, reason: 'Reden een', by: 'eva' }),
      );
    await expect(log.append(publish('weer-weg', { version: 3 }))).rejects.toMatchObject({
      reason: 'withdrawn',
    });
  };
  it('whole: each stands as it stood', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    const { epoch, n } = await tell(log);
    const collector = new Collector(log, { epoch, n: 0 });
    await collector.until(n);
    await redis.send('FLUSHALL');
    await collector.untilReset();
    await stood(log);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'after entry %i, to an older dump: each stands as it stood',
    { timeout: TEST_MS },
    async (kept) => {
      await start(['--appendonly', 'no']);
      const log = await open();
      const collector = new Collector(log, { ...(await log.head()), n: 0 });
      const { n } = await tell(log, async (at) => {
        if (at === kept) await redis.send('SAVE');
      });
      await collector.until(n);
      await redis.kill();
      await redis.start();
      await collector.untilReset();
      await stood(log);
    },
  );

  it.each([2, 3, 5, 6])('entry %i alone: each stands as it stood', { timeout: TEST_MS }, async (lost) => {
    await start();
    const log = await open();
    const { epoch, n } = await tell(log);
    const collector = new Collector(log, { epoch, n: 0 });
    await collector.until(n);
    await redis.send('XDEL', '{ticker}:log', `${lost}-0`);
    await expect(log.read(0, 10)).rejects.toThrow();
    await collector.untilReset();
    await stood(log);
  });
});

describe('a release', () => {
  it('has the files written anew only for a text that is not published', { timeout: TEST_MS }, async () => {
    await start();
    const log = await open();
    const texts = async () => {
      const [, text = ''] = (await redis.send('HGET', '{ticker}:head', 'erasures')).split('\r\n');
      return Number(text);
    };
    await log.append(release(await log.waiting.put(keep('a'))));
    expect(await texts()).toBe(0);
    const waiting = await log.waiting.put(keep('b'));
    await log.append({ ...release(waiting), content: content('b', { title: 'Net' }) });
    expect(await texts()).toBe(1);
  });
});
