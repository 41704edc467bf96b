/**
 * One page that stays open while a newsroom works for weeks and the network fails all the time. What it holds is
 * counted in between, always in the same state; whatever grows, leaks. At the end it shows what a fresh page shows.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { documentWith, openPage } from '../client/browser.ts';
import { CUTS, Network } from '../client/network.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import { startApp, type RunningApp } from '../server/http/running-app.ts';
import { figuresOf, INSTRUMENTS, type Figures } from './figures.ts';
import { SoakNewsroom } from './newsroom.ts';

export interface SoakOptions {
  /** The embed's script. */
  readonly embed: string;
  /** The page is counted after each of these; the first is the warm-up, from which all others are told. */
  readonly windows: number;
  readonly roundsPerWindow: number;
  /** One forced disconnect in each round. */
  readonly actsPerRound: number;
  readonly report?: (window: Window) => void;
}

export interface Window extends Figures {
  readonly acts: number;
  readonly disconnects: number;
}

export interface SoakReport {
  readonly windows: readonly Window[];
  /** What grew, by how much. */
  readonly leaks: readonly string[];
  /** What the old page shows and a fresh one does not. */
  readonly differences: readonly string[];
}

/**
 * How much may be more at the end than after the warm-up. What stands in the page is the same to the node; Chromium
 * frees what is outside it in its own time, and the engine compiles and caches as it goes: constants, not a slope.
 */
const MAY_GROW: Readonly<Record<keyof Figures, (acts: number) => number>> = {
  nodes: () => 60,
  'nodes in the page': () => 0,
  listeners: () => 2,
  timers: () => 0,
  'web sockets': () => 0,
  // Which of a full board were on screen, and are remembered, is a matter of frames.
  'entries of maps and sets': () => 300,
  objects: (acts) => Math.max(1_500, acts / 50),
  heap: (acts) => Math.max(300_000, acts * 8),
};

/** One of each kind, all at once, as no page of a partner would. */
const BODY = `
  <news-ticker section="buitenland" rows="10" links="none"></news-ticker>
  <news-ticker section="buitenland sport" rows="5"></news-ticker>
  <news-ticker section="sport" layout="line"></news-ticker>
  <news-ticker section="sport" updates="button"></news-ticker>
  <news-ticker section="buitenland" paused></news-ticker>
  <main></main>`;

export async function soak(browser: Browser, options: SoakOptions): Promise<SoakReport> {
  const app = await startApp();
  const network = await Network.start(app.url);
  const host = await ScriptedServer.start(options.embed);
  host.page = documentWith(BODY.replaceAll('<news-ticker', `<news-ticker src="${network.url}"`));
  try {
    return await soakPage(browser, options, { app, network, host });
  } finally {
    await host.close();
    await network.close();
    await app.close();
  }
}

interface Parts {
  readonly app: RunningApp;
  readonly network: Network;
  readonly host: ScriptedServer;
}

async function soakPage(
  browser: Browser,
  { windows: count, roundsPerWindow, actsPerRound, report }: SoakOptions,
  { app, network, host }: Parts,
): Promise<SoakReport> {
  const newsroom = new SoakNewsroom(app);
  await newsroom.settle();
  const open = () =>
    openPage(browser, host, {
      before: async (page) => {
        await page.addInitScript(INSTRUMENTS);
      },
    });
  const page = await open();
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await shows(page, newsroom);

  const windows: Window[] = [];
  let disconnects = 0;
  for (let window = 0; window < count; window++) {
    for (let round = 0; round < roundsPerWindow; round++) {
      const cut = CUTS[disconnects++ % CUTS.length] ?? 'end';
      await newsroom.work(actsPerRound / 2);
      network.refusals = disconnects % 5 === 0 ? 3 : 0;
      network.cut(cut);
      await newsroom.work(actsPerRound / 2);
      if (cut === 'black hole') await page.evaluate('sleepFor(30_000)');
      if (round % 4 === 0) await mountAnew(page);
      await shows(page, newsroom);
    }
    await newsroom.settle();
    await shows(page, newsroom);
    await page.locator('news-ticker[updates=button] [part=pending]').click();
    await page.mouse.move(0, 0);
    network.bury();
    await until(() => network.webSockets === 1);
    // Receipts, transitions: what ends by itself.
    await delay(500);
    const found = { acts: newsroom.acts, disconnects, ...(await figuresOf(page, session)) };
    windows.push(found);
    report?.(found);
  }

  const fresh = await open();
  await newsroom.work(actsPerRound);
  for (const opened of [page, fresh]) {
    await opened.evaluate(RELEASE);
    await shows(opened, newsroom);
  }
  let differences: string[] = [];
  await until(async () => {
    differences = differ(await boards(page), await boards(fresh));
    return differences.length === 0;
  });
  for (const opened of [page, fresh]) await opened.context().close();
  return { windows, leaks: leaksOf(windows), differences };
}

/** A page of one piece lets go of elements and makes new ones, and moves others. */
async function mountAnew(page: Page): Promise<void> {
  await page.evaluate(() => {
    const main = document.querySelector('main');
    const third = document.querySelectorAll('news-ticker')[2];
    const anew = third?.cloneNode() as Element;
    third?.replaceWith(anew);
    const moved = document.querySelectorAll('news-ticker')[1] as Element;
    moved.parentElement?.insertBefore(moved, moved.nextSibling);
    const times = [1, 70, 5_000].map((minutes) => {
      const time = document.createElement('news-time');
      time.setAttribute('datetime', String(Date.now() - minutes * 60_000));
      return time;
    });
    main?.replaceChildren(...times);
  });
}

/** The newest of each section has come in, over a connection that lives. */
async function shows(page: Page, { newest }: SoakNewsroom): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const tickers = [...document.querySelectorAll('news-ticker')];
      return (
        tickers.every((ticker) => ticker.getAttribute('status') === 'live') &&
        wanted.every(([section, title]) => {
          const ticker = tickers.find((other) => other.getAttribute('section')?.startsWith(section));
          return [...(ticker?.shadowRoot?.querySelectorAll('h3') ?? [])].some(
            ({ textContent }) => textContent.trim() === title,
          );
        })
      );
    },
    [...newest],
    { timeout: 30_000 },
  );
}

/** Waits for it, ten seconds at most: what was hoped for is looked at afterwards. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 100 && !(await holds()); looks++) await delay(100);
}

/** Ends what holds a ticker still. */
const RELEASE = `for (const ticker of document.querySelectorAll('news-ticker')) {
  ticker.resume();
  ticker.updates = 'live';
}`;

/** What each ticker shows, without what only those know who saw more: marks, and lines of what was withdrawn. */
function boards(page: Page): Promise<string[][]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('news-ticker')].map((ticker) =>
      [...(ticker.shadowRoot?.querySelectorAll('li:not([hidden]) article') ?? [])].map((row) =>
        ['title', 'text', 'label']
          .map((part) => row.querySelector(`[part=${part}]`)?.textContent.trim())
          .join(' | '),
      ),
    ),
  );
}

function differ(old: readonly string[][], fresh: readonly string[][]): string[] {
  return fresh.flatMap((rows, ticker) => {
    const shown = old[ticker] ?? [];
    // A line that says that something was withdrawn takes the place of the last row.
    const wrong = shown.filter((row, index) => row !== rows[index]);
    if (shown.length === 0) wrong.push('nothing at all');
    return wrong.map((row) => `ticker ${String(ticker + 1)} shows ${row}`);
  });
}

function leaksOf(windows: readonly Window[]): string[] {
  const [first] = windows;
  const last = windows.at(-1);
  if (!first || !last) return [];
  const leaks = Object.entries(MAY_GROW).flatMap(([name, bound]) => {
    const key = name as keyof Figures;
    const grown = last[key] - first[key];
    if (grown <= bound(last.acts - first.acts)) return [];
    return [`${name}: ${String(grown)} more after ${String(last.acts - first.acts)} acts`];
  });
  if (first['web sockets'] !== 1) leaks.push(`web sockets at first: ${String(first['web sockets'])}`);
  return leaks;
}
