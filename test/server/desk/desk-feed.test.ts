import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBoards, type Boards } from '../../../server/boards.ts';
import { createDeskFeed, type DeskFeed } from '../../../server/desk/desk-feed.ts';
import { StoreAway, type Waiting } from '../../../server/log/log.ts';
import type { Receipt } from '../../../shared/desk.ts';
import type { Wall } from '../../../shared/wall.ts';
import { dispatchEntry, SECTIONS, withdrawalEntry } from '../history.ts';
import { MemoryLog } from '../memory-log.ts';

const logger = pino({ level: 'silent' });

describe('what an open desk is told', () => {
  let log: MemoryLog;
  let boards: Boards;
  let feed: DeskFeed;
  let newsroom: ScriptedNewsroom;
  let tellReceipt: (receipt: Receipt) => void;
  let tellLetters: (dead: number) => void;
  const receipts: Receipt[] = [];
  const walls: Wall[] = [];
  let tellWalls: (() => void) | undefined;
  beforeEach(async () => {
    log = new MemoryLog();
    newsroom = new ScriptedNewsroom();
    boards = await createBoards({ log, sections: SECTIONS.map((id) => ({ id, title: id })), logger });
    receipts.length = 0;
    walls.length = 0;
    feed = createDeskFeed({
      boards,
      log,
      newsroom,
      receipts: {
        list: () => Promise.resolve(receipts),
        subscribe(listener) {
          tellReceipt = listener;
          return () => undefined;
        },
      },
      letters: {
        onLetters(listener) {
          tellLetters = listener;
          return () => undefined;
        },
      },
      walls: {
        list: () => Promise.resolve(walls),
        watch(listener) {
          tellWalls = listener;
          return () => (tellWalls = undefined);
        },
      },
      logger,
    });
  });
  afterEach(async () => {
    feed.close();
    await boards.close();
    vi.useRealTimers();
  });

  it('the lists as they are when it opens, and once more when they change', async () => {
    newsroom.set('een');
    receipts.push(receipt(7));
    const desk = new ScriptedDesk(feed);
    await desk.told('waiting', 1);
    expect(desk.all('waiting')).toEqual([{ items: [expect.objectContaining({ id: 'een', revision: 1 })] }]);
    expect(desk.all('receipt')).toEqual([receipt(7)]);
    newsroom.set('een', 'twee');
    await desk.told('waiting', 2);
    expect(desk.ids()).toEqual(['een', 'twee']);
  });

  it('the walls when it opens and whenever they change; nobody looks for them while no desk is open', async () => {
    expect(tellWalls).toBeUndefined();
    const wall = { name: 'Balie', version: '1', sections: [], firstSeenAt: 1, contactAt: 2, screens: 1 };
    walls.push(wall);
    const desk = new ScriptedDesk(feed);
    await desk.told('walls', 1);
    walls.push({ ...wall, name: 'Studio' });
    tellWalls?.();
    await desk.told('walls', 2);
    expect(desk.all('walls')).toEqual([{ walls: [wall] }, { walls }]);
    desk.stop();
    expect(tellWalls).toBeUndefined();
  });

  it('every entry after it opened, without its text, and by whom', () => {
    log.add(dispatchEntry(1, { id: 'a', version: 1, section: 'sport', publishedAt: 1 }));
    const desk = new ScriptedDesk(feed);
    log.add({
      ...dispatchEntry(2, { id: 'a', version: 2, section: 'sport', publishedAt: 1 }),
      by: 'redactie',
    });
    log.add({ ...withdrawalEntry(3, { id: 'a', version: 3, section: 'sport' }), by: 'chef' });
    const act = { epoch: 'epoch-1', id: 'a', section: 'sport', late: false };
    expect(desk.all('act')).toEqual([
      { ...act, n: 2, version: 2, kind: 'dispatch', status: 'usable', by: 'redactie', at: 1_000_002 },
      { ...act, n: 3, version: 3, kind: 'withdrawal', by: 'chef', at: 1_000_003 },
    ]);
  });

  it('of another history only after it has come back', async () => {
    log.add(dispatchEntry(1, { id: 'a', version: 1, section: 'sport', publishedAt: 1 }));
    const desk = new ScriptedDesk(feed);
    log.rewrite('epoch-2', [], 'the test says so');
    await vi.waitFor(() => expect(desk.hasEnded).toBe(true));
    const again = new ScriptedDesk(feed);
    await again.told('waiting', 1);
    const entry = dispatchEntry(
      1,
      { id: 'b', version: 1, section: 'sport', publishedAt: 1 },
      'usable',
      'epoch-2',
    );
    log.add(entry);
    expect(again.all('act')).toMatchObject([{ id: 'b', epoch: 'epoch-2', n: 1 }]);
    expect(desk.all('act')).toEqual([]);
  });

  it('a receipt as it grows, and how many letters are dead, also when it opens later', () => {
    const desk = new ScriptedDesk(feed);
    tellReceipt(receipt(8));
    tellLetters(3);
    expect(desk.all('receipt')).toEqual([receipt(8)]);
    expect(desk.all('letters')).toEqual([{ dead: 3 }]);
    expect(new ScriptedDesk(feed).all('letters')).toEqual([{ dead: 3 }]);
  });

  it('a list that changes faster than it reads only once it has read, and then the newest', async () => {
    const slow = new ScriptedDesk(feed);
    const quick = new ScriptedDesk(feed);
    await Promise.all([slow.told('waiting', 1), quick.told('waiting', 1)]);
    slow.behind = true;
    newsroom.set('een');
    await quick.told('waiting', 2);
    newsroom.set('een', 'twee');
    await quick.told('waiting', 3);
    expect(slow.all('waiting')).toHaveLength(1);
    slow.behind = false;
    feed.caughtUp();
    await slow.told('waiting', 2);
    expect(slow.ids()).toEqual(['een', 'twee']);
    expect(quick.all('waiting')).toHaveLength(3);
  });

  it('many changes at once as few lists', async () => {
    const desk = new ScriptedDesk(feed);
    await desk.told('waiting', 1);
    for (let i = 0; i < 100; i += 1) {
      newsroom.set(`nr-${i}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(desk.ids()).toEqual(['nr-99']));
    expect(desk.all('waiting').length).toBeLessThan(20);
  });

  it('a change that falls into the reading of the list, too', async () => {
    const desk = new ScriptedDesk(feed);
    await desk.told('waiting', 1);
    newsroom.duringRead = () => {
      newsroom.set('tijdens');
    };
    newsroom.set('voor');
    await vi.waitFor(() => expect(desk.ids()).toEqual(['tijdens']));
  });

  it('the lists later, when the store is away as it opens; the pulse goes on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    feed.close();
    feed = createDeskFeed({
      boards,
      log,
      newsroom,
      receipts: { list: () => Promise.resolve([]), subscribe: () => () => undefined },
      letters: { onLetters: () => () => undefined },
      walls: { list: () => Promise.resolve([]), watch: () => () => undefined },
      logger,
    });
    newsroom.isAway = true;
    const desk = new ScriptedDesk(feed);
    vi.advanceTimersByTime(5000);
    await vi.waitFor(() => expect(newsroom.reads).toBeGreaterThan(1));
    expect([desk.all('waiting'), desk.all('pulse').length]).toEqual([[], 1]);
    newsroom.isAway = false;
    newsroom.items = [waiting('terug')];
    vi.advanceTimersByTime(5000);
    await desk.told('waiting', 1);
    expect(desk.ids()).toEqual(['terug']);
    expect(desk.all('pulse')).toHaveLength(2);
    expect(desk.all('pulse')[1]).toHaveProperty('now');
  });

  it('nothing more once it has closed', async () => {
    const desk = new ScriptedDesk(feed);
    await desk.told('waiting', 1);
    desk.stop();
    newsroom.set('een');
    tellLetters(1);
    log.add(dispatchEntry(1, { id: 'a', version: 1, section: 'sport', publishedAt: 1 }));
    expect(desk.messages.filter(({ name }) => !['waiting', 'walls'].includes(name))).toEqual([]);
    expect(newsroom.reads).toBe(1);
  });
});

class ScriptedDesk {
  readonly messages: { name: string; data: unknown }[] = [];
  readonly stop: () => void;
  behind = false;
  hasEnded = false;

  constructor(feed: DeskFeed) {
    const stop = feed.open({
      tell: (name, data) => {
        this.messages.push({ name, data: JSON.parse(data) as unknown });
      },
      isBehind: () => this.behind,
      end: () => {
        this.hasEnded = true;
        stop();
      },
    });
    this.stop = stop;
  }

  all(name: string): unknown[] {
    return this.messages.filter((message) => message.name === name).map(({ data }) => data);
  }

  told(name: string, count: number): Promise<unknown> {
    return vi.waitFor(() => expect(this.all(name).length).toBeGreaterThanOrEqual(count), { interval: 5 });
  }

  /** Of the newest list of what waits. */
  ids(): string[] {
    const { items } = this.all('waiting').at(-1) as { items: { id: string }[] };
    return items.map(({ id }) => id);
  }
}

class ScriptedNewsroom {
  items: Waiting[] = [];
  isAway = false;
  reads = 0;
  duringRead: (() => void) | undefined;
  #listener: () => void = () => undefined;

  set(...ids: string[]): void {
    this.items = ids.map(waiting);
    this.#listener();
  }

  async waiting(): Promise<readonly Waiting[]> {
    this.reads += 1;
    if (this.isAway) throw new StoreAway('away');
    const { items, duringRead } = this;
    this.duringRead = undefined;
    await Promise.resolve();
    duringRead?.();
    return items;
  }

  onWaiting(listener: () => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }
}

function waiting(id: string): Waiting {
  const content = {
    id,
    section: 'sport',
    title: id,
    lead: '',
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    body: [],
  };
  return {
    id,
    revision: 1,
    content: { ...content, status: 'usable', urgency: 4 },
    version: 'next',
    by: 'desk',
    at: 1,
  };
}

function receipt(n: number): Receipt {
  const counts = { told: 3, confirmed: 2, unreachable: 0, withinMs: 900, complete: false, walls: [] };
  return { epoch: 'epoch-1', n, id: 'a', version: 2, section: 'sport', kind: 'withdrawal', at: 1, ...counts };
}
