/** The configurator in a real Chromium, with the files that the build made (`npm test` builds first). */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { startApp, submission, temporaryFolder, type RunningApp } from './http/running-app.ts';

let browser: Browser;
let running: RunningApp;
const pages: Page[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  running = await startApp();
  await running.send('POST', '/api/dispatches', submission({ id: 'brug' }));
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

afterAll(async () => {
  await browser.close();
  await running.close();
});

async function open(path = '/embed', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  pages.push(page);
  await page.goto(new URL(path, running.url).href);
  return page;
}

const keyField = (page: Page) => page.getByRole('textbox', { name: 'De sleutel van uw site' });
const code = (page: Page, name: string) => page.locator(`[data-code=${name}]`).textContent();

test('the fixed version carries the hash of the very bytes that are served', async () => {
  const page = await open();
  const fixed = (await code(page, 'fixed')) ?? '';
  const address = /src="([^"]+)"/.exec(fixed)?.[1] ?? '';
  const bytes = Buffer.from(await (await fetch(address)).arrayBuffer());
  expect(fixed).toContain(`integrity="sha384-${createHash('sha384').update(bytes).digest('base64')}"`);
});

test('without JavaScript the form is sent, and the code for it comes back', async () => {
  const page = await open('/embed', { javaScriptEnabled: false });
  await page.getByLabel('Sport').check();
  await page.getByLabel('Buitenland').uncheck();
  await page.getByLabel('Rijen').fill('9');
  await page.getByRole('button', { name: 'Toon' }).click();
  expect(await code(page, 'script')).toContain('<news-ticker section="sport" rows="9">');
  expect(await page.getByLabel('Kijk mijn pagina na').isVisible()).toBe(false);
});

test('each change stands in the code, on the element and in the address; back undoes it', async () => {
  const page = await open();
  await page.getByLabel('Kleuren').selectOption('dark');
  await page.getByLabel('Rijen').fill('3');
  await page.waitForURL('**/embed?section=buitenland&rows=3&theme=dark');
  expect(await code(page, 'script')).toContain('<news-ticker section="buitenland" rows="3" theme="dark">');
  expect(await page.locator('news-ticker').getAttribute('rows')).toBe('3');

  await page.goBack();
  expect(await page.getByLabel('Rijen').inputValue()).toBe('5');
  expect(await page.locator('news-ticker').getAttribute('theme')).toBe('dark');
  await page.goForward();
  await page.reload();
  expect(await page.getByLabel('Rijen').inputValue()).toBe('3');
});

test('more rows than there may be are as many as there may be', async () => {
  const page = await open();
  await page.getByLabel('Rijen').fill('99');
  expect(await code(page, 'script')).toContain('rows="20"');
  await page.getByLabel('Kop erboven').focus();
  expect(await page.getByLabel('Rijen').inputValue()).toBe('20');
});

describe('the key of a partner', () => {
  let withPartners: RunningApp;
  beforeAll(async () => {
    const file = join(await temporaryFolder(), 'partners.json');
    await writeFile(file, JSON.stringify({ partners: [{ name: 'streekkrant', key: 'streek-2026' }] }));
    withPartners = await startApp({ settings: { PARTNERS: file } });
  });
  afterAll(() => withPartners.close());

  test('stands in each code for its page, and in no address that is passed on', async () => {
    const page = await open(`${withPartners.url}/embed?section=sport`);
    await keyField(page).fill('streek-2026');
    // What the page itself says: Playwright hears of it later.
    expect(await page.evaluate(() => location.search)).toBe('?section=sport');
    await page.getByLabel('Rijen').fill('3');
    expect(await code(page, 'script')).toContain(
      '<news-ticker section="sport" rows="3" partner="streek-2026">',
    );
    expect(await code(page, 'fixed')).toContain(' partner="streek-2026">');
    expect(await code(page, 'iframe')).toContain('?section=sport&amp;rows=3&amp;partner=streek-2026"');
    expect(await code(page, 'jsx')).toContain(' partner="streek-2026" />');
    for (const name of ['oembed', 'feeds', 'policy', 'npm'])
      expect(await code(page, name)).not.toContain('streek');
    expect(await page.evaluate(() => location.search)).toBe('?section=sport&rows=3');
    expect(await page.locator('news-ticker').getAttribute('partner')).toBeNull();
    await page.reload();
    expect(await keyField(page).inputValue()).toBe('');
  });

  test('that can be none is in no code, and the page says so', async () => {
    const page = await open(`${withPartners.url}/embed`);
    await keyField(page).fill('"><b>');
    expect(await page.getByRole('status').filter({ hasText: 'zo komt hij niet in de code' }).count()).toBe(1);
    expect(await code(page, 'script')).not.toContain('partner');
    await keyField(page).fill('');
    expect(await page.getByRole('status').filter({ hasText: 'gerust doorgeven' }).count()).toBe(1);
    expect(await violations(page)).toEqual([]);
  });

  test('is not asked for where partners have none', async () => {
    expect(await keyField(await open()).count()).toBe(0);
  });
});

test('the addresses that it gives are there', async () => {
  const page = await open('/embed?section=sport');
  const frame = /src="([^"]+)"/.exec((await code(page, 'iframe')) ?? '')?.[1] ?? '';
  const oembed = (await code(page, 'oembed')) ?? '';
  const feeds = ((await code(page, 'feeds')) ?? '').split('\n');
  expect(feeds).toHaveLength(3);
  for (const address of [frame.replace(/&amp;/g, '&'), oembed, ...feeds])
    expect((await fetch(address)).status, address).toBe(200);
});

test('a simulation is marked, asks nothing of the server, and tells its news', async () => {
  const page = await open('/embed?rows=3');
  await page.locator('news-ticker[status=live]').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByLabel('Correctie en intrekking').check();
  await page.getByText('Brug bij Oudewater vier weken dicht voor herstel').waitFor();
  expect(await page.getByRole('status').filter({ hasText: 'Simulatie' }).count()).toBe(1);
  expect(asked).toEqual([]);
});

test('by keyboard alone: choose, play a scene, copy, and check a policy', async () => {
  const page = await open('/embed', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByLabel('Sport').focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Het nieuws van nu').focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Simulatie:').waitFor();
  await page.getByRole('button', { name: 'Kopieer de code: npm' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByText('De code is gekopieerd.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/news-ticker.tgz');
  await page.getByLabel('Het beleid: de header').focus();
  await page.keyboard.type("default-src 'self'");
  for (let at = 0; at < 4; at += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Zo werkt de tikker niet').waitFor();
  expect(await page.locator('.embed-findings pre').textContent()).toContain(
    `connect-src 'self' ${running.url} ${running.url.replace('http', 'ws')}`,
  );
});

test('a policy is checked for the frame and the script beside it, and where there is none nothing is said to work', async () => {
  const page = await open();
  const verdict = async (pasted: string) => {
    await page.getByLabel('Het beleid: de header').fill(pasted);
    await page.getByRole('button', { name: 'Kijk na' }).click();
    return page.locator('.embed-verdict').textContent();
  };
  expect(await verdict('Server: nginx')).toMatch(/^Hier herkennen we geen beleid in/);
  expect(await verdict('add_header Content-Security-Policy "default-src \'self\'" always;')).toMatch(
    /^Zo werkt de tikker niet/,
  );
  await page.getByRole('radio', { name: 'Iframe' }).check();
  expect(await page.getByLabel('Het script staat vaker').isVisible()).toBe(false);
  expect(await page.locator('.embed-additions').textContent()).toBe(
    `script-src: voeg toe ${running.url}/embed/ (nieuw; neemt over wat default-src tot nu toe toestond). Alleen voor frame.js; het frame zelf werkt zonder.` +
      `frame-src: voeg toe ${running.url}/embed/ (nieuw; neemt over wat default-src tot nu toe toestond)`,
  );
  expect(await verdict(`frame-src *; script-src 'strict-dynamic' 'nonce-abc'`)).toMatch(
    /^Het frame werkt zo/,
  );
  expect(await page.locator('.embed-finding p').textContent()).toBe(
    "Onder 'strict-dynamic' tellen adressen niet: geef de scripttag de nonce van uw pagina.",
  );
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing wrong in a scene and in what a policy lacks: %s',
  async (colorScheme) => {
    const page = await open('/embed', { colorScheme });
    await page.getByLabel('Groot nieuws').check();
    await page.getByLabel('Het beleid: de header').fill("default-src 'none'");
    await page.getByRole('button', { name: 'Kijk na' }).click();
    await page.getByText('Zo werkt de tikker niet').waitFor();
    expect(await violations(page)).toEqual([]);
  },
);

test.each([
  ['light', 'dark'],
  ['dark', 'light'],
] as const)('axe finds nothing wrong on a %s page with a ticker that is %s', async (colorScheme, theme) => {
  const page = await open(`/embed?theme=${theme}`, { colorScheme });
  await page.locator('news-ticker[status=live]').waitFor();
  expect(await violations(page)).toEqual([]);
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (Reflect.get(globalThis, 'axe') as typeof axe).run({ resultTypes: ['violations'] }),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}
