/**
 * One event as the very bytes that a screen receives: a WebSocket text frame around an engine.io message around a
 * socket.io event. Made once, written to every socket of a room.
 */
export interface Frame {
  /** The WebSocket frame, header and payload in one buffer. */
  readonly bytes: Buffer;
  /** The socket.io packet alone, for the stock way. */
  readonly packet: string;
}

const MESSAGE = '4';
const EVENT = '2';
const FINAL_TEXT = 0x81;

export function frameOf(event: string, payload: unknown): Frame {
  const packet = EVENT + JSON.stringify([event, payload]);
  const text = MESSAGE + packet;
  const length = Buffer.byteLength(text);
  const header = headerLength(length);
  const bytes = Buffer.allocUnsafeSlow(header + length);
  writeHeader(bytes, length);
  bytes.write(text, header);
  return { bytes, packet };
}

function headerLength(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

/** RFC 6455, 5.2: final text frame, not masked, length in 7, 7+16 or 7+64 bits. */
function writeHeader(bytes: Buffer, length: number): void {
  bytes[0] = FINAL_TEXT;
  if (length < 126) {
    bytes[1] = length;
  } else if (length < 65_536) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
}
