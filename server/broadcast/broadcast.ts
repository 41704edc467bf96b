/**
 * Tells every open screen what changes. WebSocket only and everything in memory: each process follows the log
 * itself, so none needs to hear of another, and a screen can be on any of them.
 */
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { Server } from 'socket.io';
import type { Cursor } from '../../shared/board.ts';
import type { DeltaMessage } from '../../shared/events.ts';
import type { Boards } from '../boards.ts';
import type { Log } from '../log/log.ts';
import { createAdmission } from './admission.ts';
import type { Connection } from './connection.ts';
import { drainViewers } from './drain.ts';
import { frameOf } from './frame.ts';
import { inOneTurn } from './in-one-turn.ts';
import { createBroadcastMetrics, type BroadcastMetrics } from './metrics.ts';
import { refuse } from './refuse.ts';
import { readRequest, type ScreenRequest } from './requests.ts';
import { Room } from './room.ts';
import type { BroadcastSettings } from './settings.ts';
import { Viewer, type TickerServer, type TickerSocket } from './viewer.ts';

export interface Broadcast {
  /** Open screens. */
  readonly viewers: number;
  /** Tells all screens to come back, closes them little by little within this time and admits no new ones. */
  drain(withinMs: number): Promise<void>;
  /** Ends every connection at once. The HTTP server stays its owner's. */
  close(): Promise<void>;
}

export interface BroadcastParts {
  /** With its request handler in place: what is not ours goes on to it. */
  readonly server: HttpServer;
  readonly boards: Boards;
  readonly log: Log;
  readonly settings: BroadcastSettings;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/** A whole request is some 200 bytes; nobody has anything long to say. */
const MAX_REQUEST_BYTES = 4096;
/** A connection that does not say what it wants is closed after this. */
const SAY_HELLO_WITHIN_MS = 10_000;
/** Only to find connections that died without a word. Screens watch the pulse, and ten thousand answers cost. */
const HEARTBEAT_MS = 50_000;

export function createBroadcast(parts: BroadcastParts): Broadcast {
  return new SocketBroadcast(parts);
}

class SocketBroadcast implements Broadcast {
  readonly #parts: BroadcastParts;
  readonly #io: TickerServer;
  readonly #metrics: BroadcastMetrics;
  readonly #everyone: Room;
  readonly #rooms: ReadonlyMap<string, Room>;
  readonly #pulse: NodeJS.Timeout;
  readonly #stopListening: () => void;
  /** Up to here every screen has been told. */
  #told: Cursor;
  #draining = false;

  constructor(parts: BroadcastParts) {
    const { boards, settings, server } = parts;
    this.#parts = parts;
    this.#metrics = createBroadcastMetrics(parts.metrics, () => this.viewers);
    const createRoom = (): Room => new Room(settings, this.#metrics);
    this.#told = boards.cursor();
    this.#everyone = createRoom();
    this.#rooms = new Map(boards.sections().map(({ id }) => [id, createRoom()]));
    this.#io = this.#listen(server);
    this.#pulse = setInterval(() => this.#sayPulse(), settings.pulseMs);
    this.#stopListening = boards.subscribe({
      deltas: (deltas) => this.#sayDeltas(deltas),
      reset: (reset) => {
        this.#sayToAll('reset', reset);
        this.#told = boards.cursor();
      },
    });
  }

  get viewers(): number {
    return this.#everyone.size;
  }

  async drain(withinMs: number): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    this.#sayToAll('drain', { afterMs: this.#parts.settings.comeBackMs });
    await drainViewers([...this.#everyone.viewers()], withinMs);
  }

  close(): Promise<void> {
    this.#draining = true;
    this.#stopListening();
    clearInterval(this.#pulse);
    for (const viewer of [...this.#everyone.viewers()]) viewer.cutOff();
    for (const room of [this.#everyone, ...this.#rooms.values()]) room.close();
    // Not io.close(): that also closes the HTTP server, and waits for connections that may never end.
    for (const connection of this.#connections()) connection.transport.socket?.terminate();
    this.#io.engine.close();
    this.#metrics.close();
    return Promise.resolve();
  }

  #listen(server: HttpServer): TickerServer {
    const { settings } = this.#parts;
    const admit = createAdmission({
      settings,
      viewers: () => this.#io.engine.clientsCount,
      isDraining: () => this.#draining,
      clock: () => performance.now(),
    });
    const io: TickerServer = new Server(server, {
      transports: ['websocket'],
      allowUpgrades: false,
      allowEIO3: false,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      maxHttpBufferSize: MAX_REQUEST_BYTES,
      pingInterval: HEARTBEAT_MS,
      connectTimeout: SAY_HELLO_WITHIN_MS,
      allowRequest: (request, answer) => {
        const refused = admit(request);
        if (!refused) return answer(undefined, true);
        this.#metrics.refused(refused.reason);
        // Engine.io could only say 400 here; we answer ourselves and it never hears of this request again.
        refuse(request, refused);
      },
    });
    forgetRooms(io);
    io.engine.on('connection', (connection: Connection) => this.#watch(connection));
    io.on('connection', (socket) => this.#welcome(socket));
    return io;
  }

  /** Everything that a connection says is counted, and nothing it may say is binary. */
  #watch(connection: Connection): void {
    const { packets, withinMs } = this.#parts.settings.said;
    let left = packets;
    let since = performance.now();
    connection.on('packet', ({ data }) => {
      const now = performance.now();
      if (now - since > withinMs) {
        left = packets;
        since = now;
      }
      left -= 1;
      if (left < 0 || isBinary(data)) this.#cutOff(connection);
    });
  }

  #welcome(socket: TickerSocket): void {
    const connection = connectionOf(socket);
    const viewer = new Viewer(connection, this.#metrics);
    forgetRequest(socket, connection);
    viewer.join(this.#everyone);
    socket.on('disconnect', () => {
      viewer.leaveAll();
      connection.close();
    });
    socket.onAny((...said: unknown[]) => {
      const request = readRequest(said);
      if (!request) return this.#cutOff(connection);
      this.#answer(viewer, request);
    });
  }

  #answer(viewer: Viewer, request: ScreenRequest): void {
    const { boards } = this.#parts;
    const { section } = request;
    const room = this.#rooms.get(section);
    if (!room || !boards.has(section)) {
      const message = `there is no section ${JSON.stringify(section)}`;
      return request.answer({ ok: false, error: { type: 'unknown-section', message } });
    }
    if (request.type === 'unsubscribe') {
      viewer.leave(room);
      return request.answer({ ok: true });
    }
    const { since } = request;
    inOneTurn(
      () => (since ? boards.since(section, since) : boards.whole(section)),
      () => viewer.join(room),
      (board) => request.answer({ ok: true, board }),
    );
  }

  #sayDeltas(deltas: readonly DeltaMessage[]): void {
    for (const [section, room] of this.#rooms) {
      if (room.size === 0) continue;
      const frames = deltas
        .filter((delta) => delta.section === section)
        .map((delta) => frameOf('dispatch', delta));
      if (frames.length > 0) room.send(frames);
    }
  }

  #sayPulse(): void {
    const { boards, log } = this.#parts;
    // No screen may hear of a position before what led to it; to wait for a large room would hold up the others.
    if ([...this.#rooms.values()].every(({ isIdle }) => isIdle)) this.#told = boards.cursor();
    this.#everyone.send([frameOf('pulse', { ...this.#told, now: log.now() })]);
  }

  /** What the sections hold back goes first. */
  #sayToAll(event: string, message: object): void {
    for (const room of this.#rooms.values()) room.flush();
    this.#everyone.send([frameOf(event, message)]);
  }

  #cutOff(connection: Connection): void {
    this.#metrics.cutOff();
    connection.transport.socket?.terminate();
  }

  *#connections(): Iterable<Connection> {
    // Also those that have not said hello yet.
    const { clients } = this.#io.engine as unknown as {
      readonly clients: Readonly<Record<string, Connection>>;
    };
    yield* Object.values(clients);
  }
}

/** A binary message, or the socket.io packet that announces some. */
function isBinary(data: unknown): boolean {
  return data !== undefined && (typeof data !== 'string' || /^[56]/.test(data));
}

function connectionOf(socket: TickerSocket): Connection {
  return socket.conn as unknown as Connection;
}

/** Rooms are ours (see room.ts); Socket.IO's own would cost two sets for each screen. */
function forgetRooms(io: TickerServer): void {
  const { adapter } = io.of('/');
  adapter.addAll = () => undefined;
  adapter.delAll = () => undefined;
}

/** Nobody needs the handshake any more, and ten thousand copies of a browser's headers are many megabytes. */
function forgetRequest(socket: TickerSocket, connection: Connection): void {
  const bare = { headers: {}, connection: {} };
  Object.assign(socket, { handshake: bare });
  connection.request = bare;
}
