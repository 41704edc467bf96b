/** What the ticker is measured against, with the same doors: POST /api/dispatches, and a WebSocket that hears of it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { Server as SocketServer } from 'socket.io';
import { WebSocketServer } from 'ws';
import { frameOf } from '../../server/broadcast/frame.ts';

interface Said {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const server = createServer((request, response) => {
  void read(request).then((body) => {
    if (request.method === 'POST') tell(JSON.parse(body) as Said);
    if (request.method === 'DELETE') askForReceipts();
    response.end(JSON.stringify({ receipts: [receipt] }));
  });
});

/** What the screens said of the last withdrawal: counted, and nothing else. */
const receipt = { told: 0, confirmed: 0, withinMs: 0 };
let askedAt = 0;

let n = 0;
let screens = 0;
const broadcast = process.argv[2] === 'ws' ? bareWs() : stockSocketIo();
server.listen({ port: Number(process.env.PORT), host: '127.0.0.1', backlog: 4096 });

/** Dressed as the ticker's own event, so that all send the same number of bytes. */
function tell(said: Said): void {
  n += 1;
  const { id, title, text } = said;
  const [raw = '', lead = ''] = text.split(' - ');
  const dateline = { places: ['DELFT'], agencies: ['ANP'], raw };
  const now = Date.now();
  const times = { urgency: 4, status: 'usable', lang: 'nl', publishedAt: now, updatedAt: now };
  const dispatch = { id, version: 1, section: 'buitenland', title, dateline, lead, ...times };
  broadcast({ section: 'buitenland', epoch: '0123456789abcdef', n, prev: n - 1, dispatch });
}

/** As the ticker does it, over the same time. */
function askForReceipts(): void {
  n += 1;
  askedAt = performance.now();
  Object.assign(receipt, { told: screens, confirmed: 0, withinMs: 0 });
  const gone = { id: `bench-${n}`, version: 2 };
  const head = { section: 'buitenland', epoch: '0123456789abcdef', n, prev: n - 1 };
  broadcast({ ...head, gone, confirm: Math.ceil(screens / 2) });
}

/** One frame, made once, written to each client's stream: the least that can be done over ws. */
function bareWs(): (delta: object) => void {
  const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false });
  const streams = new Set<NetSocket>();
  sockets.on('connection', (socket, { socket: stream }) => {
    streams.add(stream);
    socket.on('close', () => streams.delete(stream));
    socket.on('error', () => undefined); // the bench drops its clients without a word
  });
  return (delta) => {
    const { bytes } = frameOf('dispatch', delta);
    for (const stream of streams) stream.write(bytes);
  };
}

function stockSocketIo(): (delta: object) => void {
  const io = new SocketServer(server, {
    transports: ['websocket'],
    perMessageDeflate: false,
    serveClient: false,
  });
  io.on('connection', (socket) => {
    screens += 1;
    void socket.join('buitenland');
    socket.on('applied', () => {
      receipt.confirmed += 1;
      receipt.withinMs = performance.now() - askedAt;
    });
  });
  return (delta) => {
    io.to('buitenland').emit('dispatch', delta);
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += String(part);
  return body;
}
