/** What partners' pages do to the embed: whatever it is, there is one connection and one timer, and afterwards none. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { chromiumPath } from '../tools.ts';
import { card } from './cards.ts';
import { documentWith, titles } from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox'],
    // Playwright switches off what the last test is about.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
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

/** Opens the page, and counts what the script opens there: connections and timers. */
async function open(document: string, before?: () => Promise<unknown>): Promise<void> {
  server.page = document;
  page = await (await browser.newContext()).newPage();
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.addInitScript(() => {
    const sockets: WebSocket[] = [];
    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    };
    const timers = new Set<unknown>();
    const { setTimeout: set, clearTimeout: clear } = globalThis;
    Object.assign(globalThis, {
      sockets,
      timers,
      setTimeout(run: () => void, ms: number) {
        const timer: unknown = set(() => {
          timers.delete(timer);
          run();
        }, ms);
        if (new Error().stack?.includes('news-ticker.js')) timers.add(timer);
        return timer;
      },
      clearTimeout(timer: unknown) {
        timers.delete(timer);
        clear(timer as number);
      },
    });
  });
  await before?.();
  await page.goto(server.url);
}

interface Opened {
  readonly sockets: WebSocket[];
  readonly timers: Set<unknown>;
}

/** How many connections were ever opened and are open, and how many timers run: the clock's and the link's watchdog. */
function counts() {
  return page.evaluate(() => {
    const { sockets, timers } = globalThis as unknown as Opened;
    return {
      ever: sockets.length,
      open: sockets.filter(({ readyState }) => readyState === 1).length,
      timers: timers.size,
    };
  });
}

const ONE = { ever: 1, open: 1, timers: 2 };

function becomes(wanted: object): Promise<void> {
  return vi.waitFor(async () => {
    expect(await counts()).toEqual(wanted);
  }, 8_000);
}

async function live(): Promise<void> {
  await page.waitForFunction(() => {
    const tickers = [...document.querySelectorAll('news-ticker')];
    return tickers.length > 0 && tickers.every((ticker) => ticker.getAttribute('status') === 'live');
  });
}

const TICKER = '<news-ticker section="buitenland"></news-ticker>';
const SCRIPT = '<script src="/embed/v1/news-ticker.js"></script>';

test('the script twice and three tickers: one connection and one timer', async () => {
  await open(documentWith(`${TICKER}${SCRIPT}${TICKER}<news-ticker section="sport"></news-ticker>`));
  await live();
  await becomes(ONE);
  expect(errors).toEqual([]);
});

test('two versions on one page share them, and neither throws', async () => {
  const other = (await builtEmbed()).replace(manifest.version, '9.9.9');
  expect(other).not.toBe(await builtEmbed());
  await open(documentWith(`${TICKER}<script src="/embed/9.9.9/news-ticker.js"></script>${TICKER}`), () =>
    page.route('**/embed/9.9.9/news-ticker.js', (route) =>
      route.fulfill({ body: other, contentType: 'text/javascript; charset=utf-8' }),
    ),
  );
  await live();
  await becomes(ONE);
  expect(errors).toEqual([]);
});

test('moved about in the page, it keeps the one connection and the one timer', async () => {
  await open(documentWith(`<main>${TICKER}</main><aside></aside>`));
  await live();
  await page.evaluate(() => {
    const ticker = document.querySelector('news-ticker');
    for (let times = 0; times < 20; times++)
      document.querySelector(times % 2 === 0 ? 'aside' : 'main')?.append(ticker ?? '');
  });
  await becomes(ONE);
});

test('a page that mounts and unmounts it fifty times ends with one connection, and then with nothing', async () => {
  await open(documentWith('<main></main>'));
  for (let times = 0; times < 50; times++) {
    await page.evaluate((ticker) => {
      const main = document.querySelector('main');
      if (main) main.innerHTML = ticker;
    }, TICKER);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    if (times < 49) await page.evaluate(() => document.querySelector('news-ticker')?.remove());
  }
  await live();
  await becomes(ONE);
  await page.evaluate(() => document.querySelector('news-ticker')?.remove());
  await becomes({ ever: 1, open: 0, timers: 0 });
});

test('a page whose own copy of Lit has taken the policy of that name has both', async () => {
  server.headers = {
    'content-security-policy': "require-trusted-types-for 'script'; trusted-types news-ticker lit-html",
  };
  await open(
    documentWith(`<host-page></host-page>
      <script>
        // As every copy of Lit does it: under this name, and only once.
        const policy = trustedTypes.createPolicy('lit-html', { createHTML: (text) => text });
        (globalThis.litHtmlVersions ??= []).push('2.8.0');
        customElements.define('host-page', class extends HTMLElement {
          connectedCallback() {
            const template = document.createElement('template');
            template.innerHTML = policy.createHTML('${TICKER}');
            this.append(template.content);
          }
        });
      </script>`),
  );
  await live();
  expect(await titles(page)).toHaveLength(1);
  await becomes(ONE);
  expect(errors).toEqual([]);
});

test('left and come back to by the back button, it resumes by its cursor; meanwhile it holds no connection', async () => {
  server.headers = { 'cache-control': 'max-age=60' };
  await open(documentWith(TICKER));
  await live();
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => {
      document.documentElement.dataset['persisted'] = String(persisted);
    });
  });
  const asked = server.questions.length;
  server.page = '<!doctype html><title>elders</title>';
  await page.goto(`${server.url}/elders`);
  await vi.waitFor(() => {
    expect(server.viewers).toBe(0);
  }, 5_000);
  server.publish(card('twee', 0.5));
  // A page from that cache fires no load event of its own, for which `goBack` would wait.
  await page.evaluate(() => {
    history.back();
  });
  await page.locator('html[data-persisted=true]').waitFor({ state: 'attached', timeout: 8_000 });
  await vi.waitFor(async () => {
    expect(await titles(page)).toHaveLength(2);
  }, 8_000);
  expect(server.questions.slice(asked)).toEqual([{ section: 'buitenland', since: { epoch: 'e1', n: 1 } }]);
  await becomes({ ...ONE, ever: 2 });
});
