/** Every kind of our own pages, in a real Chromium, for whoever reads it: by ear, by keyboard, on any screen. */
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../client/browser.ts';
import { chromiumPath } from '../tools.ts';
import { startApp, submission, type RunningApp } from './http/running-app.ts';

const LIVE = { timeout: 10_000 };
const WEBMAIL = 'Eerste=https://een.example/,Tweede=https://twee.example/';
const ARTICLE = '/nieuws/buitenland/bericht-3';
const KINDS = {
  front: '/',
  section: '/nieuws/buitenland',
  'empty section': '/nieuws/cultuur',
  article: ARTICLE,
  'corrected article': '/nieuws/buitenland/fout',
  'article in another language': '/nieuws/buitenland/bridge',
  'replaced article': '/nieuws/regio/oud',
  'withdrawn article': '/nieuws/buitenland/weg',
  'page that is not there': '/nieuws/niets',
  'webmail page': '/webmail',
  'reference of the API': '/api',
  configurator: '/embed',
  'reference of the elements': '/embed/reference',
  "desk's sign-in": '/desk',
} as const;

let browser: Browser;
let running: RunningApp;

beforeAll(async () => {
  browser = await launchBrowser();
  running = await startApp({ settings: { WEBMAIL } });
  for (let hour = 9; hour >= 1; hour -= 1) {
    await publish(`bericht-${hour}`, {
      title: `Bericht van ${hour} uur${hour === 5 ? ', en wat er sindsdien gebeurde met de veerdienst en de reizigers op de kade' : ''}`,
      body: 'De eerste alinea.\n\nEen tussenkop\n\nDe tweede alinea, met eenheelergwoordzonderspatiesofstreepjesdatnietpast.',
      publishedAt: Date.now() - hour * 3_600_000,
    });
  }
  await publish('fout', { title: 'Dit klopte niet', signal: 'correction', note: 'Het was anders.' });
  await publish('bridge', { title: 'Bridge open again', lang: 'en', signal: 'update' });
  await publish('oud', { section: 'regio', title: 'Oud', publishedAt: '2019-06-19T14:05:00+02:00' });
  await publish('nieuw', { section: 'regio', title: 'Nieuw', replaces: 'oud' });
  await publish('weg', { title: 'Weg' });
  await running.send('DELETE', '/api/dispatches/weg');
});

afterAll(async () => {
  await browser.close();
  await running.close();
});

describe.each(Object.entries(KINDS))('a %s', (_kind, path) => {
  test.each(['light', 'dark'] as const)(
    'has nothing that axe finds wrong, %s, wide or narrow',
    async (colorScheme) => {
      const page = await newPage(1280, { colorScheme });
      await open(page, path);
      await page.evaluate(axe.source);
      const found = [];
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        const { violations } = await page.evaluate(() =>
          (Reflect.get(globalThis, 'axe') as typeof axe).run({ resultTypes: ['violations'] }),
        );
        found.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`));
      }
      expect(found).toEqual([]);
      await page.context().close();
    },
  );

  test('has nothing that sticks out or is cut off, from 320 to 3840 px, zoomed to 200 %, or in text of twice the size', async () => {
    const page = await newPage(1280);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!/^(data:|http:\/\/127\.0\.0\.1)/.test(request.url())) elsewhere.push(request.url());
    });
    await open(page, path);
    const wider: number[] = [];
    // 640 is 1280 at 200 %.
    for (const width of [320, 640, 768, 1280, 1920, 3840]) {
      await page.setViewportSize({ width, height: 900 });
      if ((await widthOf(page)) > width) wider.push(width);
    }
    expect(wider).toEqual([]);
    await page.setViewportSize({ width: 640, height: 900 });
    await page.evaluate(() => {
      document.documentElement.style.setProperty('font-size', '200%');
    });
    expect(await widthOf(page)).toBeLessThanOrEqual(640);
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await cutTexts(page)).toEqual([]);
    }
    expect(elsewhere).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    await page.context().close();
  });
});

describe('with the keyboard alone', () => {
  test('a reader skips to the article, goes through the ticker and on to what it lists', async () => {
    const page = await newPage(1280);
    await open(page, ARTICLE);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Naar de inhoud', seen: true });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Buitenland', href: '/nieuws/buitenland', seen: true });
    const passed: string[] = [];
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      const { text, seen } = await focused(page);
      expect(seen, text).toBe(true);
      passed.push(text);
      if (text === 'Bericht van 2 uur') break;
    }
    expect(passed.slice(-4)).toEqual([
      'Bridge open again',
      'Dit klopte niet',
      'Bericht van 1 uur',
      'Bericht van 2 uur',
    ]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bericht van 2 uur' }).waitFor(LIVE);
    await page.context().close();
  });

  test('a reader pauses the ticker, and takes the menu to another section', async () => {
    const page = await newPage(1280);
    await open(page, ARTICLE);
    const seen: string[] = [];
    for (let presses = 0; presses < 9; presses += 1) {
      await page.keyboard.press('Tab');
      seen.push((await focused(page)).text);
    }
    expect(seen).toEqual([
      'Naar de inhoud',
      'Nieuwstikker',
      'Webmail',
      'Buitenland',
      'Binnenland',
      'Regio',
      'Economie',
      'Sport',
      'Cultuur',
    ]);
    await page.getByRole('button', { name: 'Pauzeren' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('news-ticker[paused]').waitFor(LIVE);
    await page.getByRole('navigation').getByRole('link', { name: 'Regio' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Regio' }).waitFor(LIVE);
    expect(await page.locator('[aria-current=page]').textContent()).toBe('Regio');
    await page.context().close();
  });
});

test('going back restores the page as it was left, and its ticker takes up again what came meanwhile', async () => {
  // Playwright switches this off, as it keeps pages that tests no longer expect.
  const own = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  const page = await own.newPage({ viewport: { width: 1280, height: 900 } });
  for (const path of ['/', '/nieuws/buitenland', ARTICLE, '/embed?section=buitenland']) {
    await open(page, path);
    await page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => {
        document.documentElement.dataset['persisted'] = String(persisted);
      });
    });
    await page.goto(`${running.url}/webmail`);
    const title = `Gebeurd onder het lezen ${path}`;
    await publish(`intussen-${path.length}`, { title });
    // A page from that cache fires no load event of its own, for which this would wait.
    await page.evaluate(() => {
      history.back();
    });
    await page.locator('html[data-persisted=true]').waitFor({ ...LIVE, state: 'attached' });
    await page.locator('news-ticker').getByRole('link', { name: title }).first().waitFor(LIVE);
    await page.locator('news-ticker[status=live]').first().waitFor(LIVE);
  }
  await own.close();
});

async function newPage(width: number, options: { colorScheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  return context.newPage();
}

/** Opens a page of ours; where there is a ticker, it is live. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(running.url + path);
  const ticker = page.locator('news-ticker').first();
  if ((await ticker.count()) > 0) await page.locator('news-ticker[status=live]').first().waitFor(LIVE);
  if (path === '/desk') await page.getByRole('button').first().waitFor(LIVE);
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}

/** The titles and texts, in shadows or not, of which not everything can be read. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const roots = [
      document,
      ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []),
    ];
    return (
      roots
        .flatMap((root) => [...root.querySelectorAll('h1, h2, h3, p')])
        // What is for the ear alone is one pixel high.
        .filter(({ scrollHeight, clientHeight }) => clientHeight > 1 && scrollHeight > clientHeight + 1)
        .map(({ textContent }) => textContent.trim())
    );
  });
}

/** What has the focus, whether in a shadow or not, and whether that can be seen. */
function focused(page: Page): Promise<{ text: string; href: string | undefined; seen: boolean }> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element ?? document.body);
    return {
      text: element?.textContent.trim() ?? '',
      href: element?.getAttribute('href') ?? undefined,
      seen: outlineStyle !== 'none' && outlineWidth !== '0px',
    };
  });
}

async function publish(id: string, fields: Record<string, unknown>): Promise<void> {
  const response = await running.send('POST', '/api/dispatches', submission({ id, ...fields }));
  expect(response.status).toBe(201);
}
