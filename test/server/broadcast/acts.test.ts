import { afterEach, describe, expect, it } from 'vitest';
import type { DeltaMessage } from '../../../shared/events.ts';
import { withdrawalEntry, dispatchEntry, EPOCH } from '../history.ts';
import type { Dispatch } from '../../../shared/dispatch.ts';
import type { Entry } from '../../../server/log/log.ts';
import { OPEN_MS, type OpenAct } from '../../../server/open-act.ts';
import { MemoryLog } from '../memory-log.ts';
import { openScreen } from '../../raw-socket.ts';
import { boardOf, SECTION, startBroadcast, type Harness, type ScreenSocket } from './harness.ts';

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

/** A broadcast with one dispatch in each section, and the acts that it opened. */
async function start() {
  const acts: OpenAct[] = [];
  const started = await startBroadcast({}, (act) => acts.push(act));
  harness = started;
  started.publish({ id: 'a' });
  started.publish({ id: 's', section: 'sport' });
  const { log } = started;
  return {
    ...started,
    acts,
    withdraw: (version = 2): number => {
      const n = log.entries.length + 1;
      log.add(withdrawalEntry(n, { id: 'a', version, section: SECTION }));
      return n;
    },
    correct: (id = 'a', version = 2): number => {
      const n = log.entries.length + 1;
      const entry = dispatchEntry(n, { id, version, section: SECTION, publishedAt: 1 });
      if (entry.kind === 'dispatch') Object.assign(entry.dispatch, { signal: 'correction' });
      log.add(entry);
      return n;
    },
    /** A screen that shows the section, with all that it hears. */
    showing: async (section = SECTION, since?: number) => {
      const socket = await started.screen();
      const heard: DeltaMessage[] = [];
      socket.on('dispatch', (delta) => heard.push(delta));
      const board = await boardOf(
        socket,
        section,
        since === undefined ? undefined : { epoch: EPOCH, n: since },
      );
      return { socket, heard, board };
    },
  };
}

function confirm(socket: ScreenSocket, n: number, section = SECTION): void {
  socket.emit('applied', { section, epoch: EPOCH, n });
}

const counts = (act: OpenAct | undefined) =>
  act && { told: act.told, confirmed: act.confirmed, lost: act.lost, late: act.late };

describe('a withdrawal', () => {
  it('asks the screens of its section for word, and counts those that give it', async () => {
    const { acts, showing, withdraw } = await start();
    const screens = [await showing(), await showing(), await showing()];
    const other = await showing('sport');
    const n = withdraw();
    for (const { heard } of screens) await expect.poll(() => heard[0]?.confirm).toBe(200);
    expect(other.heard).toEqual([]);
    expect(counts(acts[0])).toEqual({ told: 3, confirmed: 0, lost: 0, late: 0 });
    expect(acts[0]).toMatchObject({
      epoch: EPOCH,
      n,
      section: SECTION,
      id: 'a',
      version: 2,
      kind: 'withdrawal',
    });

    for (const { socket } of screens.slice(0, 2)) confirm(socket, n);
    await expect.poll(() => acts[0]?.confirmed).toBe(2);
    // Once more counts once.
    for (const { socket } of screens.slice(0, 2)) confirm(socket, n);
    screens[2]?.socket.disconnect();
    await expect.poll(() => counts(acts[0])).toEqual({ told: 3, confirmed: 2, lost: 1, late: 0 });
    screens[0]?.socket.disconnect();
    await expect.poll(() => harness?.broadcast.viewers).toBe(2);
    expect(acts[0]?.lost).toBe(1);
  });

  it('is none where a dispatch only moved to another section, and one where it is held at that', async () => {
    const { acts, log, showing } = await start();
    const { heard } = await showing();
    log.add(dispatchEntry(3, { id: 'a', version: 2, section: 'sport', publishedAt: 1 }));
    expect(acts).toEqual([]);
    await expect.poll(() => heard[0]?.gone).toEqual({ id: 'a', version: 2, moved: true });
    log.add(dispatchEntry(4, { id: 's', version: 2, section: SECTION, publishedAt: 1 }, 'withheld'));
    expect(acts.map(({ section, id, kind }) => [section, id, kind])).toEqual([
      [SECTION, 's', 'hold'],
      ['sport', 's', 'hold'],
    ]);
  });
});

describe('a hold', () => {
  it('is an act of its own, and so is the withdrawal of what is held', async () => {
    const { acts, log, withdraw, showing } = await start();
    const { heard, socket } = await showing();
    log.add(dispatchEntry(3, { id: 'a', version: 2, section: SECTION, publishedAt: 1 }, 'withheld'));
    const n = withdraw(3);
    await expect
      .poll(() => heard.map(({ gone, confirm }) => [gone, confirm]))
      .toEqual([
        [{ id: 'a', version: 2, held: true }, 200],
        [{ id: 'a', version: 3 }, 200],
      ]);
    confirm(socket, n);
    await expect
      .poll(() => acts.map(({ kind, confirmed }) => [kind, confirmed]))
      .toEqual([
        ['hold', 1],
        ['withdrawal', 1],
      ]);
  });
});

describe('a correction', () => {
  it('is an act; a new dispatch, an update and a refile are none', async () => {
    const { acts, log, correct, showing } = await start();
    const { heard } = await showing();
    harness?.publish({ id: 'nieuw' });
    log.add(dispatchEntry(4, { id: 'a', version: 2, section: SECTION, publishedAt: 1 }));
    correct('a', 3);
    expect(acts.map(({ kind, version }) => [kind, version])).toEqual([['correction', 3]]);
    await expect.poll(() => heard.map(({ confirm }) => confirm)).toEqual([undefined, undefined, 200]);
  });

  it('is confirmed with all that came before it by one word', async () => {
    const { acts, correct, withdraw, showing } = await start();
    const { socket } = await showing();
    correct('a', 2);
    correct('a', 3);
    const n = withdraw(4);
    confirm(socket, n - 1);
    await expect.poll(() => acts.map(({ confirmed }) => confirmed)).toEqual([1, 1, 0]);
    confirm(socket, n);
    await expect.poll(() => acts.map(({ confirmed }) => confirmed)).toEqual([1, 1, 1]);
  });
});

describe('a screen that was away', () => {
  it('is asked in the answer, and counted as one that came back', async () => {
    const { acts, showing, withdraw } = await start();
    const gone = await showing();
    const n = withdraw();
    gone.socket.disconnect();
    await expect.poll(() => acts[0]?.lost).toBe(1);
    const back = await showing(SECTION, 1);
    expect(back.board).toMatchObject({ confirm: 200, gone: [{ id: 'a', version: 2 }] });
    confirm(back.socket, back.board.n);
    await expect.poll(() => counts(acts[0])).toEqual({ told: 1, confirmed: 0, lost: 1, late: 1 });
    expect(back.board.n).toBe(n);
  });

  it('is not asked when it holds the act already, or comes for the first time', async () => {
    const { acts, showing, withdraw } = await start();
    const n = withdraw();
    for (const since of [n, undefined]) {
      const { board, socket } = await showing(SECTION, since);
      expect(board.confirm).toBeUndefined();
      socket.disconnect();
    }
    expect(counts(acts[0])).toEqual({ told: 0, confirmed: 0, lost: 0, late: 0 });
  });

  it('may say on its new connection what it could not say on the one before', async () => {
    const { acts, showing, correct, withdraw } = await start();
    const first = await showing();
    correct();
    const n = withdraw();
    first.socket.disconnect();
    const again = await showing(SECTION, n);
    confirm(again.socket, n);
    confirm(again.socket, n);
    await expect.poll(() => acts[1]?.late).toBe(1);
    // Whether it had said so of the one before is not known; better one too few.
    expect(acts[0]?.late).toBe(0);
  });

  it('and asks again on the same connection stays one that was told', async () => {
    const { acts, showing, withdraw } = await start();
    const { socket } = await showing();
    const n = withdraw();
    expect(await boardOf(socket, SECTION, { epoch: EPOCH, n: 1 })).toMatchObject({ confirm: 200 });
    confirm(socket, n);
    await expect.poll(() => counts(acts[0])).toEqual({ told: 1, confirmed: 1, lost: 0, late: 0 });
  });

  it('may be ahead of this process, and is counted when this one gets there', async () => {
    const { acts, showing, withdraw } = await start();
    const { socket } = await showing(SECTION, 3);
    confirm(socket, 3);
    await boardOf(socket, 'sport'); // it was heard
    const n = withdraw();
    confirm(socket, n);
    await expect.poll(() => counts(acts[0])).toEqual({ told: 1, confirmed: 1, lost: 0, late: 0 });
  });
});

describe('a process that starts anew', () => {
  it('asks the screens of the one before for what was said a moment ago, and for nothing older', async () => {
    const log = new MemoryLog();
    const [before, now] = [Date.now() - OPEN_MS - 1, Date.now() - 1_000];
    const gone = (n: number, at: number): Entry => ({
      ...withdrawalEntry(n, { id: `w${n}`, version: 2, section: SECTION }),
      at,
    });
    const told = (n: number, part: Partial<Dispatch>): Entry => {
      const entry = dispatchEntry(n, { id: `c${n}`, version: 2, section: SECTION, publishedAt: 1 });
      if (entry.kind === 'dispatch') Object.assign(entry.dispatch, part);
      return { ...entry, at: now };
    };
    log.add(gone(1, before), gone(2, now), told(3, { signal: 'correction' }), told(4, { signal: 'update' }));
    log.add(
      told(5, { status: 'withheld' }),
      { ...gone(6, now), late: true },
      { ...gone(7, now), section: 'elders' },
    );
    const acts: OpenAct[] = [];
    harness = await startBroadcast({}, (act) => acts.push(act), log);
    await expect
      .poll(() => acts.map(({ n, kind }) => [n, kind]))
      .toEqual([
        [2, 'withdrawal'],
        [3, 'correction'],
        [5, 'hold'],
      ]);
    expect(acts[0]).toMatchObject({ at: now, told: 0 });

    const back = await harness.screen();
    const board = await boardOf(back, SECTION, { epoch: EPOCH, n: 1 });
    expect(board.confirm).toBe(200);
    confirm(back, board.n);
    await expect.poll(() => acts.map(({ late }) => late)).toEqual([1, 1, 1]);
  });
});

describe('a screen with a name', () => {
  it('is listed by it, and confirmed when it has said so', async () => {
    const { acts, showing, withdraw } = await start();
    const { socket } = await showing();
    socket.emit('introduce', { name: 'Redactie 1', version: '0.1.0' }, () => undefined);
    await boardOf(socket, SECTION);
    await showing();
    const n = withdraw();
    expect([...(acts[0]?.walls ?? [])]).toEqual([['Redactie 1', { told: 1, confirmed: 0 }]]);
    confirm(socket, n);
    await expect.poll(() => acts[0]?.walls.get('Redactie 1')).toEqual({ told: 1, confirmed: 1 });
    socket.disconnect();
    await expect.poll(() => harness?.broadcast.viewers).toBe(1);
    withdraw(3);
    expect(acts[0]?.walls.size).toBe(1);
  });

  it('is one of a hundred at most', async () => {
    const { acts, port, withdraw } = await start();
    const screens = await Promise.all(Array.from({ length: 110 }, () => openScreen(port)));
    for (const [index, screen] of screens.entries()) {
      screen.say(`421["introduce",{"name":"muur ${index}","version":"1"}]`);
      screen.say(`420["subscribe",{"section":"${SECTION}"}]`);
    }
    for (const screen of screens) await screen.heard('430[');
    withdraw();
    expect(acts[0]?.walls.size).toBe(100);
    expect(acts[0]?.told).toBe(110);
    for (const screen of screens) screen.end();
  });
});

it('gives a large crowd as long as it takes to hear two thousand a second', async () => {
  const { showing, withdraw, port } = await start();
  const screens = await Promise.all(Array.from({ length: 900 }, () => openScreen(port)));
  for (const screen of screens) screen.say(`420["subscribe",{"section":"${SECTION}"}]`);
  for (const screen of screens) await screen.heard('430[');
  const { heard } = await showing();
  withdraw();
  await expect.poll(() => heard[0]?.confirm).toBe(451);
  for (const screen of screens) screen.end();
});

it('waits for nobody any more when history is rewritten', async () => {
  const { acts, log, showing, withdraw } = await start();
  const { socket } = await showing();
  const n = withdraw();
  log.rewrite('epoch-2', [], 'a test');
  await new Promise((resolve) => socket.once('reset', resolve));
  confirm(socket, n);
  socket.disconnect();
  await expect.poll(() => harness?.broadcast.viewers).toBe(0);
  expect(counts(acts[0])).toEqual({ told: 1, confirmed: 0, lost: 0, late: 0 });
});

describe('what no screen of ours says', () => {
  it.each([
    ['applied', '42["applied",{"section":"sport","epoch":"e"}]'],
    ['applied with more', '42["applied",{"section":"sport","epoch":"e","n":1,"id":"me"}]'],
    ['applied with a question', '420["applied",{"section":"sport","epoch":"e","n":1}]'],
    ['applied below zero', '42["applied",{"section":"sport","epoch":"e","n":-1}]'],
    ['a name that is none', '420["introduce",{"name":"","version":"1"}]'],
    ['a name of two lines', '420["introduce",{"name":"a\\nb","version":"1"}]'],
    ['a name that runs backwards', '420["introduce",{"name":"a\u202eb","version":"1"}]'],
    ['a name far too long', `420["introduce",{"name":"${'x'.repeat(61)}","version":"1"}]`],
    ['a name that an address loses', '420["introduce",{"name":"..","version":"1"}]'],
    ['a name with more than is known', '420["introduce",{"name":"x","version":"1","address":"y"}]'],
    ['a name that waits for no answer', '42["introduce",{"name":"x","version":"1"}]'],
    [
      'a name that is said to have flipped at no time',
      '420["introduce",{"name":"x","version":"1","flippedAt":-1}]',
    ],
    ['a name without a version', '420["introduce",{"name":"x"}]'],
  ])('ends its connection: %s', async (_, packet) => {
    const { port } = await start();
    const rude = await openScreen(port);
    rude.say(packet);
    await rude.closed();
    expect(await harness?.metric('ticker_cut_off_total')).toBe(1);
  });

  it('far too often ends its connection, too', async () => {
    const { port } = await start();
    const rude = await openScreen(port);
    for (let n = 0; n < 130; n += 1) rude.say(`42["applied",{"section":"sport","epoch":"e","n":${n}}]`);
    await rude.closed();
  });

  it('of sections that it does not show, or that are not, is passed over', async () => {
    const { acts, showing, withdraw } = await start();
    const { socket } = await showing('sport');
    const n = withdraw();
    confirm(socket, n);
    confirm(socket, n, 'verdwenen');
    await boardOf(socket, 'sport');
    expect(counts(acts[0])).toEqual({ told: 0, confirmed: 0, lost: 0, late: 0 });
  });
});
