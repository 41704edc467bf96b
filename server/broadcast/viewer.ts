/** One open screen. */
import type { Server, Socket } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents, WallCommand } from '../../shared/events.ts';
import {
  idleStream,
  shortWayOf,
  terminate,
  unreadBytes,
  type Connection,
  type ShortWay,
} from './connection.ts';
import type { NamedScreen } from '../named-screen.ts';
import { frameOf, type Frame } from './frame.ts';
import type { BroadcastMetrics } from './metrics.ts';
import type { Room } from './room.ts';

type NoEvents = Record<string, never>;
interface ViewerData {
  viewer?: Viewer;
}
export type TickerServer = Server<ClientToServerEvents, ServerToClientEvents, NoEvents, ViewerData>;
export type TickerSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoEvents, ViewerData>;

export interface Unread {
  readonly packets: number;
  readonly bytes: number;
}

export class Viewer implements NamedScreen {
  readonly #connection: Connection;
  readonly #metrics: BroadcastMetrics;
  readonly #shortWay: ShortWay | undefined;
  #rooms: readonly Room[] = [];

  constructor(connection: Connection, metrics: BroadcastMetrics) {
    this.#connection = connection;
    this.#metrics = metrics;
    this.#shortWay = shortWayOf(connection);
  }

  /** From here on the room's frames arrive, beginning with the next one. For the positions see acts.ts. */
  join(room: Room, joined?: number, since?: number): void {
    room.join(this, joined, since);
    if (!this.#rooms.includes(room)) this.#rooms = [...this.#rooms, room];
  }

  leave(room: Room): void {
    room.leave(this);
    this.#rooms = this.#rooms.filter((other) => other !== room);
  }

  leaveAll(): void {
    for (const room of this.#rooms) room.leave(this);
    this.#rooms = [];
  }

  /**
   * Gives frames, which are joined in `bytes`. Straight to the network when nothing is on its way before them, else
   * behind what waits in engine.io: the order is kept either way.
   */
  give(frames: readonly Frame[], bytes: Buffer, unread: Unread): void {
    const stream = this.#shortWay && idleStream(this.#shortWay);
    if (stream && stream.writableLength <= unread.bytes) {
      stream.write(bytes);
      this.#metrics.delivered('short', frames.length);
    } else if (this.#hasStopped(unread)) {
      this.#metrics.slowReader();
      this.cutOff();
    } else {
      for (const { packet, bytes: frame } of frames)
        this.#connection.write(packet, { wsPreEncodedFrame: [frame] });
      this.#metrics.delivered('stock', frames.length);
    }
  }

  /** Says it to this screen alone; to one that has stopped reading there is nothing to say. */
  tell(command: WallCommand): void {
    const { packet, bytes } = frameOf('command', command);
    this.#connection.write(packet, { wsPreEncodedFrame: [bytes] });
  }

  /** Closes in good order. */
  close(): void {
    this.#connection.close();
  }

  /** Ends the connection at once. */
  cutOff(): void {
    this.leaveAll();
    terminate(this.#connection);
  }

  #hasStopped({ packets, bytes }: Unread): boolean {
    return unreadBytes(this.#connection) > bytes || this.#connection.writeBuffer.length > packets;
  }
}
