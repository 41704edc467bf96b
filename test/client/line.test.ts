import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Card } from '../../shared/card.ts';
import { launchBrowser, openPage, partText, titles } from './browser.ts';
import { NOON, card, nextVersion } from './cards.ts';
import { builtEmbed } from './embed.ts';
import { printedTitles } from './paper.ts';
import { ScriptedServer } from './scripted-server.ts';

let browser: Browser;
let server: ScriptedServer;
let page: Page;

const OLD = [1, 2, 3].map((number) =>
  card(`b${String(number)}`, number * 10, { title: `Kop ${String(number)}` }),
);
const LINE = '<news-ticker section="buitenland" layout="line"></news-ticker><p>Na de regel</p>';

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

async function open(context = {}): Promise<void> {
  page = await openPage(browser, server, { clock: NOON, body: LINE, context });
  await shows('Kop 1');
  await page.clock.runFor(500);
  await vi.waitFor(() => {
    expect(server.questions.length).toBeGreaterThan(0);
  });
}

function shows(title: string): Promise<void> {
  return vi.waitFor(async () => {
    await page.clock.runFor(20);
    // The word of its urgency stands before the title.
    expect((await titles(page)).map((text) => text.replace(/^\w+\s+(?=Kop)/, ''))).toEqual([title]);
  }, 5_000);
}

test('a line shows one headline at a time, for as long as it takes to read it, and goes round', async () => {
  await open();
  await page.clock.runFor(3_000);
  await shows('Kop 1');
  await page.clock.runFor(3_000);
  await shows('Kop 2');
  await page.clock.runFor(6_000);
  await shows('Kop 3');
  await page.clock.runFor(6_000);
  await shows('Kop 1');
});

test('a bulletin that was there from the start has its turn after a flash, whatever comes meanwhile', async () => {
  server.publish(
    card('bulletin', 2, { title: 'Kop bulletin', urgency: 2 }),
    card('flits', 1, { title: 'Kop flits', urgency: 1 }),
  );
  page = await openPage(browser, server, { clock: NOON, body: LINE });
  await shows('Kop flits');
  await vi.waitFor(() => {
    expect(server.questions.length).toBeGreaterThan(0);
  });
  const ticker = page.locator('news-ticker');
  await ticker.evaluate((element: HTMLElement) => {
    element.addEventListener('ticker-dispatch', () => {
      element.dataset['came'] = '';
    });
  });
  server.publish(card('later', 0.5, { title: 'Kop later' }));
  await vi.waitFor(async () => {
    expect(await ticker.getAttribute('data-came')).toBe('');
  });
  await page.clock.runFor(1_000);
  await shows('Kop flits');
  await page.clock.runFor(5_000);
  await shows('Kop bulletin');
});

test('a headline under the mouse stays; previous, next and pause work by the keyboard', async () => {
  await open();
  await page.locator('news-ticker .box').hover();
  await page.clock.runFor(30_000);
  await shows('Kop 1');
  await page.locator('news-ticker [part=next]').focus();
  await page.mouse.move(0, 0);
  await page.keyboard.press('Enter');
  await shows('Kop 2');
  await page.clock.runFor(30_000);
  await shows('Kop 2');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await shows('Kop 1');
  await page.locator('news-ticker [part=pause]').focus();
  await page.keyboard.press('Space');
  await page.clock.runFor(30_000);
  await shows('Kop 1');
  expect(await partText(page, 'pause')).toBe('Hervatten');
});

test('a flash is on turn at once and says what it is; a correction and a withdrawal too', async () => {
  await open();
  const flash = card('flits', 1, { title: 'Kop flits', urgency: 1 });
  server.publish(flash);
  await shows('Kop flits');
  expect(await page.locator('news-ticker [part=urgency]').innerText()).toMatch(/^flits$/i);
  server.publish(nextVersion(flash, { title: 'Kop beter', signal: 'correction' }));
  await shows('Kop beter');
  expect(await partText(page, 'signal')).toBe('gecorrigeerd 12:00');
  server.withdraw('buitenland', { id: 'flits', version: 3 });
  await shows('(ingetrokken)');
});

test('who wants less motion turns the headlines by hand', async () => {
  await open({ reducedMotion: 'reduce' });
  await page.clock.runFor(60_000);
  await shows('Kop 1');
  await page.locator('news-ticker [part=next]').click();
  await shows('Kop 2');
});

test('who wants less motion keeps the headline that is corrected, and sees what is new at once', async () => {
  await open({ reducedMotion: 'reduce' });
  const [first, second] = OLD as [Card, Card];
  server.publish(nextVersion(first, { title: 'Kop 1 verbeterd', signal: 'correction' }));
  await shows('Kop 1 verbeterd');
  server.publish(nextVersion(second, { title: 'Kop 2 verbeterd', signal: 'correction' }));
  server.publish(card('nieuw', 5, { title: 'Kop nieuw' }));
  await shows('Kop nieuw');
  // Those below move up: nothing of that is news.
  server.withdraw('buitenland', { id: first.id, version: 3 });
  await page.clock.runFor(500);
  await shows('Kop nieuw');
});

test.each([320, 768, 1280])(
  'at %d px nothing sticks out, and what follows a line never moves',
  async (width) => {
    await open({ viewport: { width, height: 600 } });
    const top = () => page.locator('body > p').evaluate((element) => element.getBoundingClientRect().top);
    const before = await top();
    server.publish(card('lang', 0.5, { title: 'Kop '.repeat(60).trim(), urgency: 2 }));
    await vi.waitFor(async () => {
      await page.clock.runFor(20);
      expect((await titles(page))[0]).toContain('Kop Kop');
    });
    expect(await top()).toBe(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  },
);

test.each(['nl', 'en', 'de', 'fr'])(
  'on the smallest screen a line without a connection says since when, in full (%s)',
  async (lang) => {
    // 320 px, within the margins that pages have.
    await open({ viewport: { width: 304, height: 600 } });
    await page.evaluate((language) => {
      document.documentElement.lang = language;
      document.body.style.font = '1rem/1.5 Arial, sans-serif';
    }, lang);
    server.refusing = true;
    server.dropAll();
    await vi.waitFor(async () => {
      await page.clock.runFor(1_000);
      expect(await partText(page, 'status')).toMatch(/12[:.]00$/);
      expect(await page.locator('news-ticker [part=retry]').count()).toBe(1);
    }, 8_000);
    const cut = await page
      .locator('news-ticker [part=status]')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(cut).toBe(0);
  },
);

test('beside its heading, too, a line without a connection takes no more height', async () => {
  await open({ viewport: { width: 1280, height: 800 } });
  const height = () => page.locator('news-ticker').evaluate((element: HTMLElement) => element.offsetHeight);
  const before = await height();
  server.refusing = true;
  server.dropAll();
  await vi.waitFor(async () => {
    await page.clock.runFor(20);
    expect(await page.locator('news-ticker [part=retry]').count()).toBe(1);
  }, 5_000);
  expect(await height()).toBe(before);
});

test('on paper a line is all of its headlines', async () => {
  await open();
  expect(await printedTitles(page)).toBe(3);
  await shows('Kop 1');
});
