/** A screen that is no wall yet, in a real Chromium: nobody stands beside it, so it gets on by itself. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { MemoryLog } from '../server/memory-log.ts';
import { awayNotes } from '../server/walls/walls-contract.ts';
import { startApp, type RunningApp } from '../server/http/running-app.ts';
import { launchBrowser } from './browser.ts';

const SOON = { timeout: 10_000 };
const SETUP = { name: 'Redactie 1', sections: ['sport'] };
let browser: Browser;
let running: RunningApp;
let log: MemoryLog;
let isAway: boolean;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  isAway = false;
  log = new MemoryLog();
  Object.assign(log, { notes: awayNotes(log.notes, () => isAway) });
  running = await startApp({ log });
});
afterEach(async () => {
  await page.context().close();
  await running.close();
});

/** On dark paper, where the white around the code is its own. */
async function open(width = 1920, height = 1080): Promise<void> {
  const viewport = { width, height };
  page = await (await browser.newContext({ viewport, colorScheme: 'dark' })).newPage();
  await page.clock.install();
  await page.goto(`${running.url}/wall`);
}

const code = () => page.locator('.code').innerText(SOON);

/** What a camera reads that sees the whole screen. */
async function scanned(): Promise<string | undefined> {
  const picture = await page.screenshot();
  const script = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');
  const camera = await (await browser.newContext()).newPage();
  await camera.addScriptTag({ content: script });
  const text = await camera.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height);
    const read = Reflect.get(globalThis, 'jsQR') as typeof jsQR;
    return pixels && read(pixels.data, pixels.width, pixels.height)?.data;
  }, picture.toString('base64'));
  await camera.context().close();
  return text;
}

test.each([
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [1080, 1920],
])('%i × %i: a camera reads the address from the screen, which is whole', async (width, height) => {
  await open(width, height);
  expect(await scanned()).toBe(`${running.url}/w/${await code()}`);
  const whole = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth, scrollHeight];
  });
  expect(whole).toEqual([width, height]);
  // Read from five metres.
  const { height: size = 0 } = (await page.locator('.code').boundingBox()) ?? {};
  expect(size).toBeGreaterThan(Math.min(width, height) / 8);
});

test('a code that expires is followed by another', async () => {
  await open();
  const first = await code();
  await log.notes.set('pairings', first, JSON.stringify({ secret: await secret(), until: 1 }));
  await page.clock.fastForward(2_000);
  await expect.poll(code, SOON).not.toBe(first);
  expect(await code()).toMatch(/^\w{4}$/);
});

test('without a code it asks again within two minutes, and has one as soon as there is', async () => {
  isAway = true;
  await open();
  await page.getByText('De server kan nu geen code maken.').waitFor(SOON);
  expect(await page.locator('.code').count()).toBe(0);
  isAway = false;
  await page.clock.fastForward(90_000);
  expect(await code()).toMatch(/^\w{4}$/);
});

test('without a connection it says so, keeps its code, and goes where it is sent when there is one again', async () => {
  await open();
  const shown = await code();
  await page.context().setOffline(true);
  await page.clock.fastForward(2_000);
  await page.getByText('Geen verbinding met de server.').waitFor(SOON);
  expect(await code()).toBe(shown);
  expect((await running.send('POST', `/api/pairings/${shown}`, SETUP)).status).toBe(200);
  await page.context().setOffline(false);
  await page.clock.fastForward(2_000);
  await page.waitForURL(/\/wall\?name=Redactie%201&sections=sport$/, SOON);
});

async function secret(): Promise<string | null> {
  return page.locator('main').getAttribute('data-secret');
}
