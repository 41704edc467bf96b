/** The desk for those who do not see it, hear it or use a mouse; and what it must never do. */
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { submission } from '../../server/http/running-app.ts';
import { launchBrowser } from '../browser.ts';
import { isLive, letWait, publish, SOON, startDesk, type Desk } from './desk-page.ts';

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  desk = await startDesk(browser);
});
afterEach(() => desk.close());

/** What a desk can look like, each from a page that is signed in, with one dispatch published and two waiting. */
const STATES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['at rest', () => Promise.resolve()],
  [
    'with a form that is not right',
    async (page) => {
      await page.keyboard.press('Control+Enter');
      await page.getByText('Een bericht heeft een kop.').waitFor(SOON);
    },
  ],
  [
    'with a wire item open',
    async (page) => {
      await page.getByRole('button', { name: /Wacht op ons/ }).click();
      await page.locator('#task', { hasText: 'Wacht op de redactie' }).waitFor(SOON);
    },
  ],
  [
    'correcting, with what changed',
    async (page) => {
      await read(page);
      await page.getByRole('button', { name: 'Corrigeren' }).click();
      await page.getByLabel('Kop').fill('Brug over de rivier weer dicht');
      await page.locator('.diff ins').waitFor(SOON);
    },
  ],
  [
    'with the article as it will look',
    async (page) => {
      await page.getByRole('tab', { name: 'Artikel' }).click();
    },
  ],
  [
    'with the screen as it will look',
    async (page) => {
      await page.getByText('Flits', { exact: true }).click();
      await page.getByRole('tab', { name: 'Scherm' }).click();
      await page.getByRole('img', { name: 'Het hele scherm' }).waitFor(SOON);
    },
  ],
  [
    'asking for the reason of a withdrawal',
    async (page) => {
      await read(page);
      await page.getByRole('button', { name: 'Intrekken…' }).click();
      await page.getByRole('dialog').waitFor(SOON);
    },
  ],
  [
    'with receipts',
    async (page) => {
      await read(page);
      await page.getByRole('button', { name: 'Intrekken…' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('Vergissing.');
      await page.keyboard.press('Control+Enter');
      await page.locator('.receipt.complete').waitFor(SOON);
    },
  ],
  [
    'with a conflict',
    async (page) => {
      await read(page);
      await page.getByRole('button', { name: 'Bijwerken' }).click();
      await page.getByLabel('Kop').fill('Mijn kop');
      await desk.app.send('PUT', '/api/dispatches/brug', submission({ title: 'Hun kop' }));
      await page.locator('.conflict').waitFor(SOON);
    },
  ],
  [
    'with the history of a dispatch',
    async (page) => {
      await read(page);
      await page.getByRole('button', { name: 'Geschiedenis' }).click();
      await page.locator('.history').waitFor(SOON);
    },
  ],
  [
    'with its keys explained',
    async (page) => {
      await page.getByRole('button', { name: 'Toetsen' }).click();
      await page.getByRole('dialog').waitFor(SOON);
    },
  ],
  [
    'without a connection',
    async (page) => {
      await page.context().setOffline(true);
      await page.getByText(/Niet live sinds/).waitFor(SOON);
    },
  ],
];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test('the door has nothing that axe finds wrong', async () => {
    const page = await desk.visit({ colorScheme });
    await page.keyboard.press('Enter');
    await page.getByText('Vul uw sleutel in.').waitFor(SOON);
    expect(await violations(page)).toEqual([]);
  });

  test.each(STATES)('%s it has nothing that axe finds wrong', async (_, reach) => {
    const page = await filled({ colorScheme });
    await reach(page);
    expect(await violations(page)).toEqual([]);
  });
});

test.each([
  [640, 400, 'enlarged twice'],
  [820, 1180, 'on a tablet upright'],
  [1024, 768, 'on a tablet'],
  [1280, 800, 'on a laptop'],
  [1920, 1080, 'on a desk'],
])('%i×%i, %s: everything can be reached, and nothing sticks out', async (width, height) => {
  const page = await filled({ viewport: { width, height } });
  for (const [key, pane] of [
    ['Alt+1', 'pane-waiting'],
    ['Alt+2', 'pane-board'],
    ['Alt+3', 'pane-work'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator(`#${pane}`).waitFor(SOON);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), pane).toBe(width);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.pane')?.id), SOON)
      .toBe(pane);
  }
  await page.getByRole('button', { name: 'Publiceren' }).click();
  await page.getByText('Een bericht heeft een kop.').waitFor(SOON);
});

test('what comes in shifts nothing that was there', async () => {
  const page = await filled();
  // Until it is held for the desk it is under embargo, and that is not to be seen here.
  await page.context().setOffline(true);
  await page.getByText(/Niet live sinds/).waitFor(SOON);
  await page.evaluate(observeShifts);
  await letWait(desk.app, 'nog-een', { title: 'Nog een van de draad' });
  await page.context().setOffline(false);
  await page.getByRole('button', { name: /Nog een van de draad/ }).waitFor(SOON);
  await publish(desk.app, 'nieuw', { title: 'Nieuw op het bord' });
  await page.locator('#pane-board').getByText('Nieuw op het bord').waitFor(SOON);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'shifted') as string[])).toEqual([]);
});

test('asks nothing of another host, and breaks no rule of its own policy', async () => {
  const page = await desk.visit();
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(desk.app.url) && !url.startsWith('data:')) elsewhere.push(url);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text());
  });
  await page.getByLabel('Sleutel').fill('a-key-for-tests-only');
  await page.keyboard.press('Enter');
  await isLive(page);
  await page.getByLabel('Kop').fill('<img src=x onerror=alert(1)>');
  await page.getByRole('tab', { name: 'Artikel' }).click();
  expect(await page.locator('desk-preview .headline').textContent()).toBe('<img src=x onerror=alert(1)>');
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});

test('its page is kept by nobody, and holds nothing of the news', async () => {
  await publish(desk.app, 'brug', { title: 'Brug over de rivier weer open' });
  const answer = await desk.app.ask('/desk');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-robots-tag')).toBe('noindex');
  expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
  expect(await answer.text()).not.toContain('Brug over de rivier');
});

async function filled(options: BrowserContextOptions = {}): Promise<Page> {
  await publish(desk.app, 'brug', {
    title: 'Brug over de rivier weer open',
    body: 'Een alinea.\n\nTussenkop',
  });
  await letWait(desk.app, 'wacht', { title: 'Wacht op ons', urgency: 2 });
  const embargo = Date.now() + 3_600_000;
  await desk.app.send('POST', '/api/dispatches', submission({ id: 'later', title: 'Pas later', embargo }));
  const page = await desk.open(options);
  await page.locator('.item', { hasText: 'Wacht op ons' }).waitFor({ ...SOON, state: 'attached' });
  return page;
}

async function read(page: Page): Promise<void> {
  await page.locator('#pane-board').getByRole('link', { name: 'Brug over de rivier weer open' }).click();
  await page.locator('.dispatch h2', { hasText: 'Brug over de rivier' }).waitFor(SOON);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (Reflect.get(globalThis, 'axe') as typeof axe).run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

/** Runs in the page: remembers what Chromium counts as a layout shift. */
function observeShifts(): void {
  const shifted: string[] = [];
  Reflect.set(globalThis, 'shifted', shifted);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const sources = Reflect.get(entry, 'sources') as { node?: Node }[];
      for (const { node } of sources)
        shifted.push(`${node?.nodeName ?? '?'} ${node?.textContent?.slice(0, 40) ?? ''}`);
    }
  }).observe({ type: 'layout-shift' });
}
