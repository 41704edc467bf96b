/** What the styles of the page around it do to a ticker: everything of it stays readable, in its place. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reserveCss } from '../../client/embed-build/reserve-css.ts';
import { TICKER, documentWith, launchBrowser, openPage } from './browser.ts';
import { NOON, card, nextVersion } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { printedTitles } from './paper.ts';
import { ScriptedServer } from './scripted-server.ts';
import { observeShifts, shiftsOn, twoFrames } from './shifts.ts';

let browser: Browser;
let server: ScriptedServer;
let page: Page;

const CARDS = Array.from({ length: 6 }, (_, at) => card(`oud${String(at)}`, 65 + at * 61));

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = await ScriptedServer.start(await builtEmbed());
  server.publish(...CARDS);
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

/** A page with these styles around its ticker, live. */
async function open(
  body: string,
  css = '',
  width = 900,
  before: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  server.page = documentWith(`<style>body { margin: 0; font: 16px Arial, sans-serif } ${css}</style>${body}`);
  page = await openPage(browser, server, { context: { viewport: { width, height: 1200 } }, before });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('news-ticker')].every(
      (ticker) => ticker.getAttribute('status') === 'live' && ticker.shadowRoot?.querySelector('article'),
    ),
  );
  await settled();
}

/** Whatever is under way has arrived: what was measured has been placed, and is drawn. */
async function settled(): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const moving = document.querySelector('news-ticker')?.shadowRoot?.getAnimations() ?? [];
    await Promise.all([...moving, ...document.getAnimations()].map(({ finished }) => finished));
  });
}

/** From the foot of each row to the head of the next one, screen pixels. */
function gaps(): Promise<number[]> {
  return page.evaluate(() => {
    const rows = document.querySelector('news-ticker')?.shadowRoot?.querySelectorAll('li:not([hidden])');
    const boxes = [...(rows ?? [])].map((row) => row.getBoundingClientRect());
    return boxes.slice(1).map(({ top }, at) => Math.round(10 * (top - (boxes[at]?.bottom ?? NaN))) / 10 || 0);
  });
}

const NONE = [0, 0, 0, 0];

describe('where the page scales what is around it, no row lies on another', () => {
  test('in a dialog that grows as it opens', async () => {
    await open(
      `<dialog>${TICKER}</dialog>`,
      'dialog { width: 500px; transform: scale(0.7) } dialog.grown { transform: none }',
    );
    await page.evaluate(() => {
      document.querySelector('dialog')?.showModal();
    });
    await settled();
    expect(await gaps()).toEqual(NONE);
    await page.evaluate(() => document.querySelector('dialog')?.classList.add('grown'));
    expect(await gaps()).toEqual(NONE);
  });

  test.each(['transform: scale(0.6)', 'zoom: 1.25', 'zoom: 0.8', 'transform: rotate(3deg)'])(
    'in a box with %s, also when that goes',
    async (style) => {
      await open(`<div id="around" style="width: 500px; ${style}">${TICKER}</div>`);
      if (!style.includes('rotate')) expect(await gaps()).toEqual(NONE);
      await page.evaluate(() => document.querySelector('#around')?.setAttribute('style', 'width: 500px'));
      await settled();
      expect(await gaps()).toEqual(NONE);
    },
  );

  test.each(['transform: scale(0.6)', 'zoom: 1.25'])(
    'and with %s a correction under the eyes of a reader takes the room that there was',
    async (style) => {
      await open(`<div style="width: 500px; ${style}">${TICKER}</div>`);
      const rows = () =>
        page.evaluate(() =>
          [...(document.querySelector('news-ticker')?.shadowRoot?.querySelectorAll('li') ?? [])].map(
            (row) => row.offsetHeight,
          ),
        );
      const before = await rows();
      await page.locator('news-ticker a').nth(2).focus();
      const [first] = CARDS;
      if (!first) throw new Error('there are rows');
      const title = `${first.title}, en dat blijft zo ${'tot het einde van de week '.repeat(3)}`.trim();
      server.publish(nextVersion(first, { title, updatedAt: NOON, signal: 'correction', note: 'Anders.' }));
      await page.waitForFunction(
        (wanted) =>
          document.querySelector('news-ticker')?.shadowRoot?.querySelector('h3')?.textContent.trim() ===
          wanted,
        title,
      );
      await settled();
      expect(await rows()).toEqual(before);
      expect(await gaps()).toEqual(NONE);
    },
  );
});

/** As long as a headline, and a text with its dateline, may be to be shown whole at any width. */
const HEADLINE = 'Minister zegt toe dat de veerdienst ook deze winter vaart, ondanks storingen en ijsgang nu';
const LEAD =
  'De veerdienst vaart weer volgens de dienstregeling, meldt de rederij. Reizigers moeten rekening houden met drukte op de kade en een omweg langs de brug. Volgens de burgemeester is de storing verholpen, al weet niemand hoe lang dat goed gaat. Een woordvoerder van de provincie wil daar niets over kwijt.';
const SPACING = 'letter-spacing: 0.12em; word-spacing: 0.16em; line-height: 1.5';

/** The texts of rows that are cut off, and whether what is reserved holds the rows. */
function cutTexts(): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('news-ticker')?.shadowRoot;
    const texts = [...(root?.querySelectorAll('li:not([hidden]) :is(h3, .text)') ?? [])];
    const box = root?.querySelector('.box');
    return [
      ...texts
        .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1)
        .map(({ textContent }) => textContent.trim()),
      ...(box && box.scrollHeight > box.clientHeight ? ['the rows'] : []),
    ];
  });
}

describe.each([
  [320, ''],
  [320, 'font-size: 150%'],
  [320, 'font-size: 200%'],
  [320, SPACING],
  [768, SPACING],
  [250, ''],
  [200, ''],
  [600, ''],
  [900, ''],
])('titles are never cut: at %i px, %s', (width, style) => {
  test.each(['', 'layout="line"'])('<news-ticker %s>', async (attributes) => {
    expect([HEADLINE.length, `HARLINGEN (ANP) - ${LEAD}`.length]).toEqual([90, 320]);
    const longest = CARDS.map(({ id }, at) => card(`lang${id}`, 60 - at, { title: HEADLINE, lead: LEAD }));
    server.publish(...longest);
    const ticker = `<news-ticker section="buitenland" ${attributes}></news-ticker>`;
    await open(`<div id="around">${ticker}</div>`, `#around { ${style} }`, width);
    expect(await cutTexts()).toEqual([]);
  });

  test('nor are those that are longer still, above a short text', async () => {
    server.publish(card('lang', 1, { title: `${HEADLINE} en ${HEADLINE}`, lead: 'Kort.' }));
    await open(`<div id="around">${TICKER}</div>`, `#around { ${style} }`, width);
    expect(await cutTexts()).toEqual([]);
  });
});

test.each(['', 'layout="line"'])(
  '<news-ticker %s> breaks its lines wherever the page keeps its own from it',
  async (attributes) => {
    const ticker = `<news-ticker section="buitenland" ${attributes}></news-ticker>`;
    server.publish(card('lang', 1, { title: HEADLINE, lead: LEAD }));
    // Of each text that is shown: from where to where, and how high.
    const places = () =>
      page.evaluate(() => {
        const root = document.querySelector('news-ticker')?.shadowRoot;
        return [...(root?.querySelectorAll('h2, button, .status, h3, .text, .meta') ?? [])]
          .filter((text) => text.getClientRects().length > 0)
          .map((text) => {
            const range = document.createRange();
            range.selectNodeContents(text);
            const { left, top, width, height } = range.getBoundingClientRect();
            return [text.className, left, top, width, height].join(' ');
          });
      });
    await open(`<div id="around">${ticker}</div>`, '', 400);
    const usual = await places();
    expect(usual.length).toBeGreaterThan(5);
    for (const style of ['white-space: nowrap', 'white-space: pre', 'text-indent: 3em', 'text-indent: -3em'])
      for (const whom of ['#around', 'news-ticker']) {
        await page.addStyleTag({ content: `${whom} { ${style} }` });
        await settled();
        expect([whom, style, ...(await places())]).toEqual([whom, style, ...usual]);
      }
    expect(await cutTexts()).toEqual([]);
  },
);

/** Where a page asks what stands in it how wide it is. */
const SHRUNK: Readonly<Record<string, (ticker: string) => string>> = {
  'a row': (ticker) => `<div style="display: flex">${ticker}</div>`,
  'a column in whose middle it stands': (ticker) =>
    `<div style="display: flex; flex-direction: column; align-items: center">${ticker}</div>`,
  'a grid': (ticker) =>
    `<div style="display: grid; grid-template-columns: auto 1fr">${ticker}<p>Ernaast</p></div>`,
  'a float': (ticker) => `<div style="float: left">${ticker}</div>`,
  'a table': (ticker) => `<table><tr><td>${ticker}</td><td>Ernaast</td></tr></table>`,
};

describe.each(Object.entries(SHRUNK))('in %s', (_where, around) => {
  test.each(['', 'layout="line"'])(
    '<news-ticker %s> is as wide as a line of text, or as there is room, from the first paint on',
    async (attributes) => {
      server.files.set('/embed/v1/reserve.css', reserveCss());
      const ticker = `<news-ticker section="buitenland" ${attributes}><a href="/">Nieuws</a></news-ticker>`;
      const link = '<link rel="stylesheet" href="/embed/v1/reserve.css">';
      const width = () =>
        page.evaluate(() => document.querySelector('news-ticker')?.getBoundingClientRect().width ?? NaN);
      const widths: number[] = [];
      await open(`${link}${around(ticker)}`, '', 900, async (opened) => {
        page = opened;
        await page.addInitScript(observeShifts);
        // The script comes when the page has painted what is there without it.
        await page.route('**/news-ticker.js', async (route) => {
          await page.waitForFunction(
            () => document.querySelector('news-ticker') && performance.getEntriesByType('paint').length > 0,
          );
          await page.evaluate(twoFrames);
          widths.push(await width());
          await route.continue();
        });
      });
      widths.push(await width());
      expect(await shiftsOn(page)).toEqual([]);
      const line = await page.evaluate(
        () =>
          document.querySelector('news-ticker')?.shadowRoot?.querySelector('.probe')?.getBoundingClientRect()
            .width ?? NaN,
      );
      expect(line).toBeGreaterThan(300);
      expect(widths.map(Math.round)).toEqual([line, line].map(Math.round));
      await page.setViewportSize({ width: 280, height: 1200 });
      await settled();
      expect(await width()).toBeLessThanOrEqual(280);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(280);
      // Nor is there anything to scroll.
      const beyond = await page.evaluate(() => {
        const box = document.querySelector('news-ticker')?.shadowRoot?.querySelector('.box');
        return box && [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight];
      });
      expect(beyond).toEqual([0, 0]);
    },
  );
});

describe.each(['list', 'line'])('on paper, of a ticker with layout="%s"', (layout) => {
  const lead = `${LEAD} ${LEAD}`;

  test('all rows are printed', async () => {
    await open(`<news-ticker section="buitenland" rows="4" layout="${layout}"></news-ticker>`);
    expect(await printedTitles(page)).toBe(4);
    // And after that it is as it was.
    expect(await page.locator('news-ticker li:not([hidden])').count()).toBe(layout === 'line' ? 1 : 4);
    expect(await printedTitles(page)).toBe(4);
  });

  test.each([400, 1100])('every word stands below the one before it, %i px wide', async (width) => {
    server.publish(card('lang', 1, { title: `${HEADLINE} en ${HEADLINE}`, lead }));
    await open(
      `<news-ticker section="buitenland" rows="4" layout="${layout}" style="--ticker-lead-lines: 2"></news-ticker><p id="below">onder</p>`,
      '',
      width,
    );
    await page.emulateMedia({ media: 'print' });
    // As long as it is printed.
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await cutTexts()).toEqual([]);
    expect(
      await page.locator('news-ticker :is(.status, .bar, button)').filter({ visible: true }).count(),
    ).toBe(0);
    const [foot, below] = await page.evaluate(() => [
      document
        .querySelector('news-ticker')
        ?.shadowRoot?.querySelector('li:last-child')
        ?.getBoundingClientRect().bottom,
      document.querySelector('#below')?.getBoundingClientRect().top,
    ]);
    expect(below).toBeGreaterThan((foot ?? NaN) - 1);
  });
});
