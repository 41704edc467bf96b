/** A reader's ticker, and its server as a process of its own that is killed, or frozen: it says so, and comes back by itself. */
import type { Browser, Page } from 'playwright-core';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { submission, temporaryFolder } from '../server/http/running-app.ts';
import { startServerProcess, type ServerProcess } from '../server/http/server-process.ts';
import { freePort } from '../tools.ts';
import { documentWith, launchBrowser, openPage, partText, titles } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

const KEY = 'a-key-for-tests-only';
/** Within so many ms after its server is back. */
const RECOVERS_WITHIN = 45_000;

let browser: Browser;
let host: ScriptedServer;
let page: Page;
let settings: { PORT: string; DATA_DIR: string; PUBLISH_KEYS: string };

beforeAll(async () => {
  browser = await launchBrowser();
  host = await ScriptedServer.start(await builtEmbed());
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

beforeEach(async () => {
  settings = {
    PORT: String(await freePort()),
    DATA_DIR: await temporaryFolder(),
    PUBLISH_KEYS: `desk:${KEY}`,
  };
});

afterEach(async () => {
  await page.context().close();
  await rm(settings.DATA_DIR, { recursive: true });
});

async function publish({ url }: ServerProcess, title: string): Promise<void> {
  const answer = await fetch(`${url}/api/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(submission({ title })),
  });
  expect(answer.status).toBe(201);
}

/** A partner's page, live, with what was published. */
async function open(server: ServerProcess): Promise<void> {
  await publish(server, 'Eerste');
  host.page = documentWith(`<news-ticker section="buitenland" src="${server.url}"></news-ticker>`);
  page = await openPage(browser, host);
  await is('live');
  await shows('Eerste');
}

async function is(status: string, timeout = 15_000): Promise<void> {
  await page.locator(`news-ticker[status=${status}]`).waitFor({ timeout });
}

function shows(...wanted: string[]): Promise<void> {
  return vi.waitFor(async () => {
    expect(await titles(page)).toEqual(wanted);
  }, 15_000);
}

test('killed: what was shown stays, with since when; started again, it is live and has what came', async () => {
  let server = await startServerProcess(settings);
  await open(server);
  expect(await server.stop('SIGKILL')).toBeNull();
  await is('offline');
  expect(await partText(page, 'status')).toMatch(/^Geen verbinding sinds \d\d:\d\d$/);
  expect(await titles(page)).toEqual(['Eerste']);

  server = await startServerProcess(settings);
  await publish(server, 'Tweede');
  await is('live', RECOVERS_WITHIN);
  await shows('Tweede', 'Eerste');
  expect(await partText(page, 'status')).toBe('Live');
}, 120_000);

test('frozen, with its connections open: nothing says so but its silence; thawed, it is live again', async () => {
  const server = await startServerProcess(settings);
  await open(server);
  const frozenAt = performance.now();
  process.kill(server.pid, 'SIGSTOP');
  await is('stale', 20_000);
  expect(await partText(page, 'status')).toMatch(/^Laatst bijgewerkt \d\d:\d\d$/);
  await is('offline', 20_000);
  expect(await partText(page, 'status')).toMatch(/^Geen verbinding sinds \d\d:\d\d$/);
  // Its port still takes connections, and answers none.
  while (performance.now() - frozenAt < 65_000) {
    expect(await page.locator('news-ticker').getAttribute('status')).toMatch(/^(offline|connecting)$/);
    expect(await titles(page)).toEqual(['Eerste']);
    await page.waitForTimeout(1_000);
  }

  process.kill(server.pid, 'SIGCONT');
  await publish(server, 'Tweede');
  await is('live', RECOVERS_WITHIN);
  await shows('Tweede', 'Eerste');
  expect(await server.stop('SIGTERM')).toBe(0);
}, 180_000);
