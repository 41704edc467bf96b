/**
 * A stretch of network between pages and a server, which fails when a test tells it to: it breaks connections in
 * every way in which they end, and in the one in which they do not (nothing comes through, and nobody says so).
 */
import { connect, createServer, type Socket } from 'node:net';

/** How a connection ends. Of the last one neither side hears. */
export const CUTS = [
  'reset',
  'end',
  'close frame',
  'goodbye',
  'sent away',
  'nonsense',
  'black hole',
] as const;
export type Cut = (typeof CUTS)[number];

/** What the server seems to say last: WebSocket's close (1001), Engine.IO's and Socket.IO's, and no packet at all. */
const LAST_WORDS: Partial<Record<Cut, Buffer>> = {
  'close frame': Buffer.from([0x88, 2, 0x03, 0xe9]),
  goodbye: Buffer.concat([Buffer.from([0x81, 1]), Buffer.from('1')]),
  'sent away': Buffer.concat([Buffer.from([0x81, 2]), Buffer.from('41')]),
  nonsense: Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hallo')]),
};

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** The WebSocket of a page; the others carry HTTP. */
  upgraded: boolean;
  silent: boolean;
}

export class Network {
  /** While true nothing comes through, in either direction, also of what is connected meanwhile. */
  silent = false;
  /** So many connections from now on are refused. */
  refusals = 0;
  readonly #target: URL;
  readonly #pairs = new Set<Pair>();
  readonly #server = createServer((near) => {
    this.#join(near);
  });

  private constructor(target: string) {
    this.#target = new URL(target);
  }

  static async start(target: string): Promise<Network> {
    const network = new Network(target);
    await new Promise<void>((resolve) => network.#server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the network does not listen');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  /** WebSockets that are open here, without those that hang in a black hole. */
  get webSockets(): number {
    return [...this.#pairs].filter(({ upgraded, silent }) => upgraded && !silent).length;
  }

  /** Ends every WebSocket that is open now. */
  cut(how: Cut): void {
    for (const pair of this.#pairs) {
      if (!pair.upgraded || pair.silent) continue;
      if (how === 'black hole') pair.silent = true;
      else if (how === 'reset') pair.near.resetAndDestroy();
      else pair.near.end(LAST_WORDS[how] ?? '');
      if (how !== 'black hole') pair.far.destroy();
    }
  }

  /** Resets what hangs in a black hole, as a router does in the end. */
  bury(): void {
    for (const { near, far, silent } of this.#pairs) {
      if (!silent) continue;
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /** Drops all connections, and listens no more. */
  async close(): Promise<void> {
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket): void {
    if (this.refusals > 0) {
      this.refusals -= 1;
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(this.#target.port), this.#target.hostname);
    const pair: Pair = { near, far, upgraded: false, silent: false };
    this.#pairs.add(pair);
    const relay = (from: Socket, to: Socket) => {
      from.on('data', (chunk) => {
        pair.upgraded ||= from === near && chunk.includes('GET /socket.io/');
        // What is lost here is lost: a network that swallows does not deliver later.
        if (!this.silent && !pair.silent) to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#pairs.delete(pair);
        if (!this.silent && !pair.silent) to.destroy();
        else if (from === near) far.destroy();
      });
    };
    relay(near, far);
    relay(far, near);
  }
}
