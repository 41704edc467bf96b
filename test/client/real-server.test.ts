import type { Browser, Page } from 'playwright-core';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApp, submission, temporaryFolder, type RunningApp } from '../server/http/running-app.ts';
import { freePort } from '../tools.ts';
import { WITHDRAWN, documentWith, launchBrowser, openPage, titles } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let host: ScriptedServer;
let app: RunningApp;
let dataDir: string;
let settings: { PORT: string };

beforeAll(async () => {
  browser = await launchBrowser();
  dataDir = await temporaryFolder();
  settings = { PORT: String(await freePort()) };
  app = await startApp({ dataDir, settings });
  // The page stands on another origin, as a partner's does; only the script comes from there.
  host = await ScriptedServer.start(await builtEmbed());
  host.page = documentWith(`<news-ticker section="buitenland" src="${app.url}"></news-ticker>`);
});

afterAll(async () => {
  await browser.close();
  await app.close();
  await host.close();
  await rm(dataDir, { recursive: true });
});

function shows(page: Page, ...wanted: string[]): Promise<void> {
  return vi.waitFor(async () => {
    expect(await titles(page)).toEqual(wanted);
  }, 15_000);
}

test('published, corrected, withdrawn: every open page shows it, also after the server was started again', async () => {
  const page = await openPage(browser, host);
  await page.waitForSelector('news-ticker[status=live]');
  await app.send('POST', '/api/dispatches', submission({ id: 'een', title: 'Eerste' }));
  await shows(page, 'Eerste');
  await app.send('POST', '/api/dispatches', submission({ id: 'twee', title: 'Tweede' }));
  await shows(page, 'Tweede', 'Eerste');
  await app.send(
    'PUT',
    '/api/dispatches/een',
    submission({ title: 'Eerste, gecorrigeerd', signal: 'correction' }),
  );
  await shows(page, 'Tweede', 'Eerste, gecorrigeerd');
  await app.send('DELETE', '/api/dispatches/twee');
  await shows(page, WITHDRAWN, 'Eerste, gecorrigeerd');

  await app.close();
  await page.waitForSelector('news-ticker[status=offline]');
  expect(await titles(page)).toEqual([WITHDRAWN, 'Eerste, gecorrigeerd']);
  app = await startApp({ dataDir, settings });
  await app.send('POST', '/api/dispatches', submission({ id: 'drie', title: 'Derde' }));
  await shows(page, 'Derde', WITHDRAWN, 'Eerste, gecorrigeerd');
  const fresh = await openPage(browser, host);
  await shows(fresh, 'Derde', 'Eerste, gecorrigeerd');
}, 60_000);
