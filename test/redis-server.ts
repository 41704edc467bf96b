/** A real redis-server on a free port with a folder of its own, that tests may freeze, kill and bring back. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, redisServerPath } from './tools.ts';

export interface RedisSettings {
  /** Command line, such as `['--appendonly', 'yes']`. */
  readonly settings?: readonly string[];
  readonly dir?: string;
  readonly port?: number;
}

export class RedisServer {
  readonly dir: string;
  readonly port: number;
  readonly #settings: readonly string[];
  readonly #ownsDir: boolean;
  #process: ChildProcess | undefined;

  private constructor(port: number, settings: readonly string[], dir: string | undefined) {
    this.port = port;
    this.#settings = settings;
    this.#ownsDir = dir === undefined;
    this.dir = dir ?? mkdtempSync(join(tmpdir(), 'ticker-redis-'));
  }

  static async start({ settings = [], dir, port }: RedisSettings = {}): Promise<RedisServer> {
    const server = new RedisServer(port ?? (await freePort()), settings, dir);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it (again), in the same folder, and waits until it answers. */
  async start(): Promise<void> {
    const fixed = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.dir, '--save', ''];
    const args = [...fixed, '--rdbcompression', 'no', ...this.#settings];
    const started = spawn(redisServerPath(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = started;
    await new Promise<void>((resolve, reject) => {
      let said = '';
      started.once('error', reject);
      started.once('exit', () => {
        reject(new Error(`redis-server did not start: ${said}`));
      });
      started.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ready to accept connections')) resolve();
      });
    });
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** As a crash: nothing more is written. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.#end('SIGKILL');
    // A child that Redis forked to rewrite its files may outlive it by a moment.
    if (this.#ownsDir) rmSync(this.dir, { recursive: true, force: true, maxRetries: 10 });
  }

  /** One command on a connection of its own; the reply as Redis wrote it. */
  async send(...command: readonly string[]): Promise<string> {
    const socket = connect(this.port, '127.0.0.1');
    const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    socket.write(`*${command.length}\r\n${words.join('')}`);
    const [reply] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    const text = reply.toString();
    if (text.startsWith('-')) throw new Error(text);
    return text;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }
}
