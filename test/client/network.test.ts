/** A real server behind a network that swallows everything: no close, no error, only silence. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApp, submission, type RunningApp } from '../server/http/running-app.ts';
import { documentWith, launchBrowser, openPage, partText, titles } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { Network } from './network.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let host: ScriptedServer;
let app: RunningApp;
let network: Network;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp();
  network = await Network.start(app.url);
  host = await ScriptedServer.start(await builtEmbed());
  host.page = documentWith(`<news-ticker section="buitenland" src="${network.url}"></news-ticker>`);
});

afterAll(async () => {
  await browser.close();
  await network.close();
  await app.close();
  await host.close();
});

test('in a black hole a ticker says how old its news is; back from it, what was withdrawn meanwhile is gone', async () => {
  for (const id of ['een', 'twee'])
    await app.send('POST', '/api/dispatches', submission({ id, title: `Bericht ${id}` }));
  const page = await openPage(browser, host, { before: (opened) => opened.clock.install() });
  const ticker = page.locator('news-ticker');
  const says = (status: string) =>
    vi.waitFor(async () => expect(await ticker.getAttribute('status')).toBe(status), 15_000);
  const shows = (...wanted: string[]) =>
    vi.waitFor(
      async () => expect((await titles(page)).filter((title) => title.startsWith('Bericht'))).toEqual(wanted),
      15_000,
    );
  await says('live');
  await shows('Bericht twee', 'Bericht een');

  network.silent = true;
  await app.send('DELETE', '/api/dispatches/een');
  await app.send('POST', '/api/dispatches', submission({ id: 'drie', title: 'Bericht drie' }));
  // Timers that are due fire once, as on a page that was asleep; so does the watch over the connection.
  await page.clock.fastForward(16_000);
  await says('stale');
  expect(await partText(page, 'status')).toMatch(/^Laatst bijgewerkt \d\d:\d\d$/);
  await shows('Bericht twee', 'Bericht een');
  await page.clock.fastForward(12_000);
  await says('offline');
  expect(await partText(page, 'status')).toMatch(/^Geen verbinding sinds \d\d:\d\d$/);

  network.silent = false;
  for (const cut of ['black hole', 'end'] as const) network.cut(cut);
  network.bury();
  await page.clock.fastForward(30_000);
  await says('live');
  await shows('Bericht drie', 'Bericht twee');
  expect(network.webSockets).toBe(1);
}, 60_000);
