/**
 * What ten thousand dispatches cost a page with a ticker of twenty rows, beside the same ticker with its rows by Lit's
 * `repeat()`. Every dispatch is folded, rendered and on the page before the next one comes, as it would be on a day of
 * weeks; frames come at once, so that the machine works and does not wait. What a browser paints and sets in motion for
 * each of them is no script's time, and took most of the machine's: the rows stand below the screen, without motion.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openPage } from '../client/browser.ts';
import { card } from '../client/cards.ts';
import { builtEmbed } from '../client/embed.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import { nodesOf, RUNNER_HELPER, scriptingMs } from './client-page.ts';
import type { Bench } from './measure.ts';

const ROWS = 20;
/** What the board holds at first. */
const OLD = 50;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REPEAT_ROWS = fileURLToPath(new URL('repeat-rows.ts', import.meta.url));

/** The embed, but for its rows. */
const BUILD = `
  import { createBuilder } from 'vite';
  const [, folder, rows] = process.argv;
  const other = {
    name: 'other-rows',
    enforce: 'pre',
    resolveId: (id) => (/\\/rows\\.ts$/.test(id) ? rows : undefined),
    // A yardstick may weigh more than partners are sent, and takes what of Lit they are not.
    configResolved({ plugins }) {
      delete plugins.find(({ name }) => name === 'embed-weigh')?.generateBundle;
      delete plugins.find(({ name }) => name === 'embed-leave-out-unused')?.transform;
    },
  };
  const { environments, build } = await createBuilder({ configFile: 'vite.config.ts', logLevel: 'error', plugins: [other] });
  environments.embed.config.build.outDir = folder;
  await build(environments.embed);
`;

/** So many at a time, one page after the other: machines drift. */
const TURNS = 10;

export const bench: Bench = async ({ quick }) => {
  const count = quick ? 500 : 10_000;
  const [ours, theirs] = [await builtEmbed(), await embedWithRepeat()];
  if (ours === theirs || !/<li part="row" style/.test(theirs))
    throw new Error('the yardstick has our own rows');
  const browser = await launchBrowser();
  const pages: TickerPage[] = [];
  try {
    for (const embed of [ours, theirs]) pages.push(await TickerPage.open(browser, embed));
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const page of pages) await page.deliver(count / TURNS);
    }
    const costs = [];
    for (const page of pages) costs.push(await page.cost());
    const [own = NO_COST, repeated = NO_COST] = costs;
    return [
      {
        name: `scripting time for ${count} dispatches through ${ROWS} rows`,
        value: own.scriptMs,
        unit: 'ms',
        yardstick: {
          name: 'the same ticker with its rows by repeat(), in the normal flow',
          value: repeated.scriptMs,
        },
        // Rows that never shift have to be placed; repeat() leaves that to the flow, where all below a new row jumps.
        bound: { of: 'ratio', atMost: 1 },
      },
      {
        name: `nodes that the page holds more after ${count} dispatches`,
        value: own.nodes,
        unit: '',
        yardstick: {
          name: 'by repeat(), which leaves one behind for every row that goes',
          value: repeated.nodes,
        },
        bound: { of: 'value', atMost: 100 },
      },
    ];
  } finally {
    for (const page of pages) await page.close();
    await browser.close();
  }
};

const NO_COST = { scriptMs: NaN, nodes: NaN };

/** A page with one ticker, and a server of its own. */
class TickerPage {
  readonly #browser: Browser;
  readonly #server: ScriptedServer;
  readonly #page: Page;
  #delivered = OLD;
  #scriptMs = 0;
  #nodesBefore = NaN;

  private constructor(browser: Browser, server: ScriptedServer, page: Page) {
    this.#browser = browser;
    this.#server = server;
    this.#page = page;
  }

  static async open(browser: Browser, embed: string): Promise<TickerPage> {
    const server = await ScriptedServer.start(embed, Date.now());
    server.publish(...Array.from({ length: OLD }, (_, index) => card(`oud-${index}`, 1_000 + index)));
    const page = await openPage(browser, server, {
      body: `<div style="block-size: 300vh"></div><news-ticker section="buitenland" rows="${ROWS}"></news-ticker>`,
      context: { reducedMotion: 'reduce' },
      before: async (opened) => {
        await opened.addInitScript(RUNNER_HELPER);
        await opened.addInitScript(driveByHand);
      },
    });
    await page.waitForSelector('news-ticker[status=live]');

    const opened = new TickerPage(browser, server, page);
    await opened.#push(200); // warm
    opened.#nodesBefore = await nodesOf(page);
    return opened;
  }

  async deliver(count: number): Promise<void> {
    this.#scriptMs += await scriptingMs(this.#browser, this.#page, () => this.#push(count));
  }

  /** Milliseconds of script, and the nodes that the page holds more than before. */
  async cost(): Promise<{ scriptMs: number; nodes: number }> {
    const shown = await this.#page.locator('news-ticker li:not([hidden])').count();
    if (shown !== ROWS) throw new Error(`${shown} rows are shown, not ${ROWS}`);
    return { scriptMs: this.#scriptMs, nodes: (await nodesOf(this.#page)) - this.#nodesBefore };
  }

  async close(): Promise<void> {
    await this.#page.context().close();
    await this.#server.close();
  }

  async #push(count: number): Promise<void> {
    await this.#page.evaluate(deliver, { from: this.#delivered, count, first: card('x', 0) });
    this.#delivered += count;
  }
}

/** Runs in the page, before its scripts: frames come at once, and what the socket hears can be said from here. */
function driveByHand(): void {
  const page = globalThis as unknown as { socket: WebSocket };
  const waiting: FrameRequestCallback[] = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    for (const draw of waiting.splice(0)) draw(performance.now());
  };
  window.requestAnimationFrame = (draw) => {
    waiting.push(draw);
    channel.port2.postMessage(null);
    return 0;
  };
  const Original = WebSocket;
  window.WebSocket = class extends Original {
    constructor(address: string | URL) {
      super(address);
      page.socket = this;
    }
  };
}

/** Runs in the page: so many dispatches, each on screen before the next one comes. */
async function deliver({
  from,
  count,
  first,
}: {
  from: number;
  count: number;
  first: { section: string };
}): Promise<void> {
  const { socket } = globalThis as unknown as { socket: WebSocket };
  const ticker = document.querySelector('news-ticker') as unknown as { updateComplete: Promise<unknown> };
  for (let n = from + 1; n <= from + count; n += 1) {
    const publishedAt = Date.now();
    const dispatch = {
      ...first,
      id: `vers-${n}`,
      title: `Sluis ${n} weer open`,
      publishedAt,
      updatedAt: publishedAt,
    };
    const delta = { section: first.section, epoch: 'e1', n, prev: n - 1, dispatch };
    socket.onmessage?.(new MessageEvent('message', { data: `42${JSON.stringify(['dispatch', delta])}` }));
    await ticker.updateComplete;
  }
}

async function embedWithRepeat(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embed-'));
  const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
  const args = ['--input-type=module', '-e', BUILD, folder, REPEAT_ROWS];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  const script = await readFile(join(folder, 'news-ticker.js'), 'utf8');
  await rm(folder, { recursive: true });
  return script;
}
