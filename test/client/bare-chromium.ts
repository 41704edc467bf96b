/**
 * A Chromium that is told what to do by its own protocol alone. Playwright keeps every page focused, and a page that is
 * seen cannot be frozen: to a page of Playwright's that command does nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { vi } from 'vitest';
import { chromiumPath } from '../tools.ts';

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

const SOON = { timeout: 20_000, interval: 50 };

/** With one page. */
export class BareChromium {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #page: WebSocket;
  #asked = 0;

  private constructor(process: ChildProcess, folder: string, page: WebSocket) {
    this.#process = process;
    this.#folder = folder;
    this.#page = page;
  }

  static async start(): Promise<BareChromium> {
    const folder = await mkdtemp(join(tmpdir(), 'chromium-'));
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
    ];
    const process = spawn(chromiumPath(), [...flags, 'about:blank'], { stdio: 'ignore' });
    const address = await vi.waitFor(async () => {
      const [port = ''] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
        readonly type: string;
        readonly webSocketDebuggerUrl: string;
      }[];
      const page = targets.find(({ type }) => type === 'page');
      if (!page) throw new Error('it has no page yet');
      return page.webSocketDebuggerUrl;
    }, SOON);
    const page = new WebSocket(address);
    await once(page, 'open');
    return new BareChromium(process, folder, page);
  }

  async send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = (this.#asked += 1);
    const answered = new Promise<Answer>((resolve) => {
      const hear = (data: Buffer) => {
        const answer = JSON.parse(data.toString()) as Answer;
        if (answer.id !== id) return;
        this.#page.off('message', hear);
        resolve(answer);
      };
      this.#page.on('message', hear);
    });
    this.#page.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  /** What an expression is on the page, as JSON has it. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    return (result as { readonly value?: unknown }).value;
  }

  /** Hides the page, as behind another window, or shows it again. */
  async setHidden(hidden: boolean): Promise<void> {
    const { windowId } = await this.send('Browser.getWindowForTarget');
    const bounds = { windowState: hidden ? 'minimized' : 'normal' };
    await this.send('Browser.setWindowBounds', { windowId, bounds });
    await vi.waitFor(async () => {
      if ((await this.evaluate('document.hidden')) !== hidden) throw new Error('it is not so yet');
    }, SOON);
  }

  async close(): Promise<void> {
    const exited = once(this.#process, 'exit');
    await this.send('Browser.close');
    await exited;
    await rm(this.#folder, { recursive: true, maxRetries: 3 });
  }
}
