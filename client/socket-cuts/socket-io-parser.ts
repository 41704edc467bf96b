/**
 * The text half of socket.io-parser, in the shape in which the client takes a parser: dispatches are text, so the
 * packets that carry binary attachments are left out by the build. Of namespaces there is only the default one.
 */
import { Emitter } from '@socket.io/component-emitter';

export const protocol = 5;

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 } as const;

interface Packet {
  readonly type: number;
  readonly nsp?: string;
  readonly id?: number;
  readonly data?: unknown;
}

export class Encoder {
  encode({ type, id, data }: Packet): string[] {
    return [
      `${String(type)}${id === undefined ? '' : String(id)}${data === undefined ? '' : JSON.stringify(data)}`,
    ];
  }
}

interface Decoded {
  decoded: (packet: Packet) => void;
}

export class Decoder extends Emitter<Record<string, never>, Record<string, never>, Decoded> {
  /** @throws {TypeError | SyntaxError} when this is not a packet; the connection ends then */
  add(encoded: unknown): void {
    const [, type = '', id, json] = /^([0-4])(\d*)([[{"].*)?$/s.exec(String(encoded)) ?? [];
    const data: unknown = json && JSON.parse(json);
    const needsList = type === '2' || type === '3';
    if (!type || needsList !== Array.isArray(data)) throw new TypeError('not a packet');
    const packet: Packet = { type: Number(type), nsp: '/', data };
    super.emitReserved('decoded', id ? { ...packet, id: Number(id) } : packet);
  }

  destroy(): void {
    // Nothing is kept between packets.
  }
}
