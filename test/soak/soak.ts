/**
 * Pages that stay open while a newsroom works for weeks and the network fails all the time. What they hold is counted in
 * between, always in the same state; whatever grows, leaks. At the end they show what a fresh page shows.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Log } from '../../server/log/log.ts';
import { openSqliteLog } from '../../server/log/sqlite-log.ts';
import { CUTS, Network } from '../client/network.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import { startApp, temporaryFolder } from '../server/http/running-app.ts';
import { figuresOf, INSTRUMENTS, type Figures } from './figures.ts';
import { SoakNewsroom } from './newsroom.ts';
import type { SoakedPage } from './soaked-page.ts';

export interface SoakOptions {
  readonly pages: readonly SoakedPage[];
  /** The pages are counted after each of these; the first is the warm-up, from which all others are told. */
  readonly windows: number;
  readonly roundsPerWindow: number;
  /** One forced disconnect in each round. */
  readonly actsPerRound: number;
  readonly report?: (window: Window) => void;
}

export interface Window {
  readonly acts: number;
  readonly disconnects: number;
  /** Of each page, by its name. */
  readonly figures: Readonly<Record<string, Figures>>;
}

export interface SoakReport {
  readonly windows: readonly Window[];
  /** What grew where, by how much. */
  readonly leaks: readonly string[];
  /** What an old page shows and a fresh one does not. */
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
  'entries of maps and sets': () => 150,
  objects: (acts) => Math.max(1_500, acts / 50),
  heap: (acts) => Math.max(300_000, acts * 8),
};

/** Longer than anything is remembered for its age. */
const BETWEEN_COUNTS = 11 * 60_000;

export async function soak(browser: Browser, options: SoakOptions): Promise<SoakReport> {
  const folder = await temporaryFolder();
  const log = await openSqliteLog({ file: join(folder, 'ticker.db'), logger: pino({ level: 'silent' }) });
  const app = await startApp({ log });
  const network = await Network.start(app.url);
  const newsroom = new SoakNewsroom(app);
  const opened: OpenPage[] = [];
  try {
    await newsroom.settle();
    for (const kind of options.pages) {
      const host = await ScriptedServer.start('');
      host.files.set(kind.scriptPath, kind.script);
      host.page = await kind.document(app, network.url);
      opened.push({ kind, host, ...(await open(browser, kind, host)) });
    }
    return await soakPages(browser, options, { newsroom, log, network, opened });
  } finally {
    for (const { page, host } of opened) {
      await page.context().close();
      await host.close();
    }
    await network.close();
    await app.close();
    await rm(folder, { recursive: true });
  }
}

interface OpenPage {
  readonly kind: SoakedPage;
  readonly host: ScriptedServer;
  readonly page: Page;
  readonly session: CDPSession;
}

interface Parts {
  readonly newsroom: SoakNewsroom;
  readonly log: Log;
  readonly network: Network;
  readonly opened: readonly OpenPage[];
}

async function open(
  browser: Browser,
  { path }: SoakedPage,
  host: ScriptedServer,
): Promise<Pick<OpenPage, 'page' | 'session'>> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(INSTRUMENTS);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await page.goto(host.url + path);
  return { page, session };
}

async function soakPages(
  browser: Browser,
  { windows: count, roundsPerWindow, actsPerRound, report }: SoakOptions,
  { newsroom, log, network, opened }: Parts,
): Promise<SoakReport> {
  const each = (act: (opened: OpenPage) => Promise<unknown>) => Promise.all(opened.map(act));
  const shown = () => each(({ kind, page }) => kind.shows(page, newsroom));
  await shown();

  const windows: Window[] = [];
  let disconnects = 0;
  for (let window = 0; window < count; window++) {
    for (let round = 0; round < roundsPerWindow; round++) {
      const cut = CUTS[disconnects++ % CUTS.length] ?? 'end';
      await newsroom.work(actsPerRound / 2);
      network.refusals = disconnects % 5 === 0 ? 3 : 0;
      network.cut(cut);
      await newsroom.work(actsPerRound / 2);
      if (cut === 'black hole') await each(({ page }) => page.evaluate('sleepFor(30_000)'));
      if (round % 4 === 0) await each(async ({ kind, page }) => kind.disturb?.(page));
      await shown();
    }
    passTime(log, BETWEEN_COUNTS * (window + 1));
    // Whoever comes back hears how late it is.
    network.cut('end');
    await each(({ page }) => page.waitForFunction(isLater, log.now() - BETWEEN_COUNTS / 2));
    await newsroom.settle();
    await shown();
    await each(({ kind, page }) => kind.rest(page));
    network.bury();
    await until(() => network.webSockets === opened.length);
    // Receipts, transitions: what ends by itself.
    await delay(500);
    const figures: Record<string, Figures> = {};
    for (const { kind, page, session } of opened) figures[kind.name] = await figuresOf(page, session);
    const found = { acts: newsroom.acts, disconnects, figures };
    windows.push(found);
    report?.(found);
  }

  await newsroom.work(actsPerRound);
  const differences = await each(({ kind, page, host }) =>
    differencesOf(browser, newsroom, { kind, page, host }),
  );
  return {
    windows,
    leaks: opened.flatMap(({ kind }) => leaksOf(kind, windows)),
    differences: (differences as string[][]).flat(),
  };
}

/** The server's clock is so far ahead of this machine's, ms. */
function passTime(log: Log, ahead: number): void {
  log.now = () => Date.now() + ahead;
}

/** Runs in the page: whether its clock has passed this time. */
function isLater(time: number): boolean {
  const clock = Object.getOwnPropertySymbols(globalThis).find(({ description }) =>
    description?.endsWith('/clock'),
  );
  return !!clock && (Reflect.get(globalThis, clock) as { now(): number }).now() > time;
}

/** What a page that has been open all the time shows otherwise than one that was not. */
async function differencesOf(
  browser: Browser,
  newsroom: SoakNewsroom,
  { kind, page, host }: Pick<OpenPage, 'kind' | 'page' | 'host'>,
): Promise<string[]> {
  const fresh = (await open(browser, kind, host)).page;
  for (const each of [page, fresh]) {
    await kind.release?.(each);
    await kind.shows(each, newsroom);
  }
  let differences: string[] = [];
  await until(async () => {
    differences = differ(await kind.lists(page), await kind.lists(fresh));
    return differences.length === 0;
  });
  await fresh.context().close();
  return differences.map((text) => `${kind.name}: ${text}`);
}

/** Waits for it, ten seconds at most: what was hoped for is looked at afterwards. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 100 && !(await holds()); looks++) await delay(100);
}

function differ(old: readonly string[][], fresh: readonly string[][]): string[] {
  return fresh.flatMap((rows, list) => {
    const shown = old[list] ?? [];
    // A line that says that something was withdrawn takes the place of the last row.
    const wrong = shown.filter((row, index) => row !== rows[index]);
    if (shown.length === 0) wrong.push('nothing at all');
    return wrong.map((row) => `list ${String(list + 1)} shows ${row}`);
  });
}

function leaksOf({ name: page, mayGrow }: SoakedPage, windows: readonly Window[]): string[] {
  const [first, last] = [windows[0], windows.at(-1)];
  const before = first?.figures[page];
  const after = last?.figures[page];
  if (!before || !after) return [];
  const acts = last.acts - first.acts;
  const leaks = Object.entries(MAY_GROW).flatMap(([name, bound]) => {
    const key = name as keyof Figures;
    const grown = after[key] - before[key];
    return grown <= (mayGrow?.[key] ?? bound(acts))
      ? []
      : [`${page}: ${name}: ${grown} more after ${acts} acts`];
  });
  if (before['web sockets'] !== 1) leaks.push(`${page}: web sockets at first: ${before['web sockets']}`);
  return leaks;
}
