/** The ticker in a frame on a partner's page, in a sandbox, with the files that the build made. */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startApp, startAppWithNews, submission, type RunningApp } from '../server/http/running-app.ts';
import { collectErrors, launchBrowser } from './browser.ts';
import { HostPage } from './host-page.ts';

const SANDBOX = 'allow-scripts allow-popups';

let browser: Browser;
let app: RunningApp;
let host: HostPage;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startAppWithNews();
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

beforeEach(async () => {
  errors.length = 0;
  host = await HostPage.start();
});

afterEach(async () => {
  await page.context().close();
  await host.close();
});

const frame = (query: string) =>
  `<iframe src="${app.url}/embed/ticker?${query}" sandbox="${SANDBOX}" title="nieuws" width="400"></iframe>`;

async function open(...frames: string[]): Promise<readonly Frame[]> {
  host.body ||= `${frames.join('')}<script src="${app.url}/embed/v1/frame.js"></script>`;
  page = await (await browser.newContext()).newPage();
  collectErrors(page, errors);
  await page.goto(host.url);
  return page.frames().slice(1);
}

const live = (framed: Frame | undefined) => framed?.waitForSelector('news-ticker[status=live]');

/** Of each frame, and of the body in it. */
async function heights(): Promise<readonly { readonly outer: number; readonly inner: number }[]> {
  const elements = await page.locator('iframe').elementHandles();
  return Promise.all(
    elements.map(async (element) => {
      const framed = await element.contentFrame();
      if (!framed) throw new Error('a frame has no page');
      return {
        outer: await element.evaluate((frame) => (frame as HTMLElement).clientHeight),
        inner: await framed.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height)),
      };
    }),
  );
}

/** Once each frame has the height of what is in it. */
function fitting(): Promise<readonly number[]> {
  return vi.waitFor(async () => {
    const found = await heights();
    for (const { outer, inner } of found) expect(outer).toBe(inner);
    return found.map(({ outer }) => outer);
  }, 5_000);
}

test('is live in a sandbox, where it has no origin and no storage, and reports nothing wrong', async () => {
  const [framed] = await open(frame('section=buitenland&rows=3'));
  await live(framed);
  expect(await framed?.evaluate(() => [origin, document.querySelectorAll('news-ticker').length])).toEqual([
    'null',
    1,
  ]);
  await expect(framed?.evaluate(() => localStorage.length)).rejects.toThrow('SecurityError');
  await app.send('POST', '/api/dispatches', submission({ id: 'vers', title: 'Vers bericht' }));
  await vi.waitFor(async () => {
    expect(await framed?.locator('[part=title]').first().innerText()).toBe('Vers bericht');
  }, 10_000);
  expect(errors.filter((text) => !text.includes('SecurityError'))).toEqual([]);
});

test('what its address says wrongly is said in the console, and the news is there', async () => {
  const said: string[] = [];
  host.body = frame('section=buitenland,opgeheven&amp;rows=2&amp;utm_source=krant');
  page = await (await browser.newContext()).newPage();
  page.on('console', (message) => {
    if (message.text().includes('news-ticker')) said.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(host.url);
  await live(page.frames()[1]);
  expect(said).toEqual([
    expect.stringMatching(
      /^warning: news-ticker in a frame:\nutm_source is none of .*\nsection="opgeheven" is none of /,
    ),
  ]);
});

test('is still from the start where its address says so', async () => {
  const [framed] = await open(frame('section=buitenland&rows=2&paused'));
  await live(framed);
  await app.send('POST', '/api/dispatches', submission({ id: 'stil', title: 'Bericht tijdens de pauze' }));
  await framed?.getByText('1 nieuw bericht').waitFor();
  expect(await framed?.locator('[part=title]').first().innerText()).not.toBe('Bericht tijdens de pauze');
});

test('several frames each get the height of what is in them, and follow it when they grow narrower', async () => {
  const frames = await open(
    frame('section=buitenland&rows=2'),
    frame('section=buitenland&rows=4&theme=dark'),
  );
  for (const framed of frames) await live(framed);
  const [two = 0, four = 0] = await fitting();
  expect(two).toBeGreaterThan(250);
  expect(four).toBeGreaterThan(two * 1.5);

  await page.evaluate(() => {
    for (const one of document.querySelectorAll('iframe')) one.style.width = '260px';
  });
  await vi.waitFor(async () => {
    expect((await heights())[0]?.outer).toBeGreaterThan(two);
  }, 5_000);
  await fitting();
});

test('a script that comes late still learns the height', async () => {
  host.body = frame('section=buitenland&rows=2');
  const [framed] = await open();
  await live(framed);
  await page.addScriptTag({ url: `${app.url}/embed/v1/frame.js` });
  expect((await fitting())[0]).toBeGreaterThan(200);
});

test('believes nobody else about a height: not a window that is no frame of the ticker, nor another origin', async () => {
  host.head = '<style>iframe { box-sizing: border-box; height: 300px }</style>';
  host.body = `<iframe id="theirs" src="${app.url}/embed/ticker?section=buitenland&rows=1" title="nieuws"></iframe>
    <iframe id="other" sandbox="allow-scripts" srcdoc="<p>iets anders</p>" title="anders"></iframe>
    <script src="${app.url}/embed/v1/frame.js"></script>`;
  const [theirs, other] = await open();
  await live(theirs);
  const before = await vi.waitFor(async () => {
    const [frame] = await heights();
    expect(frame?.outer).not.toBe(296);
    expect(frame?.outer).toBe(frame?.inner);
    return frame?.outer;
  }, 5_000);
  const lie = { type: 'news-ticker:height', height: 5000 };
  await page.evaluate((message) => {
    postMessage(message, '*');
  }, lie);
  await other?.evaluate((message) => {
    parent.postMessage(message, '*');
  }, lie);
  await theirs?.evaluate(() => {
    parent.postMessage({ type: 'news-ticker:height', height: 1e9 }, '*');
  });
  // What was a frame of the ticker, and went on to another site.
  host.body = `<script>parent.postMessage(${JSON.stringify(lie)}, '*')</script>`;
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener('message', resolve, { once: true });
        document.querySelector<HTMLIFrameElement>('#theirs')?.contentWindow?.location.replace('/');
      }),
  );
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('iframe')].map((one) => one.clientHeight),
  );
  expect(found).toEqual([before, 296]);
});

test('titles open outside the frame', async () => {
  const [framed] = await open(frame('section=buitenland&rows=2'));
  await live(framed);
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    framed?.locator('news-ticker a[part=link]').first().click(),
  ]);
  await popup.waitForLoadState();
  expect(popup.url()).toContain(`${app.url}/nieuws/buitenland/`);
  expect(framed?.url()).toContain('/embed/ticker?');
  expect(await popup.locator('h1').first().isVisible()).toBe(true);
});

test('without JavaScript its headlines stand there as links', async () => {
  host.body = frame('section=buitenland&rows=2').replace(SANDBOX, 'allow-popups');
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(host.url);
  const links = page.frameLocator('iframe').locator('h3 a');
  await links.first().waitFor();
  expect(await links.count()).toBe(2);
});

test('a page that is not listed may not show it', async () => {
  const listed = await startApp({ settings: { ORIGINS: 'https://elders.example' } });
  try {
    host.body = `<iframe src="${listed.url}/embed/ticker?section=buitenland" title="nieuws"></iframe>`;
    await open();
    await vi.waitFor(() => {
      expect(errors.join()).toContain('frame-ancestors');
    });
  } finally {
    await listed.close();
  }
});
