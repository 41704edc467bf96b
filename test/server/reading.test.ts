/** How our own pages read: lines of a length for eyes, whole words in headings, no white where nothing comes. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { observeShifts, shiftsOn, twoFrames } from '../client/shifts.ts';
import { startApp, submission, type RunningApp } from './http/running-app.ts';

const LEAD = 'De brug is sinds vanochtend weer open voor verkeer, zegt de gemeente. ';

let browser: Browser;
let running: RunningApp;
let page: Page;

beforeAll(async () => {
  [browser, running] = await Promise.all([launchBrowser(), startApp()]);
  for (let hour = 40; hour >= 1; hour -= 1) {
    const fields = {
      id: `bericht-${hour}`,
      title: `Bericht ${hour}`,
      publishedAt: Date.now() - hour * 3_600_000,
    };
    const text = `OSLO (ANP) - ${LEAD.repeat(1 + (hour % 3))}`;
    const body = [LEAD.repeat(8), { crosshead: 'Omwonenden' }, LEAD.repeat(8)];
    const { status } = await running.send('POST', '/api/dispatches', submission({ ...fields, text, body }));
    expect(status).toBe(201);
  }
});

afterAll(async () => {
  await browser.close();
  await running.close();
});

afterEach(async () => {
  await page.context().close();
});

async function open(path: string, width: number): Promise<void> {
  page = await (
    await browser.newContext({ viewport: { width, height: width > 2_000 ? 2_160 : 900 } })
  ).newPage();
  await page.addInitScript(observeShifts);
  await page.goto(running.url + path);
  await page.locator('news-ticker[status=live]').first().waitFor();
  await page.evaluate(twoFrames);
}

test.each(
  ['/nieuws/buitenland', '/nieuws/buitenland/bericht-3'].flatMap((path) =>
    [768, 1280, 1920, 3840].map((width) => [path, width] as const),
  ),
)('%s at %i px has lines of at most 75 letters', async (path, width) => {
  await open(path, width);
  const letters = await page.evaluate(() => {
    const line = 'De minister zei dinsdag dat de plannen voor de dijk rond zijn';
    const brush = document.createElement('canvas').getContext('2d');
    const inRows = [...document.querySelectorAll('news-ticker')].map(({ shadowRoot }) =>
      shadowRoot?.querySelector('.text'),
    );
    return [...inRows, document.querySelector('.article > p:not(.lead)')].flatMap((text) => {
      if (!text || !brush) return [];
      const { fontWeight, fontSize, fontFamily } = getComputedStyle(text);
      brush.font = `${fontWeight} ${fontSize} ${fontFamily}`;
      return [Math.round((text.clientWidth / brush.measureText(line).width) * line.length)];
    });
  });
  expect(letters.length).toBeGreaterThan(0);
  expect(letters.filter((count) => count > 75)).toEqual([]);
});

test('what a section is called is whole at 320 px in letters of twice the size', async () => {
  await open('/nieuws/buitenland', 320);
  for (const path of ['/nieuws/buitenland', '/nieuws/binnenland', '/nieuws/economie']) {
    await page.goto(running.url + path);
    const lines = await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
      const range = document.createRange();
      range.selectNodeContents(document.querySelector('h1') ?? document.body);
      return range.getClientRects().length;
    });
    expect(lines, path).toBe(1);
  }
});

/** From the last row of the section's front to the foot of the page, px. */
function white(): Promise<number> {
  return page.evaluate(() => {
    const rows = document
      .querySelector('.front news-ticker')
      ?.shadowRoot?.querySelectorAll('li:not([hidden])');
    const foot = document.querySelector('.foot')?.getBoundingClientRect().top ?? NaN;
    return foot - ([...(rows ?? [])].at(-1)?.getBoundingClientRect().bottom ?? NaN);
  });
}

/** What `main` keeps below it, in its letters. */
const PADDING = 4;

test.each([320, 1280, 3840])('%i px: a long front ends where its last row ends', async (width) => {
  await open('/nieuws/buitenland', width);
  const rem = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await vi.waitFor(async () => {
    expect(Math.abs((await white()) - PADDING * rem)).toBeLessThan(2);
  }, 5_000);
  expect(await shiftsOn(page)).toEqual([]);
});

test('a row that becomes longer never lies on the foot, also where somebody sees that', async () => {
  await open('/nieuws/buitenland', 1280);
  const end = async () => {
    await page.evaluate(() => {
      scrollTo(0, document.documentElement.scrollHeight);
    });
    await page.evaluate(twoFrames);
  };
  await vi.waitFor(async () => {
    expect(await white()).toBeLessThan(70);
  }, 5_000);
  await end();
  const note = 'De brug is niet sinds vanochtend open, maar pas sinds vanmiddag. '.repeat(2);
  const text = `OSLO (ANP) - ${LEAD.repeat(4)}`;
  await running.send(
    'PUT',
    '/api/dispatches/bericht-40',
    submission({ title: 'Bericht 40', text, signal: 'correction', note }),
  );
  await page.locator('news-ticker').getByText('pas sinds vanmiddag').first().waitFor();
  await vi.waitFor(async () => {
    expect(Math.abs((await white()) - 64)).toBeLessThan(2);
  }, 5_000);
});
