/** A WebSocket client of a few lines over bare TCP: sees every byte, and stops reading when told to. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export function upgradeRequest(
  path = '/socket.io/?EIO=4&transport=websocket',
  headers: string[] = [],
): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${KEY}`,
    'Sec-WebSocket-Version: 13',
    ...headers,
    '\r\n',
  ].join('\r\n');
}

/** A masked text frame, as a client must send it; the mask is zero, which is a mask too. */
export function clientFrame(text: string, opcode = 0x1): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const header = Buffer.alloc(long ? 8 : 6);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (long ? 126 : payload.length);
  if (long) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

export class RawSocket {
  readonly stream: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #news: () => void = () => undefined;

  private constructor(stream: Socket) {
    this.stream = stream;
    stream.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#news();
    });
    stream.on('close', () => {
      this.#closed = true;
      this.#news();
    });
    stream.on('error', () => undefined); // being cut off is what some tests are about
  }

  static async open(port: number, request = upgradeRequest()): Promise<RawSocket> {
    const stream = connect(port, '127.0.0.1');
    await once(stream, 'connect');
    const socket = new RawSocket(stream);
    stream.write(request);
    return socket;
  }

  get received(): Buffer {
    return this.#received;
  }

  get text(): string {
    return this.#received.toString();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  say(packet: string): void {
    this.stream.write(clientFrame(packet));
  }

  /** Waits until the text has come. */
  async heard(text: string): Promise<void> {
    while (!this.#received.includes(text)) {
      if (this.#closed) throw new Error(`closed before ${text} came: ${this.text.slice(-300)}`);
      await new Promise<void>((resolve) => {
        this.#news = resolve;
      });
    }
  }

  async closed(): Promise<void> {
    if (!this.#closed) await once(this.stream, 'close');
  }

  forget(): void {
    this.#received = Buffer.alloc(0);
  }

  end(): void {
    this.stream.destroy();
  }
}

/** The socket.io default namespace, greeted and joined. */
export async function openScreen(port: number): Promise<RawSocket> {
  const socket = await RawSocket.open(port);
  await socket.heard('"maxPayload"');
  socket.say('40');
  await socket.heard('40{"sid"');
  return socket;
}
