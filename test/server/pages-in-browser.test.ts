/** Our own pages in a real Chromium, with the files that the build made (`npm test` builds first). */
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { observeShifts, shiftsOn, twoFrames } from '../client/shifts.ts';
import { startApp, submission, type RunningApp } from './http/running-app.ts';

const LIVE = { timeout: 10_000 };
/** As far as a page looks at it, before it moved. */
const OLD_ITEM = { id: 'item-1', version: 1, section: 'buitenland' };

let browser: Browser;
let running: RunningApp;
let pages: Page[];

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  pages = [];
  running = await startApp();
  for (let hour = 9; hour >= 1; hour -= 1) {
    await publish(`item-${hour}`, {
      title: `Bericht van ${hour} uur`,
      publishedAt: Date.now() - hour * 3_600_000,
    });
  }
});

afterEach(async () => {
  for (const page of pages) await page.context().close();
  await running.close();
});

describe('an open article', () => {
  test('offers a corrected version, and leaves the text that is being read alone', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await correct('item-1', {
      title: 'Bericht van 1 uur, gecorrigeerd',
      signal: 'correction',
      note: 'Een fout.',
    });
    await page.getByText('Dit bericht is zojuist gecorrigeerd.').waitFor(LIVE);
    expect(await page.locator('h1').textContent()).toBe('Bericht van 1 uur');

    await page.getByRole('link', { name: 'Toon de nieuwe versie' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bericht van 1 uur, gecorrigeerd' }).waitFor(LIVE);
    expect(await page.getByText('Een fout.').isVisible()).toBe(true);
    await page.locator('news-ticker[status=live]').waitFor(LIVE);
    expect(await page.locator('.changed').count()).toBe(0);
  });

  test('hears of what happens to it however old it is', async () => {
    for (let minute = 50; minute >= 1; minute -= 1) {
      await publish(`later-${minute}`, {
        title: `Later bericht ${minute}`,
        publishedAt: Date.now() - minute * 60_000,
      });
    }
    const page = await open('/nieuws/buitenland/item-9');
    await page.getByRole('link', { name: 'Later bericht 1', exact: true }).waitFor(LIVE);
    await correct('item-9', { title: 'Bericht van 9 uur, beter', signal: 'correction' });
    await page.getByText('Dit bericht is zojuist gecorrigeerd.').waitFor(LIVE);
    await running.send('DELETE', '/api/dispatches/item-9');
    await page.getByRole('heading', { level: 1, name: 'Dit bericht is ingetrokken' }).waitFor(LIVE);
    await correct('item-9', { restore: true });
    await page.getByText('Dit bericht staat er weer.').waitFor(LIVE);
  });

  test('asks what it missed when it was away and no board tells', async () => {
    for (let minute = 50; minute >= 1; minute -= 1)
      await publish(`later-${minute}`, { publishedAt: Date.now() - minute * 60_000 });
    const page = await newPage();
    // It happens while the page is loading: before anything on it listens.
    await page.route('**/news-ticker.js', async (route) => {
      await correct('item-9', { title: 'Bericht van 9 uur, beter', signal: 'correction' });
      await route.continue();
    });
    await page.goto(`${running.url}/nieuws/buitenland/item-9`);
    await page.getByText('Dit bericht is zojuist gecorrigeerd.').waitFor(LIVE);
  });

  test('says what takes its place', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await publish('beter', { title: 'Alles weer open', replaces: 'item-1' });
    await page.locator('.changed').getByRole('link', { name: 'Alles weer open' }).click();
    await page.getByRole('heading', { level: 1, name: 'Alles weer open' }).waitFor(LIVE);
  });

  test('loses its text also when the dispatch is withdrawn from another section', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await correct('item-1', { section: 'economie' });
    await page.getByText('Dit bericht staat nu in een andere rubriek.').waitFor(LIVE);
    await running.send('DELETE', '/api/dispatches/item-1');
    await page.getByRole('heading', { level: 1, name: 'Dit bericht is ingetrokken' }).waitFor(LIVE);
  });

  test.for([
    ['not answered', (route: Route) => route.abort()],
    ['refused', (route: Route) => route.fulfill({ status: 503, body: 'vol' })],
    ['answered by who is behind', (route: Route) => route.fulfill({ json: OLD_ITEM })],
  ] as const)('asks once more where it stands when that is %s', async ([, fail]) => {
    const page = await open('/nieuws/buitenland/item-1');
    let asked = 0;
    await page.route('**/api/dispatches/item-1', (route) => (asked++ === 0 ? fail(route) : route.continue()));
    const held = page.waitForResponse('**/api/sections/economie*');
    await correct('item-1', { section: 'economie' });
    await held;
    expect(asked).toBeGreaterThan(1);
    await running.send('DELETE', '/api/dispatches/item-1');
    await page.getByRole('heading', { level: 1, name: 'Dit bericht is ingetrokken' }).waitFor(LIVE);
  });

  test('loses its text also when that was withdrawn before the page heard of the section where it went', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await page.route('**/api/sections/economie*', async (route) => {
      await running.send('DELETE', '/api/dispatches/item-1');
      await route.continue();
    });
    await correct('item-1', { section: 'economie' });
    await page.getByRole('heading', { level: 1, name: 'Dit bericht is ingetrokken' }).waitFor(LIVE);
  });

  test('loses its text when the dispatch is withdrawn', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await running.send('DELETE', '/api/dispatches/item-1');
    await page.getByRole('heading', { level: 1, name: 'Dit bericht is ingetrokken' }).waitFor(LIVE);
    expect(await page.locator('.article').textContent()).not.toContain('De brug is sinds');
    expect(await page.title()).toBe('Dit bericht is ingetrokken');
  });

  test('that is held loses its text, and is not said to be withdrawn until it is', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    const reads = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor(LIVE);
    await running.send('POST', '/api/dispatches/item-1/hold', { note: 'Eerst nabellen.' });
    await reads('Dit bericht is op dit moment niet beschikbaar');
    expect(await page.title()).toBe('Dit bericht is op dit moment niet beschikbaar');
    const words = await page.locator('.article').textContent();
    for (const secret of ['Bericht van 1 uur', 'De brug is sinds', 'nabellen', 'ingetrokken'])
      expect(words).not.toContain(secret);
    await running.send('DELETE', '/api/dispatches/item-1');
    await reads('Dit bericht is ingetrokken');
  });

  test('that was held and is released has its title again, and the text a click away', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await running.send('POST', '/api/dispatches/item-1/hold');
    await page.getByRole('heading', { level: 1, name: 'op dit moment niet beschikbaar' }).waitFor(LIVE);
    await correct('item-1', { status: 'withheld', title: 'Bericht van 1 uur, nagebeld' });
    await running.send('POST', '/api/dispatches/item-1/release', {});
    await page.getByText('Dit bericht staat er weer.').waitFor(LIVE);
    expect(await page.locator('h1').textContent()).toBe('Bericht van 1 uur, nagebeld');
    expect(await page.title()).toBe('Bericht van 1 uur, nagebeld');
    await page.getByRole('link', { name: 'Toon de nieuwe versie' }).click();
    await page.getByText('De brug is sinds').first().waitFor(LIVE);
    expect(await page.locator('.changed').count()).toBe(0);
  });

  test('that was held while nobody told the page is asked for, and is not said to be withdrawn', async () => {
    for (let minute = 50; minute >= 1; minute -= 1)
      await publish(`later-${minute}`, { publishedAt: Date.now() - minute * 60_000 });
    const page = await newPage();
    // It says nothing of it, as a board that has forgotten.
    await page.route('**/api/dispatches/item-9', (route) => route.fulfill({ status: 404, json: {} }));
    await page.goto(`${running.url}/nieuws/buitenland/item-9`);
    await page.getByRole('heading', { level: 1, name: 'op dit moment niet beschikbaar' }).waitFor(LIVE);
    await running.send('DELETE', '/api/dispatches/item-9');
    await page.getByRole('heading', { level: 1, name: 'Dit bericht is ingetrokken' }).waitFor(LIVE);
  });

  test('takes no notice of what happens to others', async () => {
    const page = await open('/nieuws/buitenland/item-1');
    await correct('item-2', { title: 'Ander bericht', signal: 'update' });
    await page.getByRole('link', { name: 'Ander bericht' }).waitFor(LIVE);
    expect(await page.locator('.changed').count()).toBe(0);
  });
});

describe("a section's front", () => {
  test('shows its whole board, also what comes while it is open', async () => {
    const page = await open('/nieuws/buitenland');
    await page.mouse.move(0, 0);
    await publish('item-0', { title: 'Zojuist gebeurd' });
    await page.getByRole('link', { name: 'Zojuist gebeurd' }).waitFor(LIVE);
    expect(await page.locator('news-ticker [part=title]:visible').allTextContents()).toHaveLength(10);
    expect(await page.getByRole('link', { name: 'Bericht van 9 uur' }).count()).toBe(1);
  });
});

describe("a short section's front", () => {
  test.each([320, 768, 1280])('%i px wide and very tall: the foot does not move', async (width) => {
    await publish('kort', { section: 'sport', title: 'Het enige bericht' });
    const page = await newPage({ viewport: { width, height: 2_200 } });
    await page.addInitScript(observeShifts);
    await page.goto(`${running.url}/nieuws/sport`);
    await page.locator('news-ticker[status=live]').first().waitFor(LIVE);
    await publish('nog-een', { section: 'sport', title: 'Een tweede bericht' });
    await page.getByRole('link', { name: 'Een tweede bericht' }).waitFor(LIVE);
    expect(await shiftsOn(page)).toEqual([]);
  });

  test('has other news beside it where there is room, and asks for it only there', async () => {
    for (const [width, asks] of [
      [1280, true],
      [600, false],
    ] as const) {
      const page = await newPage({ viewport: { width, height: 900 } });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(`${running.url}/nieuws/sport`);
      await page.locator('news-ticker[status=live]').first().waitFor(LIVE);
      if (asks) await page.locator('.more').getByRole('link', { name: 'Bericht van 1 uur' }).waitFor(LIVE);
      expect(asked.includes('/api/sections/buitenland')).toBe(asks);
    }
  });
});

describe('without JavaScript', () => {
  test('an article and the list beside it are there to read', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(`${running.url}/nieuws/buitenland/item-1`);
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await page.getByRole('heading', { level: 2, name: 'Meer uit Buitenland' }).isVisible()).toBe(true);
    expect(await page.locator('news-ticker li').count()).toBe(7);
    expect(await page.locator('news-ticker li time').first().isVisible()).toBe(true);
  });
});

describe('every page', () => {
  test.each([320, 768, 1280])(
    '%i px wide: nothing shifts when the tickers come to life, nothing sticks out',
    async (width) => {
      for (const path of ['/', '/nieuws/buitenland', '/nieuws/buitenland/item-1']) {
        const page = await newPage({ viewport: { width, height: 900 } });
        // The script comes late, as over a slow line, so that the page was painted without it.
        let letScriptCome: () => void = () => undefined;
        const painted = new Promise<void>((resolve) => (letScriptCome = resolve));
        await page.route('**/news-ticker.js', async (route) => {
          await painted;
          await route.continue();
        });
        await page.goto(running.url + path, { waitUntil: 'commit' });
        await page.locator('footer').waitFor(LIVE);
        await page.evaluate(twoFrames);
        // From here on: a browser that is short of time paints documents of which it has read only half.
        await page.evaluate(observeShifts);
        letScriptCome();
        await page.locator('news-ticker[status=live]').first().waitFor(LIVE);
        expect(await shiftsOn(page), path).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
      }
    },
  );

  test('asks nothing of another host, stores nothing, and breaks no rule of its own policy', async () => {
    const page = await newPage();
    const elsewhere: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(running.url) && !request.url().startsWith('data:'))
        elsewhere.push(request.url());
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${running.url}/nieuws/buitenland/item-1`);
    await page.locator('news-ticker[status=live]').waitFor(LIVE);
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });
});

async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  pages.push(page);
  return page;
}

/** A page whose tickers are live. */
async function open(path: string): Promise<Page> {
  const page = await newPage();
  await page.goto(running.url + path);
  await page.locator('news-ticker[status=live]').first().waitFor(LIVE);
  return page;
}

async function publish(id: string, fields: Record<string, unknown>): Promise<void> {
  const response = await running.send('POST', '/api/dispatches', submission({ id, ...fields }));
  expect(response.status).toBe(201);
}

async function correct(id: string, fields: Record<string, unknown>): Promise<void> {
  const response = await running.send('PUT', `/api/dispatches/${id}`, submission(fields));
  expect(response.status).toBe(200);
}
