/** Nothing that is being read moves, and nothing else on the page ever does. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { reserveCss } from '../../client/embed-build/reserve-css.ts';
import { documentWith, launchBrowser, openPage, partText } from './browser.ts';
import { card, nextVersion } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
let pages: Page[] = [];

/** Minutes old, so that no label changes while a test looks. */
const OLD = Array.from({ length: 12 }, (_, at) => card(`oud${String(at)}`, 65 + at * 61));

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed());
  server.files.set('/embed/v1/reserve.css', reserveCss());
  server.publish(...OLD);
});

afterEach(async () => {
  for (const page of pages) await page.context().close();
  pages = [];
  await server.close();
});

async function open(width: number, before: (page: Page) => Promise<unknown> = () => Promise.resolve()) {
  const page = await openPage(browser, server, {
    context: { viewport: { width, height: 1400 } },
    before: async (opened) => {
      await before(opened);
    },
  });
  pages.push(page);
  await live(page);
  return page;
}

async function live(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('news-ticker')].every(
      (ticker) => ticker.getAttribute('status') === 'live' && ticker.shadowRoot?.querySelector('article'),
    ),
  );
}

/** As partners reserve the height. */
const RESERVED = '<link rel="stylesheet" href="/embed/v1/reserve.css">';

/** Everything that shifts from the first paint on, whoever may be to blame. */
const WATCH_SHIFTS = `globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      shifts.push({ value, hadRecentInput, what: sources.map(({ node }) => node?.parentElement?.outerHTML ?? '') });
  }).observe({ type: 'layout-shift', buffered: true });`;

const LENGTHS = [
  'Kort. ',
  'De veerdienst vaart weer volgens de dienstregeling, meldt de rederij. ',
  'Reizigers moeten rekening houden met drukte op de kade en met een omweg langs de brug. '.repeat(3),
];

/** The `at`th of many that differ in length, mark and urgency as dispatches do. */
function various(at: number) {
  return card(`v${String(at)}`, 60 - at / 10, {
    title: `Bericht ${String(at)} ${'met een langere kop dan het vorige '.repeat(at % 4)}`.trim(),
    lead: (LENGTHS[at % 3] ?? '').trim(),
    urgency: (at % 6) + 1,
  });
}

test('two hundred inserts, with corrections and withdrawals between them, shift nothing at any width', async () => {
  server.page = documentWith(`${RESERVED}
    <p>Boven de lijst</p><news-ticker section="buitenland" rows="2" layout="list"></news-ticker>
    <p>Tussen de lijsten</p><news-ticker section="buitenland" layout="line" rows="1"></news-ticker><p>Onder de lijst</p>`);
  const opened = await Promise.all(
    [320, 768, 1280].map((width) => open(width, (page) => page.addInitScript(WATCH_SHIFTS))),
  );
  for (let at = 0; at < 200; at++) {
    server.publish(various(at));
    if (at % 20 === 7)
      server.publish(nextVersion(various(at - 1), { signal: 'correction', note: 'Zeven, niet zes.' }));
    if (at % 20 === 13) server.withdraw('buitenland', { id: various(at - 1).id, version: 2 });
    // Each is drawn.
    await Promise.all(opened.map((page) => page.evaluate(() => new Promise(requestAnimationFrame))));
  }
  for (const page of opened) {
    await page.waitForFunction(
      (title) =>
        document.querySelector('news-ticker')?.shadowRoot?.querySelector('h3')?.textContent.includes(title),
      'Bericht 199',
    );
    expect(await page.evaluate('shifts')).toEqual([]);
    // It would have been seen: this does shift.
    await page.evaluate(() => document.body.prepend(document.createElement('h1'), 'Verschoven'));
    await page.waitForFunction('shifts.length > 0');
  }
}, 120_000);

test('a script that comes late shifts nothing where its place was reserved', async () => {
  server.page = documentWith(
    `${RESERVED}<news-ticker section="buitenland" rows="4"><a href="/later">Alle berichten</a></news-ticker>
     <p>Tussen de lijsten</p><news-ticker section="buitenland" layout="line"></news-ticker><p>Onder de lijst</p>`,
  ).replace(/<script.*<\/script>/, '');
  const page = await openPage(browser, server, {
    before: async (opened) => {
      await opened.addInitScript(WATCH_SHIFTS);
    },
  });
  pages.push(page);
  await page.screenshot();
  await page.addScriptTag({ url: '/embed/v1/news-ticker.js' });
  await live(page);
  server.publish(various(3));
  await page.waitForFunction(() =>
    document.querySelector('news-ticker')?.shadowRoot?.querySelector('h3')?.textContent.includes('Bericht 3'),
  );
  await page.screenshot();
  expect(await page.evaluate('shifts')).toEqual([]);
});

interface Place {
  /** Which row, and which text in it. */
  readonly what: string;
  readonly box: readonly number[];
}

/** Where every row and every piece of text on screen stands, to the tenth of a pixel. */
function places(page: Page): Promise<Place[]> {
  return page.evaluate(() => {
    const box = ({ left, top, width, height }: DOMRect) =>
      [left, top, width, height].map((size) => Math.round(size * 10) / 10);
    const rows =
      document.querySelector('news-ticker')?.shadowRoot?.querySelectorAll('li:not([hidden])') ?? [];
    return [...rows].flatMap((row, index) => {
      const found = [{ what: `row ${String(index)}`, box: box(row.getBoundingClientRect()) }];
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const text = walker.currentNode.textContent?.trim() ?? '';
        if (text)
          found.push({ what: `row ${String(index)}: ${text}`, box: box(range.getBoundingClientRect()) });
      }
      return found;
    });
  });
}

/** Every row has come to rest. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const moving = document.querySelector('news-ticker')?.shadowRoot?.getAnimations() ?? [];
    await Promise.all(moving.map(({ finished }) => finished));
  });
}

/** Selects from here to there, as a hand with a mouse does, and goes away. */
async function select(page: Page, from: string, to: string): Promise<void> {
  const [begin, end] = [page.locator(from), page.locator(to)];
  await begin.hover({ position: { x: 30, y: 8 } });
  await page.mouse.down();
  await end.hover({ position: { x: 60, y: 8 } });
  await page.mouse.up();
  await page.mouse.move(0, 0);
}

const TEXT = 'news-ticker li:nth-child(3) .text';

const READING: Record<string, (page: Page) => Promise<unknown>> = {
  'under the mouse': (page) => page.locator('news-ticker li').nth(2).hover(),
  'with focus in it': (page) => page.locator('news-ticker a').nth(2).focus(),
  async 'with text selected'(page) {
    await page
      .locator('news-ticker .text')
      .nth(2)
      .dblclick({ position: { x: 40, y: 8 } });
    await page.mouse.move(0, 0);
  },
  'with text selected from its heading on': (page) => select(page, 'news-ticker h2', TEXT),
  'with text selected up to its heading': (page) => select(page, TEXT, 'news-ticker h2'),
  'with text selected from before it on': (page) => select(page, 'body > p:first-of-type', TEXT),
  'with text selected from it on to what is below': (page) => select(page, TEXT, 'body > p:last-of-type'),
  'with all of the page selected': (page) => page.keyboard.press('Control+a'),
  async 'with text selected, in an older Chromium'(page) {
    await page.evaluate(() => Reflect.deleteProperty(Selection.prototype, 'getComposedRanges'));
    await select(page, 'news-ticker h2', TEXT);
  },
  async 'with text selected, in Safari 17'(page) {
    await page.evaluate(() => {
      Reflect.deleteProperty(ShadowRoot.prototype, 'getSelection');
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this`
      const { getComposedRanges } = Selection.prototype;
      Selection.prototype.getComposedRanges = function (this: Selection, ...shadowRoots: unknown[]) {
        if (!shadowRoots.every((root): root is ShadowRoot => root instanceof ShadowRoot))
          throw new TypeError('not a ShadowRoot');
        return getComposedRanges.call(this, { shadowRoots });
      };
    });
    await select(page, TEXT, 'news-ticker h2');
  },
  async 'scrolled as a whole'(page) {
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'news-ticker { height: 300px; overflow: auto }';
      document.head.append(style);
      document.querySelector('news-ticker')?.scrollTo(0, 120);
    });
    await page.waitForFunction(() => document.querySelector('news-ticker')?.scrollTop === 120);
  },
  async scrolled(page) {
    // Rows that a page gave more space than was reserved for them.
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'news-ticker::part(row) { padding-block: 90px }';
      document.head.append(style);
    });
    // They are placed anew in the next frame; before that there is nothing to scroll.
    await page.waitForFunction(() => {
      const box = document.querySelector('news-ticker')?.shadowRoot?.querySelector('.box');
      if (!box) return false;
      box.scrollTop = 60;
      return box.scrollTop > 0;
    });
  },
};

describe.each(Object.entries(READING))('a list %s', (_, read) => {
  test('stays as it is to the pixel; what is new waits behind the button', async () => {
    server.page = documentWith(
      '<p>Boven de lijst</p><news-ticker section="buitenland" rows="5"></news-ticker><p>Onder de lijst</p>',
    );
    const page = await open(600);
    await read(page);
    await settled(page);
    const before = await places(page);

    const [first, second, , fourth] = OLD;
    if (!first || !second || !fourth) throw new Error('there are rows');
    for (let at = 0; at < 30; at++) server.publish(various(at));
    server.withdraw('buitenland', { id: first.id, version: 2 });
    // Longer in every way: the title, the lead, and a word of what was wrong.
    const corrected = nextVersion(second, {
      title: `${second.title}, en dat blijft voorlopig zo tot het einde van de week`,
      lead: `${second.lead} ${LENGTHS[1] ?? ''}`.trim(),
      signal: 'correction',
      note: 'De storing is voorbij.',
    });
    server.publish(corrected, nextVersion(fourth, { lead: 'Veel korter.', signal: 'update' }));
    server.withdraw('buitenland', { id: various(4).id, version: 2 });
    await vi.waitFor(async () => {
      expect(await partText(page, 'pending')).toBe('29 nieuwe berichten');
      const rows = await page.locator('news-ticker li:not([hidden])').allTextContents();
      expect([rows[0], rows[1], rows[3]]).toEqual([
        'Dit bericht is ingetrokken.',
        expect.stringContaining(corrected.title),
        expect.stringContaining('Veel korter.'),
      ]);
    }, 10_000);
    await settled(page);

    const after = new Map((await places(page)).map(({ what, box }) => [what, box]));
    const changed = /^row [013]: /;
    for (const { what, box } of before)
      if (!changed.test(what)) expect([what, after.get(what)]).toEqual([what, box]);
  });
});
