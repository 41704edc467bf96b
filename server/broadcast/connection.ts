/**
 * What we use of engine.io's and ws's insides, in one place. Their versions are pinned through socket.io's; whatever
 * does not look as it did when this was written goes the stock way, which needs none of it.
 */
import type { Socket as NetSocket } from 'node:net';

/** An engine.io connection over ws, as far as we look inside. */
export interface Connection {
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly unknown[];
  readonly transport: Transport;
  request: unknown;
  on(
    event: 'packet',
    listener: (packet: { readonly type: string; readonly data?: unknown }) => void,
  ): unknown;
  write(packet: string, options: { readonly wsPreEncodedFrame: readonly Buffer[] }): unknown;
  close(): unknown;
}

interface Transport {
  readonly name: string;
  readonly writable: boolean;
  readonly perMessageDeflate?: unknown;
  readonly socket?: WebSocket;
}

interface WebSocket {
  readonly readyState: number;
  readonly _socket: NetSocket | null;
  /** It queues only while it compresses or reads a Blob, and both make its state another one. */
  readonly _sender: { readonly _state: number };
  terminate(): void;
}

const WS_OPEN = 1;
const SENDER_IDLE = 0;

/**
 * Everything the short way looks at, side by side: in a fan-out none of it is in the processor's cache, and reading
 * it one from the other would wait for each in turn.
 */
export interface ShortWay {
  readonly connection: Connection;
  readonly transport: Transport;
  readonly socket: WebSocket;
  readonly sender: WebSocket['_sender'];
  readonly stream: NetSocket;
}

/** The short way of a connection, if every private field that it reads is there and of its type. */
export function shortWayOf(connection: Connection): ShortWay | undefined {
  const { readyState, upgrading, writeBuffer, transport } = connection;
  const { socket } = transport;
  const stream = socket?._socket;
  const isAsExpected =
    typeof readyState === 'string' &&
    typeof upgrading === 'boolean' &&
    Array.isArray(writeBuffer) &&
    transport.name === 'websocket' &&
    typeof transport.writable === 'boolean' &&
    !transport.perMessageDeflate &&
    typeof socket?.readyState === 'number' &&
    typeof stream?.writableLength === 'number' &&
    typeof socket._sender?._state === 'number';
  return isAsExpected ? { connection, transport, socket, sender: socket._sender, stream } : undefined;
}

/**
 * The connection's TCP stream, when nothing that was said before is still on its way through engine.io or ws, so
 * that bytes written now keep their place.
 */
export function idleStream({
  connection,
  transport,
  socket,
  sender,
  stream,
}: ShortWay): NetSocket | undefined {
  const isIdle =
    connection.writeBuffer.length === 0 &&
    transport.writable &&
    sender._state === SENDER_IDLE &&
    socket.readyState === WS_OPEN &&
    connection.readyState === 'open' &&
    !connection.upgrading &&
    connection.transport === transport;
  return isIdle && stream.writable ? stream : undefined;
}

/** How many bytes wait in this process for the reader's network. */
export function unreadBytes({ transport }: Connection): number {
  return transport.socket?._socket?.writableLength ?? 0;
}

/** Ends the connection now. Closing in good order would wait for a reader who may never read again. */
export function terminate({ transport }: Connection): void {
  transport.socket?.terminate();
}
