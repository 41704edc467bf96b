/** The page in the frame, for people who do not see it well or at all: axe finds nothing wrong with any state of it. */
import axe from 'axe-core';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApp, submission, temporaryFolder, type RunningApp } from '../server/http/running-app.ts';
import { launchBrowser } from './browser.ts';

/** May have one viewer at a time. */
const PARTNER = { name: 'streekkrant', key: 'streek-2026', viewers: 1 };

let browser: Browser;
let app: RunningApp;
let folder: string;
let pages: Page[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await temporaryFolder();
  const file = join(folder, 'partners.json');
  await writeFile(file, JSON.stringify({ partners: [PARTNER] }));
  app = await startApp({ settings: { PARTNERS: file } });
  for (const [at, lang] of ['nl', 'en', 'nl', 'nl', 'nl'].entries())
    await app.send('POST', '/api/dispatches', submission({ id: `bericht-${at}`, urgency: at + 1, lang }));
  await app.send('POST', '/api/dispatches', submission({ id: 'sport', section: 'sport' }));
});

afterAll(async () => {
  await browser.close();
  await app.close();
  await rm(folder, { recursive: true });
});

afterEach(async () => {
  for (const page of pages) await page.context().close();
  pages = [];
});

async function open(query: string): Promise<Page> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  pages.push(page);
  await page.goto(`${app.url}/embed/ticker?${query}`);
  return page;
}

async function openUntil(status: string, query: string): Promise<Page> {
  const page = await open(query);
  await page.locator(`news-ticker[status=${status}]`).waitFor();
  return page;
}

const STATES: Readonly<Record<string, (theme: string) => Promise<Page>>> = {
  'a list': (theme) => openUntil('live', `section=buitenland+sport&rows=4&${theme}`),
  'a line': (theme) => openUntil('live', `section=buitenland&layout=line&${theme}`),
  'a list without dispatches': (theme) => openUntil('live', `section=cultuur&${theme}`),
  'a line without dispatches': (theme) => openUntil('live', `section=cultuur&layout=line&${theme}`),
  'a list that is refused': async (theme) => {
    await openUntil('live', `section=buitenland&partner=${PARTNER.key}`);
    return openUntil('error', `section=buitenland&partner=${PARTNER.key}&${theme}`);
  },
  'a line that is refused': async (theme) => {
    await openUntil('live', `section=buitenland&partner=${PARTNER.key}`);
    return openUntil('error', `section=buitenland&layout=line&partner=${PARTNER.key}&${theme}`);
  },
  'a section that is not there': (theme) => open(`section=nergens&${theme}`),
};

describe.each(['theme=light', 'theme=dark'])('%s', (theme) => {
  test.each(Object.entries(STATES))('%s', async (_, reach) => {
    const page = await reach(theme);
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      // Heading and main landmark of the whole are those of the page around the frame.
      const rules = { 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } };
      const { violations } = await (Reflect.get(globalThis, 'axe') as typeof axe).run({ rules });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(found).toEqual([]);
  });
});
