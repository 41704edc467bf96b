import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { NOON, card, nextVersion } from './cards.ts';
import {
  TICKER,
  labels,
  launchBrowser,
  openPage,
  partText,
  titles,
  titlesOf,
  type OpenOptions,
} from './browser.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
let page: Page;

const OLD = [1, 2, 3, 4, 5, 6, 7].map((number) => card(`b${String(number)}`, number * 10));
const FRESH = card('vers', 1, { title: 'Sluis bij Terneuzen na onderhoud weer open' });

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed());
  server.publish(...OLD);
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

async function open(options: OpenOptions = {}): Promise<void> {
  page = await openPage(browser, server, { clock: NOON, ...options });
  await shows(...OLD.slice(0, 5));
  await page.clock.runFor(500);
  await vi.waitFor(async () => {
    expect(await page.locator('news-ticker').first().getAttribute('status')).toBe('live');
    expect(server.questions.length).toBeGreaterThan(0);
  }, 5_000);
}

function shows(...cards: (typeof FRESH)[]): Promise<void> {
  return vi.waitFor(async () => {
    await frame();
    expect(await titles(page)).toEqual(titlesOf(cards));
  }, 10_000);
}

function pendingText(wanted: string | undefined): Promise<void> {
  return vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'pending')).toBe(wanted);
  }, 5_000);
}

/** Lets the page draw, where its clock stands still: a moment too short for any label to change. */
function frame(): Promise<void> {
  return page.clock.runFor(20);
}

/** Moves the page's clock and the server's, together. */
async function pass(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    server.now += 5_000;
    await page.clock.runFor(5_000);
  }
}

/** Counts every change below the ticker, its shadow tree included. */
async function countMutations(): Promise<void> {
  await page.evaluate(() => {
    const ticker = document.querySelector('news-ticker');
    const counter = { mutations: 0 };
    Object.assign(globalThis, { counter });
    const observer = new MutationObserver((records) => (counter.mutations += records.length));
    const all = { attributes: true, characterData: true, childList: true, subtree: true };
    for (const root of [ticker, ticker?.shadowRoot]) if (root) observer.observe(root, all);
  });
}

function mutations(): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { counter: { mutations: number } }).counter.mutations);
}

test('a row reads title, dateline and lead, label; and leads to the article', async () => {
  await open();
  const row = page.locator('news-ticker li').first();
  expect(await row.locator('.text').innerText()).toBe(`HARLINGEN (ANP) - ${OLD[0]?.lead ?? ''}`);
  expect(await row.locator('a').getAttribute('href')).toBe(
    `${server.url}/nieuws/buitenland/veerdienst-b1-hervat-de-vaart-na-storing~b1`,
  );
  expect(await row.locator('time').getAttribute('datetime')).toBe('2026-11-21T10:50:00.000Z');
  expect(await row.locator('time').textContent()).toBe(
    '10 minuten geleden zaterdag 21 november 2026 om 11:50',
  );
  expect(await page.locator('news-ticker h2').innerText()).toBe('Meer uit Buitenland');
});

test('labels change when the minute is full, all in the same tick', async () => {
  await open();
  expect(await labels(page)).toEqual([10, 20, 30, 40, 50].map((age) => `${String(age)} minuten geleden`));
  await pass(50);
  expect((await labels(page))[0]).toBe('10 minuten geleden');
  await pass(15);
  expect(await labels(page)).toEqual([11, 21, 31, 41, 51].map((age) => `${String(age)} minuten geleden`));
});

/** When the page's link last heard of the server, by the server's clock. */
function heardAt(): Promise<number> {
  return page.evaluate((origin) => {
    const link = Reflect.get(globalThis, Symbol.for(`news-ticker/1/link ${origin}`)) as { heardAt: number };
    return link.heardAt;
  }, server.url);
}

test('a tick that changes no text touches nothing', async () => {
  await open();
  await page.clock.runFor(2_000);
  await countMutations();
  for (let pulses = 0; pulses < 4; pulses++) {
    server.now += 10_000;
    server.pulse();
    // The pulse comes over a real network: the page's clock must not run ahead of it.
    await vi.waitFor(async () => {
      expect(await heardAt()).toBeGreaterThan(server.now - 5_000);
    });
    await page.clock.runFor(10_000);
  }
  expect(await mutations()).toBe(0);
  await page.clock.runFor(20_000);
  expect(await mutations()).toBeGreaterThan(0);
});

test('labels follow the time of the server, whatever the clock of the page says', async () => {
  server.now = NOON + 3_600_000;
  await open();
  await vi.waitFor(async () => {
    await frame();
    expect((await labels(page))[0]).toBe('1 uur geleden');
  });
});

test('nothing on the page shifts when dispatches come, are corrected and are withdrawn', async () => {
  const context = { viewport: { width: 360, height: 1800 } };
  await open({ body: `${TICKER}<p>Na de lijst</p>`, context });
  await page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: false });
  });
  // Only what was drawn can be seen to shift.
  await page.screenshot();
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(0, 4));
  await page.screenshot();
  const longer = nextVersion(FRESH, {
    title: 'Sluis bij Terneuzen na drie weken onderhoud en een storing weer open voor de binnenvaart',
    lead: 'Langer. '.repeat(35).trim(),
    signal: 'correction',
  });
  server.publish(longer);
  await shows(longer, ...OLD.slice(0, 4));
  await page.screenshot();
  server.withdraw('buitenland', { id: 'b1', version: 2 });
  await shows(longer, ...OLD.slice(1, 5));
  await page.clock.runFor(1_000);
  await page.screenshot();
  expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([]);
});

test('rows stand below each other, in the order of the document', async () => {
  await open();
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(0, 4));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await vi.waitFor(async () => {
    const boxes = await page
      .locator('news-ticker li:not([hidden])')
      .evaluateAll((rows) =>
        rows.map((row) => [row.getBoundingClientRect().top, row.getBoundingClientRect().bottom] as const),
      );
    for (const [index, [top]] of boxes.entries())
      if (index > 0) expect(top).toBeCloseTo(boxes[index - 1]?.[1] ?? 0, 0);
  });
});

test('what is new waits while the mouse rests on the list; corrections and withdrawals do not', async () => {
  await open();
  await page.locator('news-ticker li').nth(1).hover();
  server.publish(FRESH, card('vers2', 0.5));
  await pendingText('2 nieuwe berichten');
  await shows(...OLD.slice(0, 5));
  const corrected = nextVersion(OLD[1] ?? FRESH, { title: 'Gerectificeerd', signal: 'correction' });
  server.publish(corrected, nextVersion(FRESH, { title: 'Wachtend en gecorrigeerd' }));
  server.withdraw('buitenland', { id: 'vers2', version: 2 });
  server.withdraw('buitenland', { id: 'b1', version: 2 });
  await vi.waitFor(async () => {
    await frame();
    expect(await titles(page)).toEqual(['(ingetrokken)', 'Gerectificeerd', ...titlesOf(OLD.slice(2, 5))]);
  });
  expect(await page.locator('news-ticker li').nth(1).locator('[part=signal]').innerText()).toBe(
    'gecorrigeerd 12:00',
  );
  await pendingText('1 nieuw bericht');
  await page.mouse.move(0, 0);
  await vi.waitFor(async () => {
    await frame();
    expect(await titles(page)).toEqual([
      'Wachtend en gecorrigeerd',
      'Gerectificeerd',
      ...titlesOf(OLD.slice(2, 5)),
    ]);
  });
});

test('selected text holds back what is new, and stays selected', async () => {
  await open();
  const selected = () =>
    page.evaluate(() => {
      const root = document.querySelector('news-ticker')?.shadowRoot as unknown as DocumentOrShadowRoot & {
        getSelection(): Selection | null;
      };
      return root.getSelection()?.toString();
    });
  const lead = page.locator('news-ticker [part=row] .text').nth(1);
  await lead.dblclick({ position: { x: 40, y: 8 } });
  await page.mouse.move(0, 0);
  const words = await selected();
  expect(words).not.toBe('');
  server.publish(FRESH);
  await pendingText('1 nieuw bericht');
  await shows(...OLD.slice(0, 5));
  expect(await selected()).toBe(words);
  await page.mouse.click(2, 2);
  await shows(FRESH, ...OLD.slice(0, 4));
});

test('focus in the list holds back what is new, and a correction leaves it where it is', async () => {
  await open();
  await page.locator('news-ticker a').nth(2).focus();
  server.publish(FRESH);
  await pendingText('1 nieuw bericht');
  const corrected = nextVersion(OLD[2] ?? FRESH, { title: 'Gerectificeerd' });
  server.publish(corrected);
  await shows(OLD[0] ?? FRESH, OLD[1] ?? FRESH, corrected, ...OLD.slice(3, 5));
  expect(
    await page.evaluate(() => document.querySelector('news-ticker')?.shadowRoot?.activeElement?.textContent),
  ).toBe('Gerectificeerd');
  await page.evaluate(() => {
    (document.querySelector('news-ticker')?.shadowRoot?.activeElement as HTMLElement).blur();
  });
  await page.clock.runFor(100);
  await shows(FRESH, OLD[0] ?? FRESH, OLD[1] ?? FRESH, corrected, OLD[3] ?? FRESH);
});

test('with updates="button" the reader asks for what is new', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5" updates="button"></news-ticker>' });
  server.publish(FRESH);
  await pendingText('1 nieuw bericht');
  await shows(...OLD.slice(0, 5));
  await page.locator('news-ticker [part=pending]').click();
  await shows(FRESH, ...OLD.slice(0, 4));
  await pendingText(undefined);
});

test('pausing stops rows and labels, which then say the time; resuming starts them again', async () => {
  await open();
  await page.locator('news-ticker [part=pause]').click();
  await vi.waitFor(async () => {
    await frame();
    expect((await labels(page))[0]).toBe('11:50');
  });
  server.publish(FRESH, nextVersion(OLD[0] ?? FRESH, { signal: 'correction' }));
  await pendingText('1 nieuw bericht');
  server.now += 120_000;
  await page.clock.runFor(120_000);
  expect((await labels(page))[0]).toBe('11:50');
  await page.evaluate(() => {
    (document.querySelector('news-ticker') as unknown as { resume(): void }).resume();
  });
  await vi.waitFor(async () => {
    await frame();
    expect((await titles(page))[0]).toBe(FRESH.title);
    expect((await labels(page))[1]).toBe('12 minuten geleden');
  });
});

test('resuming says what was missed, until something new comes', async () => {
  await open();
  await page.locator('news-ticker [part=pause]').click();
  await frame();
  server.publish(FRESH, card('vers2', 0.5), nextVersion(OLD[0] ?? FRESH, { signal: 'correction' }));
  await pendingText('2 nieuwe berichten');
  await page.locator('news-ticker [part=pause]').click();
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'status')).toBe('U miste 2 berichten, 1 correctie');
  });
  server.publish(card('later', 0.1));
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'status')).toBe('Live');
  });
});

test('text of any language runs in its own direction, also on a page that runs the other way', async () => {
  server.publish(card('ar', 0.5, { title: 'عنوان الخبر', lang: 'ar' }));
  page = await openPage(browser, server, {
    clock: NOON,
    body: '<div dir="rtl"><news-ticker section="buitenland" rows="2"></news-ticker></div>',
  });
  await vi.waitFor(async () => {
    await frame();
    const directions = await page
      .locator('news-ticker [part=row]:not([hidden]) article')
      .evaluateAll((rows) => rows.map((row) => getComputedStyle(row).direction));
    expect(directions).toEqual(['rtl', 'ltr']);
  });
});

test('the article that it stands beside is left out, and still all rows are filled', async () => {
  server.publish(FRESH);
  await open({ body: '<news-ticker section="buitenland" rows="5" exclude="vers"></news-ticker>' });
  server.publish(nextVersion(FRESH, { title: 'Nog een keer' }));
  server.publish(card('laatste', 0.2));
  await shows(card('laatste', 0.2), ...OLD.slice(0, 4));
});

test('the page hears of every change, and can refuse a dispatch or a click', async () => {
  await open({
    before: async (opened) => {
      await opened.addInitScript(() => {
        const heard: string[] = [];
        Object.assign(globalThis, { heard });
        for (const name of ['ready', 'dispatch', 'change', 'select']) {
          addEventListener(`ticker-${name}`, (event) => {
            const { detail } = event as CustomEvent<{ id: string; kind?: string } | undefined>;
            heard.push([name, detail?.kind, detail?.id].filter(Boolean).join(' '));
            if (detail?.id === 'ongewenst' || name === 'select') event.preventDefault();
          });
        }
      });
    },
  });
  server.publish(card('ongewenst', 0.5), FRESH, nextVersion(FRESH, { signal: 'update' }));
  server.withdraw('buitenland', { id: 'b1', version: 2 });
  await shows(FRESH, ...OLD.slice(1, 5));
  await page.locator('news-ticker a').first().click();
  expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([
    'ready',
    'dispatch ongewenst',
    'dispatch vers',
    'change update vers',
    'change withdrawal b1',
    'select vers',
  ]);
  expect(page.url()).toBe(`${server.url}/`);
});

test('a wrong attribute value is read as the default and named once', async () => {
  const warnings: string[] = [];
  await open({
    body: '<news-ticker section="buitenland" rows="veel" links="weg"></news-ticker>'.repeat(2),
    before: (opened) => {
      opened.on('console', (message) => warnings.push(message.text()));
      return Promise.resolve();
    },
  });
  expect(warnings.filter((text) => text.includes('links'))).toEqual([
    '<news-ticker>: links="weg" is none of same, new, none; read as same',
  ]);
  expect(warnings.filter((text) => text.includes('rows'))).toHaveLength(1);
});

test('several sections are one list, newest first', async () => {
  const goal = card('doelpunt', 15, { section: 'sport', title: 'Zeeuwse club wint' });
  server.publish(goal);
  page = await openPage(browser, server, {
    clock: NOON,
    body: '<news-ticker section="buitenland sport" rows="3"></news-ticker>',
  });
  await shows(OLD[0] ?? FRESH, goal, OLD[1] ?? FRESH);
});

test('links of the page itself stay until there is a board', async () => {
  server.publish(FRESH);
  page = await openPage(browser, server, {
    body: '<news-ticker section="buitenland"><a href="/later">Alle berichten</a></news-ticker>',
    before: async (opened) => {
      await opened.route('**/api/sections/**', () => undefined);
    },
  });
  await page.waitForFunction(() => document.querySelector('news-ticker')?.shadowRoot);
  expect(await page.getByText('Alle berichten').isVisible()).toBe(true);
});

test('screen readers are told merged news, at most once in twenty seconds', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5" announce="all"></news-ticker>' });
  const said = () => page.locator('body > [role=status]').textContent();
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(0, 4));
  expect(await said()).toBe('');
  await page.clock.runFor(1_000);
  expect(await said()).toBe(FRESH.title);
  server.publish(card('c1', 0.4), card('c2', 0.3), card('c3', 0.2, { title: 'Het laatste nieuws' }));
  await shows(
    ...[0.2, 0.3, 0.4].map((age, index) =>
      card(`c${String(3 - index)}`, age, index === 0 ? { title: 'Het laatste nieuws' } : {}),
    ),
    FRESH,
    OLD[0] ?? FRESH,
  );
  await page.clock.runFor(10_000);
  expect(await said()).toBe(FRESH.title);
  await page.clock.runFor(11_000);
  expect(await said()).toBe('3 nieuwe berichten, laatste: Het laatste nieuws');
});

test('twenty thousand dispatches leave as many nodes as the first hundred', async () => {
  page = await openPage(browser, server);
  await page.waitForFunction(() => document.querySelector('news-ticker')?.getAttribute('status') === 'live');
  const nodes = () =>
    page.evaluate(() => {
      const root = document.querySelector('news-ticker')?.shadowRoot;
      if (!root) throw new Error('no ticker');
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
      let count = 0;
      while (walker.nextNode()) count += 1;
      return count;
    });
  const publish = async (from: number, to: number) => {
    for (let number = from; number < to; number++) {
      server.publish(card(`n${String(number)}`, -number / 60_000));
      // Every row is drawn anew in nearly every frame.
      if (number % 20 === 19) await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await page.waitForFunction(
      (title) =>
        document.querySelector('news-ticker')?.shadowRoot?.querySelector('h3')?.textContent.includes(title),
      ` n${String(to - 1)} `,
    );
  };
  await publish(0, 100);
  const before = await nodes();
  await publish(100, 20_000);
  expect(await nodes()).toBe(before);
}, 120_000);
