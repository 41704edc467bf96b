/** What the register of walls promises, over whichever store; two registers are two processes. */
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WallCommand } from '../../../shared/events.ts';
import { wallState } from '../../../shared/wall.ts';
import { StoreAway, type Log } from '../../../server/log/log.ts';
import type { NamedScreen } from '../../../server/named-screen.ts';
import { createWalls, type Walls } from '../../../server/walls/walls.ts';
import type { StoreUnderTest } from '../log/log-contract.ts';

const SOON = { timeout: 4_000 };

/** A screen that keeps what it is told. */
function createScreen(): NamedScreen & { readonly heard: WallCommand[] } {
  const heard: WallCommand[] = [];
  return { heard, tell: (command) => heard.push(command) };
}

export function describeWalls(name: string, createStore: () => Promise<StoreUnderTest>): void {
  describe(`the register of walls in ${name}`, () => {
    let store: StoreUnderTest;
    let log: Log;
    let beside: Log;
    /** Later than it is. */
    let later: number;
    const open = new Set<Walls>();

    function start(on: Log = log) {
      const metrics = new Registry();
      const writes: string[] = [];
      const notes = {
        ...on.notes,
        set: (topic: string, field: string, text: string, ttlMs?: number) => {
          writes.push(topic);
          return on.notes.set(topic, field, text, ttlMs);
        },
      };
      const walls = createWalls({
        log: { notes, now: () => on.now() + later },
        logger: pino({ level: 'silent' }),
        metrics,
      });
      open.add(walls);
      const stop = async () => {
        open.delete(walls);
        await walls.close();
      };
      return { walls, metrics, writes, stop };
    }

    const wall = (said = {}) => ({ name: 'Redactie 1', version: '1.0.0', sections: ['sport'], ...said });
    const now = () => log.now() + later;

    beforeEach(async () => {
      later = 0;
      store = await createStore();
      log = await store.open();
      beside = await store.openBeside(log);
    });
    afterEach(async () => {
      for (const walls of open) await walls.close();
      open.clear();
      await log.close();
      await beside.close();
      await store.remove();
    });

    it('has each that introduced itself, by name, with what it last said', async () => {
      const { walls } = start();
      const screen = createScreen();
      const before = now();
      walls.introduced(screen, wall({ flippedAt: 5 }));
      walls.introduced(createScreen(), { name: 'Balie', version: '0.9.0' });
      walls.introduced(screen, wall({ version: '1.1.0', sections: ['sport', 'binnenland'], flippedAt: 9 }));
      const [balie, redactie] = await walls.list();
      expect(balie).toMatchObject({ name: 'Balie', version: '0.9.0', sections: [], screens: 1 });
      expect(balie).not.toHaveProperty('flippedAt');
      expect(redactie).toMatchObject({
        name: 'Redactie 1',
        version: '1.1.0',
        sections: ['sport', 'binnenland'],
        flippedAt: 9,
        screens: 1,
      });
      expect(redactie?.contactAt).toBeGreaterThanOrEqual(before);
    });

    it('is the same for every process, and counts the screens of a name over all of them', async () => {
      const [here, there] = [start(), start(beside)];
      const [one, two] = [createScreen(), createScreen()];
      here.walls.introduced(one, wall());
      there.walls.introduced(two, wall());
      const counts = async () =>
        Promise.all(
          [here, there].map(async ({ walls }) => (await walls.list()).map(({ screens }) => screens)),
        );
      await expect.poll(counts, SOON).toEqual([[2], [2]]);
      there.walls.left(two, 'lost');
      await expect.poll(counts, SOON).toEqual([[1], [1]]);
      here.walls.left(one, 'lost');
      await expect.poll(counts, SOON).toEqual([[0], [0]]);
    });

    it('tells whoever watches of a wall that comes, and of one on another process', async () => {
      const [here, there] = [start(), start(beside)];
      const told = vi.fn();
      const stop = here.walls.watch(told);
      await expect.poll(() => told.mock.calls.length, SOON).toBe(1);
      there.walls.introduced(createScreen(), wall());
      await expect.poll(() => told.mock.calls.length, SOON).toBeGreaterThan(1);
      expect((await here.walls.list()).map(({ name: known }) => known)).toEqual(['Redactie 1']);
      stop();
    });

    it('knows a wall after a restart: since when, and when it was last heard', async () => {
      const first = start();
      first.walls.introduced(createScreen(), wall({ flippedAt: 7 }));
      const [before] = await first.walls.list();
      await first.stop();
      later = 3_600_000;
      const second = start(beside);
      expect(await second.walls.list()).toEqual([{ ...before, screens: 0 }]);
      second.walls.introduced(createScreen(), wall());
      await expect.poll(async () => (await second.walls.list())[0]?.screens, SOON).toBe(1);
      await second.stop();
      const [after] = await start(beside).walls.list();
      expect(after?.firstSeenAt).toBe(before?.firstSeenAt);
      expect(after?.contactAt).toBeGreaterThan((before?.contactAt ?? 0) + 3_000_000);
    });

    it('after a minute without a sign of life a wall is silent, whether or not it seems connected', async () => {
      const { walls, metrics } = start();
      walls.introduced(createScreen(), wall());
      const states = async () => (await walls.list()).map((one) => wallState(one, now()));
      const counted = async () =>
        (await metrics.getSingleMetric('ticker_walls')?.get())?.values
          .filter(({ value }) => value > 0)
          .map(({ labels }) => labels.state);
      expect(await states()).toEqual(['connected']);
      expect(await counted()).toEqual(['connected']);
      later = 59_000;
      expect(await states()).toEqual(['connected']);
      later = 60_001;
      expect(await states()).toEqual(['silent']);
      expect(await counted()).toEqual(['silent']);
    });

    it('a wall that said goodbye is closed, and not missed: on every process, after a restart, until it is back', async () => {
      const [here, there] = [start(), start(beside)];
      const [screen, other] = [createScreen(), createScreen()];
      const states = async ({ walls }: { walls: Walls }) =>
        (await walls.list()).map((one) => [one.name, wallState(one, now())]);
      here.walls.introduced(screen, wall());
      here.walls.introduced(other, wall({ name: 'Studio' }));
      await expect.poll(async () => (await there.walls.list()).length, SOON).toBe(2);
      here.walls.left(screen, 'closed');
      here.walls.left(other, 'lost');
      expect(await states(here)).toEqual([
        ['Redactie 1', 'away'],
        ['Studio', 'away'],
      ]);
      later = 60_001;
      const after = [
        ['Redactie 1', 'closed'],
        ['Studio', 'silent'],
      ];
      expect(await states(here)).toEqual(after);
      await expect.poll(() => states(there), SOON).toEqual(after);
      await here.stop();
      expect(await states(start(beside))).toEqual(after);

      there.walls.introduced(other, wall());
      await expect.poll(() => states(there), SOON).toContainEqual(['Redactie 1', 'connected']);
      there.walls.left(other, 'lost');
      await there.stop();
      later += 60_001;
      const back = start();
      expect(await states(back)).toEqual([
        ['Redactie 1', 'silent'],
        ['Studio', 'silent'],
      ]);
    });

    it('a wall that is back is not written down as closed any more, however soon its process is killed', async () => {
      const [here, there] = [start(), start(beside)];
      const note = () => log.notes.get('walls', 'Redactie 1');
      const screen = createScreen();
      here.walls.introduced(screen, wall());
      here.walls.left(screen, 'closed');
      await expect.poll(note, SOON).toContain('closedAt');
      there.walls.introduced(createScreen(), wall());
      await expect.poll(note, SOON).not.toContain('closedAt');
    });

    it('a screen that calls itself something else has closed the wall that it was', async () => {
      const { walls } = start();
      const screen = createScreen();
      walls.introduced(screen, wall());
      walls.introduced(screen, wall({ name: 'Redactie 2' }));
      const found = await walls.list();
      expect(found.map(({ name: known, screens }) => [known, screens])).toEqual([
        ['Redactie 1', 0],
        ['Redactie 2', 1],
      ]);
      later = 60_001;
      expect(found.map((one) => wallState(one, now()))).toEqual(['closed', 'silent']);
    });

    it('one screen of two that says goodbye leaves the wall as it is', async () => {
      const { walls } = start();
      const [one, two] = [createScreen(), createScreen()];
      walls.introduced(one, wall());
      walls.introduced(two, wall());
      walls.left(one, 'closed');
      walls.left(two, 'lost');
      later = 60_001;
      expect((await walls.list()).map((known) => wallState(known, now()))).toEqual(['silent']);
    });

    it('hands on what the desk asks of a wall, on its own process and on another', async () => {
      const [here, there] = [start(), start(beside)];
      const [near, far, other] = [createScreen(), createScreen(), createScreen()];
      here.walls.introduced(near, wall());
      here.walls.introduced(other, wall({ name: 'Balie' }));
      there.walls.introduced(far, wall({ name: 'Studio' }));
      const count = async () => (await here.walls.list()).length;
      await expect.poll(count, SOON).toBe(3);
      expect(await here.walls.ask('Redactie 1', { kind: 'identify' })).toBe(1);
      expect(await here.walls.ask('Studio', { kind: 'sections', sections: ['sport'] })).toBe(1);
      expect(near.heard).toMatchObject([{ kind: 'identify' }]);
      expect(far.heard).toMatchObject([{ kind: 'sections', sections: ['sport'] }]);
      expect(other.heard).toEqual([]);
      expect(await here.walls.ask('Nergens', { kind: 'reload' })).toBe(0);
    });

    it('says that nobody was told when the wall has gone', async () => {
      const { walls } = start();
      const screen = createScreen();
      walls.introduced(screen, wall());
      walls.left(screen, 'lost');
      expect(await walls.ask('Redactie 1', { kind: 'reload' })).toBe(0);
      expect(screen.heard).toEqual([]);
    });

    it('forgets a wall that is gone for good, and not one that is connected', async () => {
      const { walls } = start();
      const screen = createScreen();
      walls.introduced(screen, wall());
      expect(await walls.forget('Redactie 1')).toBe('connected');
      walls.left(screen, 'lost');
      expect(await walls.forget('Redactie 1')).toBe('forgotten');
      expect(await walls.list()).toEqual([]);
      expect(await walls.forget('Redactie 1')).toBe('unknown');
      expect(await start(beside).walls.list()).toEqual([]);
    });

    it('has a hundred at most, and those it knows are not pushed out by names that somebody makes up', async () => {
      const { walls } = start();
      for (let n = 0; n < 100; n += 1) walls.introduced(createScreen(), wall({ name: `Muur ${n}` }));
      const told = vi.fn();
      walls.watch(told);
      const writtenDown = async () => (await beside.notes.all('walls')).size;
      await expect.poll(writtenDown, { timeout: 10_000 }).toBe(100);
      walls.introduced(createScreen(), wall({ name: 'Een te veel' }));
      const names = async () => (await walls.list()).map(({ name: known }) => known);
      await expect.poll(async () => (await names()).includes('Een te veel'), SOON).toBe(false);
      expect(await names()).toHaveLength(100);
    });

    it('writes little: a sign of life is one note, and a second one each half minute', async () => {
      const { walls, writes } = start();
      const screen = createScreen();
      const connectedAt = async () => /"contactAt":(\d+)/.exec((await connectedNotes()) ?? '')?.[1];
      const connectedNotes = async () => [...(await beside.notes.all('walls-connected')).values()][0];
      for (let sign = 0; sign <= 8; sign += 1) {
        later = sign * 15_000;
        const said = now();
        walls.introduced(screen, wall());
        await expect.poll(async () => Number(await connectedAt()), SOON).toBeGreaterThanOrEqual(said);
      }
      expect(writes.filter((topic) => topic === 'walls-connected')).toHaveLength(9);
      expect(writes.filter((topic) => topic === 'walls').length).toBeLessThanOrEqual(5);
      expect(writes).toHaveLength(9 + writes.filter((topic) => topic === 'walls').length);
    });

    it('goes on while the store is away: its own walls are told what is asked, and known again afterwards', async () => {
      let isAway = false;
      const notes = awayNotes(log.notes, () => isAway);
      const { walls } = start({ ...log, notes, now: () => log.now() });
      isAway = true;
      const screen = createScreen();
      walls.introduced(screen, wall());
      await expect(walls.list()).rejects.toThrow(StoreAway);
      expect(await walls.ask('Redactie 1', { kind: 'identify' })).toBe(1);
      await expect(walls.ask('Balie', { kind: 'identify' })).rejects.toThrow(StoreAway);
      isAway = false;
      const known = async () => [...(await beside.notes.all('walls')).keys()];
      await expect.poll(known, SOON).toEqual(['Redactie 1']);
    });
  });
}

/** A store that is away, for as long as it is. */
export function awayNotes(notes: Log['notes'], isAway: () => boolean): Log['notes'] {
  const guarded =
    <Arguments extends readonly unknown[], T>(ask: (...said: Arguments) => Promise<T>) =>
    (...said: Arguments): Promise<T> =>
      isAway() ? Promise.reject(new StoreAway('a test')) : ask(...said);
  return {
    set: guarded(notes.set.bind(notes)),
    get: guarded(notes.get.bind(notes)),
    all: guarded(notes.all.bind(notes)),
    delete: guarded(notes.delete.bind(notes)),
    lease: guarded(notes.lease.bind(notes)),
  };
}
