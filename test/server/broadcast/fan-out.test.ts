import { afterEach, expect, it, vi } from 'vitest';
import { Server } from 'socket.io';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type * as Connection from '../../../server/broadcast/connection.ts';
import { frameOf } from '../../../server/broadcast/frame.ts';
import { clientFrame, openScreen } from '../../raw-socket.ts';
import { SECTION, startBroadcast, type Harness } from './harness.ts';

const allowed = vi.hoisted(() => ({ shortWay: true }));
vi.mock('../../../server/broadcast/connection.ts', async (original) => {
  const connection = await original<typeof Connection>();
  const shortWayOf: typeof connection.shortWayOf = (it) =>
    allowed.shortWay ? connection.shortWayOf(it) : undefined;
  return { ...connection, shortWayOf };
});

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

/** What stock Socket.IO writes for `io.to(room).emit(…)`. */
async function stockBytes(events: readonly (readonly [string, unknown])[]): Promise<Buffer> {
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
  io.on('connection', (socket) => {
    void socket.join('room');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const screen = await openScreen((server.address() as AddressInfo).port);
  screen.forget();
  for (const [event, payload] of events) io.to('room').emit(event, payload);
  io.to('room').emit('end', 'of the stock way');
  await screen.heard('of the stock way');
  screen.end();
  await io.close();
  return screen.received.subarray(
    0,
    screen.received.length - frameOf('end', 'of the stock way').bytes.length,
  );
}

it.each([
  ['short', 'x'],
  ['at the last length of one byte', 'x'.repeat(125 - 19)],
  ['at the first length of two bytes', 'x'.repeat(126 - 19)],
  ['at the last length of two bytes', 'x'.repeat(65_535 - 19)],
  ['at the first length of eight bytes', 'x'.repeat(65_536 - 19)],
  ['of many-byte text', 'Süß in Łódź: “déjà vu” 🗞️ \u2028\u0000 '.repeat(40)],
])('a frame %s is the very bytes of the stock way', async (_, title) => {
  const { bytes } = frameOf('dispatch', { title });
  expect(bytes.equals(await stockBytes([['dispatch', { title }]]))).toBe(true);
});

it('both ways give the same bytes in the same order, answers in between', async () => {
  const run = async (way: 'short' | 'stock'): Promise<{ bytes: string; short: number; stock: number }> => {
    allowed.shortWay = way === 'short';
    harness = await startBroadcast({ holdMs: 2 });
    const screen = await openScreen(harness.port);
    screen.say(`420["subscribe",{"section":"${SECTION}"}]`);
    await screen.heard('430[');
    screen.forget();
    const { log } = harness;
    log.now = () => 1_000_000;
    for (let i = 0; i < 60; i += 1) {
      // Asked first, published in the same turn as the answer leaves: the dispatch must come after it.
      if (i % 7 === 0) {
        if (i > 0) await screen.heard(`"n":${i},"prev"`);
        screen.say(
          `421${i}["subscribe",{"section":"${SECTION}","since":{"epoch":"epoch-1","n":${log.entries.length}}}]`,
        );
        await screen.heard(`431${i}[`);
      }
      harness.publish({ title: 'Kop é '.repeat([1, 30, 12_000][i % 3] ?? 1) });
      if (i % 5 === 0) await screen.heard(`"n":${i + 1},"prev"`);
    }
    await screen.heard('"n":60,"prev"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const counts = await harness.deliveries();
    const bytes = screen.received.toString('latin1');
    screen.end();
    await harness.close();
    harness = undefined;
    return { bytes, ...counts };
  };
  const short = await run('short');
  const stock = await run('stock');
  expect(short.short).toBeGreaterThan(30);
  expect(stock).toMatchObject({ short: 0, stock: 60 });
  expect(short.bytes.length).toBeGreaterThan(60 * 100);
  expect(short.bytes === stock.bytes).toBe(true);
});

it('dispatches of the same few ms leave in one write, a lone one at once', async () => {
  harness = await startBroadcast({ holdMs: 50 });
  const screen = await openScreen(harness.port);
  screen.say(`420["subscribe",{"section":"${SECTION}"}]`);
  await screen.heard('430[');
  const chunks: number[] = [];
  screen.stream.on('data', (chunk) => chunks.push(chunk.toString().split('42["dispatch"').length - 1));
  const before = performance.now();
  harness.publish();
  await screen.heard('"n":1,"prev"');
  expect(performance.now() - before).toBeLessThan(45);
  for (let i = 0; i < 10; i += 1) harness.publish();
  await screen.heard('"n":11,"prev"');
  expect(chunks).toEqual([1, 10]);
});

it('a dispatch never overtakes an answer that still waits in the queue', async () => {
  allowed.shortWay = true;
  harness = await startBroadcast();
  const here = harness;
  const { boards } = here;
  const screen = await openScreen(here.port);
  const whole = boards.whole.bind(boards);
  let asked = 0;
  boards.whole = (section) => {
    asked += 1;
    // The first answer is on its way to the network, the second waits behind it, the third is being read.
    if (asked === 3) here.publish();
    return whole(section);
  };
  const ask = (ack: number, section: string): Buffer =>
    clientFrame(`42${ack}["subscribe",{"section":"${section}"}]`);
  // In one packet, so that all are heard in one turn.
  screen.stream.write(Buffer.concat([ask(0, SECTION), ask(1, 'sport'), ask(2, 'sport')]));
  await screen.heard('"prev"');
  await screen.heard('431[');
  expect(screen.text.indexOf('431[')).toBeLessThan(screen.text.indexOf('42["dispatch"'));
});
