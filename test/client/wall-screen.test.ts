import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { NOON } from './cards.ts';
import { OLD, Walls, type WallOptions } from './wall-page.ts';

const HOUR = 3_600_000;
const walls = new Walls(OLD);

describe('a screen that stays on', () => {
  test('is dimmer at night, by the hours of its address', async () => {
    await walls.open({ night: '12:01-12:02' });
    const ink = () =>
      walls.wall
        .find('h3')
        .first()
        .evaluate((title) => getComputedStyle(title).color);
    const day = await ink();
    await walls.wall.pass(60);
    await walls.wall.shows(async () => (await ink()) !== day, true);
    await walls.wall.pass(60);
    await walls.wall.shows(ink, day);
  });

  test.each<[string, WallOptions & { at: number }, boolean]>([
    ['at half past eleven', { at: NOON + 11.5 * HOUR }, true],
    ['at half past five', { at: NOON - 6.5 * HOUR }, true],
    ['not at seven', { at: NOON - 5 * HOUR }, false],
    ['not where its address says that it has no night', { at: NOON + 11.5 * HOUR, night: 'off' }, false],
  ])('is dimmer at night, whatever hours nobody named: %s', async (_when, options, dim) => {
    walls.server.now = options.at;
    await walls.open(options);
    await walls.wall.shows(async () => (await walls.wall.find('.night').count()) > 0, dim);
  });

  test('goes round slowly, by a transform, within its margins', async () => {
    const { page } = await walls.open();
    const place = () => walls.wall.find('.stage').evaluate((stage: HTMLElement) => stage.style.transform);
    const places = [await place()];
    for (let minute = 0; minute < 40; minute += 5) {
      const before = await place();
      walls.server.now += 300_000;
      await page.clock.fastForward(300_000);
      await walls.wall.shows(async () => (await place()) !== before, true);
      places.push(await place());
      const { x, y } = await walls.wall.find('.stage').evaluate((stage) => stage.getBoundingClientRect());
      expect(Math.hypot(x, y)).toBeLessThan(10);
      expect(Math.hypot(x, y)).toBeGreaterThan(7);
    }
    expect(new Set(places).size).toBe(8);
    expect(places.at(-1)).toBe(places[0]);
  });

  test('asks for the wake lock, and again when the page is seen again or the lock is taken', async () => {
    await walls.open({
      before: (page) =>
        page.addInitScript(() => {
          const asked: EventTarget[] = [];
          Object.assign(globalThis, { asked });
          Object.defineProperty(navigator, 'wakeLock', {
            value: {
              request() {
                const lock = Object.assign(new EventTarget(), { release: () => Promise.resolve() });
                asked.push(lock);
                return Promise.resolve(lock);
              },
            },
          });
        }),
    });
    const asked = () =>
      walls.wall.page.evaluate(() => (Reflect.get(globalThis, 'asked') as unknown[]).length);
    await walls.wall.shows(asked, 1);
    await setHidden(walls.wall.page, true);
    await walls.wall.page.evaluate(() =>
      (Reflect.get(globalThis, 'asked') as EventTarget[])[0]?.dispatchEvent(new Event('release')),
    );
    expect(await asked()).toBe(1);
    await setHidden(walls.wall.page, false);
    await walls.wall.shows(asked, 2);
    await walls.wall.page.evaluate(() =>
      (Reflect.get(globalThis, 'asked') as EventTarget[])[1]?.dispatchEvent(new Event('release')),
    );
    await walls.wall.shows(asked, 3);
  });

  test('lies as it hangs: a screen that is turned is laid out anew', async () => {
    const { page } = await walls.open();
    expect(await walls.wall.find('.upright').count()).toBe(0);
    await page.setViewportSize({ width: 1080, height: 1920 });
    await walls.wall.shows(() => walls.wall.find('.upright').count(), 1);
  });

  test('hides the pointer that nobody moves', async () => {
    await walls.open();
    const cursor = () =>
      walls.wall.page.locator('news-wall').evaluate((element) => getComputedStyle(element).cursor);
    await walls.wall.page.clock.runFor(3_500);
    expect(await cursor()).toBe('none');
    await walls.wall.page.mouse.move(100, 100);
    await walls.wall.shows(cursor, 'auto');
    await walls.wall.page.clock.runFor(3_500);
    expect(await cursor()).toBe('none');
  });

  test('holds its connection however long the page says that it is hidden', async () => {
    await walls.open();
    await setHidden(walls.wall.page, true);
    await walls.wall.pass(400, 20);
    expect([walls.server.viewers, walls.server.connections]).toEqual([1, 1]);
    await setHidden(walls.wall.page, false);
    await walls.wall.says('.clock', '12:06:40');
    expect(walls.server.connections).toBe(1);
  });

  test('writes nothing but the clock while nothing changes', async () => {
    await walls.open();
    await walls.wall.pass(5);
    await walls.wall.page.evaluate(() => {
      const written: string[] = [];
      Object.assign(globalThis, { written });
      const observer = new MutationObserver((records) =>
        written.push(...records.map(({ target }) => (target as Element).className || target.nodeName)),
      );
      const root = document.querySelector('news-wall')?.shadowRoot;
      if (root)
        observer.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
    });
    await walls.wall.pass(30);
    const written = await walls.wall.page.evaluate(() => Reflect.get(globalThis, 'written') as string[]);
    expect(new Set(written)).toEqual(new Set(['clock']));
    expect(written).toHaveLength(30);
  });
});

describe('the clock of the newsroom', () => {
  test.each([
    [
      'the night that has no half past two',
      '2026-03-29T00:59:59Z',
      ['01:59:59', '03:00:00'],
      'Zondag 29 maart',
    ],
    ['the night that has it twice', '2026-10-25T00:59:59Z', ['02:59:59', '02:00:00'], 'Zondag 25 oktober'],
    ['midnight', '2026-11-20T22:59:59Z', ['23:59:59', '00:00:00'], 'Zaterdag 21 november'],
    ['new year', '2026-12-31T22:59:59Z', ['23:59:59', '00:00:00'], 'Vrijdag 1 januari'],
  ])('%s', async (_night, moment, [before, after], date) => {
    const at = Date.parse(moment);
    walls.server.now = at;
    // There it is another day.
    await walls.open({
      at,
      context: { timezoneId: 'Pacific/Honolulu', viewport: { width: 1920, height: 1080 } },
    });
    await walls.wall.says('.clock', before ?? '');
    await walls.wall.page.clock.runFor(1_000);
    await walls.wall.says('.clock', after ?? '');
    await walls.wall.says('.date', date);
  });

  test('without seconds it is written once a minute', async () => {
    await walls.open({ clock: 'minutes' });
    await walls.wall.says('.clock', '12:00');
    await walls.wall.pass(60);
    await walls.wall.says('.clock', '12:01');
  });
});

async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
