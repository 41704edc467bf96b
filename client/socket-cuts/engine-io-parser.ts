/**
 * The text half of engine.io-parser: the embed speaks WebSocket only, and neither side ever sends binary data, so
 * the build puts this in its place and saves the base64, Blob and stream code. Same names, same packets.
 */
const TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;

export interface EnginePacket {
  readonly type: (typeof TYPES)[number] | 'error';
  readonly data?: unknown;
}

export const protocol = 4;

export function encodePacket(
  { type, data }: EnginePacket,
  _supportsBinary: boolean,
  callback: (encoded: string) => void,
): void {
  callback(`${String(TYPES.indexOf(type as (typeof TYPES)[number]))}${typeof data === 'string' ? data : ''}`);
}

export function decodePacket(encoded: unknown): EnginePacket {
  const text = typeof encoded === 'string' ? encoded : '';
  const type = TYPES[Number(text.charAt(0) || 'x')];
  if (!type) return { type: 'error', data: 'parser error' };
  return text.length > 1 ? { type, data: text.slice(1) } : { type };
}
