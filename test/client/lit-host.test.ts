/** A partner whose own page is made with Lit, of an older version or of ours, under a policy that lists both by name. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { card } from './cards.ts';
import { buildApart, builtEmbed } from './embed.ts';
import { HostPage } from './host-page.ts';
import { ScriptedServer } from './scripted-server.ts';

/** As a partner's own build does it, with the Lit that is installed under this name. */
const BUNDLE = `
  import { build } from 'vite';
  const [outDir, lit] = process.argv.slice(1);
  const lib = { entry: 'test/client/lit-host.ts', formats: ['es'], fileName: () => 'host.js' };
  const resolve = { alias: { lit } };
  await build({ configFile: false, logLevel: 'error', resolve, build: { outDir, lib, copyPublicDir: false } });
`;

let browser: Browser;
let server: ScriptedServer;
let host: HostPage;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  errors.length = 0;
  server = await ScriptedServer.start(await builtEmbed(), Date.now());
  server.publish(card('een', 2), card('anders', 2, { section: 'sport' }));
  host = await HostPage.start();
  host.headers = {
    'content-security-policy': [
      `default-src 'none'; script-src 'self' ${server.url}; img-src data:`,
      `connect-src ${server.url} ${server.url.replace('http', 'ws')}`,
      "require-trusted-types-for 'script'; trusted-types news-ticker lit-html",
    ].join('; '),
  };
  host.body = `<host-headlines data-server="${server.url}"></host-headlines>`;
  page = await (await browser.newContext()).newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
});

afterEach(async () => {
  await page.context().close();
  await host.close();
  await server.close();
});

describe.each([
  ['lit2', ['2']],
  ['lit', ['3']],
])('in a page made with %s', (lit, versions) => {
  const own = '<script type="module" src="/host.js"></script>';
  const ours = () => `<script defer src="${server.url}/embed/v1/news-ticker.js"></script>`;

  test.each([
    ['its own script comes first', () => own + ours()],
    ['ours comes first', () => ours() + own],
  ])('both render and are live, without a word in the console: %s', async (_, scripts) => {
    host.js = await buildApart(BUNDLE, 'host.js', lit);
    host.head = scripts();
    await page.goto(host.url);
    const titles = page.locator('news-ticker li h3');
    await page.waitForSelector('news-ticker[status=live]');
    await titles.first().waitFor();

    server.publish(card('twee', 1));
    await page.locator('output', { hasText: '1' }).waitFor();
    await titles.filter({ hasText: 'twee' }).waitFor();
    expect(await titles.allInnerTexts()).toHaveLength(2);
    expect(await page.locator('news-ticker').getAttribute('rows')).toBe('3');

    // A value of the host's template is an attribute of ours.
    await page.getByRole('button', { name: 'Sport' }).click();
    await titles.filter({ hasText: 'anders' }).waitFor();
    expect(await titles.allInnerTexts()).toHaveLength(1);

    // Ours is none of them: a host in development mode would be warned of a second one.
    const copies = await page.evaluate(() => Reflect.get(globalThis, 'litHtmlVersions') as string[]);
    expect(copies.map((version) => version.split('.')[0]).sort()).toEqual(versions);
    expect(server.viewers).toBe(1);
    expect(errors).toEqual([]);
  });
});
