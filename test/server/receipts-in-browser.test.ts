/** Withdrawals that prove themselves: real pages in a real Chromium, real servers, and what the desk is told. */
import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentWith, launchBrowser } from '../client/browser.ts';
import { builtEmbed } from '../client/embed.ts';
import { ScriptedServer } from '../client/scripted-server.ts';
import { RedisServer } from '../redis-server.ts';
import { jsonOf, KEY, startApp, submission, temporaryFolder, type RunningApp } from './http/running-app.ts';
import { startServerProcess } from './http/server-process.ts';

let browser: Browser;
/** Gives the pages; their tickers belong to other servers, as on a partner's site. */
let host: ScriptedServer;
let pages: Page[];

beforeAll(async () => {
  browser = await launchBrowser();
  host = await ScriptedServer.start(await builtEmbed());
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

beforeEach(() => {
  pages = [];
});

afterEach(async () => {
  for (const page of pages) await page.context().close();
});

/** A page that shows the section, live. */
async function reader(server: string): Promise<Page> {
  host.page = documentWith(`<news-ticker section="buitenland" src="${server}"></news-ticker>`);
  const page = await (await browser.newContext()).newPage();
  pages.push(page);
  await page.goto(host.url);
  await page.waitForSelector('news-ticker[status=live]');
  await page.getByRole('link', { name: 'Brug over de rivier' }).waitFor();
  return page;
}

/** A screen of the newsroom's own, which only a page of the server itself can be. */
async function wall(server: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  pages.push(page);
  await page.goto(`${server}/wall?name=${encodeURIComponent(name)}&sections=buitenland`);
  await page.waitForSelector('news-wall[status=live]');
  await page.getByText('Brug over de rivier').first().waitFor();
  return page;
}

/** Its screen can no longer draw, until it can again. */
function freeze(page: Page): Promise<void> {
  return page.evaluate(() => {
    const thaw = new Promise<void>((resolve) => Object.assign(globalThis, { thaw: resolve }));
    const ticker = document.querySelector('news-ticker, news-wall') as unknown as {
      scheduleUpdate: () => Promise<void>;
    };
    const draw = ticker.scheduleUpdate.bind(ticker);
    ticker.scheduleUpdate = () => thaw.then(draw);
  });
}

async function newestReceipt(server: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${KEY}` };
  const { receipts } = await jsonOf(await fetch(`${server}/api/receipts`, { headers }));
  return (receipts as unknown[])[0];
}

const SOON = { timeout: 10_000 };

describe('one server', () => {
  let app: RunningApp;
  let id: string;

  beforeEach(async () => {
    app = await startApp();
    id = 'brug';
    await app.send('POST', '/api/dispatches', submission({ id }));
  });

  afterEach(async () => {
    await app.close();
  });

  it('says on how many screens a withdrawal has arrived, and names the newsroom’s own', async () => {
    await reader(app.url);
    await reader(app.url);
    const screen = await wall(app.url, 'Redactie 1');
    expect((await app.send('DELETE', `/api/dispatches/${id}`)).status).toBe(200);
    await expect
      .poll(() => newestReceipt(app.url), SOON)
      .toMatchObject({
        id,
        version: 2,
        section: 'buitenland',
        kind: 'withdrawal',
        told: 3,
        confirmed: 3,
        unreachable: 0,
        complete: true,
        walls: [{ name: 'Redactie 1', confirmed: true }],
      });
    expect(await screen.getByText('Brug over de rivier').count()).toBe(0);
    const receipt = (await newestReceipt(app.url)) as { withinMs: number };
    expect(receipt.withinMs).toBeGreaterThan(0);
    expect(receipt.withinMs).toBeLessThan(2_000);
    const ofIt = await app.send('GET', `/api/dispatches/${id}/receipts`);
    expect(ofIt.headers.get('cache-control')).toBe('no-store');
    expect(await jsonOf(ofIt)).toEqual({ receipts: [receipt] });
  });

  it('says so of a correction and of a hold, too, and of nothing else', async () => {
    await reader(app.url);
    const put = (fields: Record<string, unknown>) =>
      app.send('PUT', `/api/dispatches/${id}`, submission(fields));
    await put({ signal: 'update' });
    await put({ title: 'Brug over de rivier nog dicht', signal: 'correction', note: 'Nog dicht.' });
    await expect
      .poll(() => newestReceipt(app.url), SOON)
      .toMatchObject({ kind: 'correction', version: 3, told: 1, confirmed: 1 });
    await put({ status: 'withheld' });
    await expect
      .poll(() => newestReceipt(app.url), SOON)
      .toMatchObject({ kind: 'hold', version: 4, told: 1, confirmed: 1 });
    const all = await jsonOf(await app.send('GET', '/api/receipts'));
    expect(all.receipts).toHaveLength(2);
  });

  it('says that a page which went before it had applied it cannot be reached', async () => {
    await reader(app.url);
    const lost = await reader(app.url);
    await freeze(lost);
    await app.send('DELETE', `/api/dispatches/${id}`);
    await expect.poll(() => newestReceipt(app.url), SOON).toMatchObject({ told: 2, confirmed: 1 });
    expect(await newestReceipt(app.url)).toMatchObject({ unreachable: 0, complete: false });
    await lost.context().close();
    await expect
      .poll(() => newestReceipt(app.url), SOON)
      .toMatchObject({ told: 2, confirmed: 1, unreachable: 1, complete: false });
  });

  it('counts a page that comes back and applies it', async () => {
    await reader(app.url);
    const away = await reader(app.url);
    await freeze(away);
    await app.send('DELETE', `/api/dispatches/${id}`);
    await expect.poll(() => newestReceipt(app.url), SOON).toMatchObject({ told: 2, confirmed: 1 });
    await away.evaluate(() => dispatchEvent(new Event('pagehide')));
    await expect.poll(() => newestReceipt(app.url), SOON).toMatchObject({ unreachable: 1 });
    await away.evaluate(() => {
      (Reflect.get(globalThis, 'thaw') as () => void)();
      dispatchEvent(new Event('pageshow'));
    });
    await expect
      .poll(() => newestReceipt(app.url), SOON)
      .toMatchObject({ told: 2, confirmed: 2, unreachable: 0, complete: true });
  });

  it('tells nobody but the desk', async () => {
    for (const path of ['/api/receipts', `/api/dispatches/${id}/receipts`]) {
      expect((await app.ask(path)).status).toBe(401);
      expect((await app.send('POST', path, {})).status).toBe(405);
      expect(await jsonOf(await app.send('GET', path))).toEqual({ receipts: [] });
    }
  });
});

describe('two servers on one Redis', { timeout: 60_000 }, () => {
  it('give one receipt, whichever is asked; one that is killed loses its screens until they are back', async () => {
    const redis = await RedisServer.start({ settings: ['--appendonly', 'yes', '--appendfsync', 'always'] });
    const dataDir = await temporaryFolder();
    try {
      const env = { REDIS_URL: redis.url, DATA_DIR: dataDir, PUBLISH_KEYS: `desk:${KEY}` };
      const [one, two] = await Promise.all([startServerProcess(env), startServerProcess(env)]);
      const send = (method: string, path: string, body?: unknown) =>
        fetch(one.url + path, {
          method,
          headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
      await send('POST', '/api/dispatches', submission({ id: 'brug' }));
      await reader(one.url);
      await reader(two.url);
      await freeze(await wall(two.url, 'Hal'));
      await send('DELETE', '/api/dispatches/brug');
      const so = { told: 3, confirmed: 2, unreachable: 0, walls: [{ name: 'Hal', confirmed: false }] };
      for (const { url } of [one, two]) await expect.poll(() => newestReceipt(url), SOON).toMatchObject(so);

      await two.stop('SIGKILL');
      await expect
        .poll(() => newestReceipt(one.url), { timeout: 15_000 })
        .toMatchObject({ told: 3, confirmed: 2, unreachable: 1 });
      expect(await one.stop('SIGTERM')).toBe(0);
    } finally {
      await redis.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});
