/** A page that a real server refuses, by its allow-list or for its key: what its readers see, and what its makers are told to do. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startApp, submission, temporaryFolder, type RunningApp } from '../server/http/running-app.ts';
import { launchBrowser, partText } from './browser.ts';
import { HostPage } from './host-page.ts';

const HOME = 'home-2026';
const ELSEWHERE = 'elsewhere-2026';

let browser: Browser;
let app: RunningApp;
let host: HostPage;
const pages: Page[] = [];
const errors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  host = await HostPage.start();
  const file = join(await temporaryFolder(), 'partners.json');
  const partners = [
    { name: 'home', key: HOME, origins: [host.url], viewers: 1 },
    { name: 'elsewhere', key: ELSEWHERE, origins: ['https://www.elsewhere.example'] },
  ];
  await writeFile(file, JSON.stringify({ partners }));
  app = await startApp({ settings: { PARTNERS: file, ORIGINS: 'https://www.listed.example' } });
  await app.send('POST', '/api/dispatches', submission());
});

afterAll(async () => {
  await browser.close();
  await host.close();
  await app.close();
});

beforeEach(() => {
  errors.length = 0;
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

async function open(partner?: string): Promise<Page> {
  const key = partner === undefined ? '' : ` partner="${partner}"`;
  host.body = `<news-ticker section="buitenland"${key}><a href="/">Nieuws</a></news-ticker><script src="${app.url}/embed/v1/news-ticker.js"></script>`;
  const page = await (await browser.newContext()).newPage();
  pages.push(page);
  page.on('console', (message) => {
    if (message.text().startsWith('<news-ticker>')) errors.push(message.text());
  });
  await page.goto(host.url);
  return page;
}

function becomes(page: Page, status: string): Promise<void> {
  return vi.waitFor(async () => {
    expect(await page.locator('news-ticker').getAttribute('status')).toBe(status);
  }, 15_000);
}

describe('is told to its readers, and explained in the console', () => {
  test.each([
    [
      'an origin that is not listed',
      undefined,
      () =>
        `Pages of ${host.url} may not open a live connection here. Whoever runs this ticker can add the origin to its setting ORIGINS.`,
    ],
    [
      'a key that nobody has',
      'nobody-2026',
      () =>
        'No partner has the key that this page gives. Compare partner="…" on <news-ticker> with the key as it was given to you.',
    ],
    [
      'the key of another site',
      ELSEWHERE,
      () =>
        `The key of elsewhere is not for pages of ${host.url}. Whoever runs this ticker can add the origin to that partner.`,
    ],
  ])('%s', async (_what, key, words) => {
    const page = await open(key);
    await becomes(page, 'error');
    expect(await partText(page, 'status')).toBe('Niet beschikbaar op deze site');
    expect(await page.getByRole('link', { name: 'Nieuws' }).isVisible()).toBe(true);
    expect(await page.locator('news-ticker [part=list]').isVisible()).toBe(false);
    expect(errors).toEqual([`<news-ticker>: ${words()}`]);
  });
});

test('one screen more than was agreed waits, and comes in when another leaves', async () => {
  const first = await open(HOME);
  await becomes(first, 'live');
  const second = await open(HOME);
  await becomes(second, 'error');
  expect(errors).toEqual([
    '<news-ticker>: home has as many screens open as were agreed (1). The next comes in by itself when one of them leaves.',
  ]);
  await first.close();
  await becomes(second, 'live');
});
