import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeltaMessage, PulseMessage, ResetMessage } from '../../../shared/events.ts';
import { openScreen, RawSocket, upgradeRequest } from '../../raw-socket.ts';
import { dispatchEntry, withdrawalEntry } from '../history.ts';
import { boardOf, SECTION, startBroadcast, subscribe, type Harness, type ScreenSocket } from './harness.ts';

let harness: Harness;
afterEach(() => harness.close());

function hear(socket: ScreenSocket): DeltaMessage[] {
  const heard: DeltaMessage[] = [];
  socket.on('dispatch', (delta) => heard.push(delta));
  return heard;
}

describe('a screen', () => {
  it('gets the whole board, then each change, each naming the position before it', async () => {
    harness = await startBroadcast();
    harness.publish({ id: 'a' });
    const screen = await harness.screen();
    const heard = hear(screen);
    const board = await boardOf(screen, SECTION);
    expect(board).toMatchObject({ section: SECTION, n: 1, reset: true, dispatches: [{ id: 'a' }], gone: [] });
    harness.publish({ id: 'elsewhere', section: 'sport' });
    harness.publish({ id: 'b' });
    harness.log.add(withdrawalEntry(4, { id: 'a', version: 2, section: SECTION }));
    await expect
      .poll(() => heard.map(({ prev, n }) => [prev, n]))
      .toEqual([
        [1, 3],
        [3, 4],
      ]);
    expect(heard[1]?.gone).toEqual({ id: 'a', version: 2 });
  });

  it('that comes back gets only what it missed', async () => {
    harness = await startBroadcast();
    for (let i = 0; i < 5; i += 1) harness.publish();
    const screen = await harness.screen();
    const board = await boardOf(screen, SECTION, { epoch: harness.log.epoch, n: 3 });
    expect(board).toMatchObject({ reset: false, n: 5 });
    expect(board.dispatches.map(({ id }) => id)).toEqual(['d5', 'd4']);
  });

  it('is told what the section is called, also when it comes back: the settings may be others by then', async () => {
    harness = await startBroadcast();
    harness.publish();
    const screen = await harness.screen();
    const { epoch, n, title } = await boardOf(screen, SECTION);
    expect(title).toBe('Het buitenland');
    expect(await boardOf(screen, SECTION, { epoch, n })).toMatchObject({ reset: false, title });
  });

  it('hears of a move in both sections', async () => {
    harness = await startBroadcast();
    harness.publish({ id: 'a' });
    const [here, there] = [await harness.screen(), await harness.screen()];
    const [heardHere, heardThere] = [hear(here), hear(there)];
    await boardOf(here, SECTION);
    await boardOf(there, 'sport');
    harness.log.add(dispatchEntry(2, { id: 'a', version: 2, section: 'sport', publishedAt: 1 }));
    await expect
      .poll(() => [heardHere, heardThere])
      .toMatchObject([
        [{ section: SECTION, n: 2, prev: 1, gone: { id: 'a', version: 2 } }],
        [{ section: 'sport', n: 2, prev: 0, dispatch: { id: 'a', version: 2 } }],
      ]);
  });

  it('is told when a section does not exist, and stays', async () => {
    harness = await startBroadcast();
    const screen = await harness.screen();
    expect(await subscribe(screen, 'weer')).toEqual({
      ok: false,
      error: { type: 'unknown-section', message: 'there is no section "weer"' },
    });
    expect((await boardOf(screen, SECTION)).section).toBe(SECTION);
  });

  it('hears nothing more of a section it left', async () => {
    harness = await startBroadcast();
    const screen = await harness.screen();
    const heard = hear(screen);
    await boardOf(screen, SECTION);
    await boardOf(screen, 'sport');
    await new Promise((resolve) => screen.emit('unsubscribe', { section: SECTION }, resolve));
    harness.publish();
    harness.publish({ section: 'sport' });
    await expect.poll(() => heard.map(({ section }) => section)).toEqual(['sport']);
  });

  it('that asks again while dispatches wait to leave together is not given them twice', async () => {
    harness = await startBroadcast({ holdMs: 300 });
    const screen = await harness.screen();
    const heard = hear(screen);
    await boardOf(screen, SECTION);
    harness.publish(); // leaves at once
    harness.publish(); // waits
    const board = await boardOf(screen, SECTION, { epoch: harness.log.epoch, n: 1 });
    expect(board.n).toBe(2);
    harness.publish(); // waits with it
    await expect.poll(() => heard.map(({ n }) => n)).toEqual([1, 3]);
  });

  it('hears the pulse, and what led to its position before it', async () => {
    harness = await startBroadcast({ pulseMs: 60, holdMs: 200 });
    const screen = await harness.screen();
    const heard: (DeltaMessage | PulseMessage)[] = [];
    await boardOf(screen, SECTION);
    screen.on('dispatch', (delta) => heard.push(delta));
    screen.on('pulse', (pulse) => heard.push(pulse));
    for (let i = 0; i < 3; i += 1) harness.publish();
    await expect.poll(() => heard.some((one) => 'now' in one && one.n === 3), { timeout: 10_000 }).toBe(true);
    for (const [at, pulse] of heard.entries()) {
      if (!('now' in pulse)) continue;
      const before = heard.slice(0, at).filter((one) => 'prev' in one);
      expect(before.map(({ n }) => n)).toEqual([1, 2, 3].slice(0, before.length));
      expect(before.length).toBeGreaterThanOrEqual(pulse.n);
    }
  });

  it('hears that history was rewritten, and gets the new board', async () => {
    harness = await startBroadcast();
    harness.publish();
    const screen = await harness.screen();
    const resets: ResetMessage[] = [];
    screen.on('reset', (reset) => resets.push(reset));
    const { epoch, n } = await boardOf(screen, SECTION);
    const fresh = dispatchEntry(
      1,
      { id: 'x', version: 1, section: SECTION, publishedAt: 1 },
      'usable',
      'epoch-2',
    );
    harness.log.rewrite('epoch-2', [fresh], 'restored');
    await expect.poll(() => resets).toEqual([{ epoch: 'epoch-2', reason: 'restored', min: 1 }]);
    expect(await boardOf(screen, SECTION, { epoch, n })).toMatchObject({
      reset: true,
      epoch: 'epoch-2',
      n: 1,
    });
  });
});

describe('the end', () => {
  it('is announced, comes little by little, and lets nobody new in', async () => {
    harness = await startBroadcast();
    const screens = await Promise.all(Array.from({ length: 20 }, () => harness.screen()));
    const told: number[] = [];
    const closed: number[] = [];
    const startedAt = performance.now();
    for (const screen of screens) {
      screen.on('drain', ({ afterMs }) => told.push(afterMs));
      screen.on('disconnect', (reason) => {
        // "io server disconnect" would switch the client's reconnection off.
        expect(reason).toBe('transport close');
        closed.push(performance.now() - startedAt);
      });
    }
    const draining = harness.broadcast.drain(600);
    await expect(harness.screen()).rejects.toThrow();
    await draining;
    expect(performance.now() - startedAt).toBeLessThan(1500);
    await expect.poll(() => closed.length).toBe(20);
    expect(told).toHaveLength(20);
    expect((closed.at(-1) ?? 0) - (closed[0] ?? 0)).toBeGreaterThan(200);
    expect(harness.broadcast.viewers).toBe(0);
  });

  it('does not wait for a screen that has stopped reading', async () => {
    harness = await startBroadcast();
    const stuck = await openScreen(harness.port);
    stuck.stream.pause();
    const startedAt = performance.now();
    await harness.broadcast.drain(200);
    await harness.broadcast.close();
    expect(performance.now() - startedAt).toBeLessThan(1500);
    stuck.stream.resume();
    await stuck.closed();
  });
});

describe('a client that sends garbage', () => {
  const subscribeTo = (section: unknown): string => `420${JSON.stringify(['subscribe', { section }])}`;

  it.each([
    ['a packet that is none', ['garbage']],
    ['a socket.io packet that is none', ['4{"not":"a packet"}']],
    ['an unknown event', ['420["hello",{}]']],
    ['a wrong payload', [subscribeTo(7)]],
    ['a field too many', ['420["subscribe",{"section":"sport","admin":true}]']],
    ['a position that is none', ['420["subscribe",{"section":"sport","since":{"epoch":"e","n":-1}}]']],
    ['no question for an answer', ['42["subscribe",{"section":"sport"}]']],
    ['a binary packet', ['451-["subscribe",{"_placeholder":true,"num":0}]']],
    ['a second greeting', ['40']],
    ['far too many questions', Array.from({ length: 130 }, () => subscribeTo('sport'))],
    ['a packet far too long', [`42["subscribe",${JSON.stringify('x'.repeat(60_000))}]`]],
  ])('is cut off and hurts nobody: %s', async (_, packets) => {
    harness = await startBroadcast();
    const reader = await harness.screen();
    const heard = hear(reader);
    await boardOf(reader, SECTION);
    const rude = await openScreen(harness.port);
    for (const packet of packets) rude.say(packet);
    await expect
      .poll(() => rude.isClosed || rude.stream.readableEnded || harness.broadcast.viewers === 1)
      .toBe(true);
    harness.publish();
    await expect.poll(() => heard).toHaveLength(1);
    rude.end();
  });

  it('is closed when it says nothing at all, or asks for another namespace', async () => {
    harness = await startBroadcast();
    const other = await RawSocket.open(harness.port);
    await other.heard('"maxPayload"');
    other.say('40/admin,');
    await other.heard('44/admin,{"message":"Invalid namespace"}');
    expect(harness.broadcast.viewers).toBe(0);
    other.end();
  });
});

describe('admission', () => {
  it('refuses a strange origin by plain HTTP and lets listed ones, our own and programs in', async () => {
    harness = await startBroadcast({ origins: ['https://www.example.nl'] });
    const status = async (...headers: string[]): Promise<string> => {
      const socket = await RawSocket.open(harness.port, upgradeRequest(undefined, headers));
      await socket.heard('\r\n\r\n');
      socket.end();
      return socket.text.slice(9, 12);
    };
    expect(await status('Origin: https://evil.example')).toBe('403');
    expect(await status('Origin: null')).toBe('403');
    expect(await status('Origin: https://www.example.nl')).toBe('101');
    expect(await status('Origin: http://localhost')).toBe('101');
    expect(await status()).toBe('101');
    expect(await harness.metric('ticker_refused_connections_total')).toBe(2);
  });

  it('says 503 and when to come back when one address connects too often', async () => {
    harness = await startBroadcast({ connects: { burst: 2, perSecond: 0.5 }, trustProxy: 1 });
    const connect = () =>
      RawSocket.open(harness.port, upgradeRequest(undefined, ['X-Forwarded-For: 192.0.2.1']));
    await (await connect()).heard('\r\n\r\n');
    await (await connect()).heard('\r\n\r\n');
    const third = await connect();
    await third.closed();
    expect(third.text).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n[^]*Retry-After: 2\r\n/);
  });

  it('says 503 when the process is full', async () => {
    harness = await startBroadcast({ maxViewers: 1 });
    await harness.screen();
    const second = await RawSocket.open(harness.port);
    await second.closed();
    expect(second.text).toMatch(/^HTTP\/1\.1 503 [^]*Retry-After: 10\r\n[^]*full$/);
  });

  it('takes WebSocket only, and leaves every other request to the pages', async () => {
    harness = await startBroadcast();
    const polling = await fetch(`${harness.url}/socket.io/?EIO=4&transport=polling`);
    expect(polling.status).toBe(400);
    expect(await (await fetch(harness.url)).text()).toBe('a page');
    const old = await RawSocket.open(harness.port, upgradeRequest('/socket.io/?EIO=3&transport=websocket'));
    await old.closed();
    expect(old.text).not.toContain('"sid"');
  });
});

describe('a reader that has stopped reading', () => {
  it('is let go when its budget is spent, is counted, and hurts nobody', async () => {
    harness = await startBroadcast({ unread: { packets: 50, bytes: 64 * 1024 } });
    const reader = await harness.screen();
    const heard = hear(reader);
    await boardOf(reader, SECTION);
    const stuck = await openScreen(harness.port);
    stuck.say(`420["subscribe",{"section":"${SECTION}"}]`);
    await stuck.heard('430[{"ok":true');
    stuck.stream.pause();
    const title = 'Een heel lange kop. '.repeat(500);
    // The kernel holds some megabytes before the first byte waits in our process.
    let published = 0;
    while (harness.broadcast.viewers > 1 && published < 5000) {
      harness.publish({ title });
      published += 1;
      await delay(1);
    }
    expect(harness.broadcast.viewers).toBe(1);
    expect(await harness.metric('ticker_slow_readers_total')).toBe(1);
    await expect.poll(() => heard.length).toBe(published);
    stuck.stream.resume();
    await stuck.closed();
  });
});
