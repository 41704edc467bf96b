/**
 * The height that the code for a frame says: that of the page in it, so that nothing on a partner's page moves when it is
 * there, however slowly the server answers; and where the frame has another width, nothing that is in sight.
 */
import type { Browser, Frame, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readConfiguration } from '../../shared/embed-configuration.ts';
import { embedSnippets } from '../../shared/embed-snippets.ts';
import { frameHeight, USUAL_WIDTH } from '../../shared/frame-height.ts';
import { startAppWithNews, type RunningApp } from '../server/http/running-app.ts';
import { launchBrowser } from './browser.ts';
import { HostPage } from './host-page.ts';
import { observeShifts, shiftsOn, twoFrames } from './shifts.ts';

const LIST = [1, 3, 5, 10].map((rows) => `rows=${rows}`);
const LONG = 'heading=Het+laatste+nieuws+uit+het+buitenland,+zodra+onze+correspondenten+het+melden';

let browser: Browser;
let app: RunningApp;
let host: HostPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startAppWithNews();
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

beforeEach(async () => {
  host = await HostPage.start();
});

afterEach(async () => {
  await page.context().close();
  await host.close();
});

/** What the configurator prints. */
function codeFor(query: string): string {
  const configuration = readConfiguration(new URLSearchParams(`section=buitenland&${query}`), ['buitenland']);
  const file = { bytes: 1, gzipBytes: 1, integrity: 'sha384-x' };
  const sections = [{ id: 'buitenland', title: 'Buitenland' }];
  return embedSnippets(configuration, { origin: app.url, sections, script: file, version: '1.0.0' }).iframe;
}

async function openHost(code: string, width: number, height: number, below = ''): Promise<void> {
  host.body = `<p>boven</p><div style="width: ${width}px">${code}</div><p id="below">onder</p>${below}`;
  page = await (await browser.newContext({ viewport: { width: 800, height } })).newPage();
  await page.addInitScript(observeShifts);
}

/** Each file of ours comes when the page has painted what is there without it. */
async function serveSlowly(): Promise<void> {
  await page.route(`${app.url}/**`, async (route: Route) => {
    await page.evaluate(twoFrames);
    await route.continue();
  });
}

async function framedTicker(): Promise<Frame> {
  await page.goto(host.url);
  const frame = await vi.waitUntil(() => page.frames()[1], 5_000);
  await frame.waitForSelector('news-ticker[status=live]', { timeout: 10_000 });
  await frame.evaluate(twoFrames);
  await page.evaluate(twoFrames);
  return frame;
}

const heightIn = (frame: Frame) => frame.evaluate(() => document.body.getBoundingClientRect().height);
const outerHeight = () => page.locator('iframe').evaluate((frame) => frame.clientHeight);

test.each(
  [...LIST, 'layout=line', `rows=3&${LONG}`, `layout=line&${LONG}`].flatMap((query) =>
    [320, USUAL_WIDTH, 700, 1000].map((width) => [query, width] as const),
  ),
)('%s at %i px is as high as it is reckoned to be', async (query, width) => {
  page = await (await browser.newContext({ viewport: { width, height: 300 } })).newPage();
  await page.goto(`${app.url}/embed/ticker?section=buitenland&${query}`);
  await page.waitForSelector('news-ticker[status=live]');
  await page.evaluate(twoFrames);
  const asked = new URLSearchParams(query);
  const reckoned = frameHeight(
    {
      layout: asked.get('layout') ?? 'list',
      rows: Number(asked.get('rows')),
      heading: asked.get('heading') ?? 'Meer uit Buitenland',
    },
    // What a scroll bar does not take.
    await page.evaluate(() => document.documentElement.clientWidth),
  );
  const real = await heightIn(page.mainFrame());
  expect(reckoned - real).toBeGreaterThanOrEqual(0);
  expect(reckoned - real).toBeLessThan(3);
});

describe.each([...LIST, 'layout=line'])('the code for %s', (query) => {
  test.each([320, USUAL_WIDTH, 700])('in %i px: nothing moves, from a server that is slow', async (width) => {
    await openHost(codeFor(query), width, 4000);
    await serveSlowly();
    const frame = await framedTicker();
    expect(await shiftsOn(page)).toEqual([]);
    if (width !== USUAL_WIDTH) return;
    expect((await outerHeight()) - (await heightIn(frame))).toBeLessThan(3);
  });
});

test.each([320, 700])(
  'in %i px it takes its own height as soon as what is below it is out of sight',
  async (width) => {
    await openHost(codeFor('rows=3'), width, 600, '<p style="height: 2000px">verder</p>');
    const frame = await framedTicker();
    await vi.waitFor(async () => {
      expect(await outerHeight()).toBe(Math.ceil(await heightIn(frame)));
    }, 5_000);
    expect(await shiftsOn(page)).toEqual([]);
  },
);

test.each([320, 700])('in %i px, or when the reader has gone past it', async (width) => {
  await openHost(codeFor('rows=3'), width, 2000, '<p style="height: 4000px">verder</p>');
  const frame = await framedTicker();
  expect(await outerHeight()).not.toBe(Math.ceil(await heightIn(frame)));
  await page.mouse.move(780, 300);
  await page.mouse.wheel(0, 1500);
  await vi.waitFor(async () => {
    expect(await outerHeight()).toBe(Math.ceil(await heightIn(frame)));
  }, 5_000);
  expect(await shiftsOn(page)).toEqual([]);
});

test('a frame without a height takes its own at once, and so does one that became narrower', async () => {
  await openHost(codeFor('rows=1').replace(/height="\d+"/, ''), USUAL_WIDTH, 4000);
  const frame = await framedTicker();
  const fits = async () => {
    expect(await outerHeight()).toBe(Math.ceil(await heightIn(frame)));
    return outerHeight();
  };
  const before = await vi.waitFor(fits, 5_000);
  await page.locator('iframe').evaluate((element) => {
    element.style.width = '300px';
  });
  await vi.waitFor(async () => {
    expect(await fits()).toBeGreaterThan(before);
  }, 5_000);
});

test.each(['allow-scripts allow-popups', 'allow-popups'])(
  'without frame.js all of it can be scrolled to, in sandbox="%s"',
  async (sandbox) => {
    const code = codeFor('rows=5').replace(/sandbox="[^"]*"/, `sandbox="${sandbox}"`);
    await openHost(code.replace(/<script.*/, ''), 320, 900);
    await page.goto(host.url);
    const frame = await vi.waitUntil(() => page.frames()[1], 5_000);
    // Nothing in it grows any more.
    if (sandbox.includes('scripts')) await frame.waitForSelector('news-ticker[status=live]');
    else await frame.waitForLoadState();
    await page.evaluate(twoFrames);
    const last = frame.getByRole('heading', { name: 'Bericht twee' });
    await page.mouse.move(100, 300);
    await page.mouse.wheel(0, 5000);
    await vi.waitFor(async () => {
      const bottom = await frame.evaluate(
        () => document.body.getBoundingClientRect().bottom - document.documentElement.clientHeight,
      );
      expect(Math.round(bottom)).toBeLessThanOrEqual(0);
    }, 5_000);
    expect(await last.isVisible()).toBe(true);
  },
);
