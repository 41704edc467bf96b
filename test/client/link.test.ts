import type { Browser, Page, WebSocket } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { NOON, card, nextVersion } from './cards.ts';
import {
  TICKER,
  WITHDRAWN,
  documentWith,
  launchBrowser,
  openPage,
  partText,
  titles,
  titlesOf,
} from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
let page: Page | undefined;
let still = false;
let connection: WebSocket | undefined;

const ONE = card('een', 1);
const TWO = card('twee', 2);
const THREE = card('drie', 3);

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed(), Date.now());
  server.publish(TWO, THREE);
});

afterEach(async () => {
  await page?.context().close();
  page = undefined;
  still = false;
  await server.close();
});

async function open(body?: string): Promise<Page> {
  page = await openPage(browser, server, body ? { body } : {});
  await status('live');
  return page;
}

/** Jitter that a test can count on: always half the window. */
async function takeTheMiddle(opened: Page): Promise<void> {
  await opened.addInitScript('Math.random = () => 0.5');
}

/** Lets the page draw, where its clock stands still. */
async function frame(): Promise<void> {
  if (still) await page?.clock.runFor(20);
}

function status(wanted: string): Promise<void> {
  return vi.waitFor(async () => {
    await frame();
    const found = await page?.locator('news-ticker').first().getAttribute('status');
    expect(found).toBe(wanted);
    if (wanted === 'live') expect(server.questions.length).toBeGreaterThan(0);
  }, 15_000);
}

function shows(...cards: (typeof ONE | typeof WITHDRAWN)[]): Promise<void> {
  return vi.waitFor(async () => {
    if (!page) throw new Error('no page is open');
    await frame();
    expect(await titles(page)).toEqual(titlesOf(cards));
  }, 15_000);
}

test('the board comes over HTTP, and the socket is asked only for what is newer', async () => {
  await open();
  await shows(TWO, THREE);
  expect(server.questions).toEqual([{ section: 'buitenland', since: { epoch: 'e1', n: 2 } }]);
});

test('a board over HTTP is shown without a connection', async () => {
  server.refusing = true;
  page = await openPage(browser, server);
  await shows(TWO, THREE);
});

function says(text: string): Promise<void> {
  return vi.waitFor(async () => {
    await frame();
    expect(page && (await partText(page, 'status'))).toBe(text);
  }, 15_000);
}

/** A page that is not let in, whose clock stands still: it asks for nothing by itself. */
async function openOffline(body: string, before?: (opened: Page) => Promise<unknown>): Promise<Page> {
  server.now = NOON;
  server.refusing = true;
  page = await openPage(browser, server, {
    body,
    clock: NOON,
    before: async (opened) => {
      await before?.(opened);
    },
  });
  still = true;
  await status('offline');
  return page;
}

const BOARDS = '**/api/sections/*';

test('where only HTTP gets through, it says how old its news is, and a reader who tries again is told anew', async () => {
  const opened = await openOffline(TICKER);
  await says('Laatst bijgewerkt 12:00');
  const retry = opened.locator('news-ticker [part=retry]');
  server.now += 120_000;
  await retry.click();
  await says('Laatst bijgewerkt 12:02');
  server.publish(ONE);
  await retry.click();
  await shows(ONE, TWO, THREE);
  expect(server.connections).toBe(0);

  await opened.route(BOARDS, (route) => route.abort());
  await retry.click();
  await says('Geen verbinding sinds 12:02');
  await opened.unroute(BOARDS);
  server.now += 60_000;
  await retry.click();
  await says('Laatst bijgewerkt 12:03');
  server.refusing = false;
  await retry.click();
  await says('Live');
});

test('where only HTTP gets through, it goes on asking, and says so also when there is no news', async () => {
  const opened = await openOffline(TICKER, takeTheMiddle);
  await says('Laatst bijgewerkt 12:00');
  for (let minute = 1; minute <= 3; minute++) {
    server.now += 60_000;
    // Of the question that is under way the answer takes no time by the page's clock.
    for (let second = 0; second < 60; second += 2) {
      await opened.clock.runFor(2_000);
      await opened.evaluate(() => fetch('/readyz'));
    }
    await says(`Laatst bijgewerkt 12:0${String(minute)}`);
  }
});

test('a board that the browser had kept for hours is as old as the answer that it still holds', async () => {
  const keptAt = NOON - 3 * 3_600_000;
  const opened = await openOffline('<news-ticker section="buitenland sport"></news-ticker>', (early) =>
    early.route(BOARDS, async (route) => {
      const response = await route.fetch();
      const board = (await response.json()) as object;
      await route.fulfill({ response, json: { ...board, now: keptAt } });
    }),
  );
  await says('Laatst bijgewerkt 12:00');
  await shows(TWO, THREE);
  // The labels go by the same clock.
  expect(await opened.locator('news-ticker .live').allInnerTexts()).toEqual([
    '2 minuten geleden',
    '3 minuten geleden',
  ]);
});

test.each([
  ['nl', 'Geen verbinding'],
  ['en', 'No connection'],
  ['de', 'Keine Verbindung'],
  ['fr', 'Hors connexion'],
])('a server that is away from the start, in %s: "%s"', async (lang, words) => {
  const opened = await openOffline(TICKER.replace('>', ` lang="${lang}">`), (early) =>
    early.route(BOARDS, (route) => route.abort()),
  );
  await says(words);
  await opened.unroute(BOARDS);
  await opened.locator('news-ticker [part=retry]').click();
  await shows(TWO, THREE);
});

test('a withdrawal comes over HTTP where no connection gets through', async () => {
  server.refusing = true;
  page = await openPage(browser, server);
  await shows(TWO, THREE);
  server.withdraw('buitenland', { id: TWO.id, version: 2 });
  await shows(WITHDRAWN, THREE);
});

test('a dispatch that is published appears', async () => {
  await open();
  server.publish(ONE);
  await shows(ONE, TWO, THREE);
});

test('a correction and a withdrawal take effect in place', async () => {
  await open();
  await shows(TWO, THREE);
  const corrected = nextVersion(TWO, { title: 'Rectificatie: veerdienst vaart niet', signal: 'correction' });
  server.publish(corrected);
  await shows(corrected, THREE);
  server.withdraw('buitenland', { id: 'twee', version: 3 });
  await shows(WITHDRAWN, THREE);
});

test('a lost delta is noticed by the next one and asked for', async () => {
  await open();
  await shows(TWO, THREE);
  server.losing = true;
  server.publish(card('verloren', 1.5));
  server.losing = false;
  server.publish(ONE);
  await shows(ONE, card('verloren', 1.5), TWO, THREE);
  expect(server.questions).toHaveLength(2);
});

test('a delta that comes twice, or late, changes nothing', async () => {
  await open();
  server.publish(ONE);
  await shows(ONE, TWO, THREE);
  server.send('dispatch', {
    section: 'buitenland',
    epoch: 'e1',
    n: 1,
    prev: 0,
    gone: { id: 'een', version: 9 },
  });
  server.publish(card('vier', 0.5));
  await shows(card('vier', 0.5), ONE, TWO, THREE);
  expect(server.questions).toHaveLength(1);
});

test('a malformed delta is asked for again', async () => {
  await open();
  await shows(TWO, THREE);
  server.losing = true;
  server.publish(ONE);
  server.send('dispatch', { section: 'buitenland', epoch: 'e1', n: 3, prev: 2, dispatch: { id: 4 } });
  await shows(ONE, TWO, THREE);
  expect(server.questions).toHaveLength(2);
});

test('nonsense of any kind raises no error, and what comes after it is taken', async () => {
  await open();
  await shows(TWO, THREE);
  const errors: Error[] = [];
  page?.on('pageerror', (error) => errors.push(error));
  for (const nonsense of [
    null,
    7,
    'x',
    {},
    { section: 'buitenland', epoch: 'e1', n: 3, prev: 2, dispatch: { id: 4 } },
  ]) {
    server.send('dispatch', nonsense);
    server.send('reset', nonsense);
    server.send('pulse', nonsense);
    server.send('drain', nonsense);
  }
  await vi.waitFor(() => {
    expect(server.questions.length).toBeGreaterThan(1);
  }, 10_000);
  server.publish(ONE);
  await shows(ONE, TWO, THREE);
  expect(errors).toEqual([]);
});

test('after a broken connection the link resumes by its cursor and shows what it missed', async () => {
  await open();
  await shows(TWO, THREE);
  server.losing = true;
  server.dropAll();
  server.publish(ONE);
  server.withdraw('buitenland', { id: 'drie', version: 2 });
  server.losing = false;
  await shows(ONE, TWO, WITHDRAWN);
  expect(server.questions[1]).toEqual({ section: 'buitenland', since: { epoch: 'e1', n: 2 } });
});

test('a server that refuses is tried again until it has room', async () => {
  server.refusing = true;
  page = await openPage(browser, server);
  await status('offline');
  server.refusing = false;
  server.publish(ONE);
  await status('live');
  await shows(ONE, TWO, THREE);
});

test('a page whose lists have a JSON of their own, as old Prototype gives them, is live all the same', async () => {
  page = await openPage(browser, server, {
    before: async (opened) => {
      await opened.addInitScript(() => {
        Object.defineProperty(Array.prototype, 'toJSON', {
          value(this: unknown[]) {
            return `[${this.map((item) => JSON.stringify(item)).join(', ')}]`;
          },
        });
      });
    },
  });
  await status('live');
  server.publish(ONE);
  await shows(ONE, TWO, THREE);
});

test('another epoch replaces the whole board', async () => {
  await open();
  await shows(TWO, THREE);
  server.rewrite('e2', ONE);
  server.send('reset', { epoch: 'e2', reason: 'history', min: 1 });
  await shows(ONE);
  server.publish(card('nieuw', 0.5));
  await shows(card('nieuw', 0.5), ONE);
});

test('another epoch is noticed by the pulse, also when nobody says reset', async () => {
  await open();
  await shows(TWO, THREE);
  server.rewrite('e2', ONE);
  server.pulse();
  await shows(ONE);
});

test('five tickers and the script twice: one connection, one question per section', async () => {
  const more = TICKER.repeat(4) + TICKER.replace('buitenland', 'sport');
  await open(`${more}<script src="/embed/v1/news-ticker.js"></script>`);
  await vi.waitFor(() => {
    expect(server.questions).toHaveLength(2);
  });
  expect(server.connections).toBe(1);
  expect(new Set(server.questions.map(({ section }) => section))).toEqual(new Set(['buitenland', 'sport']));
});

test('a ticker that is moved in the page keeps its connection and its board', async () => {
  await open(`${TICKER}<main></main>`);
  await shows(TWO, THREE);
  await page?.evaluate(() =>
    document.querySelector('main')?.append(document.querySelector('news-ticker') as Node),
  );
  server.publish(ONE);
  await shows(ONE, TWO, THREE);
  expect([server.connections, server.questions.length]).toEqual([1, 1]);
});

test('the last ticker to leave closes the connection', async () => {
  await open();
  await page?.evaluate(() => {
    document.querySelector('news-ticker')?.remove();
  });
  await vi.waitFor(() => {
    expect(server.viewers).toBe(0);
  }, 5_000);
});

test('silence is told honestly, and ends in a new connection', async () => {
  server.now = NOON;
  page = await openPage(browser, server, { clock: NOON, before: takeTheMiddle });
  still = true;
  await shows(TWO, THREE);
  await page.clock.runFor(1_000);
  await vi.waitFor(() => {
    expect(server.questions).toHaveLength(1);
  });
  await status('live');
  await page.clock.runFor(16_000);
  await status('stale');
  expect(await partText(page, 'status')).toBe('Laatst bijgewerkt 12:00');
  await page.clock.runFor(10_900);
  await status('offline');
  expect(await partText(page, 'status')).toBe('Geen verbinding sinds 12:00');
  await page.clock.runFor(4_000);
  await vi.waitFor(() => {
    expect(server.connections).toBe(2);
  });
  await status('live');
});

test('a page that is left lets go, and comes back where it was', async () => {
  await open();
  await shows(TWO, THREE);
  await page?.evaluate(() => dispatchEvent(new Event('pagehide')));
  await vi.waitFor(() => {
    expect(server.viewers).toBe(0);
  });
  server.publish(ONE);
  await page?.evaluate(() => dispatchEvent(new Event('pageshow')));
  await shows(ONE, TWO, THREE);
  expect(server.questions[1]?.since).toEqual({ epoch: 'e1', n: 2 });
});

/** A page whose clock the test moves, live. */
async function openStill(): Promise<Page> {
  server.now = NOON;
  page = await openPage(browser, server, {
    clock: NOON,
    before: async (opened) => {
      await takeTheMiddle(opened);
      opened.on('websocket', (socket) => (connection = socket));
    },
  });
  still = true;
  await shows(TWO, THREE);
  await page.clock.runFor(500);
  await status('live');
  return page;
}

/** Time passes for the page and for the server, which goes on with its pulses. */
async function pass(opened: Page, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 10) {
    server.now += 10_000;
    const heard = connection?.waitForEvent('framereceived');
    server.pulse();
    await heard;
    await opened.clock.runFor(10_000);
  }
}

/** What the browser tells a page whose tab goes to the back, or comes to the front. */
async function hide(opened: Page, hidden: boolean): Promise<void> {
  await opened.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

function viewers(count: number): Promise<void> {
  return vi.waitFor(() => {
    expect(server.viewers).toBe(count);
  }, 5_000);
}

test('a page that nobody looks at lets go after five minutes, and resumes when it is looked at', async () => {
  const opened = await openStill();
  await hide(opened, true);
  await pass(opened, 290);
  expect([server.viewers, server.connections]).toEqual([1, 1]);
  await opened.clock.runFor(11_000);
  await viewers(0);
  await opened.clock.runFor(600_000);
  expect(server.connections).toBe(1);
  server.publish(ONE);
  await hide(opened, false);
  await shows(ONE, TWO, THREE);
  expect(server.questions[1]?.since).toEqual({ epoch: 'e1', n: 2 });
});

test('a glance at another tab leaves the connection alone', async () => {
  const opened = await openStill();
  await hide(opened, true);
  await pass(opened, 200);
  await hide(opened, false);
  await pass(opened, 200);
  expect([server.viewers, server.connections]).toEqual([1, 1]);
});

test('a machine that slept for an hour notices it, comes back and shows what it missed', async () => {
  const opened = await openStill();
  server.losing = true;
  server.publish(ONE);
  server.losing = false;
  server.now += 3_600_000;
  // No timer runs in sleep: on waking, each that is due fires once.
  await opened.clock.fastForward(3_600_000);
  await status('offline');
  await opened.clock.runFor(2_100);
  await shows(ONE, TWO, THREE);
  await status('live');
  expect(server.connections).toBe(2);
});

test('a page that the browser froze shows what it missed as soon as it is woken', async () => {
  const opened = await open();
  await shows(TWO, THREE);
  const session = await opened.context().newCDPSession(opened);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  server.losing = true;
  server.dropAll();
  server.publish(ONE);
  server.withdraw('buitenland', { id: 'drie', version: 2 });
  server.losing = false;
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await shows(ONE, TWO, WITHDRAWN);
  await status('live');
  expect(server.questions[1]?.since).toEqual({ epoch: 'e1', n: 2 });
});

test('a page that was away while the server drained comes back when the server has room', async () => {
  const opened = await openStill();
  server.send('drain', { afterMs: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await opened.evaluate(() => dispatchEvent(new Event('pagehide')));
  await viewers(0);
  await opened.evaluate(() => dispatchEvent(new Event('pageshow')));
  await opened.clock.runFor(19_000);
  expect(server.connections).toBe(1);
  await opened.clock.runFor(2_000);
  await viewers(1);
});

test('a section that the server does not have is told, and hinders no other', async () => {
  server.unknown.add('sport');
  page = await openPage(browser, server, {
    body: '<news-ticker section="buitenland sport" updates="button"></news-ticker>',
  });
  await status('error');
  await shows(TWO, THREE);
  expect(await partText(page, 'status')).toBe('Niet beschikbaar: Sport');
  server.publish(ONE);
  await vi.waitFor(async () => {
    expect(await page?.locator('news-ticker [part=pending]').textContent()).toContain('1 nieuw bericht');
  });
  expect(await page.locator('news-ticker').getAttribute('status')).toBe('error');
  server.unknown.delete('sport');
  await status('live');
});

test('a refusal is over when the answer comes, also when nothing has changed meanwhile', async () => {
  await open();
  await shows(TWO, THREE);
  server.unknown.add('buitenland');
  server.send('dispatch', { section: 'buitenland', epoch: 'e1', n: 3, prev: 2, dispatch: { id: 4 } });
  await status('error');
  expect(await titles(page as Page)).toEqual(titlesOf([TWO, THREE]));
  server.unknown.delete('buitenland');
  await status('live');
});

test('a section that is no longer followed when its refusal comes is not asked for again', async () => {
  server.unknown.add('sport');
  server.refusals = [];
  const opened = await open(`${TICKER}<news-ticker section="sport"></news-ticker>`);
  await vi.waitFor(() => {
    expect(server.refusals).toHaveLength(1);
  }, 5_000);
  await opened.evaluate(() => {
    document.querySelector('news-ticker[section=sport]')?.remove();
  });
  await vi.waitFor(() => {
    expect(server.left).toEqual(['sport']);
  }, 5_000);
  for (const refuse of server.refusals) refuse();
  server.publish(ONE);
  await shows(ONE, TWO, THREE);
  expect(server.questions).toHaveLength(2);
});

test('a dispatch that moves to another section stands in one row, and is not called withdrawn', async () => {
  // The board of the section that it left is an old one, from a cache.
  const moved = nextVersion(TWO, { section: 'sport', title: 'Verplaatst naar sport' });
  server.losing = true;
  server.publish(moved);
  page = await openPage(browser, server, {
    body: '<news-ticker section="buitenland sport" rows="3"></news-ticker>',
    before: async (opened) => {
      await opened.addInitScript(() => {
        const changes: string[] = [];
        Object.assign(globalThis, { changes });
        addEventListener('ticker-change', (event) => {
          changes.push((event as CustomEvent<{ kind: string }>).detail.kind);
        });
      });
    },
  });
  await shows(moved, THREE);
  server.losing = false;
  server.withdraw('buitenland', { id: 'twee', version: 2 });
  server.publish(ONE);
  await shows(ONE, moved, THREE);
  server.publish(card('vier', 0.5));
  await shows(card('vier', 0.5), ONE, moved);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'changes') as string[])).toEqual([]);
});

test('a ticker that loads lazily asks for nothing until it comes near the screen', async () => {
  page = await openPage(browser, server, {
    body: `<style>p { height: 5000px }</style><p>${TICKER.replace('<news-ticker', '</p><news-ticker loading="lazy"')}`,
  });
  await page.waitForFunction(() => document.querySelector('news-ticker')?.shadowRoot);
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect([server.connections, server.requests.filter((path) => path.startsWith('/api')).length]).toEqual([
    0, 0,
  ]);
  await page.mouse.wheel(0, 4_600);
  await shows(TWO, THREE);
  await status('live');
});

test('a server that drains is given the time it asks for', async () => {
  server.now = NOON;
  page = await openPage(browser, server, { clock: NOON, before: takeTheMiddle });
  still = true;
  await shows(TWO, THREE);
  await page.clock.runFor(500);
  await status('live');
  server.send('drain', { afterMs: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  server.dropAll();
  await status('offline');
  await page.clock.runFor(19_000);
  expect(server.connections).toBe(1);
  await page.clock.runFor(4_000);
  await vi.waitFor(() => {
    expect(server.connections).toBe(2);
  });
});

test('a document that includes only the script works under another origin', async () => {
  const host = await ScriptedServer.start('', Date.now());
  host.page = documentWith(TICKER).replace('src="/embed', `src="${server.url}/embed`);
  page = await openPage(browser, host);
  await shows(TWO, THREE);
  expect(host.requests.filter((path) => path !== '/favicon.ico')).toEqual(['/']);
  await host.close();
});
