/**
 * What ten thousand dispatches cost a page with a ticker of twenty rows, beside the same ticker with its rows by Lit's
 * `repeat()`. Every dispatch is folded, rendered and on the page before the next one comes, as it would be on a day of
 * weeks; frames come at once, so that the machine works and does not wait.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from '../client/browser.ts';
import { card } from '../client/cards.ts';
import { builtEmbed } from '../client/embed.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import { nodesOf, RUNNER_HELPER, scriptingMs } from './client-page.ts';
import type { Bench } from './measure.ts';
import { median } from './process.ts';

const ROWS = 20;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REPEAT_ROWS = fileURLToPath(new URL('repeat-rows.ts', import.meta.url));

/** The embed, but for its rows. */
const BUILD = `
  import { createBuilder } from 'vite';
  const [, folder, rows] = process.argv;
  const other = { name: 'other-rows', enforce: 'pre', resolveId: (id) => (/\\/rows\\.ts$/.test(id) ? rows : undefined) };
  const { environments, build } = await createBuilder({ configFile: 'vite.config.ts', logLevel: 'error', plugins: [other] });
  environments.embed.config.build.outDir = folder;
  await build(environments.embed);
`;

interface Cost {
  readonly scriptMs: number;
  /** That the page holds more than before. */
  readonly nodes: number;
}

export const bench: Bench = async ({ quick }) => {
  const count = quick ? 500 : 10_000;
  const [ours, theirs] = [await builtEmbed(), await embedWithRepeat()];
  if (ours === theirs || !/<li part="row" style/.test(theirs))
    throw new Error('the yardstick has our own rows');
  const browser = await launchBrowser();
  const found: Record<'ours' | 'theirs', Cost[]> = { ours: [], theirs: [] };
  try {
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      found.ours.push(await costOf(browser, ours, count));
      found.theirs.push(await costOf(browser, theirs, count));
    }
  } finally {
    await browser.close();
  }
  const scriptMs = (of: readonly Cost[]) => median(of.map((cost) => cost.scriptMs));
  const nodes = (of: readonly Cost[]) => median(of.map((cost) => cost.nodes));
  return [
    {
      name: `scripting time for ${count} dispatches through ${ROWS} rows`,
      value: scriptMs(found.ours),
      unit: 'ms',
      yardstick: {
        name: 'the same ticker with its rows by repeat(), in the normal flow',
        value: scriptMs(found.theirs),
      },
      bound: { of: 'ratio', atMost: 1 },
      note: `nodes that the page holds more than before: ${nodes(found.ours)} against ${nodes(found.theirs)}`,
    },
  ];
};

async function costOf(browser: Browser, embed: string, count: number): Promise<Cost> {
  const server = await ScriptedServer.start(embed, Date.now());
  server.publish(...Array.from({ length: 50 }, (_, index) => card(`oud-${index}`, 1_000 + index)));
  const page = await openPage(browser, server, {
    body: `<news-ticker section="buitenland" rows="${ROWS}"></news-ticker>`,
    before: async (opened) => {
      await opened.addInitScript(RUNNER_HELPER);
      await opened.addInitScript(driveByHand);
    },
  });
  await page.waitForSelector('news-ticker[status=live]');
  await page.evaluate(deliver, { from: 50, count: 200, first: card('x', 0) }); // warm
  const before = await nodesOf(page);
  const scriptMs = await scriptingMs(browser, page, () =>
    page.evaluate(deliver, { from: 250, count, first: card('x', 0) }),
  );
  const nodes = (await nodesOf(page)) - before;
  const shown = await page.locator('news-ticker li:not([hidden])').count();
  await page.context().close();
  await server.close();
  if (shown !== ROWS) throw new Error(`${shown} rows are shown, not ${ROWS}`);
  return { scriptMs, nodes };
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
