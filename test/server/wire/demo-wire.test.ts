import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreAway, type Entry, type Log } from '../../../server/log/log.ts';
import { openLog } from '../../../server/log/open-log.ts';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { FIRST_BOARD_AGES, startDemoWire } from '../../../server/wire/demo-wire.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const logger = pino({ level: 'silent' });

let dataDir: string;
let log: Log;
/** Calls of the log that are under way: the wire's next step waits for them. */
let underWay: Set<Promise<unknown>>;
let isAway: boolean;
let stops: (() => void)[];

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    now: Date.parse('2026-03-04T09:30:00Z'),
  });
  dataDir = mkdtempSync(join(tmpdir(), 'demo-wire-'));
  log = await openLog({ dataDir, logger });
  underWay = new Set();
  isAway = false;
  stops = [];
});

afterEach(async () => {
  for (const stop of stops) stop();
  await settled();
  vi.useRealTimers();
  await log.close();
  rmSync(dataDir, { recursive: true });
});

describe('the demo wire', () => {
  test('fills a fresh log with a board from under a minute to two days old', async () => {
    await start();
    const ages = published(await entries()).map(({ publishedAt }) => log.now() - publishedAt);
    expect(ages).toHaveLength(FIRST_BOARD_AGES.length);
    expect(Math.min(...ages)).toBeLessThan(MINUTE);
    expect(Math.max(...ages)).toBeGreaterThan(48 * HOUR);
    expect(new Set((await entries()).map(({ section }) => section)).size).toBe(DEFAULT_SECTIONS.length);
    expect((await entries()).filter(({ section }) => section === 'buitenland').length).toBeGreaterThan(8);
  });

  test('publishes within a quarter of a minute, and then again every 20 to 60 seconds', async () => {
    await start();
    const before = (await entries()).length;
    await play(15 * SECOND);
    expect((await entries()).length).toBeGreaterThan(before);

    await play(HOUR);
    const firsts = (await entries()).slice(before).filter(({ version }) => version === 1);
    const pauses = firsts.slice(1).map((entry, index) => entry.at - (firsts[index]?.at ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(20 * SECOND);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60 * SECOND);
    expect(new Set(pauses).size).toBeGreaterThan(20);
  });

  test('updates, corrects with a note, and withdraws, each after its original', async () => {
    await start();
    await play(20 * MINUTE);
    const all = await entries();
    const signals = published(all).map(({ signal }) => signal);
    expect(signals).toContain('update');
    expect(signals).toContain('correction');
    expect(published(all).find(({ signal }) => signal === 'correction')?.note).toBeTruthy();
    const withdrawal = all.find(({ kind }) => kind === 'withdrawal');
    const original = all.find(({ id, version }) => id === withdrawal?.id && version === 1);
    expect(original?.n).toBeLessThan(withdrawal?.n ?? 0);
  });

  test('never runs out: a later round has ids and words of its own', async () => {
    await start();
    await play(2 * HOUR);
    const firsts = published(await entries()).filter(({ version }) => version === 1);
    const titles = firsts.map(({ title }) => title);
    expect(firsts.length).toBeGreaterThan(150);
    expect(new Set(firsts.map(({ id }) => id)).size).toBe(firsts.length);
    expect(new Set(titles).size).toBeGreaterThan(0.6 * titles.length);
  });

  test('goes on where it stopped when it is started again, and doubles nothing', async () => {
    const stop = await start();
    await play(3 * MINUTE);
    stop();
    const before = await entries();

    await start();
    expect(await entries()).toEqual(before);
    await play(3 * MINUTE);
    const firsts = (await entries()).filter(({ version }) => version === 1);
    expect(firsts.map(({ id }) => id)).toEqual(firsts.map((_, index) => `demo-${index + 1}`));
  });

  test('makes the board look alive again after hours of silence', async () => {
    const stop = await start();
    await play(MINUTE);
    stop();
    const before = (await entries()).length;
    vi.setSystemTime(Date.now() + 5 * HOUR);

    await start();
    const fresh = published((await entries()).slice(before));
    expect(fresh.length).toBeGreaterThan(10);
    expect(Math.max(...fresh.map(({ publishedAt }) => log.now() - publishedAt))).toBeLessThan(5 * HOUR);
  });

  test('says what it still owed before it was stopped', async () => {
    const stop = await start();
    stop();
    const firstBoard = new Set((await entries()).map(({ id }) => id));
    await start();
    await play(10 * MINUTE);
    const later = (await entries()).filter(({ id, version }) => firstBoard.has(id) && version > 1);
    expect(later.length).toBeGreaterThan(5);
  });

  test('goes on when the desk withdrew what it meant to correct', async () => {
    await start();
    const before = (await entries()).length;
    for (const { id } of await entries()) await log.append({ kind: 'withdrawal', id });
    await play(10 * MINUTE);
    const all = await entries();
    expect(all.slice(2 * before).length).toBeGreaterThan(8);
    expect(all.slice(2 * before).every(({ id }) => Number(id.replace('demo-', '')) > before)).toBe(true);
  });

  test('two of them on one log say each thing once', async () => {
    await start();
    await start();
    await play(10 * MINUTE);
    const said = (await entries()).map(({ id, version }) => `${id} ${version}`);
    expect(new Set(said).size).toBe(said.length);
  });

  test('waits while the log is away and goes on when it is back', async () => {
    isAway = true;
    await start();
    isAway = false;
    await play(MINUTE);
    const before = (await entries()).length;
    expect(before).toBeGreaterThanOrEqual(FIRST_BOARD_AGES.length);

    isAway = true;
    await play(5 * MINUTE);
    isAway = false;
    await play(2 * MINUTE);
    expect((await entries()).length).toBeGreaterThan(before);
  });

  test('is silent once it is stopped', async () => {
    const stop = await start();
    stop();
    const before = (await entries()).length;
    await play(10 * MINUTE);
    expect((await entries()).length).toBe(before);
  });

  test('keeps to the sections that there are', async () => {
    await start([{ id: 'sport', title: 'Sport' }]);
    await play(10 * MINUTE);
    expect(new Set((await entries()).map(({ section }) => section))).toEqual(new Set(['sport']));
  });

  test('stays silent where it has nothing for any section', async () => {
    await start([{ id: 'weer', title: 'Weer' }]);
    await play(10 * MINUTE);
    expect(await entries()).toEqual([]);
  });
});

async function start(sections = DEFAULT_SECTIONS): Promise<() => void> {
  const starting = startDemoWire({ log: watched(), sections, logger });
  const stop = await starting;
  stops.push(stop);
  return stop;
}

/** The real log, but we see what is under way, and it can be away. */
function watched(): Log {
  const watch = <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    return (...args: Args): Promise<Result> => {
      const running = isAway ? Promise.reject(new StoreAway('away')) : call(...args);
      const ended: Promise<unknown> = running.then(
        () => underWay.delete(ended),
        () => underWay.delete(ended),
      );
      underWay.add(ended);
      return running;
    };
  };
  return new Proxy(log, {
    get(target, name) {
      if (name === 'append') return watch(target.append.bind(target));
      if (name === 'find') return watch(target.find.bind(target));
      if (name === 'now') return () => Date.now();
      throw new Error(`the demo wire is not expected to use log.${String(name)}`);
    },
  });
}

async function settled(): Promise<void> {
  do {
    await Promise.all(underWay);
    await nextTurn();
  } while (underWay.size > 0);
}

/** Moves the time by hand, second by second, and lets the wire finish what each second starts. */
async function play(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += SECOND) {
    await vi.advanceTimersByTimeAsync(SECOND);
    await settled();
  }
}

async function entries(): Promise<Entry[]> {
  return log.read(0, 10_000);
}

function published(all: readonly Entry[]) {
  return all.flatMap((entry) => (entry.kind === 'dispatch' ? [entry.dispatch] : []));
}
