/**
 * Tells every open screen what changes. WebSocket only and everything in memory: each process follows the log
 * itself, so none needs to hear of another, and a screen can be on any of them.
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { Server } from 'socket.io';
import type { Cursor } from '../../shared/board.ts';
import type { DeltaMessage, Introduction } from '../../shared/events.ts';
import type { Boards } from '../boards.ts';
import type { Log } from '../log/log.ts';
import type { NamedScreens } from '../named-screen.ts';
import type { OpenAct } from '../open-act.ts';
import { Acts } from './acts.ts';
import { createAdmission, type Admission, type Refused } from './admission.ts';
import type { Connection } from './connection.ts';
import { drainViewers } from './drain.ts';
import { frameOf } from './frame.ts';
import { inOneTurn } from './in-one-turn.ts';
import { createBroadcastMetrics, type BroadcastMetrics } from './metrics.ts';
import { isOwnPage } from './own-page.ts';
import { refuse } from './refuse.ts';
import { readRequest, type ScreenQuestion, type ScreenRequest } from './requests.ts';
import { Room } from './room.ts';
import type { BroadcastSettings } from './settings.ts';
import { Viewer, type TickerServer, type TickerSocket } from './viewer.ts';

export interface Broadcast {
  /** Open screens. */
  readonly viewers: number;
  /** Why a request would not be let in now; `undefined`: it would be. */
  refusalOf(request: IncomingMessage): Refused | undefined;
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
  /** Hears of every withdrawal, hold and correction whose arrival is counted from now on. */
  readonly onAct?: (act: OpenAct) => void;
  /** Hears of every screen that says its name. */
  readonly screens?: NamedScreens;
  /** Names the pages that are served. */
  readonly build: string;
}

/** A whole request is some 200 bytes; nobody has anything long to say. */
const MAX_REQUEST_BYTES = 4096;
/** A connection that does not say what it wants is closed after this. */
const SAY_HELLO_WITHIN_MS = 10_000;
/** Anybody can give a name: a newsroom has some walls, and the desk's list stays one that can be read. */
const MOST_NAMES = 100;
/** So far back a new process looks for withdrawals, holds and corrections that are still being confirmed. */
const MOST_REOPENED = 1000;
/** Only to find connections that died without a word. Screens watch the pulse, and ten thousand answers cost. */
const HEARTBEAT_MS = 50_000;

export function createBroadcast(parts: BroadcastParts): Broadcast {
  return new SocketBroadcast(parts);
}

class SocketBroadcast implements Broadcast {
  readonly #parts: BroadcastParts;
  readonly #io: TickerServer;
  readonly #metrics: BroadcastMetrics;
  readonly #admission: Admission;
  readonly #everyone: Room;
  readonly #rooms: ReadonlyMap<string, Room>;
  readonly #acts: Acts;
  /** Screens that said their name. */
  readonly #names = new Map<Viewer, string>();
  readonly #pulse: NodeJS.Timeout;
  readonly #stopListening: () => void;
  /** Up to here every screen has been told. */
  #told: Cursor;
  #draining = false;

  constructor(parts: BroadcastParts) {
    const { boards, settings, server } = parts;
    this.#parts = parts;
    this.#metrics = createBroadcastMetrics(parts.metrics, {
      viewers: () => this.viewers,
      byPartner: () => this.#admission.byPartner(),
    });
    this.#admission = createAdmission({
      settings,
      viewers: () => this.#io.engine.clientsCount,
      isDraining: () => this.#draining,
      clock: () => performance.now(),
    });
    this.#acts = new Acts({
      names: this.#names,
      now: () => parts.log.now(),
      opened: (act) => parts.onAct?.(act),
    });
    this.#told = boards.cursor();
    this.#everyone = new Room(settings, this.#metrics);
    this.#rooms = new Map(boards.sections().map(({ id }) => [id, this.#createRoom(id)]));
    this.#io = this.#listen(server);
    this.#pulse = setInterval(() => this.#sayPulse(), settings.pulseMs);
    this.#stopListening = boards.subscribe({
      deltas: (deltas) => this.#sayDeltas(deltas),
      reset: (reset) => {
        this.#acts.close();
        this.#sayToAll('reset', reset);
        this.#told = boards.cursor();
      },
    });
    void this.#reopenActs();
  }

  get viewers(): number {
    return this.#everyone.size;
  }

  refusalOf(request: IncomingMessage): Refused | undefined {
    return this.#admission.refusalOf(request);
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
    this.#acts.close();
    // Not io.close(): that also closes the HTTP server, and waits for connections that may never end.
    for (const connection of this.#connections()) connection.transport.socket?.terminate();
    this.#io.engine.close();
    this.#metrics.close();
    return Promise.resolve();
  }

  #createRoom(section: string): Room {
    return new Room(this.#parts.settings, this.#metrics, (standing) => this.#acts.left(section, standing));
  }

  #listen(server: HttpServer): TickerServer {
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
        const refused = this.#admission.admit(request);
        if (!refused) return answer(undefined, true);
        this.#metrics.refused(refused.reason, refused.partner?.name);
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
    const isOwn = isOwnPage(socket.handshake.headers);
    forgetRequest(socket, connection);
    viewer.join(this.#everyone);
    socket.on('disconnect', () => {
      viewer.leaveAll();
      if (this.#names.delete(viewer)) this.#parts.screens?.left(viewer, 'lost');
      connection.close();
    });
    socket.onAny((...said: unknown[]) => {
      const request = readRequest(said);
      if (!request) return this.#cutOff(connection);
      this.#hear(viewer, isOwn, request);
    });
  }

  #hear(viewer: Viewer, isOwn: boolean, request: ScreenRequest): void {
    if (request.type === 'introduce') {
      // Another site's page is not told so: what it says of itself is only not believed.
      if (isOwn) this.#introduce(viewer, request.said);
      request.answer({ build: this.#parts.build });
    } else if (request.type === 'goodbye') {
      if (this.#names.delete(viewer)) this.#parts.screens?.left(viewer, 'closed');
      request.answer({ ok: true });
    } else if (request.type === 'applied') {
      this.#confirm(viewer, request.section, request.upTo);
    } else {
      this.#answer(viewer, request);
    }
  }

  #introduce(viewer: Viewer, said: Introduction): void {
    if (this.#names.size >= MOST_NAMES && !this.#names.has(viewer)) return;
    this.#names.set(viewer, said.name);
    this.#parts.screens?.introduced(viewer, said);
  }

  /** Of a section that it has left meanwhile, or that is no more, nobody needs to know. */
  #confirm(viewer: Viewer, section: string, upTo: Cursor): void {
    const standing = this.#rooms.get(section)?.standingOf(viewer);
    if (!standing) return;
    this.#metrics.receipt();
    this.#acts.confirm(section, upTo, viewer, standing, this.#parts.boards.cursor().n);
  }

  #answer(viewer: Viewer, request: ScreenQuestion): void {
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
    const { epoch, n } = boards.cursor();
    const confirm = since && this.#acts.missed(section, since, room);
    inOneTurn(
      () => (since ? boards.since(section, since) : boards.whole(section)),
      () => viewer.join(room, n, since?.epoch === epoch ? since.n : n),
      (board) => request.answer({ ok: true, board: confirm === undefined ? board : { ...board, confirm } }),
    );
  }

  #sayDeltas(deltas: readonly DeltaMessage[]): void {
    for (const [section, room] of this.#rooms) {
      const own = deltas
        .filter((delta) => delta.section === section)
        .map((delta) => ({ delta, confirm: this.#acts.open(delta, room) }));
      if (room.size === 0 || own.length === 0) continue;
      room.send(own.map(({ delta, confirm }) => frameOf('dispatch', { ...delta, confirm })));
    }
  }

  /** After a restart: whoever was told by the process before this one comes back to us. */
  async #reopenActs(): Promise<void> {
    const { log, logger } = this.#parts;
    const { epoch, n } = this.#told;
    try {
      const entries = await log.read(Math.max(0, n - MOST_REOPENED), MOST_REOPENED);
      for (const entry of entries) {
        const isOurs = entry.epoch === epoch && entry.n <= n && this.#rooms.has(entry.section);
        if (isOurs && !this.#draining) this.#acts.reopen(entry);
      }
    } catch (error) {
      logger.warn({ err: error }, 'withdrawals from before the start are not waited for');
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
