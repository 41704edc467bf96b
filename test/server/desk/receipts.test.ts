import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../../../shared/desk.ts';
import { createReceipts, sum, type Receipts } from '../../../server/desk/receipts.ts';
import { StoreAway } from '../../../server/log/log.ts';
import { OPEN_MS } from '../../../server/open-act.ts';
import { MemoryLog } from '../memory-log.ts';

const AT = Date.UTC(2026, 10, 22, 12);
const HEAD = {
  epoch: 'e1',
  n: 7,
  section: 'buitenland',
  id: 'brug',
  version: 2,
  kind: 'withdrawal' as const,
  at: AT,
};
const NOTHING = { at: AT, told: 0, confirmed: 0, lost: 0, late: 0, lastAt: AT, seen: AT, walls: [] };

/** An act as broadcast holds it: its numbers grow. */
function act(part: Partial<typeof NOTHING> & { n?: number; id?: string } = {}) {
  return { ...HEAD, ...NOTHING, ...part, walls: new Map<string, { told: number; confirmed: number }>() };
}

describe('the sum over all processes', () => {
  const receipt = (now: number, ...processes: Partial<typeof NOTHING>[]) => {
    const { told, confirmed, unreachable, complete, withinMs } = sum(
      HEAD,
      processes.map((one) => ({ ...NOTHING, seen: now, ...one })),
      now,
    );
    return { told, confirmed, unreachable, complete, withinMs };
  };

  it('adds up, and counts the time from the first to be told to the last to say so', () => {
    expect(
      receipt(
        AT + 1_900,
        { told: 300, confirmed: 290, lost: 2, lastAt: AT + 1_800 },
        { told: 115, confirmed: 100, lost: 1, lastAt: AT + 900, at: AT + 200 },
      ),
    ).toEqual({ told: 415, confirmed: 390, unreachable: 3, complete: false, withinMs: 1_800 });
  });

  it('is complete when all have said so, but not before every process had time to tell its own', () => {
    expect(receipt(AT + 100, { told: 2, confirmed: 2, lastAt: AT + 50 })).toMatchObject({ complete: false });
    expect(receipt(AT + 2_100, { told: 2, confirmed: 2, lastAt: AT + 50 })).toMatchObject({ complete: true });
  });

  it('lets one that came back, wherever, stand for one that was lost, and for no other', () => {
    expect(receipt(AT + 5_000, { told: 5, confirmed: 3, lost: 1 }, { late: 4 })).toMatchObject({
      confirmed: 4,
      unreachable: 0,
      complete: false,
    });
  });

  it('gives up a process that says no more: its screens are lost, and may come back elsewhere', () => {
    const dead = { told: 10, confirmed: 6, seen: AT };
    expect(receipt(AT + 6_000, dead)).toMatchObject({ confirmed: 6, unreachable: 0 });
    expect(receipt(AT + 7_100, dead)).toMatchObject({ confirmed: 6, unreachable: 4 });
    expect(receipt(AT + 7_100, dead, { late: 3 })).toMatchObject({ confirmed: 9, unreachable: 1 });
  });

  it('is over after a minute, and then says honestly who never answered', () => {
    const silent = { told: 10, confirmed: 8, lost: 1 };
    expect(receipt(AT + OPEN_MS - 1, silent)).toMatchObject({ unreachable: 1, complete: false });
    expect(receipt(AT + OPEN_MS, silent)).toMatchObject({ unreachable: 2, complete: true });
  });

  it('of nobody is nothing', () => {
    expect(receipt(AT + 3_000, {})).toEqual({
      told: 0,
      confirmed: 0,
      unreachable: 0,
      complete: true,
      withinMs: 0,
    });
  });

  it('lists screens by name, confirmed when all of that name are', () => {
    const walls = (...of: [string, number, number][]) => ({
      ...NOTHING,
      walls: of.map(([name, told, confirmed]) => ({ name, told, confirmed })),
    });
    const processes = [
      walls(['Redactie 2', 1, 0], ['Hal', 2, 1]),
      walls(['Redactie 2', 0, 1], ['Directie', 1, 1]),
    ];
    expect(sum(HEAD, processes, AT).walls).toEqual([
      { name: 'Directie', confirmed: true },
      { name: 'Hal', confirmed: false },
      { name: 'Redactie 2', confirmed: true },
    ]);
  });
});

describe('receipts', () => {
  let log: MemoryLog;
  let written: number;
  let running: Receipts[];

  beforeEach(() => {
    vi.useFakeTimers({ now: AT });
    log = new MemoryLog();
    written = 0;
    const set = log.notes.set.bind(log.notes);
    log.notes.set = (...note) => {
      written += 1;
      return set(...note);
    };
    running = [];
  });

  afterEach(async () => {
    for (const receipts of running) await receipts.close();
    vi.useRealTimers();
  });

  /** One process on the store that all of a test share. */
  function start(): Receipts {
    const receipts = createReceipts({ log, logger: pino({ level: 'silent' }) });
    running.push(receipts);
    return receipts;
  }

  it('of two processes are one, and each tells whoever listens as it grows', async () => {
    const [one, two] = [start(), start()];
    const heard: Receipt[] = [];
    two.subscribe((receipt) => heard.push(receipt));
    const [here, there] = [act({ told: 3 }), act({ told: 2 })];
    one.opened(here);
    two.opened(there);
    await vi.advanceTimersByTimeAsync(300);
    expect(heard.at(-1)).toMatchObject({ n: 7, told: 5, confirmed: 0, complete: false });
    Object.assign(here, { confirmed: 3, lastAt: AT + 500 });
    Object.assign(there, { confirmed: 1, lost: 1, lastAt: AT + 400 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(heard.at(-1)).toMatchObject({ told: 5, confirmed: 4, unreachable: 1, withinMs: 500 });
    expect(await one.list()).toEqual(await two.list());
    expect(await one.ofDispatch('brug')).toEqual(await one.list());
    expect(await one.ofDispatch('ander')).toEqual([]);
    await vi.advanceTimersByTimeAsync(OPEN_MS);
    expect(heard.at(-1)).toMatchObject({ unreachable: 1, complete: true });
  });

  it('say nothing twice, are written four times a second at most, and rest when nothing is waited for', async () => {
    const receipts = start();
    const heard: Receipt[] = [];
    receipts.subscribe((receipt) => heard.push(receipt));
    const busy = act({ told: 5_000 });
    receipts.opened(busy);
    for (let time = 0; time < 2_000; time += 20) {
      busy.confirmed += 50;
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(written).toBeLessThanOrEqual(10);
    expect(new Set(heard.map((receipt) => JSON.stringify(receipt))).size).toBe(heard.length);
    expect(heard.length).toBeGreaterThan(5);
    await vi.advanceTimersByTimeAsync(500);
    const before = written;
    await vi.advanceTimersByTimeAsync(2 * OPEN_MS);
    expect(written).toBe(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('show whoever opens the desk what is open, and the newest twenty when asked', async () => {
    const receipts = start();
    for (let n = 1; n <= 25; n += 1) receipts.opened(act({ n, id: `d${String(n)}`, at: AT + n }));
    await vi.advanceTimersByTimeAsync(500);
    const list = await receipts.list();
    expect(list.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
    const heard: number[] = [];
    receipts.subscribe(({ n }) => heard.push(n));
    await vi.advanceTimersByTimeAsync(300);
    expect(heard).toHaveLength(25);
  });

  it('outlive their process', async () => {
    const first = start();
    first.opened(act({ told: 4, confirmed: 1 }));
    await vi.advanceTimersByTimeAsync(300);
    await first.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await start().list()).toMatchObject([{ told: 4, confirmed: 1, unreachable: 3 }]);
  });

  it('are kept as soon as a store that was away is back', async () => {
    const receipts = start();
    const set = vi.spyOn(log.notes, 'set');
    set.mockResolvedValueOnce(undefined).mockRejectedValue(new StoreAway('away'));
    receipts.opened(act({ told: 1 }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await receipts.list()).toEqual([]);
    set.mockRestore();
    await vi.advanceTimersByTimeAsync(300);
    expect(await receipts.list()).toMatchObject([{ told: 1 }]);
  });
});
