import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { NOON, card, nextVersion } from './cards.ts';
import {
  TICKER,
  WITHDRAWN,
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
  await live();
}

async function live(): Promise<void> {
  await page.clock.runFor(500);
  await vi.waitFor(async () => {
    expect(await page.locator('news-ticker').first().getAttribute('status')).toBe('live');
    expect(server.questions.length).toBeGreaterThan(0);
  }, 5_000);
  // That it is live is drawn, too, before anybody looks for changes.
  await frame();
}

function shows(...cards: (typeof FRESH | typeof WITHDRAWN)[]): Promise<void> {
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

function focusedPart(): Promise<string | null | undefined> {
  return page.evaluate(() =>
    document.querySelector('news-ticker')?.shadowRoot?.activeElement?.getAttribute('part'),
  );
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
    const link = Reflect.get(globalThis, Symbol.for(`news-ticker/5/link ${origin}`)) as { heardAt: number };
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
  await shows(longer, WITHDRAWN, ...OLD.slice(1, 4));
  await page.clock.runFor(1_000);
  await page.screenshot();
  await pass(65);
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
      WITHDRAWN,
      'Gerectificeerd',
      ...titlesOf(OLD.slice(2, 4)),
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

test.each([
  ['lets go', 'touchEnd'],
  ['is taken by the page to scroll', 'touchCancel'],
] as const)('under a finger nothing moves, until a second after it %s', async (_, type) => {
  await open({ context: { hasTouch: true } });
  await page.evaluate(() => {
    addEventListener('ticker-select', (event) => {
      event.preventDefault();
    });
  });
  await shows(...OLD.slice(0, 5));
  // Not who was tapped: where the machine is busy, a finger that waits for the dispatch stays so long that it is no tap.
  const touched = page.locator('news-ticker li a', { hasText: OLD[1]?.title ?? '' });
  await touched.scrollIntoViewIfNeeded(); // once it stands still
  const place = await touched.boundingBox();
  const finger = await page.context().newCDPSession(page);
  await finger.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: [{ x: (place?.x ?? 0) + 20, y: (place?.y ?? 0) + 8 }],
  });
  server.publish(FRESH);
  await pendingText('1 nieuw bericht');
  await shows(...OLD.slice(0, 5));
  await finger.send('Input.dispatchTouchEvent', { type, touchPoints: [] });
  await page.clock.runFor(800);
  expect(await titles(page)).toEqual(titlesOf(OLD.slice(0, 5)));
  expect(await touched.boundingBox()).toEqual(place);
  await page.clock.runFor(200);
  // A long press selects the word that it was on, and a tap leaves focus there.
  await page.evaluate(() => {
    getSelection()?.removeAllRanges();
    (document.querySelector('news-ticker')?.shadowRoot?.activeElement as HTMLElement | null)?.blur();
  });
  await page.clock.runFor(100);
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

test('of the section that was shown before, a reader missed nothing', async () => {
  await open();
  const goal = card('doelpunt', 15, { section: 'sport', title: 'Zeeuwse club wint' });
  server.publish(goal);
  await page.locator('news-ticker [part=pause]').click();
  await frame();
  server.publish(FRESH);
  await pendingText('1 nieuw bericht');
  await page.locator('news-ticker').evaluate((ticker) => {
    ticker.setAttribute('section', 'sport');
  });
  await shows(goal);
  await page.locator('news-ticker [part=pause]').click();
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'status')).toBe('Live');
  });
});

test.for(['just before', 'just after'])(
  'what comes %s a reader pauses, in the same frame, is counted',
  async (when) => {
    await open();
    const press = () => page.locator('news-ticker [part=pause]').click();
    await page.evaluate(() => {
      const heard = new Promise((resolve) => {
        document.addEventListener('ticker-dispatch', resolve);
      });
      Object.assign(globalThis, { heard });
    });
    // The page's clock stands still: there is no frame before it is moved.
    if (when === 'just after') await press();
    server.publish(FRESH);
    await page.evaluate(() => (globalThis as unknown as { heard: Promise<unknown> }).heard);
    if (when === 'just before') await press();
    await pendingText('1 nieuw bericht');
    await press();
    await vi.waitFor(async () => {
      await frame();
      expect(await partText(page, 'status')).toBe('U miste 1 bericht');
    });
  },
);

test('of a long pause all is counted that was missed, also what has fallen off the board since', async () => {
  await open();
  await page.locator('news-ticker [part=pause]').click();
  await frame();
  for (const from of [0, 40, 80]) {
    const fresh = Array.from({ length: 40 }, (_, at) => card(`n${String(from + at)}`, -(from + at) / 1_000));
    server.publish(...fresh);
    await vi.waitFor(async () => {
      await frame();
      expect(await partText(page, 'pending')).toBe(`${String(Math.min(from + 40, 50))} nieuwe berichten`);
    });
  }
  await page.locator('news-ticker [part=pause]').click();
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'status')).toBe('U miste 120 berichten');
  });
});

test('a button that goes when it is pressed leaves the keyboard in the ticker', async () => {
  await open();
  server.refusing = true;
  server.dropAll();
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'retry')).toBe('Probeer opnieuw');
  }, 10_000);
  server.refusing = false;
  await page.locator('news-ticker [part=retry]').focus();
  await page.keyboard.press('Enter');
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'status')).toBe('Live');
  }, 10_000);
  expect(await focusedPart()).toBe('pause');
});

test('when the link that has the keyboard is withdrawn, it goes to the pause button', async () => {
  await open();
  await page.locator('news-ticker [part=link]').first().focus();
  server.withdraw('buitenland', { id: OLD[0]?.id ?? '', version: 2 });
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
  expect(await focusedPart()).toBe('pause');
});

test('a browser that adopts no style sheets has the styles all the same', async () => {
  await open({
    before: async (opened) => {
      await opened.addInitScript(() => {
        Reflect.deleteProperty(Document.prototype, 'adoptedStyleSheets');
      });
    },
  });
  const row = page.locator('news-ticker [part=row]').first();
  expect(await row.evaluate((element) => getComputedStyle(element).position)).toBe('absolute');
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

const HOLDING = {
  paused: () => page.locator('news-ticker').evaluate((ticker) => ticker.setAttribute('paused', '')),
  'updates="button"': () =>
    page.locator('news-ticker').evaluate((ticker) => ticker.setAttribute('updates', 'button')),
  'the mouse over it': () => page.locator('news-ticker li').nth(3).hover(),
};

describe.each(Object.entries(HOLDING))('with %s', (_, hold) => {
  test('who goes to another article sees the row of that one go, and the one that it comes from in its place', async () => {
    page = await openPage(browser, server, {
      clock: NOON,
      body: '<news-ticker section="buitenland" rows="4" exclude="b2"></news-ticker>',
    });
    await shows(...OLD.slice(0, 1), ...OLD.slice(2, 5));
    await live();
    await hold();
    server.publish(FRESH);
    await pendingText('1 nieuw bericht');
    await page.locator('news-ticker').evaluate((ticker) => {
      ticker.setAttribute('exclude', 'b4');
    });
    await shows(...OLD.slice(0, 3), ...OLD.slice(4, 5));
    await pendingText('1 nieuw bericht');
  });

  test('a section that comes later than another is shown, and is no news', async () => {
    const goal = card('doelpunt', 5, { section: 'sport', title: 'Zeeuwse club wint' });
    server.publish(goal);
    let arrive: () => void = () => undefined;
    const arrives = new Promise<void>((resolve) => (arrive = resolve));
    page = await openPage(browser, server, {
      clock: NOON,
      body: '<news-ticker section="buitenland sport" rows="4"></news-ticker>',
      before: async (opened) => {
        await opened.route('**/api/sections/sport', async (route) => {
          await arrives;
          await route.continue();
        });
      },
    });
    await shows(...OLD.slice(0, 4));
    await hold();
    arrive();
    await shows(goal, ...OLD.slice(0, 3));
    await pendingText(undefined);
    server.publish(FRESH);
    await pendingText('1 nieuw bericht');
    await shows(goal, ...OLD.slice(0, 3));
  });
});

test('a ticker that waits until it is near is not misled by what came and went meanwhile', async () => {
  page = await openPage(browser, server, {
    body: '<news-ticker section="buitenland" loading="lazy"></news-ticker>',
    before: async (opened) => {
      await opened.addInitScript(() => {
        globalThis.IntersectionObserver = class extends IntersectionObserver {
          constructor(callback: IntersectionObserverCallback) {
            super((entries, observer) => {
              callback([{ isIntersecting: false } as IntersectionObserverEntry, ...entries], observer);
            });
          }
        };
      });
    },
  });
  await page.waitForFunction(() => document.querySelector('news-ticker')?.getAttribute('status') === 'live');
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
  const unwanted = card('ongewenst', 0.5);
  server.publish(unwanted, FRESH, nextVersion(FRESH, { signal: 'update' }));
  server.publish(nextVersion(unwanted, { signal: 'correction' }));
  for (const id of ['ongewenst', 'b1']) server.withdraw('buitenland', { id, version: 3 });
  await shows(FRESH, WITHDRAWN, ...OLD.slice(1, 4));
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

test('its status is its own, whatever a page or stored markup says', async () => {
  await open();
  const told = () => page.evaluate(() => Reflect.get(globalThis, 'told') as string[]);
  const status = (ticker: string) =>
    page
      .locator(ticker)
      .evaluate((element) => [Reflect.get(element, 'status') as string, element.getAttribute('status')]);
  const is = (ticker: string, wanted: string) =>
    vi.waitFor(async () => {
      await frame();
      expect(await status(ticker)).toEqual([wanted, wanted]);
    });
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { told: heard });
    addEventListener('ticker-status', (event) => {
      const { detail, target } = event as CustomEvent<string>;
      heard.push(`${(target as Element).id} ${detail}`);
    });
    const ticker = document.querySelector('news-ticker');
    const copy = ticker?.cloneNode() as HTMLElement;
    copy.id = 'copy';
    copy.setAttribute('loading', 'lazy');
    copy.style.marginTop = '5000px';
    document.body.append(copy);
    ticker?.setAttribute('status', 'error');
    Reflect.set(ticker ?? {}, 'status', 'offline');
  });
  await is('#copy', 'idle');
  await is('news-ticker:not(#copy)', 'live');
  expect(await partText(page, 'status')).toBe('Live');
  await page.evaluate(() => {
    document.querySelector('news-ticker')?.removeAttribute('section');
  });
  await is('news-ticker:not(#copy)', 'idle');
  expect(await told()).toEqual([' idle']);
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

test('a wrong value of a property is named too', async () => {
  const warnings: string[] = [];
  await open();
  page.on('console', (message) => warnings.push(message.text()));
  await page.locator('news-ticker').evaluate((ticker) => Reflect.set(ticker, 'layout', 'marquee'));
  await vi.waitFor(async () => {
    await frame();
    expect(warnings).toEqual(['<news-ticker>: layout="marquee" is none of list, line; read as list']);
  });
});

test('no section, and one that the server does not have, are said in the console once', async () => {
  const warnings: string[] = [];
  server.unknown.add('buitenlnad');
  await open({
    body: `${TICKER}<news-ticker section=" "></news-ticker>${'<news-ticker section="sport, buitenlnad"></news-ticker>'.repeat(2)}`,
    before: (opened) => {
      opened.on('console', (message) => {
        if (message.type() === 'warning') warnings.push(message.text());
      });
      return Promise.resolve();
    },
  });
  await vi.waitFor(async () => {
    await frame();
    expect(warnings).toHaveLength(2);
  });
  // It goes on asking.
  const asked = server.questions.length;
  await vi.waitFor(async () => {
    await page.clock.runFor(5_000);
    expect(server.questions.length).toBeGreaterThan(asked + 1);
  }, 10_000);
  expect(warnings).toEqual([
    '<news-ticker>: there is no section',
    `<news-ticker section="sport, buitenlnad">: ${server.url} says: there is no section "buitenlnad"`,
  ]);
  expect(await page.locator('news-ticker').last().locator('[part=heading]').innerText()).toBe(
    'Meer uit Sport, Buitenlnad',
  );
});

test('without a heading there is none, and the section still has its name', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5" heading=""></news-ticker>' });
  const tree = await page.locator('news-ticker').ariaSnapshot();
  expect(tree).toContain('region "Meer uit Buitenland"');
  expect(tree).not.toContain('[level=2]');
  const places = await page.evaluate(() => {
    const root = document.querySelector('news-ticker')?.shadowRoot;
    return ['pause', 'header'].map(
      (part) => root?.querySelector(`[part=${part}]`)?.getBoundingClientRect().right,
    );
  });
  expect(places[0]).toBe(places[1]);
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
  await page.clock.runFor(2_000);
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

test('screen readers are told of news on a page that got another body', async () => {
  const body = '<news-ticker section="buitenland" rows="5" announce="all"></news-ticker>';
  await open({ body });
  const said = () => page.locator('body > [role=status]').allTextContents();
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(0, 4));
  await page.clock.runFor(2_000);
  expect(await said()).toEqual([FRESH.title]);
  await page.evaluate((markup) => {
    const next = document.createElement('body');
    next.innerHTML = markup;
    document.body.replaceWith(next);
  }, body);
  await shows(FRESH, ...OLD.slice(0, 4));
  const later = card('later', 0.5, { title: 'Brug bij Zierikzee weer open' });
  server.publish(later);
  await shows(later, FRESH, ...OLD.slice(0, 3));
  await page.clock.runFor(18_000);
  // The region is there, empty, before it speaks.
  await vi.waitFor(async () => {
    await page.clock.runFor(500);
    expect(await said()).toEqual(['']);
  });
  await page.clock.runFor(2_000);
  expect(await said()).toEqual([later.title]);
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

/** What stands on the page, in every shadow and every attribute. */
function everyWord(): Promise<string> {
  return page.evaluate(() => {
    const words = (root: Element | ShadowRoot): string =>
      [
        'getHTML' in root ? root.innerHTML : '',
        ...[...root.querySelectorAll('*')].map(({ shadowRoot }) => (shadowRoot ? words(shadowRoot) : '')),
      ].join(' ');
    return words(document.body);
  });
}

/** Keeps every text that the ticker ever had, also for less than a frame. */
async function keepEveryWord(): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const kept: string[] = [];
    Object.assign(globalThis, { kept });
    const root = document.querySelector('news-ticker')?.shadowRoot;
    if (!root) throw new Error('no ticker');
    const keep = () => kept.push(root.innerHTML);
    new MutationObserver(keep).observe(root, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (Reflect.get(globalThis, 'kept') as string[]).join(' '));
}

/** Publishes and withdraws, and waits until the ticker has heard of both: not a frame is drawn meanwhile. */
async function publishAndWithdraw(...cards: (typeof FRESH)[]): Promise<void> {
  await page.evaluate(() => {
    const withdrawn: string[] = [];
    Object.assign(globalThis, { withdrawn });
    addEventListener('ticker-change', (event) => {
      const { kind, id } = (event as CustomEvent<{ kind: string; id: string }>).detail;
      if (kind === 'withdrawal') withdrawn.push(id);
    });
  });
  server.publish(...cards);
  for (const { id } of cards) server.withdraw('buitenland', { id, version: 2 });
  await vi.waitFor(async () => {
    const heard = await page.evaluate(() => Reflect.get(globalThis, 'withdrawn') as string[]);
    expect(heard).toHaveLength(cards.length);
  });
}

const WRONG = card('b1', 10, { title: 'Sluis drie weken dicht', lead: 'Het gaat om drie weken.' });
const RIGHT = nextVersion(WRONG, {
  title: 'Sluis vier weken dicht',
  signal: 'correction',
  note: 'Het gaat om vier weken, niet om drie.',
});

function texts(part: string): Promise<string[]> {
  return page.locator(`news-ticker li:not([hidden]) [part=${part}]`).allInnerTexts();
}

test('a correction is explained to those who saw what was wrong, and to nobody else', async () => {
  await open();
  server.publish(RIGHT);
  await shows(RIGHT, ...OLD.slice(1, 5));
  expect(await texts('note')).toEqual(['Gecorrigeerd: Het gaat om vier weken, niet om drie.']);
  await page.context().close();

  page = await openPage(browser, server, { clock: NOON });
  await shows(RIGHT, ...OLD.slice(1, 5));
  expect([await texts('note'), await texts('signal')]).toEqual([[], []]);
  server.publish(nextVersion(RIGHT, { title: 'Sluis vijf weken dicht', note: 'Vijf.' }));
  await vi.waitFor(async () => {
    await frame();
    expect(await texts('note')).toEqual(['Gecorrigeerd: Vijf.']);
  });
});

test('a correction without a word of why says when; an update says so to everybody', async () => {
  await open();
  const updated = nextVersion(OLD[1] ?? FRESH, { title: 'Bijgewerkt', signal: 'update', note: 'Meer.' });
  server.publish(nextVersion(OLD[0] ?? FRESH, { title: 'Goed', signal: 'correction' }), updated);
  await vi.waitFor(async () => {
    await frame();
    expect(await texts('signal')).toEqual(['gecorrigeerd 12:00', 'bijgewerkt 12:00']);
  });
  await page.context().close();
  page = await openPage(browser, server, { clock: NOON });
  await vi.waitFor(async () => {
    await frame();
    expect(await texts('signal')).toEqual(['bijgewerkt 12:00']);
  });
});

test('what waited or stood below the last row was not seen: its correction bears no mark', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5" updates="button"></news-ticker>' });
  const sixth = nextVersion(OLD[5] ?? FRESH, { title: 'Zesde, goed', signal: 'correction' });
  server.publish(FRESH, nextVersion(FRESH, { title: 'Nieuw, goed', signal: 'correction' }), sixth);
  await pendingText('1 nieuw bericht');
  await page.locator('news-ticker [part=pending]').click();
  await vi.waitFor(async () => {
    await frame();
    expect((await titles(page))[0]).toBe('Nieuw, goed');
  });
  await page.evaluate(() => {
    document.querySelector('news-ticker')?.setAttribute('rows', '7');
  });
  await vi.waitFor(async () => {
    await frame();
    expect(await titles(page)).toContain('Zesde, goed');
  });
  expect(await texts('signal')).toEqual([]);
});

test('what is withdrawn while it is on screen leaves a line for a minute, and never a word of its text', async () => {
  await open();
  const [gone] = OLD;
  if (!gone) throw new Error('nothing to withdraw');
  const kept = await keepEveryWord();
  server.withdraw('buitenland', { id: gone.id, version: 2 });
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
  expect((await texts('text'))[0]).toBe('Dit bericht is ingetrokken.');
  await pass(55);
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
  await pass(10);
  await shows(...OLD.slice(1, 6));
  for (const words of [await kept(), await everyWord()]) {
    expect(words).not.toContain(gone.title);
    expect(words).not.toContain(gone.lead);
  }
});

test('what is withdrawn before it was on screen leaves nothing, not for a frame', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5"></news-ticker>' });
  const kept = await keepEveryWord();
  await publishAndWithdraw(FRESH);
  server.withdraw('buitenland', { id: 'b6', version: 2 });
  server.publish(card('daarna', 0.5));
  await shows(card('daarna', 0.5), ...OLD.slice(0, 4));
  await pass(5);
  await shows(card('daarna', 0.5), ...OLD.slice(0, 4));
  expect(await kept()).not.toContain(FRESH.title);
  expect(await kept()).not.toContain('ingetrokken');
});

test('what returns within its minute takes the place of its line', async () => {
  await open();
  server.withdraw('buitenland', { id: 'b1', version: 2 });
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
  const back = card('b1', 10, { version: 3, title: 'Toch weer' });
  server.publish(back);
  await shows(back, ...OLD.slice(1, 5));
  await pass(70);
  await shows(back, ...OLD.slice(1, 5));
});

test('what is held is not said to be withdrawn, until it is; and never a word of its text', async () => {
  await open();
  const [first] = OLD;
  if (!first) throw new Error('nothing to hold');
  const kept = await keepEveryWord();
  const firstRow = page.locator('news-ticker [part=row]').first();
  const reads = (words: string) =>
    vi.waitFor(async () => {
      await frame();
      expect(await firstRow.textContent()).toBe(words);
    });
  server.withdraw('buitenland', { id: first.id, version: 2, held: true });
  await reads('Dit bericht is op dit moment niet beschikbaar.');
  server.withdraw('buitenland', { id: first.id, version: 3 });
  await reads('Dit bericht is ingetrokken.');
  for (const words of [await kept(), await everyWord()]) {
    expect(words).not.toContain(first.title);
    expect(words).not.toContain(first.lead);
  }
});

test('under the eyes of a reader nothing moves when what is held is withdrawn', async () => {
  await open({ context: { viewport: { width: 320, height: 900 } } });
  const rows = page.locator('news-ticker [part=row]:not([hidden])');
  await rows.nth(3).hover();
  const tops = () => rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top));
  const before = await tops();
  for (const [version, gone] of [
    [2, { held: true }],
    [3, {}],
    [4, { held: true }],
  ] as const) {
    server.withdraw('buitenland', { id: 'b2', version, ...gone });
    await vi.waitFor(async () => {
      await frame();
      const held = 'held' in gone;
      expect(await rows.nth(1).textContent()).toContain(held ? 'niet beschikbaar' : 'ingetrokken');
    });
    expect(await tops()).toEqual(before);
  }
});

test('a line that says that something left is left alone as long as it says so', async () => {
  await open();
  server.withdraw('buitenland', { id: 'b1', version: 2, held: true });
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
  await page.locator('news-ticker li').nth(1).hover();
  await page.clock.runFor(500);
  const line = page.locator('news-ticker [part=row]').first();
  await line.evaluate((row) => {
    const observer = new MutationObserver(() => (row.id = 'touched'));
    observer.observe(row, { attributes: true, characterData: true, childList: true, subtree: true });
  });
  server.publish(FRESH);
  await pendingText('1 nieuw bericht');
  await pass(60);
  expect(await line.getAttribute('id')).toBeNull();
});

test('what comes back from a hold is no news; corrected meanwhile, it says so to those who saw what was wrong', async () => {
  await open({
    before: async (opened) => {
      await opened.addInitScript(() => {
        const heard: string[] = [];
        Object.assign(globalThis, { heard });
        for (const name of ['dispatch', 'change'])
          addEventListener(`ticker-${name}`, (event) => {
            const { detail } = event as CustomEvent<{ id: string; kind?: string }>;
            heard.push([name, detail.kind, detail.id].filter(Boolean).join(' '));
          });
      });
    },
  });
  const [first] = OLD;
  if (!first) throw new Error('nothing to hold');
  server.withdraw('buitenland', { id: first.id, version: 2, held: true });
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
  await pass(65);
  await shows(...OLD.slice(1, 6));
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(1, 5));
  const right = {
    ...first,
    version: 3,
    title: 'Brug blijft dicht',
    updatedAt: NOON,
    signal: 'correction' as const,
  };
  server.publish(right);
  await shows(FRESH, right, ...OLD.slice(1, 4));
  expect(await texts('signal')).toEqual(['gecorrigeerd 12:00']);
  expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([
    'change hold b1',
    'dispatch vers',
    'change correction b1',
  ]);
});

test('a screen reader is not told what was withdrawn before its turn, nor is what was said left on the page', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5" announce="all"></news-ticker>' });
  const said = () => page.locator('body > [role=status]').textContent();
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(0, 4));
  await page.clock.runFor(2_000);
  expect(await said()).toBe(FRESH.title);
  await publishAndWithdraw(card('c1', 0.4, { title: 'Wordt ingetrokken' }));
  server.withdraw('buitenland', { id: 'vers', version: 2 });
  await shows(WITHDRAWN, ...OLD.slice(0, 4));
  expect(await said()).toBe('');
  await page.clock.runFor(30_000);
  expect(await said()).toBe('');
});

test('a screen reader is not told what was held before its turn, nor is what was said left on the page', async () => {
  await open({ body: '<news-ticker section="buitenland" rows="5" announce="all"></news-ticker>' });
  const said = () => page.locator('body > [role=status]').textContent();
  server.publish(FRESH);
  await shows(FRESH, ...OLD.slice(0, 4));
  await page.clock.runFor(2_000);
  expect(await said()).toBe(FRESH.title);
  const second = card('c1', 0.4, { title: 'Wordt aangehouden' });
  server.publish(second);
  await shows(second, FRESH, ...OLD.slice(0, 3));
  for (const id of ['c1', 'vers']) server.withdraw('buitenland', { id, version: 2, held: true });
  await shows(WITHDRAWN, WITHDRAWN, ...OLD.slice(0, 3));
  expect(await said()).toBe('');
  await page.clock.runFor(30_000);
  expect(await said()).toBe('');
});

test('what replaces a dispatch that was on screen folds it under itself, and names it', async () => {
  await open();
  const [old, second] = OLD;
  if (!old || !second) throw new Error('nothing to replace');
  const better = card('beter', 2, { title: 'Veerboot en brug weer open', replaces: old.id });
  server.publish(better);
  await shows(better, ...OLD.slice(1, 6).slice(0, 4));
  expect(await texts('note')).toEqual([`Vervangt: ${old.title}`]);
  const best = card('best', 1, { title: 'Alles weer open', replaces: 'beter' });
  server.publish(best);
  await shows(best, ...OLD.slice(1, 5));
  expect(await texts('note')).toEqual([`Vervangt: ${better.title}`]);
  const first = page;
  page = await openPage(browser, server, { clock: NOON });
  await shows(best, ...OLD.slice(1, 5));
  expect(await texts('note')).toEqual([]);
  await page.context().close();
  page = first;
  server.withdraw('buitenland', { id: better.id, version: 2 });
  server.withdraw('buitenland', { id: old.id, version: 2 });
  await vi.waitFor(async () => {
    await frame();
    expect(await texts('note')).toEqual([]);
  });
  expect(await everyWord()).not.toContain(better.title);
});

test('while somebody reads, a superseded dispatch stays where it is', async () => {
  await open();
  await page.locator('news-ticker li').nth(1).hover();
  const better = card('beter', 2, { title: 'Veerboot en brug weer open', replaces: 'b1' });
  server.publish(better);
  await pendingText('1 nieuw bericht');
  await shows(...OLD.slice(0, 5));
  await page.mouse.move(0, 0);
  await shows(better, ...OLD.slice(1, 5));
});

test.for([
  ['withdrawn', {}],
  ['held', { held: true }],
] as const)('what came and was %s during a pause was not missed', async ([, how]) => {
  await open();
  await page.locator('news-ticker [part=pause]').click();
  await frame();
  const corrected = nextVersion(OLD[1] ?? FRESH, { signal: 'correction' });
  server.publish(FRESH, card('vers2', 0.5), corrected);
  await pendingText('2 nieuwe berichten');
  server.withdraw('buitenland', { id: 'vers2', version: 2, ...how });
  server.withdraw('buitenland', { id: 'b2', version: 3, ...how });
  await pendingText('1 nieuw bericht');
  await page.locator('news-ticker [part=pause]').click();
  await vi.waitFor(async () => {
    await frame();
    expect(await partText(page, 'status')).toBe('U miste 1 bericht');
  });
});

test('what moved to another section was not withdrawn, and nobody is told that it was', async () => {
  await open();
  const [first, ...rest] = OLD;
  if (!first) throw new Error('there is no first');
  await page.mouse.move(0, 0);
  await page.locator('news-ticker [part=row]').nth(2).hover();
  server.withdraw('buitenland', { id: first.id, version: 2, moved: true });
  await vi.waitFor(async () => {
    await frame();
    const rows = await page.locator('news-ticker [part=row]:not([hidden])').allTextContents();
    expect(rows[0]).toBe('Dit bericht staat nu in een andere rubriek.');
  });
  await page.mouse.move(0, 0);
  await shows(...rest.slice(0, 5));
});

test('what moves from one section of a ticker to another is no news, and keeps its mark', async () => {
  const goal = card('doelpunt', 15, { section: 'sport', title: 'Zeeuwse club wint' });
  server.publish(goal);
  page = await openPage(browser, server, {
    clock: NOON,
    body: '<news-ticker section="buitenland sport" rows="3"></news-ticker>',
  });
  await shows(...OLD.slice(0, 1), goal, ...OLD.slice(1, 2));
  await vi.waitFor(() => {
    expect(server.questions).toHaveLength(2);
  });
  await page.evaluate(() => {
    for (const name of ['ticker-dispatch', 'ticker-change'])
      addEventListener(name, (event) => {
        const { kind = 'new' } = (event as CustomEvent<{ kind?: string }>).detail;
        document.documentElement.dataset['told'] =
          `${document.documentElement.dataset['told'] ?? ''} ${kind}`;
      });
  });
  const right = nextVersion(goal, {
    section: 'buitenland',
    title: 'Zeeuwse club verliest',
    signal: 'correction',
  });
  server.withdraw('sport', { id: goal.id, version: 2, moved: true });
  await shows(...OLD.slice(0, 3));
  server.publish(right);
  await shows(...OLD.slice(0, 1), right, ...OLD.slice(1, 2));
  expect(await page.locator('news-ticker [part=signal]').allTextContents()).toEqual(['gecorrigeerd 12:00']);
  expect(await page.evaluate(() => document.documentElement.dataset['told'])).toBe(' move correction');
});

test('what falls off a full board while somebody reads stays as it is, and is withdrawn when it is', async () => {
  await open();
  await page.locator('news-ticker [part=pause]').click();
  await frame();
  const [first] = OLD;
  if (!first) throw new Error('there is no first');
  server.publish(...Array.from({ length: 55 }, (_, at) => card(`n${String(at)}`, 5 - at / 20)));
  await pendingText('50 nieuwe berichten');
  await shows(...OLD.slice(0, 5));
  server.withdraw('buitenland', { id: first.id, version: 2 });
  await shows(WITHDRAWN, ...OLD.slice(1, 5));
});

test('on paper every row stands whole in the flow, with the time in full and its address, and no buttons', async () => {
  await open();
  await page.emulateMedia({ media: 'print' });
  const ticker = page.locator('news-ticker');
  const rows = ticker.locator('li:not([hidden])');
  expect(await rows.count()).toBe(5);
  const printed = await rows.evaluateAll((found) =>
    found.map((row) => {
      const link = row.querySelector('a');
      const { position, transform } = getComputedStyle(row);
      return {
        flow: `${position} ${transform}`,
        words: (row as HTMLElement).innerText,
        address: link ? getComputedStyle(link, '::after').content : '',
        top: row.getBoundingClientRect().top,
      };
    }),
  );
  for (const [at, { flow, words, address, top }] of printed.entries()) {
    expect(flow).toBe('static none');
    expect(words).toMatch(/\d{1,2} november 2026 om \d\d:\d\d/);
    expect(words).not.toContain('geleden');
    expect(address).toMatch(/<.*(attr|http).*>/);
    if (at > 0) expect(top).toBeGreaterThan(printed[at - 1]?.top ?? NaN);
  }
  for (const part of ['pause', 'status', 'bar'])
    expect(await ticker.locator(`[part=${part}]`).isVisible()).toBe(false);
});

test('a form around it that has a field called lang is taken for no language', async () => {
  await open({
    body: '<form lang="en"><select name="lang"></select><news-ticker section="buitenland"></news-ticker></form>',
  });
  expect(await page.locator('news-ticker [part=pause]').innerText()).toBe('Pause');
});
