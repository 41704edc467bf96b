/** A partner's server, real, that checks each signature by its own arithmetic and answers as a test wants it to. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export const SECRET = `whsec_${Buffer.from('twenty-four-bytes-or-more-of-it').toString('base64')}`;

/** What came in, one try. */
export interface Received {
  readonly id: string;
  /** What it was asked to do: `publish storm`, `withdraw storm`, `reset`. */
  readonly what: string;
  readonly body: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** Signed by the secret, over its own id, time and body, a moment ago. */
  readonly isGenuine: boolean;
}

/** A status, or: nothing ever, the line cut at once, a redirect. */
export type Answer = number | 'hang' | 'cut' | 'redirect';

export class Receiver {
  readonly tries: Received[] = [];
  /** Answers each try; 200 unless a test says otherwise. */
  answer: (received: Received) => Answer = () => 200;
  readonly #server: Server;
  readonly #looks = new Set<() => void>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#take(request, response));
  }

  static async start(): Promise<Receiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server);
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return `http://127.0.0.1:${address.port}/in?token=verborgen`;
  }

  /** What was asked, in the order of its coming. */
  get asked(): string[] {
    return this.tries.map(({ what }) => what);
  }

  /** Resolves once the receiver has got what the test waits for. */
  until(hasCome: (receiver: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!hasCome(this)) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const received = read(request, Buffer.concat(chunks).toString());
    this.tries.push(received);
    const answer = this.answer(received);
    for (const look of [...this.#looks]) look();
    if (answer === 'hang') return;
    if (answer === 'cut') return void request.socket.destroy();
    if (answer === 'redirect') return void response.writeHead(302, { Location: '/elders' }).end();
    response.writeHead(answer).end();
  }
}

function read({ headers, url }: IncomingMessage, body: string): Received {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 60;
  const event = JSON.parse(body) as Record<string, unknown>;
  const about = (event.dispatch ?? event.gone) as { id: string } | undefined;
  const where = url?.startsWith('/elders') ? ['elsewhere'] : [];
  return {
    id,
    what: [...where, String(event.event), ...(about ? [about.id] : [])].join(' '),
    body,
    event,
    isGenuine: isFresh && headers['webhook-signature'] === `v1,${right}`,
  };
}
