/** What the newsroom calls its sections is what every ticker calls them, on whoever's page, as soon as it is known. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startApp, submission } from '../server/http/running-app.ts';
import { launchBrowser, openPage, partText } from './browser.ts';
import { card } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { ScriptedServer } from './scripted-server.ts';
import { observeShifts, shiftsOn } from './shifts.ts';

const TITLES = { 'noord-holland': 'Provincie Noord-Holland', economie: 'Economie & Werk' };
const SECTIONS = Object.entries(TITLES)
  .map((section) => section.join('='))
  .join();
const BOTH = '<news-ticker section="noord-holland economie"></news-ticker>';

let browser: Browser;
let host: ScriptedServer;
let page: Page | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  host = await ScriptedServer.start(await builtEmbed());
  for (const [at, section] of Object.keys(TITLES).entries()) host.publish(card(section, at + 1, { section }));
});

afterEach(async () => {
  await page?.context().close();
  await host.close();
});

async function open(body: string, options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  page = await openPage(browser, host, { ...options, body });
  return page;
}

function says(part: string, text: string): Promise<void> {
  return vi.waitFor(async () => {
    expect(page && (await partText(page, part))).toBe(text);
  }, 10_000);
}

const sectionsOf = (opened: Page) => opened.locator('news-ticker [part=section]').allInnerTexts();

test('on a page of somebody else, heading and rows have the titles of the settings', async () => {
  const app = await startApp({ settings: { SECTIONS } });
  for (const section of Object.keys(TITLES)) {
    await app.send('POST', '/api/dispatches', submission({ id: section, section }));
  }
  const opened = await open(
    `<news-ticker section="economie noord-holland" src="${app.url}"></news-ticker>
     <news-ticker section="noord-holland" src="${app.url}"></news-ticker>`,
  );
  await says('heading', 'Meer uit Economie & Werk, Provincie Noord-Holland');
  await vi.waitFor(async () => {
    expect((await sectionsOf(opened)).sort()).toEqual(['Economie & Werk', 'Provincie Noord-Holland']);
  }, 10_000);
  const second = opened.locator('news-ticker').nth(1).locator('[part=heading]');
  await vi.waitFor(async () => {
    expect(await second.innerText()).toBe('Meer uit Provincie Noord-Holland');
  }, 10_000);
  await opened.goto('about:blank');
  await app.close();
});

test('without a board over HTTP the socket says them', async () => {
  host.titles = TITLES;
  const opened = await open(BOTH, {
    before: async (fresh) => {
      await fresh.route('**/api/sections/**', (route) => route.abort());
    },
  });
  await says('heading', 'Meer uit Provincie Noord-Holland, Economie & Werk');
  expect(await sectionsOf(opened)).toEqual(['Provincie Noord-Holland', 'Economie & Werk']);
});

test('a server that does not say them leaves the names in addresses, with a capital', async () => {
  const opened = await open(BOTH);
  await vi.waitFor(async () => {
    expect(await sectionsOf(opened)).toEqual(['Noord-holland', 'Economie']);
  }, 10_000);
  expect(await partText(opened, 'heading')).toBe('Meer uit Noord-holland, Economie');
});

test('settings that change reach open pages with the next connection; those that do not, touch nothing', async () => {
  host.titles = TITLES;
  const opened = await open('<news-ticker section="economie"></news-ticker>');
  await says('heading', 'Meer uit Economie & Werk');
  host.titles = { economie: 'Geld' };
  host.dropAll();
  await says('heading', 'Meer uit Geld');
  host.titles = {};
  host.publish(card('later', 0, { section: 'economie' }));
  host.dropAll();
  await vi.waitFor(() => {
    expect(host.connections).toBe(3);
  }, 10_000);
  await vi.waitFor(async () => {
    expect(await opened.locator('news-ticker').getAttribute('status')).toBe('live');
  }, 10_000);
  expect(await partText(opened, 'heading')).toBe('Meer uit Geld');
});

test('a section that is refused is called by its title', async () => {
  host.titles = TITLES;
  const opened = await open(BOTH);
  await says('heading', 'Meer uit Provincie Noord-Holland, Economie & Werk');
  host.unknown.add('economie');
  await vi.waitFor(async () => {
    // While a question is under way, there is no other.
    await opened.evaluate(() => {
      (document.querySelector('news-ticker') as unknown as { refresh(): void }).refresh();
    });
    expect(await partText(opened, 'status')).toBe('Niet beschikbaar: Economie & Werk');
  }, 10_000);
});

test.each([160, 240, 320, 768])(
  'nothing moves when the title is longer than what stood there, at %i px',
  async (width) => {
    host.titles = TITLES;
    const waiting: (() => Promise<void>)[] = [];
    const opened = await open(
      `<news-ticker section="noord-holland" rows="2"></news-ticker><p>Tussen de lijsten</p>
       <news-ticker section="noord-holland economie" rows="2"></news-ticker><p>Tussen de lijsten</p>
       <news-ticker section="noord-holland" layout="line"></news-ticker><p>Onder de lijst</p>`,
      {
        context: { viewport: { width, height: 2400 } },
        before: async (fresh) => {
          await fresh.route('**/api/sections/**', (route) => {
            waiting.push(() => route.continue());
          });
        },
      },
    );
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(2);
    }, 10_000);
    await says('heading', 'Meer uit Noord-holland');
    await opened.screenshot();
    await opened.evaluate(observeShifts);
    // One section after the other: the rows of the first are there when the title of the second comes.
    for (const answer of waiting) {
      await answer();
      await opened.screenshot();
    }
    await opened.locator('news-ticker').nth(1).locator('[part=section]').nth(1).waitFor();
    await says('heading', 'Meer uit Provincie Noord-Holland');
    expect(await shiftsOn(opened)).toEqual([]);
  },
);

test('a heading that the page gives later may be as long as it is', async () => {
  host.titles = TITLES;
  const opened = await open('<news-ticker section="noord-holland"></news-ticker>', {
    context: { viewport: { width: 240, height: 900 } },
  });
  const heading = opened.locator('news-ticker [part=heading]');
  const lines = () =>
    heading.evaluate((part) =>
      Math.round(part.getBoundingClientRect().height / parseFloat(getComputedStyle(part).lineHeight)),
    );
  await says('heading', 'Meer uit Provincie Noord-Holland');
  expect(await lines()).toBe(2);
  await opened.evaluate(() => {
    document
      .querySelector('news-ticker')
      ?.setAttribute('heading', 'Al het nieuws uit de provincie, van Den Helder tot Hilversum');
  });
  await says('heading', 'Al het nieuws uit de provincie, van Den Helder tot Hilversum');
  expect(await lines()).toBeGreaterThan(2);
});
