import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { card } from './cards.ts';
import { TICKER, blockStorage, documentWith, launchBrowser, openPage, titles } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
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
  server.publish(card('een', 1));
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

async function openStrictly(before?: (page: Page) => Promise<void>): Promise<void> {
  page = await openPage(browser, server, {
    before: async (opened) => {
      opened.on('pageerror', ({ message }) => errors.push(message));
      opened.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('404')) errors.push(message.text());
      });
      await before?.(opened);
    },
  });
  await vi.waitFor(async () => {
    expect(await titles(page)).toHaveLength(1);
    expect(server.questions).toHaveLength(1);
  }, 10_000);
}

test('works under a strict policy with trusted types of which only ours is allowed', async () => {
  const { host } = new URL(server.url);
  server.headers = {
    'content-security-policy': [
      `default-src 'none'; script-src ${server.url}; connect-src ${server.url} ws://${host}`,
      `style-src 'self'; require-trusted-types-for 'script'; trusted-types news-ticker`,
    ].join('; '),
  };
  await openStrictly();
  expect(errors).toEqual([]);
});

test('works where storage throws, stores nothing and asks no other host', async () => {
  const hosts = new Set<string>();
  await openStrictly(async (opened) => {
    opened.on('request', (request) => hosts.add(new URL(request.url()).host));
    await opened.addInitScript(blockStorage);
  });
  expect(errors).toEqual([]);
  expect([...hosts]).toEqual([new URL(server.url).host]);
  expect(await page.context().cookies()).toEqual([]);
});

test("leaves the page's globals as they were", async () => {
  const globals = () =>
    page.evaluate(() => [
      ...Object.getOwnPropertyNames(globalThis),
      ...Object.getOwnPropertyNames(Symbol).map((name) => `Symbol.${name}`),
    ]);
  await openStrictly();
  const withOurs = await globals();
  server.page = '<!doctype html>';
  await page.reload();
  const withoutOurs = await globals();
  expect(withOurs.filter((name) => !withoutOurs.includes(name))).toEqual([]);
});

test('an element of another version that is there already is left as it is', async () => {
  server.page = documentWith(
    '<script>customElements.define("news-ticker", class extends HTMLElement {})</script><news-time datetime="2020-05-01T10:00:00Z"></news-time>',
  );
  page = await openPage(browser, server, {
    before: (opened) => {
      opened.on('pageerror', ({ message }) => errors.push(message));
      return Promise.resolve();
    },
  });
  await vi.waitFor(async () => {
    expect(await page.locator('news-time .live').innerText()).toBe('1 mei 2020');
  });
  expect(errors).toEqual([]);
});

test('on a page that is parsed as XML the links in it stay, and the console is told why, once', async () => {
  const told: string[] = [];
  server.headers = { 'content-type': 'application/xhtml+xml' };
  server.page = `<html xmlns="http://www.w3.org/1999/xhtml" lang="nl"><head><title>proef</title></head><body>
    <news-ticker section="buitenland"><a href="/later">Alle berichten</a></news-ticker>
    <script src="/embed/v1/news-ticker.js"></script></body></html>`;
  page = await openPage(browser, server, {
    before: (opened) => {
      opened.on('pageerror', ({ message }) => errors.push(message));
      opened.on('console', (message) => told.push(message.text()));
      return Promise.resolve();
    },
  });
  await page.waitForLoadState();
  expect(await page.getByText('Alle berichten').isVisible()).toBe(true);
  expect(await page.evaluate(() => !!document.querySelector('news-ticker')?.shadowRoot)).toBe(false);
  expect(told.filter((text) => text.includes('application/xhtml+xml'))).toHaveLength(1);
  expect(errors).toEqual([]);
});

test('the language of the page decides the words, and an unknown one is Dutch', async () => {
  server.page = documentWith(TICKER, 'fr-BE');
  await openStrictly();
  expect(await page.locator('news-ticker h2').innerText()).toBe('Plus de Buitenland');
  await page.evaluate(() => {
    document.querySelector('news-ticker')?.setAttribute('lang', 'fy');
  });
  await vi.waitFor(async () => {
    expect(await page.locator('news-ticker h2').innerText()).toBe('Meer uit Buitenland');
  });
});

test('a language that is set as a property is spoken at once', async () => {
  await openStrictly();
  const words = () =>
    page.evaluate(() =>
      ['heading', 'pause'].map((part) =>
        document
          .querySelector('news-ticker')
          ?.shadowRoot?.querySelector(`[part=${part}]`)
          ?.textContent.trim(),
      ),
    );
  const speak = (lang: string | null) =>
    page.locator('news-ticker').evaluate(async (ticker, value) => {
      Reflect.set(ticker, 'lang', value);
      await (Reflect.get(ticker, 'updateComplete') as Promise<unknown>);
    }, lang);
  await speak('en');
  expect(await words()).toEqual(['More from Buitenland', 'Pause']);
  await speak(null);
  expect(await words()).toEqual(['Meer uit Buitenland', 'Pauzeren']);
});

test("in another element's shadow root the language of the page is heard too", async () => {
  server.page = documentWith('<div></div>', 'en');
  page = await openPage(browser, server);
  await page.evaluate(() => {
    const root = document.querySelector('div')?.attachShadow({ mode: 'closed' });
    const ticker = document.createElement('news-ticker');
    ticker.setAttribute('section', 'buitenland');
    root?.append(ticker);
    Object.assign(globalThis, { ticker });
  });
  await vi.waitFor(async () => {
    const heading = await page.evaluate(
      () => (Reflect.get(globalThis, 'ticker') as Element).shadowRoot?.querySelector('h2')?.innerText,
    );
    expect(heading).toBe('More from Buitenland');
  });
});
