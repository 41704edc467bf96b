/** The speaker itself: beside the real server for what it must say, beside a rude one for what it must bear. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { Server, type Socket as ServerSocket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Socket } from '../../client/socket.ts';

const opened: Socket[] = [];
const stops: (() => Promise<unknown>)[] = [];

/** Node 20 has none of its own; unlike a browser's, this one throws what nobody listens to. */
class BrowserLike extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on('error', () => undefined);
  }
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', BrowserLike);
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.close();
  for (const stop of stops.splice(0)) await stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A speaker that writes down what it hears. */
function connect(origin: string, within = 5_000) {
  const heard: unknown[] = [];
  const socket = new Socket(
    origin,
    {
      connected: () => heard.push('connected'),
      event: (name, payload) => heard.push([name, payload]),
      lost: () => heard.push('lost'),
    },
    within,
  );
  opened.push(socket);
  return { socket, heard };
}

async function realServer(options: ConstructorParameters<typeof Server>[1] = {}) {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], serveClient: false, ...options });
  const sockets: ServerSocket[] = [];
  io.on('connection', (socket) => sockets.push(socket));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  stops.push(() => io.close());
  return { io, sockets, origin: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}` };
}

/** A server that says what a test tells it to, frame by frame, and keeps what it is told. */
async function rudeServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const said: string[] = [];
  const transports: WebSocket[] = [];
  server.on('connection', (transport) => {
    transports.push(transport);
    transport.on('message', (data: Buffer) => said.push(data.toString()));
  });
  await once(server, 'listening');
  stops.push(
    () =>
      new Promise((resolve) => {
        for (const transport of transports) transport.terminate();
        server.close(resolve);
      }),
  );
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  /** The newest connection. */
  const say = (...frames: readonly (string | Buffer)[]) => {
    for (const frame of frames) transports[transports.length - 1]?.send(frame);
  };
  return { origin, said, say, transports, server };
}

/** A speaker that a rude server has let in. */
async function welcomed() {
  const rude = await rudeServer();
  const { socket, heard } = connect(rude.origin);
  await once(rude.server, 'connection');
  rude.say('0{"sid":"x","pingInterval":25000}', '40{"sid":"y"}');
  await expect.poll(() => heard).toEqual(['connected']);
  expect(rude.said).toEqual(['40']);
  return { ...rude, socket, heard };
}

describe('beside a real server', () => {
  test('is let in, hears events, and is answered', async () => {
    const { io, sockets, origin } = await realServer();
    const { socket, heard } = connect(origin);
    await expect.poll(() => heard).toEqual(['connected']);
    expect(socket.connected).toBe(true);
    io.emit('dispatch', { title: 'Süß in Łódź: “déjà vu” 🗞️ \u2028' }, 'more');
    await expect.poll(() => heard[1]).toEqual(['dispatch', { title: 'Süß in Łódź: “déjà vu” 🗞️ \u2028' }]);

    sockets[0]?.on('subscribe', (request: unknown, answer: (answer: unknown) => void) => {
      answer({ ok: true, request });
    });
    const answers = [1, 2, 3].map(
      (section) =>
        new Promise((resolve) => {
          socket.ask('subscribe', { section }, resolve);
        }),
    );
    expect(await Promise.all(answers)).toEqual(
      [1, 2, 3].map((section) => ({ ok: true, request: { section } })),
    );
  });

  test('what it says without a question comes without one', async () => {
    const { sockets, origin } = await realServer();
    const { socket, heard } = connect(origin);
    await expect.poll(() => heard).toHaveLength(1);
    const said: unknown[] = [];
    sockets[0]?.onAny((...words: unknown[]) => said.push(words));
    socket.say('applied', { section: 'sport', n: 3 });
    await expect.poll(() => said).toEqual([['applied', { section: 'sport', n: 3 }]]);
  });

  test('answers every ping, so that it stays', async () => {
    const { sockets, origin } = await realServer({ pingInterval: 30, pingTimeout: 60 });
    const { heard } = connect(origin);
    await expect.poll(() => heard).toHaveLength(1);
    let pongs = 0;
    sockets[0]?.conn.on('packet', ({ type }) => {
      if (type === 'pong') pongs += 1;
    });
    await expect.poll(() => pongs).toBeGreaterThan(8);
    expect(heard).toEqual(['connected']);
  });

  test.each([
    ['sends it away', (server: ServerSocket) => server.disconnect(true)],
    ['closes the namespace only', (server: ServerSocket) => server.disconnect()],
    ['drops the connection', (server: ServerSocket) => server.conn.close(true)],
  ])('is lost once when the server %s, and says nothing more', async (_, end) => {
    const { sockets, origin } = await realServer();
    const { socket, heard } = connect(origin);
    await expect.poll(() => heard).toHaveLength(1);
    const answered = vi.fn();
    socket.ask('subscribe', {}, answered);
    const [server] = sockets;
    if (server) end(server);
    await expect.poll(() => heard).toEqual(['connected', 'lost']);
    expect(socket.connected).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toHaveLength(2);
    expect(answered).not.toHaveBeenCalled();
  });

  test('is lost when it is refused, by HTTP or in the handshake, and when nobody is there', async () => {
    const refusing = await realServer({ allowRequest: (_request, decide) => decide('no room', false) });
    const closed = await realServer();
    closed.io.use((_socket, next) => next(new Error('not you')));
    for (const origin of [refusing.origin, closed.origin, 'http://127.0.0.1:1', 'null']) {
      const { socket, heard } = connect(origin);
      await expect.poll(() => heard, { message: origin }).toEqual(['lost']);
      expect(socket.connected).toBe(false);
    }
  });

  test('closed by its owner, it leaves, and tells the owner nothing', async () => {
    const { sockets, origin } = await realServer();
    const { socket, heard } = connect(origin);
    await expect.poll(() => heard).toHaveLength(1);
    socket.close();
    await expect.poll(() => sockets[0]?.connected).toBe(false);
    expect(heard).toEqual(['connected']);
  });

  test('closed before it was let in, it never is', async () => {
    const { sockets, origin } = await realServer();
    const { socket, heard } = connect(origin);
    socket.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([heard, sockets]).toEqual([[], []]);
  });
});

describe('beside a rude server', () => {
  test('is lost when it is not let in in time', async () => {
    const { origin, server } = await rudeServer();
    const { heard } = connect(origin, 80);
    await once(server, 'connection');
    await expect.poll(() => heard).toEqual(['lost']);
  });

  test('hears what comes in several frames at once, in order; a pause is nothing', async () => {
    const { say, heard } = await welcomed();
    say('42["a",1]', '6', '42["b"]', '4217["c",[2]]');
    await expect
      .poll(() => heard.slice(1))
      .toEqual([
        ['a', 1],
        ['b', undefined],
        ['c', [2]],
      ]);
  });

  test('an answer to nothing, or the same once more, is passed over', async () => {
    const { say, heard, socket } = await welcomed();
    const answered = vi.fn();
    socket.ask('subscribe', {}, answered);
    say('4399[1]', '430[1]', '430[2]', '42["after",0]');
    await expect.poll(() => heard).toContainEqual(['after', 0]);
    expect(answered.mock.calls).toEqual([[1]]);
    expect(heard).not.toContain('lost');
  });

  test.each([
    'x',
    '',
    '9',
    '3',
    '5',
    '1',
    '41',
    '44{"message":"no"}',
    '4',
    '45-["a",{"_placeholder":true,"num":0}]',
    '451-["a"]',
    '42',
    '42{"a":1}',
    '42[]',
    '42[1]',
    '42["a"',
    '42["a",]',
    '42/admin,["a"]',
    '43[1]x',
    '43',
    '40,',
    '0x',
    '2probe',
    '42["a",' + '['.repeat(100_000),
    '42' + '9'.repeat(100_000) + '["a"]',
    Buffer.from([4, 2]),
  ])('%j ends the connection, once', async (frame) => {
    const { say, heard, transports } = await welcomed();
    say(frame, '42["after",0]');
    await expect.poll(() => heard).toEqual(['connected', 'lost']);
    await expect.poll(() => transports[0]?.readyState).toBe(WebSocket.CLOSED);
  });

  test('an event before it was let in ends the connection', async () => {
    const { origin, say, server } = await rudeServer();
    const { heard } = connect(origin);
    await once(server, 'connection');
    say('42["a",1]');
    await expect.poll(() => heard).toEqual(['lost']);
  });

  test('no frame whatever throws, freezes it, or is taken for what it is not', async () => {
    const { origin, say, server } = await rudeServer();
    const errors: unknown[] = [];
    const note = (error: unknown) => errors.push(error);
    process.on('uncaughtException', note);
    stops.push(() => Promise.resolve(process.off('uncaughtException', note)));
    const digits = fc.constantFrom(
      '0',
      '1',
      '2',
      '3',
      '4',
      '40',
      '41',
      '42',
      '43',
      '430',
      '44',
      '45',
      '5',
      '6',
    );
    const tail = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant(''), fc.constant('["a",1]'));
    const frame = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(digits, tail).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), async (frames) => {
        const { socket, heard } = connect(origin);
        await once(server, 'connection');
        const from = performance.now();
        say('0{}', '40{}', ...frames, '42["end",null]');
        await expect
          .poll(() => heard, { interval: 1 })
          .toSatisfy(
            (all: unknown[]) => all.includes('lost') || JSON.stringify(all).includes('["end",null]'),
          );
        expect(performance.now() - from).toBeLessThan(2_000);
        for (const event of heard) {
          if (typeof event === 'string') continue;
          const [name, payload] = event as [string, unknown];
          const sent = frames.some(
            (one) => typeof one === 'string' && /^42\d*\[/.test(one) && one.includes(JSON.stringify(name)),
          );
          expect(sent || (name === 'end' && payload === null)).toBe(true);
        }
        socket.close();
      }),
      { numRuns: 150 },
    );
    expect(errors).toEqual([]);
  });
});
