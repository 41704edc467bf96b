/** A first visit over a slow line, on a slow machine: from the first paint to the live tickers nothing moves. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { observeShifts, shiftsOn } from '../client/shifts.ts';
import { startApp, submission, type RunningApp } from './http/running-app.ts';

const PATHS = {
  'the front, of which some sections are empty': '/',
  'a section': '/nieuws/buitenland',
  'a section without any dispatch': '/nieuws/cultuur',
  'an article': '/nieuws/buitenland/bericht-3',
  'the configurator': '/embed',
  'the configurator, with a line': '/embed?section=buitenland&layout=line',
  'the reference of the elements': '/embed/reference',
} as const;
const WIDTHS = [320, 1280, 3840];

let browser: Browser;
let running: RunningApp;

beforeAll(async () => {
  browser = await launchBrowser();
  running = await startApp();
  for (let hour = 12; hour >= 1; hour -= 1) {
    const fields = { id: `bericht-${hour}`, publishedAt: Date.now() - hour * 3_600_000 };
    const text = `OSLO (ANP) - ${'De brug is sinds vanochtend weer open voor verkeer. '.repeat(hour % 6)}Zo.`;
    const response = await running.send('POST', '/api/dispatches', submission({ ...fields, text }));
    expect(response.status).toBe(201);
  }
});

afterAll(async () => {
  await browser.close();
  await running.close();
});

test.each(
  Object.entries(PATHS).flatMap(([name, path]) => WIDTHS.map((width) => [name, width, path] as const)),
)('%s, %i px wide', async (_name, width, path) => {
  const context = await browser.newContext({ viewport: { width, height: width > 2_000 ? 2_160 : 900 } });
  const page = await context.newPage();
  await makeSlow(page);
  await page.addInitScript(observeShifts);
  await page.goto(running.url + path);
  if ((await page.locator('news-ticker').count()) > 0)
    await page.locator('news-ticker[status=live]').first().waitFor();
  expect(await shiftsOn(page)).toEqual([]);
  await context.close();
});

/** A line as of a train in the country, and a machine four times as slow. */
async function makeSlow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 60,
    downloadThroughput: 250_000,
    uploadThroughput: 100_000,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}
