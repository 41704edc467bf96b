/** What a page says of withdrawals and corrections that it has applied, beside a server that asks as a test wants. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { NOON, card, nextVersion } from './cards.ts';
import { TICKER, launchBrowser, openPage, titles, type OpenOptions } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
let page: Page;

const ONE = card('een', 1);
const TWO = card('twee', 2);
const RIGHT = nextVersion(ONE, { title: 'Gecorrigeerd', signal: 'correction' });
const up = (n: number) => ({ section: 'buitenland', epoch: 'e1', n });

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed());
  server.publish(TWO, ONE);
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

async function open(options: OpenOptions = {}): Promise<void> {
  page = await openPage(browser, server, options);
  await vi.waitFor(async () => {
    if (options.clock !== undefined) await page.clock.runFor(20);
    expect(server.questions.length).toBeGreaterThan(0);
    expect((await titles(page)).length).toBeGreaterThan(0);
  }, 10_000);
}

/** A page whose clock stands still: nothing is drawn, and no moment comes, but when the test lets it. */
async function openStill(options: OpenOptions = {}): Promise<void> {
  server.now = NOON;
  await open({
    clock: NOON,
    before: async (opened) => {
      await opened.addInitScript('Math.random = () => 0.5');
    },
    ...options,
  });
  await page.clock.runFor(500);
}

/** Over a real network, while the page's own clock stands still. */
function delivered(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

test('says once what it has applied, after it is on screen, within the time it was given', async () => {
  await openStill();
  server.confirm = 200;
  server.publish(RIGHT);
  await delivered();
  expect(await titles(page)).toEqual([ONE.title, TWO.title]);
  // Not a frame was drawn, so nothing is applied, however much time passes for the timers of others.
  expect(server.receipts).toEqual([]);
  await page.clock.runFor(16);
  expect(await titles(page)).toEqual(['Gecorrigeerd', TWO.title]);
  await page.clock.runFor(70);
  await delivered();
  expect(server.receipts).toEqual([]);
  await page.clock.runFor(40);
  await vi.waitFor(() => {
    expect(server.receipts).toEqual([up(3)]);
  });
  await page.clock.runFor(5_000);
  await delivered();
  expect(server.receipts).toHaveLength(1);
});

test('says nothing when it was not asked', async () => {
  await open();
  server.publish(RIGHT);
  server.withdraw('buitenland', { id: 'twee', version: 2 });
  await vi.waitFor(async () => {
    expect(await titles(page)).toEqual(['Gecorrigeerd', '(ingetrokken)']);
  });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(server.receipts).toEqual([]);
});

test('what comes within one wait is said together, and a storm of corrections is said once a second', async () => {
  await openStill();
  server.confirm = 1_000;
  server.publish(RIGHT);
  server.withdraw('buitenland', { id: 'twee', version: 2 });
  await delivered();
  await page.clock.runFor(600);
  await vi.waitFor(() => {
    expect(server.receipts).toEqual([up(4)]);
  });
  server.confirm = 1;
  server.receipts.length = 0;
  let last = RIGHT;
  for (let time = 0; time < 3_000; time += 100) {
    last = nextVersion(last, {});
    server.publish(last);
    await delivered();
    await page.clock.runFor(100);
  }
  expect(server.receipts.length).toBeGreaterThan(1);
  expect(server.receipts.length).toBeLessThan(5);
}, 30_000);

test('every ticker of the page has it on screen before the page says so; hidden and waiting items too', async () => {
  await openStill({
    body: `<news-ticker section="buitenland" rows="1" paused></news-ticker>${TICKER}
      <news-ticker section="buitenland" updates="button"></news-ticker>`,
  });
  // One of them cannot draw.
  await page.evaluate(() => {
    const [, , last] = document.querySelectorAll('news-ticker');
    Object.assign(last as object, { scheduleUpdate: () => new Promise(() => undefined) });
  });
  server.confirm = 10;
  server.withdraw('buitenland', { id: 'twee', version: 2 });
  await delivered();
  await page.clock.runFor(2_000);
  await delivered();
  expect(server.receipts).toEqual([]);
});

test('a page in the background takes a withdrawn text off, and says so', async () => {
  await open();
  // No frames any more, as in a tab that nobody looks at.
  await page.evaluate(() => {
    globalThis.requestAnimationFrame = () => 0;
  });
  server.confirm = 50;
  server.withdraw('buitenland', { id: 'een', version: 2 });
  await vi.waitFor(() => {
    expect(server.receipts).toEqual([up(3)]);
  }, 4_000);
  expect(await page.content()).not.toContain(ONE.title);
  expect((await titles(page))[0]).toBe('(ingetrokken)');
});

test('a page that comes back is asked in the answer, and says so', async () => {
  await open();
  server.losing = true;
  server.dropAll();
  server.withdraw('buitenland', { id: 'een', version: 2 });
  server.losing = false;
  server.confirm = 100;
  await vi.waitFor(async () => {
    expect(server.receipts).toEqual([up(3)]);
    expect((await titles(page))[0]).toBe('(ingetrokken)');
  }, 8_000);
});

test('what it could not say for want of a connection it says when it is back', async () => {
  await openStill();
  server.confirm = 1_000;
  server.publish(RIGHT);
  await delivered();
  await page.clock.runFor(100);
  server.confirm = undefined;
  server.dropAll();
  await delivered();
  // Its moment comes at half a second, the connection after a second.
  await page.clock.runFor(800);
  await delivered();
  expect([server.receipts, server.connections]).toEqual([[], 1]);
  await page.clock.runFor(400);
  await vi.waitFor(async () => {
    await page.clock.runFor(20);
    expect(server.receipts).toEqual([up(3)]);
  });
});

test('what another process had told it already is applied, and it says so to the one that is behind', async () => {
  await open();
  const delta = { section: 'buitenland', epoch: 'e1', prev: 0, confirm: 10 };
  server.send('dispatch', { ...delta, n: 1, gone: { id: 'oud', version: 1 } });
  await vi.waitFor(() => {
    expect(server.receipts).toEqual([up(2)]);
  });
});

test('no reader has a name', async () => {
  await open();
  server.dropAll();
  await vi.waitFor(() => {
    expect(server.questions).toHaveLength(2);
  }, 8_000);
  expect(server.introductions).toEqual([]);
});
