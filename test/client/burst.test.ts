/** A burst of two hundred on a slow machine: no task of ours is long, and whoever clicks meanwhile is answered. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentWith, launchBrowser, openPage } from './browser.ts';
import { card, nextVersion } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

/** How much slower than this machine the reader's is. */
const SLOWER = 4;
const LONG_TASK = 50;
/** From the click to the paint that answers it, ms: what is called good. */
const GOOD_ANSWER = 200;
const BURST = 200;
/** The machine is shared: the best of so many bursts tells what is due to us. */
const ROUNDS = 5;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the thread's own processor time, microseconds: what others did meanwhile is not in it. */
  readonly tdur?: number;
}

let browser: Browser;
let server: ScriptedServer;

beforeAll(async () => {
  browser = await launchBrowser();
  server = await ScriptedServer.start(await builtEmbed());
});

afterAll(async () => {
  await server.close();
  await browser.close();
});

/** The longest task of the page's main thread while `work` went on: ms of processor time, on the slower machine. */
async function longestTask(session: CDPSession, work: () => Promise<void>): Promise<number> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    categories: 'toplevel,devtools.timeline',
    transferMode: 'ReportEvents',
  });
  await work();
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  // The thread on which frames are made ready is the page's own.
  const main = events.find(({ name }) => name === 'FunctionCall' || name === 'EventDispatch');
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' && name.endsWith('RunTask') && pid === main?.pid && tid === main.tid,
  );
  expect(tasks.length).toBeGreaterThan(BURST / 10);
  return SLOWER * Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1_000));
}

async function shows(page: Page, title: string): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('news-ticker')?.shadowRoot?.querySelector('h3')?.textContent.includes(wanted),
    title,
  );
}

/** Two hundred dispatches at once, with corrections and withdrawals among them; settles when the last is shown. */
async function burst(page: Page, round: number, meanwhile: () => Promise<void>): Promise<void> {
  const title = (at: number) => `Bericht ${String(round)}-${String(at)}.`;
  for (let at = 0; at < BURST; at++) {
    const fresh = card(`r${String(round)}-${String(at)}`, 50 - round - at / 1_000, { title: title(at) });
    server.publish(fresh);
    if (at % 10 === 5) server.publish(nextVersion(fresh, { signal: 'correction', note: 'Zeven, niet zes.' }));
    if (at % 10 === 8) server.withdraw('buitenland', { id: fresh.id, version: 2 });
  }
  await meanwhile();
  await shows(page, title(BURST - 1));
}

test('a burst of two hundred makes no long task, and a click meanwhile is answered at once', async () => {
  server.page = documentWith('<news-ticker section="buitenland" rows="10"></news-ticker>');
  server.publish(...Array.from({ length: 50 }, (_, at) => card(`oud${String(at)}`, 60 + at)));
  const page = await openPage(browser, server);
  await page.waitForSelector('news-ticker[status=live]');
  const session = await page.context().newCDPSession(page);

  const tasks: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    tasks.push(await longestTask(session, () => burst(page, round, () => Promise.resolve())));

  // Slowed down by the browser here, which stops the clock of nobody: what counts is when the answer is painted.
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.evaluate(() => {
    Object.assign(globalThis, { answers: [] });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        (Reflect.get(globalThis, 'answers') as number[]).push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  const pause = await page.locator('news-ticker [part=pause]').boundingBox();
  if (!pause) throw new Error('there is no pause button');
  const answers: number[] = [];
  for (let round = ROUNDS; round < 2 * ROUNDS; round++) {
    await burst(page, round, async () => {
      // Paused, and on again.
      for (let clicks = 0; clicks < 2; clicks++) await page.mouse.click(pause.x + 5, pause.y + 5);
    });
    const told = await page.evaluate(() => (Reflect.get(globalThis, 'answers') as number[]).splice(0));
    // An answer within a frame is not told of at all.
    answers.push(Math.max(16, ...told));
  }
  expect(Math.min(...tasks), `longest tasks: ${tasks.join(', ')}`).toBeLessThan(LONG_TASK);
  expect(Math.min(...answers), `slowest answers: ${answers.join(', ')}`).toBeLessThan(GOOD_ANSWER);
}, 60_000);
