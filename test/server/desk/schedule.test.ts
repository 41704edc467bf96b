import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNewsroom, type Newsroom } from '../../../server/desk/newsroom.ts';
import { Refusal, StoreAway, type Content, type Log, type Waiting } from '../../../server/log/log.ts';
import { openSqliteLog } from '../../../server/log/sqlite-log.ts';
import { alterLog } from '../http/altered-log.ts';
import { temporaryFolder } from '../http/running-app.ts';
import { MemoryLog } from '../memory-log.ts';

const SECRET = 'Roerdomp gezien';

let logged = '';
const logger = pino(
  { level: 'trace' },
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  }),
);

describe("the embargo's clock", () => {
  let dataDir: string;
  let log: Log;
  let newsroom: Newsroom | undefined;
  beforeEach(async () => {
    logged = '';
    dataDir = await temporaryFolder();
    log = await openSqliteLog({ file: join(dataDir, 'ticker.db'), logger: pino({ level: 'silent' }) });
  });
  afterEach(async () => {
    await newsroom?.close();
    await log.close();
    await rm(dataDir, { recursive: true });
  });

  it('tries again until a store that was away has taken it', async () => {
    let refusals = 5;
    const away = alterLog(log, {
      append: (proposal: Parameters<Log['append']>[0]) => {
        if ((refusals -= 1) >= 0)
          return Promise.reject(new StoreAway(`cannot append ${JSON.stringify(proposal)}`));
        return log.append(proposal);
      },
    });
    await log.waiting.put(waitingFor('weg', log.now()));
    newsroom = createNewsroom({ log: away, logger });
    await expect
      .poll(() => log.find('weg'), { timeout: 3000 })
      .toMatchObject({ kind: 'dispatch', version: 1 });
    expect(refusals).toBeLessThan(0);
    expect(await log.waiting.list()).toEqual([]);
    expect(logged).not.toContain(SECRET);
  });

  it('one that fails does not keep back the others, and nothing of it reaches a log line', async () => {
    let failing = true;
    const broken = alterLog(log, {
      append: (proposal: Parameters<Log['append']>[0]) => {
        if (failing && proposal.kind === 'dispatch' && proposal.content.id === 'stuk') {
          return Promise.reject(new TypeError(`cannot handle ${JSON.stringify(proposal)}`));
        }
        return log.append(proposal);
      },
    });
    const until = log.now();
    for (const id of ['stuk', 'heel', 'gaaf']) await log.waiting.put(waitingFor(id, until));
    newsroom = createNewsroom({ log: broken, logger });
    await expect.poll(async () => (await log.waiting.list()).map(({ id }) => id)).toEqual(['stuk']);
    await expect.poll(() => logged).toContain('TypeError');
    failing = false;
    await expect.poll(() => log.find('stuk')).toMatchObject({ kind: 'dispatch' });
    expect(logged).not.toMatch(/Roerdomp|stuk/);
  });

  it('leaves to the desk, with the reason, what a newer version has overtaken', async () => {
    const until = log.now() + 60;
    await log.waiting.put({ ...waitingFor('ingehaald', until), version: 2, source: 'anp' });
    await log.append({ kind: 'dispatch', version: 3, content: contentOf('ingehaald', 'Wat er staat') });
    newsroom = createNewsroom({ log, logger });
    await expect
      .poll(() => log.waiting.find('ingehaald'))
      .toMatchObject({
        trouble: 'Niet verschenen toen het embargo afliep: versie 3 was al gepubliceerd.',
        content: { title: SECRET },
        source: 'anp',
        by: 'chef',
      });
    expect(await log.waiting.find('ingehaald')).not.toHaveProperty('until');
    expect(await log.find('ingehaald')).toMatchObject({ version: 3, dispatch: { title: 'Wat er staat' } });
    expect(await log.head()).toMatchObject({ n: 1 });
    expect(logged).toContain('left to the desk');
    expect(logged).not.toMatch(/Roerdomp|ingehaald/);
  });

  it('releases what became due together without waiting for one another', async () => {
    let atOnce = 0;
    let most = 0;
    const counted = alterLog(log, {
      append: async (proposal: Parameters<Log['append']>[0]) => {
        most = Math.max(most, (atOnce += 1));
        const appended = await log.append(proposal);
        atOnce -= 1;
        return appended;
      },
    });
    const until = log.now();
    await Promise.all(Array.from({ length: 600 }, (_, i) => log.waiting.put(waitingFor(`nr-${i}`, until))));
    newsroom = createNewsroom({ log: counted, logger });
    await expect.poll(() => log.head(), { timeout: 5000 }).toMatchObject({ n: 600 });
    expect(most).toBe(500);
  });

  it('ends the releases under way before it closes', async () => {
    const until = log.now();
    for (let i = 0; i < 50; i += 1) await log.waiting.put(waitingFor(`nr-${i}`, until));
    newsroom = createNewsroom({ log, logger });
    await new Promise(setImmediate);
    await newsroom.close();
    const { n } = await log.head();
    expect((await log.waiting.list()).length).toBe(50 - n);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await log.head()).n).toBe(n);
  });
});

describe('by a clock moved by hand', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) }));
  afterEach(() => vi.useRealTimers());

  it.each([
    ['a second', 1000],
    ['a day', 86_400_000],
    ['longer than a timer can', 2 ** 31 + 12_345],
  ])('waits %s, and not a ms less or more', async (_what, ms) => {
    const { log, released } = ticking();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const until = log.now() + ms;
    log.waits = [{ ...waitingFor('lang', until), id: 'lang', revision: 1, at: 0 }];
    const newsroom = createNewsroom({ log, logger });
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(released).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(released).toEqual([until]);
    // A longer one fires at once.
    expect(timers.mock.calls.every(([, delay]) => (delay ?? 0) < 2 ** 31)).toBe(true);
    await newsroom.close();
  });

  it('hears of a nearer time while it waits for a later one', async () => {
    const { log, released } = ticking();
    const start = log.now();
    log.waits = [{ ...waitingFor('laat', start + 50_000), id: 'laat', revision: 1, at: 0 }];
    const newsroom = createNewsroom({ log, logger });
    await vi.advanceTimersByTimeAsync(1000);
    log.waits = [{ ...waitingFor('vroeg', start + 2000), id: 'vroeg', revision: 1, at: 0 }, ...log.waits];
    log.tell();
    await vi.advanceTimersByTimeAsync(49_000);
    expect(released).toEqual([start + 2000, start + 50_000]);
    await newsroom.close();
  });

  it('does not keep a server from stopping when the store does not answer', async () => {
    const { log } = ticking();
    log.waiting.list = () => new Promise(() => undefined);
    const newsroom = createNewsroom({ log, logger });
    const closed = newsroom.close();
    await vi.advanceTimersByTimeAsync(1000);
    await closed;
  });

  it('looks again soon at what somebody changed in the moment of its release', async () => {
    const { log, released } = ticking();
    const start = log.now();
    log.waits = [{ ...waitingFor('betwist', start), id: 'betwist', revision: 1, at: 0 }];
    let refusals = 1;
    const disturbed = alterLog(log, {
      append: (proposal: Parameters<Log['append']>[0]) =>
        (refusals -= 1) >= 0
          ? Promise.reject(new Refusal('stale', 'somebody else was first'))
          : (log as Log).append(proposal),
    });
    const newsroom = createNewsroom({ log: disturbed, logger });
    await vi.advanceTimersByTimeAsync(200);
    expect(released).toHaveLength(1);
    await newsroom.close();
  });

  it('looks by itself now and then, in case word of a change was lost', async () => {
    const { log, released } = ticking();
    const newsroom = createNewsroom({ log, logger });
    await vi.advanceTimersByTimeAsync(1000);
    log.waits = [{ ...waitingFor('gemist', log.now()), id: 'gemist', revision: 1, at: 0 }];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(released).toHaveLength(1);
    await newsroom.close();
  });
});

/** A log whose waiting room a test fills by hand, and the times at which something left it. */
class TickingLog extends MemoryLog {
  waits: Waiting[] = [];
  readonly released: number[] = [];
  readonly #listeners = new Set<(change: { nextDue: number | undefined }) => void>();
  override readonly waiting: Log['waiting'] = {
    put: () => Promise.reject(new Error('filled by hand')),
    find: (id) => Promise.resolve(this.waits.find((one) => one.id === id)),
    list: () => Promise.resolve([...this.waits]),
    discard: () => Promise.resolve(false),
    acts: () => Promise.resolve([]),
    onChange: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  tell(): void {
    for (const listener of this.#listeners) listener({ nextDue: this.waits[0]?.until });
  }

  override append = ((proposal: Parameters<Log['append']>[0]) => {
    if (proposal.kind !== 'dispatch') throw new Error('nothing is withdrawn here');
    const { id } = proposal.content;
    this.waits = this.waits.filter((one) => one.id !== id);
    this.released.push(this.now());
    this.tell();
    return Promise.resolve({
      id,
      version: 1,
      epoch: this.epoch,
      n: this.released.length,
      ack: 'disk',
      repeated: false,
    });
  }) as unknown as MemoryLog['append'];
}

function ticking() {
  const log = new TickingLog();
  return { log, released: log.released };
}

function waitingFor(id: string, until: number) {
  return { content: contentOf(id, SECRET), version: 1, until, by: 'chef' };
}

function contentOf(id: string, title: string): Content {
  const rest = { section: 'regio', lead: 'In het riet.', body: [], urgency: 4, lang: 'nl' };
  return { id, title, status: 'usable', ...rest };
}
