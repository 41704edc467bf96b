/** The rows that leave the server, and the rows of the element that take their place: the same words, and nothing moves. */
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { observeShifts, shiftsOn } from '../client/shifts.ts';
import { startApp, submission, type RunningApp } from './http/running-app.ts';

let browser: Browser;
let app: RunningApp;
let page: Page | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp();
  const hour = 3_600_000;
  const submissions = [
    { id: 'flits', urgency: 1, text: 'OSLO (ANP/RTR) - De brug is ingestort.' },
    {
      id: 'bulletin',
      urgency: 2,
      title: 'Bulletin met een kop die over meer dan een regel gaat, hoe breed ook',
    },
    { id: 'urgent', urgency: 3, section: 'sport' },
    { id: 'gewoon', urgency: 4, text: 'Zonder plaats of bureau.' },
    { id: 'engels', urgency: 2, lang: 'en', title: 'Ferry service resumes' },
    { id: 'elders', urgency: 5, url: 'https://elders.example/bericht' },
    { id: 'bijgewerkt', urgency: 4, section: 'sport' },
    { id: 'gecorrigeerd', urgency: 1 },
    { id: 'oud', urgency: 3, publishedAt: Date.now() - 40 * 24 * hour },
  ];
  for (const [at, fields] of submissions.entries())
    await send('POST', '/api/dispatches', { publishedAt: Date.now() - (at + 2) * hour, ...fields });
  await send('PUT', '/api/dispatches/bijgewerkt', { section: 'sport', urgency: 4, signal: 'update' });
  await send('PUT', '/api/dispatches/gecorrigeerd', {
    urgency: 1,
    signal: 'correction',
    note: 'Zes, niet vijf.',
  });
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

afterEach(async () => {
  await page?.context().close();
});

async function send(method: string, path: string, fields: Record<string, unknown>): Promise<void> {
  const response = await app.send(method, path, submission(fields));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** The texts of each row of the first ticker: title, paragraph, and what the small print has one of each. */
async function rowsOf(path: string, javaScriptEnabled: boolean): Promise<string[][]> {
  // A line then stays with its first headline.
  const context = await browser.newContext({ javaScriptEnabled, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(app.url + path);
  if (javaScriptEnabled) await page.locator('news-ticker li[part=row] time').first().waitFor();
  const rows = await page
    .locator('news-ticker')
    .first()
    .evaluate((ticker) =>
      [...(ticker.shadowRoot ?? ticker).querySelectorAll('li:not([hidden])')].map((row) =>
        [...row.querySelectorAll('h3, .text, .note, .meta > *')].map((part) => {
          // What stands beside a label for the ear is no part of it.
          const { textContent } = part.querySelector('.live') ?? part;
          return textContent.replace(/\s+/g, ' ').trim();
        }),
      ),
    );
  await context.close();
  return rows;
}

describe.each(['nl', 'en', 'de', 'fr'])('in a frame, in %s', (lang) => {
  test.each(['list', 'line'])('a %s says the same, word for word', async (layout) => {
    const path = `/embed/ticker?section=buitenland+sport&rows=20&timestamps=absolute&lang=${lang}&layout=${layout}`;
    const rows = await rowsOf(path, false);
    expect(rows).toHaveLength(layout === 'list' ? 9 : 1);
    expect(await rowsOf(path, true)).toEqual(rows);
  });
});

test('on the page of a section the label alone differs: it is absolute, so that a page from a cache stays true', async () => {
  const label =
    /^(bijgewerkt )?(\d+ uur geleden|\d+ \w+ (\d\d:\d\d|\d{4})|\d\d:\d\d|gisteren \d\d:\d\d|\d+ \w+)$/;
  const untimed = (rows: string[][]) => rows.map((texts) => texts.map((text) => text.replace(label, '$1')));
  const rows = await rowsOf('/nieuws/buitenland', false);
  expect(rows.flat().join()).toMatch(/\d \w+ \d\d:\d\d/);
  expect(untimed(await rowsOf('/nieuws/buitenland', true))).toEqual(untimed(rows));
  for (const word of ['Flits', 'Bulletin', 'Urgent'])
    expect(rows.some(([title]) => title?.startsWith(`${word} `))).toBe(true);
});

test.each([
  ['/nieuws/buitenland', 1280],
  ['/nieuws/sport', 320],
  ['/embed/ticker?section=buitenland+sport&rows=9', 400],
  ['/embed/ticker?section=buitenland+sport&layout=line', 400],
  ['/embed/ticker?section=buitenland+sport&layout=line', 1280],
])('when the element takes their place, nothing moves: %s at %d px', async (path, width) => {
  page = await (await browser.newContext({ viewport: { width, height: 4_000 } })).newPage();
  await page.addInitScript(observeShifts);
  const asked = new Promise<Route>((resolve) => void page?.route('**/news-ticker.js', resolve));
  await page.goto(app.url + path, { waitUntil: 'commit' });
  await page.waitForFunction(() => performance.getEntriesByType('paint').length > 0);
  await page.locator('news-ticker article').first().waitFor();
  await (await asked).continue();
  await page.locator('news-ticker[status=live]').first().waitFor();
  expect(await shiftsOn(page)).toEqual([]);
});
