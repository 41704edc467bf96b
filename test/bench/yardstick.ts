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
    response.end('ok');
  });
});

let n = 0;
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
    void socket.join('buitenland');
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
