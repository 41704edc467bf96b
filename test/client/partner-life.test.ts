/**
 * What partners' pages do to the embed: whatever it is, there is one connection and one timer, and afterwards none. All
 * of it on the strictest of pages: nothing inline, trusted types by name, and no storage of any kind.
 */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { chromiumPath } from '../tools.ts';
import { card } from './cards.ts';
import { blockStorage, collectErrors, titles } from './browser.ts';
import { builtEmbed, mutatedEmbed, type Mutation } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

/** Of this source, but with words of its own, and with another element than `<news-time>`. */
const OLDER: readonly Mutation[] = [
  { file: 'shared/ticker-texts.ts', changes: [{ from: "more: 'Meer uit'", to: "more: 'Nog meer uit'" }] },
  {
    file: 'client/embed.ts',
    changes: [
      { from: "define('news-time', NewsTime)", to: "define('news-old', class extends NewsTicker {})" },
    ],
  },
];

let browser: Browser;
let server: ScriptedServer;
let older: string;
let page: Page;
const errors: string[] = [];
const hosts = new Set<string>();

beforeAll(async () => {
  older = await mutatedEmbed(...OLDER);
  await builtEmbed();
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
  hosts.clear();
  server = await ScriptedServer.start(await builtEmbed(), Date.now());
  server.publish(card('een', 1));
});

afterEach(async () => {
  const cookies = await page.context().cookies();
  const { host } = new URL(server.url);
  await page.context().close();
  await server.close();
  expect([errors, [...hosts], cookies]).toEqual([[], [host], []]);
});

/** Opens a page with this body, and counts what the script opens there: connections and timers. */
async function open(body: string): Promise<void> {
  const { host } = new URL(server.url);
  server.page = `<!doctype html><html lang="nl"><title>partner</title><link rel="icon" href="data:,"><body>${body}</body></html>`;
  // What a page that includes the script more than once must allow besides its name, the configurator says too.
  const again = body.split('<script').length > 2 ? " 'allow-duplicates'" : '';
  server.headers['content-security-policy'] = [
    `default-src 'none'; script-src 'self'; connect-src 'self' ws://${host}; img-src data:`,
    `require-trusted-types-for 'script'; trusted-types news-ticker${again}`,
  ].join('; ');
  page = await (await browser.newContext()).newPage();
  collectErrors(page, errors);
  page.on('request', (request) => {
    if (request.url().startsWith('http')) hosts.add(new URL(request.url()).host);
  });
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  await page.addInitScript(blockStorage);
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
  await open(`${TICKER}${SCRIPT}${TICKER}<news-ticker section="sport"></news-ticker>${SCRIPT}`);
  await live();
  await becomes(ONE);
});

test.each([
  ['the older', 'Nog meer uit Buitenland', '0.0.9', 'v1'],
  ['ours', 'Meer uit Buitenland', 'v1', '0.0.9'],
])(
  'of two versions on one page the first has the tickers, and they share what there is one of: %s first',
  async (_, heading, first, second) => {
    server.files.set('/embed/0.0.9/news-ticker.js', older);
    const minuteAgo = new Date(Date.now() - 90_000).toISOString();
    const scripts = [first, second].map(
      (version) => `<script src="/embed/${version}/news-ticker.js"></script>`,
    );
    await open(
      `${TICKER}<news-old section="buitenland"></news-old><news-time datetime="${minuteAgo}"></news-time>${scripts.join(TICKER)}`,
    );
    await live();
    expect(await page.locator('news-ticker h2, news-old h2').allInnerTexts()).toEqual([
      heading,
      'Nog meer uit Buitenland',
      heading,
    ]);
    expect(await page.locator('news-time .live').innerText()).toMatch(/^[12] minu/);
    await becomes(ONE);
    server.publish(card('twee', 0.5));
    await page.locator('h3', { hasText: 'twee' }).nth(2).waitFor();
    expect(server.questions).toHaveLength(1);
  },
);

test('moved about in the page, it keeps the one connection and the one timer', async () => {
  await open(`<main>${TICKER}</main><aside></aside>${SCRIPT}`);
  await live();
  await page.evaluate(() => {
    const ticker = document.querySelector('news-ticker');
    for (let times = 0; times < 20; times++)
      document.querySelector(times % 2 === 0 ? 'aside' : 'main')?.append(ticker ?? '');
  });
  await becomes(ONE);
});

test('a page that mounts and unmounts it fifty times ends with one connection, and then with nothing', async () => {
  await open(`<main></main>${SCRIPT}`);
  for (let times = 0; times < 50; times++) {
    await page.evaluate(() => {
      const ticker = document.createElement('news-ticker');
      ticker.setAttribute('section', 'buitenland');
      document.querySelector('main')?.append(ticker);
    });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    if (times < 49) await page.evaluate(() => document.querySelector('news-ticker')?.remove());
  }
  await live();
  await becomes(ONE);
  await page.evaluate(() => document.querySelector('news-ticker')?.remove());
  await becomes({ ever: 1, open: 0, timers: 0 });
});

test('left and come back to by the back button, it resumes by its cursor; meanwhile it holds no connection', async () => {
  server.headers = { 'cache-control': 'max-age=60' };
  await open(TICKER + SCRIPT);
  await live();
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => {
      document.documentElement.dataset['persisted'] = String(persisted);
    });
  });
  const asked = server.questions.length;
  server.page = '<!doctype html><title>elders</title>';
  await page.goto(`${server.url}/?elders`);
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
