/**
 * The servers under test, all asked the same way: the built ticker, and two yardsticks that do as little as can be
 * done: a bare ws server that writes one pre-built frame to each client, and stock Socket.IO.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { kill, SERVER_CORE, startNode } from './process.ts';

export type TargetKind = 'ticker' | 'ws' | 'socket.io';

const KEY = 'a-key-for-the-bench-only';
const TICKER = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const YARDSTICK = fileURLToPath(new URL('yardstick.ts', import.meta.url));

export const SECTION = 'buitenland';

export interface ReceiptCounts {
  readonly told: number;
  readonly confirmed: number;
  readonly withinMs: number;
}

export class Target {
  readonly kind: TargetKind;
  readonly port: number;
  readonly #dataDir: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #child: ChildProcess;
  #published = 0;

  private constructor(kind: TargetKind, port: number, dataDir: string) {
    this.kind = kind;
    this.port = port;
    this.#dataDir = dataDir;
    this.#child = this.#spawn();
  }

  static async start(kind: TargetKind): Promise<Target> {
    if (kind === 'ticker' && !existsSync(TICKER))
      throw new Error('dist/server/main.js is missing: run `npm run build` first');
    const target = new Target(kind, await freePort(), await mkdtemp(join(tmpdir(), 'ticker-bench-')));
    await target.#ready();
    return target;
  }

  get process(): ChildProcess {
    return this.#child;
  }

  /** Publishes one dispatch of about 600 bytes on the wire; resolves when it was acknowledged. */
  async publish(): Promise<void> {
    this.#published += 1;
    await this.#post(dispatchOf(this.#published));
  }

  /** Publishes until it is acknowledged, also while the server is gone: the same id and version is no second one. */
  async publishSurely(): Promise<void> {
    this.#published += 1;
    const dispatch = dispatchOf(this.#published);
    for (;;) {
      try {
        return await this.#post(dispatch);
      } catch {
        await delay(20); // killed a moment ago, or not up yet
      }
    }
  }

  /** Withdraws the last one published. */
  async withdraw(): Promise<void> {
    await this.#ask('DELETE', `/api/dispatches/bench-${this.#published}`);
  }

  /** How far the last withdrawal has come. */
  async receipt(): Promise<ReceiptCounts> {
    const { receipts } = JSON.parse(await this.#get('/api/receipts')) as { receipts: ReceiptCounts[] };
    const [newest] = receipts;
    if (!newest) throw new Error('nothing was withdrawn yet');
    return newest;
  }

  /** The last entry of the log. */
  async position(): Promise<number> {
    return (JSON.parse(await this.#get('/readyz')) as { n: number }).n;
  }

  async loopHeldMs(): Promise<number> {
    const text = await this.#get('/metrics');
    return Number(/^ticker_loop_held_seconds (\S+)$/m.exec(text)?.[1]) * 1000;
  }

  /** kill -9, and up again at once on the same port and store. */
  async killAndRestart(): Promise<void> {
    await kill(this.#child);
    this.#child = this.#spawn();
    await this.#ready();
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await kill(this.#child);
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const env = {
      NODE_ENV: 'production',
      PORT: String(this.port),
      HOST: '127.0.0.1',
      DEMO: '0',
      DATA_DIR: this.#dataDir,
      REDIS_URL: '',
      LOG_LEVEL: 'error',
      PUBLISH_KEYS: `bench:${KEY}`,
    };
    const child = startNode(this.kind === 'ticker' ? TICKER : YARDSTICK, [this.kind], SERVER_CORE, env);
    child.stdout?.resume();
    return child;
  }

  async #ready(): Promise<void> {
    const until = performance.now() + 20_000;
    while (performance.now() < until) {
      try {
        await this.#get('/readyz');
        return;
      } catch {
        await delay(20); // not listening yet
      }
    }
    throw new Error(`the ${this.kind} server did not get ready within 20 s`);
  }

  #get(path: string): Promise<string> {
    return this.#ask('GET', path);
  }

  async #post(dispatch: object): Promise<void> {
    await this.#ask('POST', '/api/dispatches', JSON.stringify(dispatch));
  }

  #ask(method: string, path: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
      const asked = request({
        agent: this.#agent,
        host: '127.0.0.1',
        port: this.port,
        method,
        path,
        headers,
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${text}`));
        });
      });
      asked.end(body);
    });
  }
}

function dispatchOf(number: number) {
  return {
    id: `bench-${number}`,
    version: 1,
    section: SECTION,
    title: `Waterschap verlaagt het peil in de polder voor de ${number}e keer dit najaar`,
    text: 'DELFT (ANP) - Het waterschap laat het peil in de polder deze week opnieuw zakken, omdat er voor het einde van de week veel regen wordt verwacht. Boeren is gevraagd de sloten open te houden.',
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
