/** Answers an upgrade request by plain HTTP and ends the connection. */
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Refused } from './admission.ts';

export function refuse({ socket }: IncomingMessage, { status, reason, retryAfterSeconds }: Refused): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain',
    `Content-Length: ${reason.length}`,
    ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
  ];
  socket.on('error', () => undefined); // the other side may be gone, which is what we want
  socket.end(`${lines.join('\r\n')}\r\n\r\n${reason}`, () => socket.destroy());
}
