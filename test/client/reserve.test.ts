/** `reserve.css`: from the first paint to the live board nothing on a partner's page moves, and little is kept free for nothing. */
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startAppWithNews, type RunningApp } from '../server/http/running-app.ts';
import { launchBrowser } from './browser.ts';
import { HostPage } from './host-page.ts';

let browser: Browser;
let app: RunningApp;
let host: HostPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startAppWithNews();
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

beforeEach(async () => {
  host = await HostPage.start();
  const { host: name } = new URL(app.url);
  // As strict as a page can be: no style of its own, nothing inline.
  host.headers = {
    'content-security-policy': `default-src 'none'; script-src ${app.url}; style-src ${app.url} 'self'; connect-src ${app.url} ws://${name}; img-src data:; require-trusted-types-for 'script'; trusted-types news-ticker`,
  };
  host.head = `<link rel="stylesheet" href="/host.css"><link rel="stylesheet" href="${app.url}/embed/v1/reserve.css"><script async src="${app.url}/embed/v1/news-ticker.js"></script>`;
});

afterEach(async () => {
  await page.context().close();
  await host.close();
});

const ORDINARY = '16px Arial, sans-serif';

interface Opened {
  readonly before: number;
  readonly after: number;
  readonly shift: number;
  /** What the element's own parts take. */
  readonly own: number;
}

/** The page at this width and in this font: the ticker's height before its script came and once it is live. */
async function open(attributes: string, width: number, font = ORDINARY, rem = '100%'): Promise<Opened> {
  host.css = `html { font-size: ${rem} } body { margin: 8px; font: ${font} }`;
  host.body = `<p>boven</p><news-ticker section="buitenland" ${attributes}><a href="/">Nieuws</a></news-ticker><p id="below">onder</p>`;
  page = await (await browser.newContext({ viewport: { width: width + 16, height: 4000 } })).newPage();
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += Reflect.get(entry, 'value') as number;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const script = await holdScript();
  await page.goto(host.url, { waitUntil: 'commit' });
  await page.waitForSelector('#below');
  // Both style sheets are there, and with them the first paint.
  await page.waitForFunction(() => performance.getEntriesByType('paint').length > 0);
  const height = () =>
    page.evaluate(() => document.querySelector('news-ticker')?.getBoundingClientRect().height ?? 0);
  const before = await height();
  await script.go();
  await page.waitForSelector('news-ticker[status=live]');
  await page.waitForFunction(() => document.querySelector('news-ticker')?.shadowRoot?.querySelector('li h3'));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return {
    before,
    after: await height(),
    shift: await page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen.shift),
    own: await page.evaluate(
      () =>
        document.querySelector('news-ticker')?.shadowRoot?.querySelector('section')?.getBoundingClientRect()
          .height ?? 0,
    ),
  };
}

/** The script comes when the test lets it. */
async function holdScript(): Promise<{ go(): Promise<void> }> {
  let go: (route: Route) => void = () => undefined;
  const asked = new Promise<Route>((resolve) => {
    go = resolve;
  });
  await page.route('**/news-ticker.js', go);
  return { go: async () => (await asked).continue() };
}

/** One line of text per row, and a little for the heading. */
const tolerance = (rows: number, size = 16) => rows * 1.41 * size + 8;

test.each([
  ['', 5, 320],
  ['rows="3"', 3, 384],
  ['rows="7"', 7, 480],
  ['rows="4"', 4, 620],
  ['rows="4"', 4, 900],
])('a list (%s) of %d rows at %d px keeps its height', async (attributes, rows, width) => {
  const { before, after, shift, own } = await open(attributes, width);
  expect(before).toBeGreaterThan(200);
  expect([after, shift]).toEqual([before, 0]);
  expect(before - own).toBeLessThan(tolerance(rows));
});

test.each([
  [320, ORDINARY],
  [384, ORDINARY],
  [620, ORDINARY],
  [895, ORDINARY],
  [896, ORDINARY],
  [1280, ORDINARY],
  [500, '20px Verdana, "DejaVu Sans", sans-serif'],
  [1200, '20px Verdana, "DejaVu Sans", sans-serif'],
  [600, '13px monospace'],
  [800, '13px monospace'],
])('a line keeps its height at %d px, in %s', async (width, font) => {
  const { before, after, shift, own } = await open('layout="line"', width, font);
  expect(before).toBeGreaterThan(50);
  expect([after, shift]).toEqual([before, 0]);
  expect(before - own).toBeLessThan(tolerance(1, 20));
});

test.each(['20px Verdana, "DejaVu Sans", sans-serif', '15px "Liberation Serif", serif', '13px monospace'])(
  'in the letters of the page, whatever they are: %s',
  async (font) => {
    const { before, after, shift, own } = await open('rows="4"', 420, font);
    expect([after, shift]).toEqual([before, 0]);
    expect(before - own).toBeLessThan(tolerance(4, 20));
  },
);

describe.each([
  ['100%', ORDINARY, 16],
  ['62.5%', ORDINARY, 16],
  ['62.5%', '1rem Arial, sans-serif', 10],
  ['100%', '24px Arial, sans-serif', 24],
])('where a rem is %s and the text %s', (rem, font, size) => {
  test.each(['rows="3"', 'layout="line"'])(
    'status and buttons (%s) are as large as that text asks, and never too small to press',
    async (attributes) => {
      const { before, after, shift, own } = await open(attributes, 400, font, rem);
      expect([after, shift]).toEqual([before, 0]);
      expect(before - own).toBeLessThan(tolerance(3, size));
      const parts = await page.evaluate(() =>
        [
          ...(document.querySelector('news-ticker')?.shadowRoot?.querySelectorAll('button, [part=status]') ??
            []),
        ]
          .filter((part) => part.getClientRects().length > 0)
          .map((part) => {
            const { width, height } = part.getBoundingClientRect();
            const letters = parseFloat(getComputedStyle(part).fontSize);
            return { name: part.getAttribute('part'), width, height, letters };
          }),
      );
      expect(parts.length).toBe(attributes.startsWith('rows') ? 2 : 4);
      for (const { name, width, height, letters } of parts) {
        expect(letters, String(name)).toBeCloseTo(
          name === 'previous' || name === 'next' ? 1.25 * size : 0.8125 * size,
          1,
        );
        expect(height, String(name)).toBeCloseTo(Math.max(24, 1.5 * size), 1);
        expect(width, String(name)).toBeGreaterThanOrEqual(24);
      }
    },
  );
});

test('the lines that a page sets itself are what is kept free', async () => {
  const { before: without } = await open('rows="3"', 384);
  await page.evaluate(() => {
    document.querySelector('news-ticker')?.setAttribute('hidden', '');
  });
  expect(await page.locator('news-ticker').isVisible()).toBe(false);
  await page.evaluate(() => {
    const ticker = document.querySelector<HTMLElement>('news-ticker');
    ticker?.removeAttribute('hidden');
    ticker?.style.setProperty('--ticker-lead-lines', '2');
  });
  const less = await page.evaluate(
    () => document.querySelector('news-ticker')?.getBoundingClientRect().height,
  );
  expect(less).toBeLessThan(without - 3 * 4 * 1.4 * 16);
});

test('the links of the page stand in the room that is kept, not below it', async () => {
  host.body = '<news-ticker section="buitenland" rows="3"><a href="/">Nieuws</a></news-ticker>';
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(host.url);
  const [ticker, link] = await page.evaluate(() =>
    ['news-ticker', 'news-ticker a'].map((one) => document.querySelector(one)?.getBoundingClientRect().top),
  );
  expect(link).toBeLessThan((ticker ?? 0) + 10);
  expect((await page.locator('news-ticker').boundingBox())?.height).toBeGreaterThan(400);
});
